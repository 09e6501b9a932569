package model

import (
	"maps"
	"slices"
	"strings"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/effect"
	"github.com/tcpfsm/tcpfsm/model/edit"
)

// equivalent says why a mutation that nobody notices changes nothing, or
// returns "".
func equivalent(mu edit.Mutation) string {
	if mu.Form != 0 {
		return argued[mu.String()]
	}
	t := fsm.RFC9293Table()
	i := mu.Check(t)
	j := place(&t[i], mu.Rule)
	was, is := &t[i].Rules[j], &mu.Of(t)[i].Rules
	switch mu.Operator {
	case edit.DropGuard:
		return "the law holds without the fact: where the rule would fire in more cases two would, so there are none"
	case edit.SwapEffects:
		if independent(was.Do, (*is)[j].Do) {
			return "the two assign different things, and neither reads what the other assigns"
		}
	case edit.ChangeFlow:
		if w := (ways{t, i, was}); w.same((*is)[j].Then) {
			return "both flows lead to the same check, or to none, past rules that do nothing"
		} else if w.rest((*is)[j].Then) {
			return "what finishing looks at is as the step before left it, and a step leaves nothing to be done (laws of steps)"
		}
	}
	return argued[mu.String()]
}

// argued are the mutations that take an argument of their own.
var argued = map[string]string{
	"swap effects: rst.syn-received.active.again sendSYN before forgetPeer": "a SYN tells RCV.WND, and that is the whole buffer in SYN-RECEIVED as it is in SYN-SENT (laws of steps)",

	"change flow: close.syn-received stop":              "our SYN was outstanding and still is: the timers run",
	"change flow: close.syn-received.reopened continue": queuedCloseNeedsNoTimer,
	"change flow: close.syn-received.pending continue":  queuedCloseNeedsNoTimer,
	"change flow: close.syn-received.wait continue":     queuedCloseNeedsNoTimer,

	"change flow: syn-sent.syn-received stop":                  crossingSYN,
	"drop effect: syn-received.ack -windowFromACK":             windowTwice,
	"drop effect: syn-received.ack.closing -windowFromACK":     windowTwice,
	"drop effect: syn-received.ack.close-first -windowFromACK": windowTwice,

	"change flow: seq.time-wait.rst continue":     rstInTimeWait,
	"change flow: time-wait.any.rst continue":     rstInTimeWait,
	"change flow: time-wait.fin-any.rst continue": rstInTimeWait,
	"change flow: rst.time-wait.exact continue":   "the next check finds the same RST valid, under either rst_validation",
	"change flow: rst.time-wait.none continue":    "the next check finds no RST either, and goes on likewise",
	"change flow: seq.spans.rst stop":             "a RST is no empty segment at the edge if it spans the window, and no SYN,ACK that crosses ours: seq.drop-rst stops",
	"change flow: syn-received.fin continue":      "once the FIN has been taken, none is due, ahead or passed: the next check goes on to finishing",
	"change flow: fin.again.literal continue":     noReceive,
	"change flow: time-wait.fin continue":         noReceive,
	"change flow: time-wait.fin.literal continue": noReceive,

	"change number: sendSYN SEQ=SND.UNA":        synOutstanding,
	"change number: sendFormedSYN SEQ=SND.UNA":  synOutstanding,
	"change window: sendSYN WND=RCV.BUFF":       wholeBuffer,
	"change window: sendFormedSYN WND=RCV.BUFF": wholeBuffer,
	"change text: sendSYN DATA=SND.WND":         noSendWindow,
	"change text: sendSYN DATA=usable":          noSendWindow,
	"change octets: sendFormedSYN FROM=SND.NXT": "the text of a SYN is formed at SND.NXT, which advances after it is sent",
	"change control: formQueue CTL=ACK,PSH": "it forms a segment up to the last octet, and that bears PSH: the next check says so, " +
		"and in LISTEN the rule itself does",
	"change number: formOctet SEQ=SND.UNA":   nothingOutstanding,
	"change octets: formOctet FROM=SND.UNA":  nothingOutstanding,
	"change text: sendOldACK DATA=in flight": nothingOutstanding,
	"change number: resendFIN SEQ=SND.UNA":   finIsFront,
	"change text: resendFIN DATA=in flight":  finIsFront,
	"change text: resendFIN DATA=waiting":    finIsFront,
	"change text: sendFIN DATA=waiting":      "a FIN is sent when nothing waits",

	"change flow: listen.ack.no-syn continue":          noSYN,
	"swap outcomes: listen.no-syn and listen.syn.full": "whatever is left in LISTEN is dropped by the fourth step, and so is what the third drops",
	"change flow: ack.new.last-ack.part continue":      "the next check finds the FIN not acknowledged, and goes on to finishing as well",
	"change flow: text.none continue":                  noText,
	"change flow: text.none.literal continue":          noText,
	"change flow: timer.retransmission.runs stop":      "the retransmission timer runs only while something is outstanding, and then the user timer runs too (laws of steps)",
	"change flow: form.old continue":                   "after a timeout no check follows, and TRANSMIT forms segments that begin at SND.NXT",
}

// What several of them share.
const (
	synOutstanding          = "our SYN is outstanding, so that SND.UNA is ISS (laws of steps)"
	nothingOutstanding      = "the rule fires only while nothing is outstanding: SND.UNA is SND.NXT, and nothing is in flight"
	finIsFront              = "the rule fires only while the FIN is all that is outstanding: SND.UNA is its number, nothing is in flight, and nothing waits behind it (laws of steps)"
	noSendWindow            = "SYN-SENT knows no send window (laws of steps): there is none, and nothing of it is usable"
	wholeBuffer             = "a SYN tells RCV.WND, and that is the whole buffer in SYN-SENT (laws of steps)"
	queuedCloseNeedsNoTimer = "finishing looks at our SYN, which is outstanding as before: a CLOSE that is queued in SYN-RECEIVED needs no timer"
	crossingSYN             = "our SYN was outstanding and still is, with both timers running, and no ACK is owed; a crossing SYN has no ACK, so that the steps of 3.10.7.4 trim it and stop at the fifth"
	windowTwice             = "the check of the send window follows and does the same: SND.WL1 is IRS (laws of steps), and SEG.SEQ is beyond it"
	noSYN                   = "a segment in LISTEN that bears no SYN is dropped by the fourth step, after which nothing is sent"
	noText                  = "without text no PUSH becomes due, no RECEIVE that waits can be answered and no window opens that was not open before (laws of steps)"
	rstInTimeWait           = "what trimming makes of it nothing reads: the second step goes by SEG.SEQ as received, and drops what is out of the window"
	noReceive               = "no RECEIVE waits once the FIN of the peer was taken (laws of steps), so that the next check goes on to finishing; in other states it is passed over"
)

// independent reports whether the two effects that changed places commute:
// neither assigns what the other assigns or reads.
func independent(before, after []fsm.Effect) bool {
	at := 0
	for before[at] == after[at] {
		at++
	}
	a, b := touched(before[at]), touched(before[at+1])
	return !meet(a.writes, b.writes) && !meet(a.writes, b.reads) && !meet(a.reads, b.writes)
}

// touch is what an effect assigns and reads, as words for variables. "all" is
// all but what is told to the user and sent, and a word before a colon is all
// that begin with it.
type touch struct{ writes, reads string }

func meet(a, b string) bool {
	for _, x := range strings.Fields(a) {
		for _, y := range strings.Fields(b) {
			if covers(x, y) || covers(y, x) {
				return true
			}
		}
	}
	return false
}

// covers reports whether variable y is x or a part of it.
func covers(x, y string) bool {
	part, _, _ := strings.Cut(y, ":")
	return x == y || x == part || x == "all" && !outward[part]
}

// outward is what is not part of the TCB.
var outward = map[string]bool{"reply": true, "sent": true, "answered": true, "owed": true, "delivered": true, "form": true}

// touched returns what an effect touches. One that is not listed touches
// everything.
func touched(e fsm.Effect) touch {
	name := e.String()
	switch {
	case e.Signals() != 0:
		return touch{} // nothing reads signals, and they are a set
	case strings.HasPrefix(name, "reply"):
		return touch{"reply", ""}
	case e == effect.StopTimers:
		return touch{"timers", ""}
	case strings.HasPrefix(name, "start"), strings.HasPrefix(name, "stop"):
		return touch{"timers:" + strings.TrimPrefix(strings.TrimPrefix(name, "start"), "stop"), ""}
	}
	if t, ok := touches[e]; ok {
		return t
	}
	return touch{"all sent answered delivered", "all"}
}

var touches = map[fsm.Effect]touch{
	effect.OweACK: {"owed", ""}, effect.FromPassive: {"origin", ""}, effect.FromActive: {"origin", ""}, effect.FromReopened: {"origin", ""},
	effect.NoteRemote: {"remote", ""}, effect.QueueClose: {"closeq", ""}, effect.DequeueClose: {"closeq", ""}, effect.AwaitClose: {"closeout", ""},
	effect.CreateTCB: {"all", "all"}, effect.DeleteTCB: {"all", "all"}, effect.ForgetConnection: {"all", "all"}, effect.ForgetPeer: {"all", "all"},
	effect.KeepOld: {"all", "all"}, effect.RestoreOld: {"all", "all"},
	effect.Flush: {"una wait synacked closeq rcvwnd user held rcvfin push up upheld urgent pushed want", "nxt rcvnxt"},

	effect.AnswerReset: {"answered want closeout", "una nxt wait fin"}, effect.AnswerTimedOut: {"answered want closeout", "una nxt wait fin"},
	effect.AnswerClosing:   {"answered:send answered:receive want", "una nxt wait fin"},
	effect.AnswerSendReset: {"answered:send", "una nxt wait fin"},
	effect.AnswerCloseOK:   {"answered:close closeout", ""},
	effect.AnswerReceiveOK: {"answered:receive want", ""}, effect.AnswerReceiveClosing: {"answered:receive want", ""},

	effect.SendSYN: {"sent", "iss rcvmss rcvwnd"}, effect.SendSYNACK: {"sent", "iss rcvnxt rcvmss rcvwnd"}, effect.SendACK: {"sent", "nxt rcvnxt rcvwnd"},
	effect.SendChallenge: {"sent", "nxt rcvnxt rcvwnd"},
	effect.SendFIN:       {"sent", "nxt rcvnxt rcvwnd"}, effect.ResendFIN: {"sent", "fin rcvnxt rcvwnd"}, effect.SendOldACK: {"sent", "nxt rcvnxt rcvwnd"},
	effect.SendRSTa: {"sent", ""}, effect.SendRSTn: {"sent", ""}, effect.SendRSTu: {"sent", "nxt"}, effect.SendFormed: {"sent", "form"},
	effect.SendFormedSYN: {"sent", "iss form rcvmss rcvwnd"}, effect.SendRSTs: {"sent", "nxt rcvnxt"},

	effect.FormQueue: {"form", "nxt wait rcvnxt rcvwnd"}, effect.FormWindow: {"form", "una nxt wnd rcvnxt rcvwnd"}, effect.FormMSS: {"form", "nxt sndmss rcvnxt rcvwnd"},
	effect.FormOctet: {"form", "nxt rcvnxt rcvwnd"}, effect.FormFront: {"form", "una nxt synacked fin rcvnxt rcvwnd"},
	effect.FormFrontMSS: {"form", "una sndmss rcvnxt rcvwnd"}, effect.FormFrontOctet: {"form", "una rcvnxt rcvwnd"},
	effect.FormPSH: {"form", "form"}, effect.FormURG: {"form", "form sndup"},

	effect.ChooseISS: {"iss una nxt", ""}, effect.Acknowledge: {"una synacked acked", "seg nxt fin"}, effect.WindowFromSYN: {"wnd wl max", "seg irs iss"},
	effect.NoteWL2: {"wl", "seg"}, effect.WindowFromACK: {"wnd wl", "seg"}, effect.RaiseMAX: {"max", "seg"}, effect.TakeMSS: {"sndmss", ""},
	effect.QueueOctets: {"wait", ""}, effect.MarkUrgent: {"sndup", "nxt wait"}, effect.Advance: {"nxt wait", "form"}, effect.CountFIN: {"fin nxt", "nxt"},
	effect.NoteProbe: {"probed", ""}, effect.ClearProbed: {"probed", ""}, effect.EndUrgent: {"sndup", ""},

	effect.TrimAll: {"seg", ""}, effect.DropText: {"seg", ""}, effect.DropFIN: {"segfin", ""}, effect.TrimRight: {"seg", "rcvnxt rcvwnd"},
	effect.TakeSYN: {"irs seg rcvnxt", "seg"}, effect.TakeText: {"rcvnxt user rcvwnd held", "seg"}, effect.TakeHeld: {"rcvnxt user rcvwnd held", "held"},
	effect.TakeFIN: {"rcvfin rcvnxt held push", ""}, effect.RecountFIN: {"rcvnxt", ""}, effect.TakeUP: {"up", ""}, effect.HoldText: {"held", "seg"},
	effect.HoldFIN: {"rcvfin", "seg"}, effect.DropHeldFIN: {"rcvfin", ""}, effect.HoldPush: {"push", "seg"}, effect.ClearHeldPush: {"push", ""}, effect.HoldUP: {"upheld", ""},
	effect.EnterUrgent: {"urgent upheld", ""}, effect.LeaveUrgent: {"urgent up", ""}, effect.MarkPushed: {"pushed", ""}, effect.QueueReceive: {"want", ""},
	effect.DiscardUSER: {"user pushed", ""}, effect.DeliverCall: {"user pushed delivered", ""}, effect.DeliverWant: {"user pushed delivered", "want"}, effect.DeliverUSER: {"user pushed delivered", ""},
	effect.OpenWindow: {"rcvwnd", "user"},
}

// ways are the flows of a rule of check i of a table.
type ways struct {
	t   fsm.Table
	i   int
	was *fsm.Rule
}

// each asks ok about every event and state that the rule is for, with the state
// that it leaves behind.
func (w ways) each(ok func(k fsm.EventKind, after fsm.State) bool) bool {
	in := w.t[w.i].In
	if w.was.In != 0 {
		in &= w.was.In
	}
	for _, k := range fsm.AllEvents() {
		for _, s := range fsm.AllStates() {
			if w.t[w.i].On.Has(k) && in.Has(s) && !ok(k, w.was.Enter.From(s)) {
				return false
			}
		}
	}
	return true
}

// same reports whether the rule comes to the same check with another flow, past
// rules that do nothing.
func (w ways) same(flow fsm.Flow) bool {
	return w.each(func(k fsm.EventKind, s fsm.State) bool {
		a, b := map[int]bool{}, map[int]bool{}
		w.meets(w.i, w.was.Then, k, s, a)
		w.meets(w.i, flow, k, s, b)
		return len(a) == 1 && maps.Equal(a, b)
	})
}

// meets adds the checks that flow f of check i leads to, past those where only
// rules are possible that do nothing, to set. The number of checks stands for
// none.
func (w ways) meets(i int, f fsm.Flow, k fsm.EventKind, s fsm.State, set map[int]bool) {
	i = leads(w.t, i, f, k, s)
	if i == len(w.t) || !w.inert(i, s) {
		set[i] = true
		return
	}
	for _, r := range w.possible(i, s) {
		w.meets(i, r.Then, k, s, set)
	}
	if len(w.t[i].Under) != 0 { // a policy passes the check over
		w.meets(i, fsm.Continue, k, s, set)
	}
}

// inert reports whether all rules that are possible in check i do nothing.
func (w ways) inert(i int, s fsm.State) bool {
	return !slices.ContainsFunc(w.possible(i, s), func(r *fsm.Rule) bool { return len(r.Do) != 0 || r.Enter != 0 })
}

// possible returns the rules of check i that can fire in s given what is known
// to hold, because the rule whose ways these are has fired and nothing has
// changed since.
func (w ways) possible(i int, s fsm.State) (rules []*fsm.Rule) {
	known := len(w.was.Do) == 0
	for j := range w.t[i].Rules {
		r := &w.t[i].Rules[j]
		if r.In != 0 && !r.In.Has(s) || known && (meetFacts(r.If, w.was.Not) || meetFacts(r.Not, w.was.If)) {
			continue
		}
		rules = append(rules, r)
	}
	return rules
}

func meetFacts(a, b []fsm.Fact) bool {
	return slices.ContainsFunc(a, func(f fsm.Fact) bool { return slices.Contains(b, f) })
}

// leads returns the index of the first check after i that flow f leads to and
// that is for the event and the state, or the number of checks.
func leads(t fsm.Table, i int, f fsm.Flow, k fsm.EventKind, s fsm.State) int {
	if f == fsm.Stop {
		return len(t)
	}
	for i++; f != fsm.Continue && t[i].Label != f; {
		i++
	}
	for ; i < len(t) && !(t[i].On.Has(k) && t[i].In.Has(s)); i++ {
	}
	return i
}

// finishReads is what the checks of finishing look at, and the receive window
// before them. What a segment has brought about is not among it: ways that begin
// with one are another matter.
const finishReads = "una nxt synacked fin wait wnd closeq timers user rcvnxt rcvfin rcvwnd up urgent sndmss"

// rest reports whether both flows of the rule lead to nothing but finishing, of
// an event that is no segment, and the rule changes nothing that it looks at.
func (w ways) rest(flow fsm.Flow) bool {
	if w.was.Enter != 0 || slices.ContainsFunc(w.was.Do, func(e fsm.Effect) bool { return meet(touched(e).writes, finishReads) }) {
		return false
	}
	finish := slices.IndexFunc(w.t, func(k fsm.Check) bool { return k.Label == w.t.Rule("send.plain").Then })
	window := slices.IndexFunc(w.t, func(k fsm.Check) bool { return place(&k, "window.keep") >= 0 })
	return w.each(func(k fsm.EventKind, s fsm.State) bool {
		a, b := leads(w.t, w.i, w.was.Then, k, s), leads(w.t, w.i, flow, k, s)
		return k != fsm.SegmentArrives && (a >= finish || a == window) && (b >= finish || b == window)
	})
}
