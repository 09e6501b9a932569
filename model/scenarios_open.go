package model

// opening lists the scenarios about how a connection begins.
var opening = []Scenario{}
