package certify

import (
	"fmt"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm/certificate"
)

// What certificates remember of ends and of segments, the same in all of them.

// terms are names for what others are made of.
var terms = []certificate.Term{
	{Name: "Gone", Is: `Is.State <= "LISTEN"`},
	{Name: "Arrives", Is: `Event.Kind == "SEGMENT ARRIVES"`},
	{Name: "Crashes", Is: `Event.Kind == 22`},
	{Name: "Began", Is: `(Was.State <= "LISTEN" || Was.State == "TIME-WAIT") && !Gone && Is.State != "TIME-WAIT"`},
	{Name: "Resumes", Is: `Was.State == "SYN-RECEIVED" && Is.State == "TIME-WAIT" && Was.Origin == "reopened" && Event.Kind != "ABORT"`},
	{Name: "Unlearns", Is: `Was.State == "SYN-RECEIVED" && Is.State == "SYN-SENT"`},
	{Name: "Takes", Is: `Arrives && has(Packet.CTL, "SYN") && (Was.State == "LISTEN" || Was.State == "SYN-SENT" || Was.State == "TIME-WAIT") && ` +
		`Is.State > "SYN-SENT" && Is.State != Was.State`},
	{Name: "Forgets", Is: `Began || Resumes || Unlearns || Takes`},
	{Name: "Partner", Is: `choose(Takes, Packet.From, choose(Resumes, Was.OldPeer, choose(Began || Unlearns, 0, Was.PeerInc)))`},
	{Name: "Repeats", Is: `Began && Was.TriedInc != 0 && Was.TriedISS == Is.ISS && (Was.TriedPeer == 0 || Was.TriedPeer == Partner)`},
	{Name: "Present", Is: `choose(Began, choose(Repeats, Was.TriedInc, Was.Used + 1), choose(Resumes, Was.OldInc, Was.Inc))`},
	{Name: "Old", Is: `Packet.From != Partner || Packet.To != 0 && Packet.To != Present`},
	{Name: "Renewed", Is: `Was.Inc != Present || Was.PeerInc != Partner`},
	{Name: "Base", Is: `choose(Renewed, Is.RCV.NXT, Was.RCV.NXT)`},
	{Name: "TextStart", Is: `Packet.SEQ + has(Packet.CTL, "SYN")`},
	{Name: "Comes", Is: octets(`(Base + %d - TextStart < Packet.Text && !held(Base + %[1]d))`)},
	{Name: "Holds", Is: octets(`holds(Is.RCV.NXT + %d)`)},
	{Name: "Strange", Is: `choose(Forgets, 0, Was.Foreign) | choose(Old || Packet.Wrong, Comes, 0)`},
	{Name: "Taken", Is: `Is.RCV.NXT - Base`},
	{Name: "FINCame", Is: `has(Packet.CTL, "FIN") && (Is.RCV.FINHeld && !Was.RCV.FINHeld || Is.RCV.FINTaken && !Was.RCV.FINTaken)`},
	{Name: "Ended", Is: `Was.State > "LISTEN" && Gone`},
	{Name: "Place", Is: `Sent.SEQ + has(Sent.CTL, "SYN") - choose(Gone, Was.ISS, Is.ISS) - 1`},
	{Name: "Stamp", Is: `choose(Packet.From == 255 || Packet.From == 0 || PeerInc == 0, 0, ` +
		`choose(Packet.From == PeerInc, 2, choose(Packet.From != 254 && (Packet.From > PeerInc || PeerInc == 254), 3, 1)))`},
}

// octets makes a set of what is so of each of eight octets.
func octets(is string) string {
	var all []string
	for i := range 8 {
		all = append(all, fmt.Sprintf(is+"<<%[1]d", i))
	}
	return strings.Join(all, " | ")
}

// memory is what is remembered of an end. What has no Tick stays as it is.
var memory = []certificate.Register{
	{Name: "Connections"}, {Name: "MSL"}, {Name: "TimeWait"}, {Name: "Rest"}, {Name: "Pause"}, {Name: "Labels"}, {Name: "RSTIgnored"},

	{Name: "Used", Next: `Used + Began`},
	{Name: "Inc", Next: `Present`},
	{Name: "PeerInc", Next: `choose(Gone, 0, Partner)`},
	{Name: "OldInc", Next: `choose(Gone || Resumes, 0, choose(Began, choose(Is.Origin == "reopened", Was.Inc, 0), OldInc))`},
	{Name: "OldPeer", Next: `choose(Gone || Resumes, 0, choose(Began, choose(Is.Origin == "reopened", Was.PeerInc, 0), OldPeer))`},
	{Name: "TriedInc", Next: tried("Inc", "Inc")},
	{Name: "TriedPeer", Next: tried("Peer", "PeerInc")},
	{Name: "TriedISS", Next: tried("ISS", "ISS")},
	{Name: "Met", Next: `Met | ` + met("Takes", "choose(Began, Used, Inc)") + ` | ` + met("Repeats", "Inc")},
	{Name: "Top", Next: `choose(!Gone && lt(Top, Is.SND.NXT), Is.SND.NXT, Top)`},

	{Name: "Closed", Next: `!Gone && (choose(Began, 0, Resumes || Closed) || Event.Kind == "CLOSE" && Out.Reply != "error: connection illegal for this process" && Was.State != "CLOSED")`},
	{Name: "Said", Next: `choose(Gone, 0, choose(Began || Resumes, 0, Said) + choose(Event.Kind == "SEND" && Out.Reply == "ok", Event.Octets, 0))`},
	{Name: "Heard", Next: `choose(Gone, 0, choose(Forgets, 0, Heard) + Out.Delivered)`},
	{Name: "EOF", Next: `choose(Gone, 0, choose(!Forgets && EOF != 0 || !Arrives || !FINCame, choose(Forgets, 0, EOF), choose(Old, 255, choose(Packet.Closed, Packet.Said + 1, 254))))`},
	{Name: "Stale", Next: `!Gone && (Stale && !Forgets && (Is.RCV.USER != 0 || Arrives) || Arrives && (Strange & (1<<Taken - 1)) != 0)`},
	{Name: "Foreign", Next: `choose(Gone, 0, choose(Arrives, Strange>>Taken & Holds, choose(Forgets, 0, Foreign)))`},

	{
		Name: "Due", Next: `choose(MSL != 0 && has(Is.Timers, "2MSL"), choose(has(Out.Started, "2MSL"), TimeWait, Due), 0)`,
		Tick: `Due - (Due != 0 && has(Is.Timers, "2MSL"))`,
	},
	{
		Name: "Quiet", Next: `choose(Crashes, choose(Pause, MSL, Quiet), choose(Was.State > "SYN-RECEIVED" && Was.State != "TIME-WAIT" && Is.State == "CLOSED", max(Quiet, Rest), Quiet))`,
		Tick: `Quiet - (Quiet != 0)`,
	},
}

func tried(what, now string) string {
	return fmt.Sprintf(`choose(Crashes, 0, choose(Ended, choose(Labels && (Was.State == "SYN-SENT" || Was.State == "SYN-RECEIVED"), Was.%s, 0), Tried%s))`, now, what)
}

func met(when, inc string) string {
	return fmt.Sprintf(`choose(%s && %s < 4 && Partner < 4, 1<<(4*%[2]s + Partner), 0)`, when, inc)
}

// marks are what is known of a segment.
var marks = []certificate.Term{
	{Name: "From", Is: `choose(Was.State == "CLOSED" && Is.State == "CLOSED", 0, Inc)`},
	{Name: "To", Is: `choose(Was.State == "CLOSED" && Is.State == "CLOSED", 0, Partner)`},
	{Name: "Said", Is: `choose(has(Sent.CTL, "FIN"), Said, 0)`},
	{Name: "Closed", Is: `has(Sent.CTL, "FIN") && Closed`},
	{Name: "Wrong", Is: `Sent.Text != 0 && (Queued != Sent.SEQ + has(Sent.CTL, "SYN") || Place >= Said || Sent.Text > Said - Place)`},
}

// lost is what does not happen: the beginning of a connection more than there may be.
const lost = `Began && Was.Used >= Connections`

// waits says where a tick waits: a TIME-WAIT that is over ends first.
const waits = `has(Is.Timers, "2MSL") && Due == 0`
