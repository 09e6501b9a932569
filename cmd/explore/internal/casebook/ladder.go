package casebook

import (
	"fmt"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// The ends of a ladder.
const (
	peer = iota
	subject
)

// Ladder returns a run as a ladder, with the peer on the left and the subject,
// which has that name, on the right. What v accuses it of stands at its step.
func Ladder(r *conform.Run, name string, v conform.Verdict) *ladder.Ladder {
	return told(name+": "+r.String(), r.Steps, name, v)
}

// told returns steps as a ladder of that title.
func told(title string, steps []conform.Step, name string, v conform.Verdict) *ladder.Ladder {
	var iss fsm.Seq
	if len(steps) > 0 {
		iss = steps[0].Input.Numbers()
	}
	t := teller{ladder: &ladder.Ladder{
		Title: title, Note: fmt.Sprintf("The peer is the test. Numbers are counted from %d at the subject, from 300 at the peer.", uint32(iss)),
		Ends: [2]string{"peer", "subject"}, Names: [2]string{peer: "the test", subject: name}, Start: ladder.States("", fsm.Closed.String()),
		ISS: [2]fsm.Seq{peer: 300, subject: iss},
	}}
	for i := range steps {
		t.step(&steps[i])
	}
	if v.Kind == conform.Deviates && v.Step < len(t.ladder.Steps) {
		s := &t.ladder.Steps[v.Step]
		s.Findings = []ladder.Finding{{End: subject, Kind: ladder.Deviates, Text: v.Accusation(), Expected: v.Expected}}
	}
	return t.ladder
}

// A teller tells a run step by step.
type teller struct {
	ladder *ladder.Ladder
	sent   int // messages so far
}

func (t *teller) step(s *conform.Step) {
	told := ladder.Step{N: len(t.ladder.Steps) + 1, End: subject, Event: s.Input.String(), Refused: s.Refused, After: ladder.States("", s.View.String())}
	if s.Input.Call == conform.Arrival {
		told.Event = fsm.SegmentArrives.String()
		told.Arrives = &ladder.Arrival{Message: t.message(peer, s.Input.Segment)}
	}
	if m := s.Input.Message; s.Input.Call == conform.ICMP {
		told.Reports = &ladder.Reported{Family: m.Family, Type: m.Type, Code: m.Code, MTU: m.Carries(), About: s.Input.Segment}
	}
	for _, g := range s.Segments {
		told.Sends = append(told.Sends, t.message(subject, g))
	}
	t.ladder.Steps = append(t.ladder.Steps, told)
}

// message returns a segment that goes from one end to the other in one step.
func (t *teller) message(from int, g fsm.Segment) ladder.Message {
	t.sent++
	return ladder.Message{ID: t.sent, From: from, To: 1 - from, Text: g.String(), Segment: g, Direct: true}
}
