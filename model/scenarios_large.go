package model

// large lists the scenarios that take minutes.
var large = []Scenario{}
