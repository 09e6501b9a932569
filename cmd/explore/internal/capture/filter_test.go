package capture

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/gopacket/gopacket/layers"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// TestFilter holds which connections each filter asks for, by their ports.
func TestFilter(t *testing.T) {
	f := newFilm(t, layers.LinkTypeEthernet)
	f.play(1, join(opening, closing)...)
	f.play(2, join(opening, closing[:1])...)
	f.play(3, opening[:1]...)
	f.play(4, join(opening, closing[:1], []string{"><SEQ=102><ACK=301><CTL=ACK><DATA=10>"})...)
	f.play(5, "><SEQ=101><ACK=301><CTL=ACK>")
	prefix := netip.MustParsePrefix
	for _, test := range []struct {
		only Filter
		want []int
	}{
		{Filter{}, []int{1, 2, 3, 4, 5}},
		{Filter{Ports: []uint16{2, 4}}, []int{2, 4}},
		{Filter{Ports: []uint16{80}}, []int{1, 2, 3, 4, 5}},
		{Filter{Addresses: []netip.Prefix{prefix("198.51.100.2/32")}, Ports: []uint16{3}}, []int{3}},
		{Filter{Addresses: []netip.Prefix{prefix("192.0.2.0/24")}}, []int{1, 2, 3, 4, 5}},
		{Filter{Addresses: []netip.Prefix{prefix("192.0.3.0/24"), prefix("::/0")}}, nil},
		{Filter{States: fsm.StatesOf(fsm.CloseWait)}, []int{2, 4}},
		{Filter{States: fsm.StatesOf(fsm.SynSent)}, []int{3}},
		{Filter{States: fsm.StatesOf(fsm.TimeWait, fsm.FinWait1)}, []int{1, 2}},
		{Filter{Verdicts: []string{"deviates"}}, []int{4}},
		{Filter{Verdicts: []string{"unanswered", "undecided"}}, []int{3, 5}},
		{Filter{Rules: []string{"transmit.fin"}}, []int{4}},
		{Filter{Rules: []string{"A39"}}, nil},
		{Filter{States: fsm.StatesOf(fsm.CloseWait), Verdicts: []string{"conforms"}}, []int{2}},
	} {
		s := run(t, f.out.Bytes(), Options{Only: test.only})
		var got []int
		for _, c := range s.connections {
			got = append(got, int(c.pair.port[0]))
		}
		if s.err != nil || fmt.Sprint(got) != fmt.Sprint(test.want) || s.tally.Asked != len(test.want) {
			t.Errorf("%+v: error %v, %v of %d, want %v", test.only, s.err, got, s.tally.Asked, test.want)
		}
	}
}

// TestFilterChoice holds that a permitted variation is found by the id of its option.
func TestFilterChoice(t *testing.T) {
	v := &oracle.Variant{Name: "A39 rst_validation=in_window"}
	c := &Connection{Permits: []Note{{Verdict: oracle.Verdict{Kind: oracle.Permitted, Finding: &oracle.Finding{Variant: v}}}}}
	for name, want := range map[string]bool{"A39": true, "rst_validation=in_window": true, v.Name: true, "A3": false, "in_window": false} {
		if got := c.concerns(name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// TestFilterOfLog holds that the ends of a log have no addresses, and that the other
// filters are for logs too.
func TestFilterOfLog(t *testing.T) {
	log := []byte(`{"connection":"x","end":"client","out":"<SEQ=100><CTL=SYN><WND=4096>"}`)
	for _, test := range []struct {
		only Filter
		want int
	}{
		{Filter{}, 1}, {Filter{Ports: []uint16{80}}, 0}, {Filter{States: fsm.StatesOf(fsm.Established)}, 0}, {Filter{Verdicts: []string{"conforms"}}, 1},
	} {
		if s := run(t, log, Options{Only: test.only}); s.err != nil || len(s.connections) != test.want {
			t.Errorf("%+v: error %v, %d connections, want %d", test.only, s.err, len(s.connections), test.want)
		}
	}
}
