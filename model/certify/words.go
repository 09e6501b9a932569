package certify

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm/certificate"
)

// What definitions mean, in words: of docs/certificates.md.

var words = map[string]string{
	"Gone":        "afterwards the end has no connection",
	"Arrives":     "the event is a segment that arrives",
	"Crashes":     "the event is the loss of all memory",
	"Began":       "a connection has begun: the end has left CLOSED, LISTEN or TIME-WAIT for a state beyond them",
	"Resumes":     "an attempt that had reopened TIME-WAIT has come to nothing, and the old connection is there again",
	"Unlearns":    "the SYN of the peer is forgotten",
	"Takes":       "the SYN that arrives is taken",
	"Forgets":     "what is known of the peer's stream is forgotten",
	"Partner":     "the connection of the other end whose SYN is taken",
	"Repeats":     "the connection repeats an attempt that has sent nothing but its SYN, with the same ISS: nobody can tell them apart, so it has the same number",
	"Present":     "the number of the connection",
	"Old":         "the segment belongs to another connection: another one has sent it, or it was meant for another one",
	"Renewed":     "the end is in another connection, or with another one of its peer",
	"Base":        "RCV.NXT before the event, or after the SYN that it has brought",
	"TextStart":   "the number of the first octet of the segment",
	"Comes":       "bit i: the octet at Base+i comes with the segment, and was not held before",
	"Holds":       "bit i: the octet at RCV.NXT+i is held",
	"Strange":     "bit i: the octet at Base+i is not the one that the peer's user has sent there",
	"Taken":       "how far RCV.NXT has come",
	"FINCame":     "the segment's FIN is held or taken",
	"Ended":       "the end had a connection, and has none",
	"Place":       "the place of the segment's first octet in the stream of who sends it",
	"Stamp":       "how the timestamp of the segment compares with the newest of the connection, if clocks tick between connections",
	"HasTCB":      "afterwards the end has a connection",
	"Fresh":       "the end is in another connection, or in none, or with another one of its peer",
	"Stays":       "the end is in the same connection as before",
	"LEN":         "SEG.LEN of the segment that arrives",
	"LENSent":     "SEG.LEN of the segment that is sent",
	"EndOfPacket": "the number after the segment that arrives",
	"EndOfSent":   "the number after the segment that is sent",
	"Consumed":    "the number of the first octet that the user has not received",
	"SignalsEnd":  "the user is told that the peer closes",
	"AnswersEnd":  "a RECEIVE is answered that nothing more will come",
	"SendsACK":    "what is sent is one ACK that says nothing else",
	"SendsReset":  "what is sent is the RST that CLOSED answers with",
	"Reopens":     "TIME-WAIT has accepted a new SYN",
	"InWindow":    "the segment passes the test of section 3.4: an empty one by its number, any other by its first or its last",
	"ValidRST":    "the RST is to be believed",
	"ResetTo":     "the state to which a RST leads: LISTEN of who listened, TIME-WAIT of what was reopened, else CLOSED",
	"FirstACK":    "what acknowledges the SYN of the peer",
	"Received":    "RCV.NXT before the event, or what acknowledges the SYN that it has brought",
	"NXT":         "RCV.NXT after the event, or before it if the connection is gone; WND, BUFF, SNDNXT, SNDUNA and ISS likewise",
	"Answers":     "it is a RST that acknowledges the segment that it answers",
	"Edge":        "the right edge of the window that the segment announces",
	"LowEdge":     "the right edge of the receive window before the event",
	"Waited":      "for how many ticks the end has been in TIME-WAIT since it began, or began anew",

	"Connections": "how many connections an end may have",
	"MSL":         "in ticks; 0: there is no clock",
	"TimeWait":    "how many ticks TIME-WAIT lasts",
	"Rest":        "for how many ticks an end opens none after a connection has ended without TIME-WAIT",
	"Pause":       "after a crash an end opens none for MSL",
	"Labels":      "ISNs may repeat, so that attempts have to be remembered",
	"RSTIgnored":  "the policy ignores a RST in TIME-WAIT",
	"Used":        "how many connections there were",
	"Inc":         "the number of the present or last one",
	"PeerInc":     "that of the other end whose SYN it has taken; 0: none",
	"OldInc":      "that of the TIME-WAIT that a SYN has reopened; OldPeer is that of its peer",
	"TriedInc":    "that of the attempt before, if it came to nothing; TriedPeer is that of its peer, TriedISS its ISS",
	"Met":         "bit 4i+j: connection i of the end has taken the SYN of connection j of the other",
	"Top":         "the first number beyond all that were used",
	"Closed":      "the user has closed the connection",
	"Said":        "how many octets he has sent in it",
	"Heard":       "how many octets he has received in it",
	"EOF":         "of the FIN that has come, one more than the octets that the peer's user has sent before it; 254: he has not closed; 255: it is of another connection; 0: none has come",
	"Stale":       "an octet that is not the peer's is on hand",
	"Foreign":     "bit i: the octet held at RCV.NXT+i is not the peer's",
	"Due":         "ticks until 2MSL are over",
	"Quiet":       "ticks until the user may open",

	"From":  "the connection that sends it; 0: a CLOSED end, 254: one before the first, 255: somebody else",
	"To":    "the connection of the other end whose SYN the sender has taken; 0: none",
	"Wrong": "it bears an octet that the user has not sent there",
}

// Definitions lists in words what certificates say in expressions.
func Definitions(statement func(claim string) string) string {
	var b strings.Builder
	section := func(title string) { fmt.Fprintf(&b, "\n### %s\n\n", title) }
	line := func(name, is string) {
		fmt.Fprintf(&b, "- **%s** `%s`", name, strings.Join(strings.Fields(is), " "))
		if w := words[name]; w != "" {
			fmt.Fprintf(&b, ": %s", w)
		}
		b.WriteString("\n")
	}
	section("Terms")
	for _, t := range terms {
		line(t.Name, t.Is)
	}
	section("What is remembered of an end")
	for _, r := range memory {
		is := whole(r).Next
		if r.Next == "" {
			is = "as at the beginning"
		}
		if r.Tick != "" {
			is += "; in a tick " + r.Tick
		}
		line(r.Name, is)
	}
	section("What is known of a segment")
	for _, m := range marks {
		line(m.Name, m.Is)
	}
	fmt.Fprintf(&b, "\nWhat does not happen, though a segment has arrived: `%s`, the beginning of a connection more than there may be.\n", lost)
	fmt.Fprintf(&b, "\nWhere an end waits, and a tick with it: `%s`, a TIME-WAIT that is over.\n", waits)
	section("Terms of claims")
	for _, t := range claimTerms {
		line(t.Name, t.Is)
	}
	section("Claims")
	for _, c := range claims {
		fmt.Fprintf(&b, "- **%s**, about %s: %s.", c.Name, c.About, statement(c.Name))
		for _, part := range []certificate.Term{{Name: "When", Is: c.When}, {Name: "holds", Is: c.Holds}} {
			fmt.Fprintf(&b, " %s `%s`", part.Name, strings.Join(strings.Fields(part.Is), " "))
		}
		b.WriteString("\n")
	}
	return b.String()
}
