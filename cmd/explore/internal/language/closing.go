package language

var closing = map[string]string{}
