package conform

import (
	"context"
	"slices"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/fsm/fact"
	"github.com/tcpfsm/tcpfsm/fsm/rule"
)

// buggy is a subject with several bugs.
func buggy() (*Machine, error) {
	table := fsm.RFC9293Table()
	rule.SynSentCrossingSYN.In(table).Then = fsm.Stop
	rule.RSTChallenge.In(table).Then = fsm.Stop
	rule.SeqACK.In(table).Do = nil
	rule.ClosingFINAcked.In(table).Enter = fsm.Enter(fsm.Closed)
	return NewMachine(table, fsm.Policy{SimultaneousOpen: fsm.SimultaneousOpenLiteral})
}

// TestCauses holds that of a subject with several bugs each is found, by the edit that
// it is, and nothing else: though routes lead through some of them, though others lie
// behind them, and though the subject chooses otherwise than the policy.
func TestCauses(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: tries all routes, some of them twice")
	}
	m, err := buggy()
	if err != nil {
		t.Fatal(err)
	}
	r, err := Check(context.Background(), m, Options{Quick: true})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i := range r.Causes {
		ids = append(ids, r.Causes[i].ID)
	}
	slices.Sort(ids)
	want := []string{
		rule.ClosingFINAcked.String() + ": deleteTCB, enter CLOSED, stop", rule.RSTChallenge.String() + ": stop",
		rule.SeqACK.String() + ": stop", rule.SynSentSynReceived.String() + ": stop",
	}
	if !slices.Equal(ids, want) || !r.Complete || r.Total[Blocked]+r.Total[Undecided] > 0 {
		t.Errorf("%q, want %q; %s", ids, want, r.Summary())
	}
}

// TestParagraphIsOneCause holds that what a subject does instead of a whole paragraph is
// one cause and not one for each rule, though it is another paragraph that has it: passt takes
// a FIN in SYN-RECEIVED wherever it stands, and whatever it acknowledges.
func TestParagraphIsOneCause(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: tries all cases in SYN-RECEIVED")
	}
	does := Edit{
		Check: "first, check sequence number", In: fsm.StatesOf(fsm.SynReceived), If: []Guard{{fact.HasFIN, true}},
		Conduct: Conduct{
			Do:    []fsm.Effect{effect.TakeFIN, effect.SignalClosing, effect.OweACK},
			Enter: fsm.Enter(fsm.CloseWait), Then: fsm.Continue,
		},
	}
	m, err := NewMachine(does.Of(fsm.RFC9293Table()), fsm.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := Check(context.Background(), m, Options{Quick: true, States: does.In})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Causes) != 1 || r.Causes[0].Edit == nil || r.Causes[0].Edit.Check != does.Check {
		t.Errorf("%s", r.Summary())
		for i := range r.Causes {
			t.Errorf("%s", r.Causes[i].ID)
		}
	}
}

// TestTraits holds which causes are one trait: the very same done by rules of one check,
// wherever, and an answer where none was to be given, in whatever state; and that no other
// answers are.
func TestTraits(t *testing.T) {
	table := fsm.RFC9293Table()
	silent := func(id rule.ID, in fsm.State) *Cause {
		c := causeOf(table, &trial{because: "what shows"}, &Edit{Rule: id.String(), Conduct: Conduct{Then: fsm.Stop}})
		c.States = fsm.StatesOf(in)
		return c
	}
	syn, synACK, fin := silent(rule.RetransmitSYN, fsm.SynSent), silent(rule.RetransmitSYNACK, fsm.SynReceived), silent(rule.R2, fsm.LastAck)
	if !syn.akin(synACK, fsm.SynReceived) || syn.akin(fin, fsm.LastAck) {
		t.Error("to repeat neither a SYN nor a SYN,ACK is one trait, and never to give up is another")
	}
	shows := func(id string) string { return (&Cause{ID: id}).shows() }
	const ack = ", seen <SEQ><ACK><CTL=ACK><WND>"
	if shows("text.hold: expected nothing in the same state"+ack) != shows("fin-wait-1.fin-acked: expected nothing in FIN-WAIT-2"+ack) {
		t.Error("an ACK where nothing was to be sent is one trait in every state")
	}
	if shows("text.take: expected <SEQ><ACK><CTL=ACK> in ESTABLISHED"+ack) == shows("text.take: expected <SEQ><ACK><CTL=ACK> in FIN-WAIT-2"+ack) {
		t.Error("another ACK than was to be sent may have another reason in another state")
	}
}
