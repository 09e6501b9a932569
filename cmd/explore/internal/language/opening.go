package language

var opening = map[string]string{}
