package language

var refusing = map[string]string{}
