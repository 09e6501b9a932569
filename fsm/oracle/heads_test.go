package oracle_test

import (
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// established is an opening of the end on a wire: SND.NXT=101 and RCV.NXT=301
// after it.
const established = `
	< <SEQ=100><CTL=SYN><WND=4096>
	> <SEQ=300><ACK=101><CTL=SYN,ACK><WND=4096>
	< <SEQ=101><ACK=301><CTL=ACK><WND=4096>`

// heads are the examples at the heads of the files, on a wire: < is sent by the
// end, > is on its way to it. After ; stands what the verdict begins with, if it
// is no "conforms", or the states that are possible then.
var heads = []struct {
	file, story string
	told        oracle.Told
}{
	{"out.go", established + `
		> <SEQ=301><ACK=101><CTL=ACK><DATA=200><WND=4096>
		< <SEQ=101><ACK=501><CTL=ACK><WND=4096>
		< <SEQ=101><ACK=401><CTL=ACK><WND=4096>
		< <SEQ=101><ACK=601><CTL=ACK><WND=4096>; undecided: seen <SEQ=101><ACK=601><CTL=ACK><WND=4096>: it acknowledges`, 0},
	{"out.go", established + `
		< <SEQ=101><ACK=301><CTL=FIN,ACK><WND=4096>
		< <SEQ=102><ACK=301><CTL=ACK><DATA=5><WND=4096>; deviates: transmit.fin`, 0},
	{"explain.go, arrival.go", established + `
		> <SEQ=301><ACK=101><CTL=ACK><DATA=399><WND=4096>
		> <SEQ=700><ACK=101><CTL=FIN,ACK><WND=4096>; ESTABLISHED,CLOSE-WAIT,CLOSING
		< <SEQ=101><ACK=700><CTL=ACK><WND=4096>; ESTABLISHED
		< <SEQ=101><ACK=701><CTL=ACK><WND=4096>; CLOSE-WAIT,CLOSING`, oracle.Segments},
	{"sends.go", established + `
		< <SEQ=101><ACK=301><CTL=RST,ACK>; CLOSED`, oracle.Segments},
	{"sends.go", established + `
		> <SEQ=301><ACK=999><CTL=ACK><WND=4096>
		< <SEQ=999><CTL=RST>; CLOSED`, oracle.Segments},
	{"sends.go", established + `
		< <SEQ=999><CTL=RST>; deviates`, oracle.Segments},
	{"text.go", established + `
		< <SEQ=101><ACK=301><CTL=ACK><DATA=100><WND=4096>
		< <SEQ=201><ACK=301><CTL=ACK><DATA=50><WND=4096>
		< <SEQ=151><ACK=301><CTL=ACK><DATA=150><WND=4096>
		< <SEQ=100><ACK=301><CTL=ACK><WND=4096>
		< <SEQ=400><ACK=301><CTL=ACK><DATA=10><WND=4096>; deviates: form.new`, oracle.Segments},
	{"text.go", established + `
		< <SEQ=400><ACK=301><CTL=ACK><DATA=10><WND=4096>`, 0},
	{"unseen.go", established + `
		> <SEQ=301><ACK=101><CTL=FIN,ACK><WND=4096>
		< <SEQ=101><ACK=302><CTL=ACK><WND=4096>
		< <SEQ=101><ACK=302><CTL=FIN,ACK><WND=4096>; CLOSING,LAST-ACK
		> <SEQ=900><CTL=SYN><WND=4096>; SYN-RECEIVED,CLOSING,LAST-ACK
		< <SEQ=5000><ACK=901><CTL=SYN,ACK><WND=4096>; SYN-RECEIVED`, oracle.Segments},
	{"seen.go", established + `
		> <SEQ=301><ACK=101><CTL=ACK><DATA=100><WND=4096>
		> <SEQ=501><ACK=101><CTL=ACK><DATA=100><WND=4096>
		< <SEQ=101><ACK=351><CTL=ACK><WND=4096>
		< <SEQ=101><ACK=401><CTL=ACK><WND=4096>
		< <SEQ=101><ACK=601><CTL=ACK><WND=4096>; deviates: text.take`, oracle.Segments},
	{"seen.go", established + `
		> <SEQ=301><ACK=101><CTL=ACK><DATA=100><WND=4096>
		< <SEQ=101><ACK=700><CTL=ACK><WND=4096>; undecided`, 0},
	{"predict.go", established + `
		< <SEQ=101><ACK=301><CTL=ACK><DATA=100><WND=4096>
		> <SEQ=302><ACK=201><CTL=ACK><DATA=99><WND=4096>
		> <SEQ=301><ACK=201><CTL=ACK><DATA=100><WND=4096>
		< <SEQ=201><ACK=401><CTL=ACK><WND=4096>
		< <SEQ=201><ACK=402><CTL=ACK><WND=4096>; deviates: text.take`, oracle.Segments},
	{"overtaken.go", established + `
		< <SEQ=111><ACK=301><CTL=RST,ACK>
		< <SEQ=101><ACK=301><CTL=ACK><DATA=10><WND=4096>`, 0},
}

// TestHeads holds that the examples at the heads of the files are true.
func TestHeads(t *testing.T) {
	for _, x := range heads {
		o := oracle.New(oracle.Options{Told: x.told})
		for line := range strings.Lines(x.story) {
			way, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
			text, want, _ := strings.Cut(rest, "; ")
			var v oracle.Verdict
			switch way {
			case "<":
				v = o.Out(seg(text))
			case ">":
				v = o.In(seg(text))
			}
			if states := o.States().String(); want == "" && v.Kind != oracle.Conforms || !strings.HasPrefix(v.String(), want) && want != states {
				t.Errorf("%s: %s: %v in %s, want %s", x.file, line, v, states, want)
			}
		}
	}
}

// TestHeadOfLockstep holds that the example at the head of lockstep.go is true:
// an end may mix choices that no variant mixes.
func TestHeadOfLockstep(t *testing.T) {
	o := oracle.New(oracle.Options{Told: oracle.Everything})
	opened(o)
	o.In(seg("<SEQ=101><ACK=200><CTL=ACK><DATA=1>"))
	if v := o.Out(seg("<SEQ=301><ACK=101><CTL=ACK>")); v.Kind != oracle.Permitted || v.Finding.Variant.Name != "A15 ack_range_check=sent" {
		t.Error(v)
	}
	o.Quiet()
	o.In(seg("<SEQ=150><CTL=RST>"))
	if v := o.State(fsm.StatesOf(fsm.Closed)); v.Kind != oracle.Permitted || v.Finding.Variant.Name != "A39 rst_validation=in_window" {
		t.Error(v)
	}
}
