package hint

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// ParsePolicy returns the policy that text describes, as [fsm.ParsePolicy]
// reads it. The error ends with a hint.
func ParsePolicy(text string) (fsm.Policy, error) {
	p, err := fsm.ParsePolicy(text)
	if err != nil {
		return p, fmt.Errorf("policy %w\nhint: explore list policies and explore list options show them all", err)
	}
	return p, nil
}
