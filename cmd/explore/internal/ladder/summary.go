package ladder

import "strings"

// Summary says in one line what a step does, as in
// "B: [1] SYN seq=0 arrives, SYN-RECEIVED, sends [2] SYN,ACK seq=0 ack=1".
func (s *Step) Summary(ends [2]string) string {
	if s.End < 0 {
		if len(s.Lost) > 0 {
			return s.Lost[0].label() + " from " + ends[s.Lost[0].From] + " " + s.Event
		}
		return s.Event
	}
	var parts []string
	switch {
	case s.Arrives != nil:
		parts = append(parts, s.Arrives.label()+" arrives")
	case s.Event != "":
		parts = append(parts, s.Event)
	}
	if state := s.After.Ends[s.End].State; state != "" {
		parts = append(parts, state)
	}
	for i := range s.Sends {
		parts = append(parts, "sends "+s.Sends[i].label())
	}
	for i := range s.Lost {
		parts = append(parts, s.Lost[i].label()+" is lost")
	}
	return ends[s.End] + ": " + strings.Join(parts, ", ")
}
