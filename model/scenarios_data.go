package model

// transferring lists the scenarios about what flows in between.
var transferring = []Scenario{}
