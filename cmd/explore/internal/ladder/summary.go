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
	parts := []string{ends[s.End] + ": " + s.Event}
	if s.Arrives != nil {
		parts[0] = ends[s.End] + ": " + s.Arrives.label() + " arrives"
	}
	parts = append(parts, s.After.Ends[s.End].State)
	for i := range s.Sends {
		parts = append(parts, "sends "+s.Sends[i].label())
	}
	for i := range s.Lost {
		parts = append(parts, s.Lost[i].label()+" is lost")
	}
	return strings.Join(parts, ", ")
}
