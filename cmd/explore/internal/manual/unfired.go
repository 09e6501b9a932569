package manual

import "strings"

// reasons say why rules never fire in the standard scenarios, by how their
// names begin.
var reasons = []struct{ begins, why string }{
	{"icmp.", "no scenario has reports of ICMP"},
}

// reason returns why a rule never fires, or "".
func reason(rule string) string {
	for _, r := range reasons {
		if strings.HasPrefix(rule, r.begins) {
			return r.why
		}
	}
	return ""
}
