package language

var waiting = map[string]string{}
