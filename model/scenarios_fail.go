package model

// failing lists the scenarios about crashes, give-ups, refusals and attacks.
var failing = []Scenario{}
