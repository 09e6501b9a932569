// Package certificate verifies that two TCPs, their users and a network of any capacity
// have certain properties, without a search. Somebody else has searched, and has written
// down the states to which everything comes. Of these it looks whether one covers the
// beginning, whether each step out of one is covered by another, and whether what is
// claimed is so in them. Then they are an inductive invariant, and the claims hold.
//
// It shares nothing with the search but package fsm, whose Step moves both ends. What
// users do, what is remembered of an end and what is claimed are expressions in the
// certificate; docs/certificates.md says what they mean, and which there are. Whether
// those of a certificate are the ones of that page is for others to compare.
package certificate

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// Format is the version of what [Read] reads.
const Format = 2

// A Certificate is a scenario, what is claimed of it, and the states that prove it. It
// is read from JSON under the names of its fields.
type Certificate struct {
	Format   int
	Scenario string // its name
	Table    string // digest of the rules
	Policy   string // of both ends
	Network  Network
	Terms    []Term     // names for expressions, each for those behind it
	Memory   []Register // what is remembered of an end beside its TCB
	Budgets  int        // so many of them, the first, count what users may still do
	Marks    []Term     // what is known of a segment beside its header, said by who sends it
	Lost     string     // what does not happen, though a segment has arrived
	Waits    string     // where an end is so, a tick waits for an event
	Sides    [2]Side    // A and B
	Claims   []Claim

	Ends    []Stored
	Packets []Packet
	Sent    [][]Sending // directions, each in the order of packets
	States  [][5]uint32 // places of A and B in Ends, of what they have sent in Sent, and forgeries left
}

// A Network says what becomes of segments beside that they may be lost, repeated and
// overtaken.
type Network struct {
	MSL       uint32 // in ticks; 0: there is no clock
	Mortal    bool   // a segment older than MSL does not arrive
	Obliged   bool   // each is delivered once at least
	Races     bool   // TIME-WAIT may end before what arrives in the same tick
	Loopback  bool   // what A sends comes back to A
	Forgeries uint32 // how many segments may be forged; [Any]: no bound
}

// Any is a count that does not end.
const Any = 255

// Crash is the kind of an event that no table knows: the loss of all memory.
const Crash = fsm.ICMPSourceQuench + 1

// A Side is what can happen to an end: inputs at any time, and those that follow at once
// upon any other. An input of segments that arrive says how they do.
type Side struct {
	Inputs, AtOnce []Input
	Forged, Strays []uint32 // packets against it; those that it has sent before all begins
}

// An Input is an event that may happen where If is so. ISS and Timestamp are those
// fields of the event.
type Input struct {
	Event          fsm.Event
	ISS, Timestamp string
	If             string
}

// A Term is a name for an expression.
type Term struct{ Name, Is string }

// A Register is a number that is remembered of an end: its name, what it is at the
// beginning at A and at B, what becomes of it in an event, and in a tick.
type Register struct {
	Name       string
	First      [2]uint32
	Next, Tick string
}

// A Claim says what holds wherever When is so.
type Claim struct {
	Name        string
	About       string // "events", "segments", each that is sent, or "states"
	When, Holds string
}

// Room for registers and marks.
const (
	maxMemory = 44
	maxMarks  = 5
)

// An End is a TCP and what is remembered of it, in the order of the registers.
type End struct {
	fsm.TCB
	Memory [maxMemory]uint32
}

// A Stored is an end as it is written: with what it holds beyond RCV.NXT.
type Stored struct {
	End
	Held []fsm.Run
}

// A Packet is a segment with its marks.
type Packet struct {
	fsm.Segment
	Marks [maxMarks]uint32
}

// A Sending is a packet that was sent and may still arrive, any number of times: its
// place, the age of its youngest copy in ticks, and with bit i that one of age i has to.
type Sending [3]uint32

// Read reads the next certificate. The error is io.EOF if there is none.
func Read(d *json.Decoder) (*Certificate, error) {
	at := d.InputOffset()
	d.DisallowUnknownFields()
	c := new(Certificate)
	switch err := d.Decode(c); {
	case errors.Is(err, io.EOF):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("the certificate that begins at octet %d cannot be read beyond octet %d: %w; write it anew", at, d.InputOffset(), err)
	case c.Format != Format:
		return nil, fmt.Errorf("the certificate that begins at octet %d has format %d, and format %d is what this program reads; write it anew with this one", at, c.Format, Format)
	}
	return c, c.restore()
}

// restore gives ends what they hold, and refuses what is out of range.
func (c *Certificate) restore() error {
	if n := len(c.Memory); n > maxMemory || c.Budgets < 0 || c.Budgets > n || len(c.Marks) > maxMarks || c.Network.MSL > 15 {
		return c.broken("it has %d registers, %d budgets, %d marks and an MSL of %d ticks, and there is room for %d, %d, %d and 15",
			n, c.Budgets, len(c.Marks), c.Network.MSL, maxMemory, n, maxMarks)
	}
	for i := range c.Ends {
		for _, r := range c.Ends[i].Held {
			if !c.Ends[i].RCV.Held.Add(r) {
				return c.broken("end %d holds more than there is room for", i)
			}
		}
	}
	for i, sent := range c.Sent {
		for j, s := range sent {
			if s[0] >= uint32(len(c.Packets)) || j > 0 && sent[j-1][0] >= s[0] || max(s[1], s[2]) >= 1<<16 {
				return c.broken("entry %d of direction %d, %v, has no packet, or is not in order", j, i, s)
			}
		}
	}
	for _, s := range c.Sides {
		if n := uint32(len(c.Packets)); slices.ContainsFunc(slices.Concat(s.Forged, s.Strays), func(p uint32) bool { return p >= n }) {
			return c.broken("a packet is forged or a stray that there is not")
		}
	}
	for i, s := range c.States {
		if max(s[0], s[1]) >= uint32(len(c.Ends)) || max(s[2], s[3]) >= uint32(len(c.Sent)) {
			return c.broken("state %d, %v, has a part that there is not", i, s)
		}
	}
	return nil
}

func (c *Certificate) broken(format string, args ...any) error {
	return fmt.Errorf("scenario %q: "+format+"; write the certificate anew", slices.Concat([]any{c.Scenario}, args)...)
}

// A Refusal says why a certificate proves nothing.
type Refusal struct {
	Scenario string
	State    int    // the place of the state to blame; -1: that in which all begins
	Claim    string // that is not so there; "": a step leads out of the states
	Why      string
}

// Error names the place.
func (r *Refusal) Error() string {
	where, what := fmt.Sprintf("state %d", r.State), "the states are not closed"
	if r.State < 0 {
		where = "the beginning"
	}
	if r.Claim != "" {
		what = r.Claim + " is not so"
	}
	return fmt.Sprintf("scenario %q, %s: %s: %s", r.Scenario, where, what, r.Why)
}

// Digest identifies the rules of a machine: two tables with the same digest do the same.
// What a rule is blamed for alters nothing that it does.
func Digest(m *fsm.Machine) string {
	type rule struct { // fields are exported, or fmt would not ask them for their text
		ID       string
		In       fsm.States
		Under    []fsm.Choice
		If, Not  []fsm.Fact
		Do       []fsm.Effect
		Enter    fsm.Target
		Then     fsm.Flow
		Req, Why string
	}
	h := sha256.New()
	for id := range m.Rules() {
		k, r := m.Check(fsm.RuleID(id)), m.Rule(fsm.RuleID(id))
		_, _ = fmt.Fprintln(h, k.Clause, k.On, k.In, k.Label,
			rule{r.ID, r.In, r.Under, r.If, r.Not, r.Do, r.Enter, r.Then, r.Req, r.Why})
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
