package spec

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// ParsePolicy returns the policy written as the name of a profile, followed by
// any number of choices, as in "Linux,rst_in_time_wait=ignore". Upper and lower
// case are the same. Choices alone alter the default.
func ParsePolicy(text string) (fsm.Policy, error) {
	var p fsm.Policy
	for i, part := range strings.Split(text, ",") {
		part = strings.TrimSpace(part)
		if i == 0 && !strings.Contains(part, "=") {
			profile, err := Profile(part)
			if err != nil {
				return p, err
			}
			p = profile.Policy
			continue
		}
		c, err := choice(part)
		if err != nil {
			return p, err
		}
		p = p.With(c)
	}
	return p, nil
}

// Profile returns the profile with the given name.
func Profile(name string) (fsm.Profile, error) {
	if strings.EqualFold(name, "default") {
		name = fsm.Profiles()[0].Name
	}
	var names []string
	for _, p := range fsm.Profiles() {
		if strings.EqualFold(p.Name, name) {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return fsm.Profile{}, Unknown("policy", name, names, "explore list policies")
}

func choice(text string) (fsm.Choice, error) {
	option, alternative, ok := strings.Cut(text, "=")
	if !ok {
		return 0, fmt.Errorf("policy: %q is no option=alternative\nhint: as in rst_in_time_wait=ignore; explore list options shows them all", text)
	}
	var names []string
	for i := range fsm.Options() {
		o := &fsm.Options()[i]
		if strings.EqualFold(o.Name, option) {
			return alternativeOf(o, alternative)
		}
		names = append(names, o.Name)
	}
	return 0, Unknown("option", option, names, "explore list options")
}

func alternativeOf(o *fsm.Option, name string) (fsm.Choice, error) {
	var names []string
	for _, a := range o.Choices {
		if strings.EqualFold(a.Name, name) {
			return a.Choice, nil
		}
		names = append(names, a.Name)
	}
	return 0, fmt.Errorf("option %s has no alternative %q\nhint: it has %s", o.Name, name, strings.Join(names, ", "))
}
