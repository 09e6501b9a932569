package kernel

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// drive runs f with the kernel, or says in one line why it cannot.
func drive(t *testing.T, o Options, f func(*Kernel) error) {
	t.Helper()
	err := Run(o, f)
	if missing := (*Unavailable)(nil); errors.As(err, &missing) {
		t.Skip("skipped: " + strings.ReplaceAll(missing.Error(), "\n", "; "))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// driveOne runs f with a connection that does not exist yet, and releases it.
func driveOne(t *testing.T, f func(conform.Connection) error) {
	t.Helper()
	drive(t, Options{}, func(k *Kernel) error {
		c, err := k.Connection()
		if err != nil {
			return err
		}
		return errors.Join(f(c), c.Release())
	})
}

// do applies inputs one after the other and returns what came of each, as in
// "<SEQ=100><CTL=SYN> SYN-SENT".
func do(c conform.Connection, inputs ...conform.Input) ([]string, error) {
	var all []string
	for _, in := range inputs {
		out, err := c.Do(in)
		if err != nil {
			return nil, err
		}
		view, err := c.Observe()
		if err != nil {
			return nil, err
		}
		line := out.Refused
		for _, g := range out.Segments {
			g.WND, g.MSS = 0, 0
			line += g.String()
		}
		all = append(all, strings.TrimSpace(line+" "+view.String()))
	}
	return all, nil
}

func arrive(t *testing.T, text string) conform.Input {
	g, err := fsm.ParseSegment(text)
	if err != nil {
		t.Fatal(err)
	}
	return conform.Arrive(g)
}

// TestLifetimes drives the kernel through an opening and a closing from either
// side.
func TestLifetimes(t *testing.T) {
	passive := []conform.Input{
		{Call: conform.OpenPassive},
		arrive(t, "<SEQ=300><CTL=SYN><WND=1000>"),
		arrive(t, "<SEQ=301><ACK=101><CTL=ACK><WND=1000>"),
		{Call: conform.Send, Octets: 5},
		{Call: conform.Shutdown},
		arrive(t, "<SEQ=301><ACK=107><CTL=ACK><WND=1000>"),
		{Call: conform.Shutdown},
		arrive(t, "<SEQ=301><ACK=107><CTL=FIN,ACK><WND=1000>"),
		{Call: conform.Shutdown},
	}
	wantPassive := []string{
		"LISTEN", "<SEQ=100><ACK=301><CTL=SYN,ACK> SYN-RECEIVED", "ESTABLISHED",
		"<SEQ=101><ACK=301><CTL=ACK,PSH><DATA=5> ESTABLISHED", "<SEQ=106><ACK=301><CTL=FIN,ACK> FIN-WAIT-1",
		"FIN-WAIT-2", "FIN-WAIT-2", "<SEQ=107><ACK=302><CTL=ACK> TIME-WAIT", unix.ENOTCONN.Error() + " TIME-WAIT",
	}
	active := []conform.Input{
		{Call: conform.OpenActive},
		arrive(t, "<SEQ=300><ACK=101><CTL=SYN,ACK><WND=1000>"),
		arrive(t, "<SEQ=301><ACK=101><CTL=FIN,ACK><WND=1000>"),
		{Call: conform.Close},
		arrive(t, "<SEQ=302><ACK=102><CTL=ACK><WND=1000>"),
		arrive(t, "<SEQ=302><ACK=102><CTL=ACK><WND=1000>"),
	}
	wantActive := []string{
		"<SEQ=100><CTL=SYN> SYN-SENT", "<SEQ=101><ACK=301><CTL=ACK> ESTABLISHED", "<SEQ=101><ACK=302><CTL=ACK> CLOSE-WAIT",
		"<SEQ=101><ACK=302><CTL=FIN,ACK> LAST-ACK", "CLOSED", "<SEQ=102><CTL=RST> CLOSED",
	}
	drive(t, Options{}, func(k *Kernel) error {
		for _, test := range []struct {
			inputs []conform.Input
			want   []string
		}{{passive, wantPassive}, {active, wantActive}} {
			c, err := k.Connection()
			if err != nil {
				return err
			}
			got, err := do(c, test.inputs...)
			if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
				t.Errorf("error %v, -want +got:\n%s", err, diff)
			}
			if err := c.Release(); err != nil {
				t.Error(err)
			}
			if view, err := c.Observe(); err != nil || !view.Is(fsm.Closed) {
				t.Errorf("after Release: %v, error %v; want nothing", view, err)
			}
		}
		return nil
	})
}

// TestUnforgetting holds that a kernel without a call for it is brought to forget a
// connection, whatever its state is and whoever holds it.
func TestUnforgetting(t *testing.T) {
	opened := []conform.Input{
		{Call: conform.OpenPassive},
		arrive(t, "<SEQ=300><CTL=SYN><WND=1000>"),
		arrive(t, "<SEQ=301><ACK=101><CTL=ACK><WND=1000>"),
	}
	fin, closed := arrive(t, "<SEQ=301><ACK=101><CTL=FIN,ACK><WND=1000>"), conform.Input{Call: conform.Close}
	drive(t, Options{}, func(k *Kernel) error {
		k.tun.unforgetting = true
		for _, test := range []struct {
			inputs []conform.Input
			state  fsm.State
		}{
			{nil, fsm.Closed},
			{opened[:1], fsm.Listen},
			{opened[:2], fsm.SynReceived},
			{[]conform.Input{{Call: conform.OpenActive}}, fsm.SynSent},
			{opened, fsm.Established},
			{append(opened[:3:3], closed), fsm.FinWait1},
			{append(opened[:3:3], closed, arrive(t, "<SEQ=301><ACK=102><CTL=ACK><WND=1000>")), fsm.FinWait2},
			{append(opened[:3:3], closed, fin), fsm.Closing},
			{append(opened[:3:3], closed, arrive(t, "<SEQ=301><ACK=102><CTL=FIN,ACK><WND=1000>")), fsm.TimeWait},
			{append(opened[:3:3], conform.Input{Call: conform.Shutdown}, arrive(t, "<SEQ=301><ACK=102><CTL=FIN,ACK><WND=1000>")), fsm.TimeWait},
			{append(opened[:3:3], fin), fsm.CloseWait},
			{append(opened[:3:3], fin, closed), fsm.LastAck},
		} {
			c, err := k.Connection()
			if err != nil {
				return err
			}
			if got, err := do(c, test.inputs...); err != nil {
				t.Errorf("%v: %v", got, err)
			}
			if view, err := c.Observe(); err != nil || !view.Is(test.state) {
				t.Errorf("%v, error %v; want %v", view, err, test.state)
			}
			if err := c.Release(); err != nil {
				t.Errorf("%v: %v", test.state, err)
			}
			if view, err := c.Observe(); err != nil || !view.Is(fsm.Closed) {
				t.Errorf("%v: after Release: %v, error %v; want nothing", test.state, view, err)
			}
		}
		return nil
	})
}

// TestLimits holds what the sockets interface gives no way to do.
func TestLimits(t *testing.T) {
	drive(t, Options{}, func(k *Kernel) error {
		for _, test := range []struct {
			before []conform.Input
			call   conform.Call
			reason string
		}{
			{nil, conform.Abort, "without a connection"},
			{[]conform.Input{{Call: conform.OpenPassive}}, conform.Shutdown, "a listener"},
			{[]conform.Input{{Call: conform.OpenPassive}, arrive(t, "<SEQ=300><CTL=SYN>")}, conform.Close, "not accepted yet"},
			{[]conform.Input{{Call: conform.OpenActive}, arrive(t, "<SEQ=300><ACK=101><CTL=SYN,ACK>"), {Call: conform.Close}}, conform.Abort, "after close()"},
		} {
			c, err := k.Connection()
			if err != nil {
				return err
			}
			if _, err := do(c, test.before...); err != nil {
				return err
			}
			before, _ := c.Observe()
			_, err = c.Do(conform.Input{Call: test.call})
			var limit *conform.Limit
			if !errors.As(err, &limit) || !strings.Contains(limit.Reason, test.reason) {
				t.Errorf("%v after %v: %v, want a limit with %q", test.call, test.before, err, test.reason)
			}
			if after, _ := c.Observe(); after.States != before.States {
				t.Errorf("%v after %v: the state went from %v to %v", test.call, test.before, before, after)
			}
			_ = c.Release()
		}
		return nil
	})
}

// TestICMP: a message of ICMP about its SYN ends an OPEN of the kernel, by either version of IP, and one
// about what it has never sent does not.
func TestICMP(t *testing.T) {
	for family, m := range map[fsm.Family]conform.Message{fsm.IPv4: {Family: fsm.IPv4, Type: 3, Code: 3}, fsm.IPv6: {Family: fsm.IPv6, Type: 1, Code: 4}} {
		drive(t, Options{Family: family}, func(k *Kernel) error {
			c, err := k.Connection()
			if err != nil {
				return err
			}
			told := func(seq fsm.Seq) conform.Input {
				return conform.Input{Call: conform.ICMP, Message: m, Segment: fsm.Segment{SEQ: seq, CTL: fsm.SYN}}
			}
			got, err := do(c, conform.Input{Call: conform.OpenActive}, told(conform.ISS+1000), told(conform.ISS))
			if want := []string{"<SEQ=100><CTL=SYN> SYN-SENT", "SYN-SENT", "CLOSED"}; err != nil || !slices.Equal(got, want) {
				t.Errorf("by %v %q, error %v; want %q", family, got, err, want)
			}
			return c.Release()
		})
	}
}

// TestTap holds that the tap is shown both directions of every exchange, by either version of IP.
func TestTap(t *testing.T) {
	for family, network := range networks {
		var sent, received int
		local := network.Addr()
		tap := func(packet []byte, toKernel bool) error {
			var d wire.Decoder
			content := d.Decode(wire.LinkTypeRaw, packet)
			if !wire.Is(packet, family) || content != wire.TCP || d.Packet.From.Addr() != local && d.Packet.To.Addr() != local {
				t.Errorf("%x is no packet of the experiment by %v", packet, family)
			}
			if toKernel {
				sent++
			} else {
				received++
			}
			return nil
		}
		drive(t, Options{Family: family, Tap: tap}, func(k *Kernel) error {
			c, err := k.Connection()
			if err != nil {
				return err
			}
			_, err = do(c, arrive(t, "<SEQ=300><CTL=SYN>"))
			return err
		})
		if sent != 1 || received != 1 {
			t.Errorf("%v: %d packets to the kernel, %d from it; want one each, a SYN and its RST", family, sent, received)
		}
	}
	broken := errors.New("no room")
	err := Run(Options{Tap: func([]byte, bool) error { return broken }}, func(k *Kernel) error {
		c, err := k.Connection()
		if err == nil {
			_, err = c.Do(arrive(t, "<SEQ=300><CTL=SYN>"))
		}
		return err
	})
	if !errors.Is(err, broken) {
		t.Errorf("a tap that fails: error %v, want %v", err, broken)
	}
}

// TestWait holds that waiting ends when there is something, or when the time is
// over.
func TestWait(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	driveOne(t, func(c conform.Connection) error {
		if got, err := c.(conform.Waiter).Wait(20 * time.Millisecond); len(got) > 0 || err != nil {
			t.Errorf("nothing was to come, got %v, error %v", got, err)
		}
		if _, err := do(c, conform.Input{Call: conform.OpenActive}); err != nil {
			return err
		}
		got, err := c.(conform.Waiter).Wait(5 * time.Second) // the first repetition of the SYN comes after one
		if err != nil || len(got) != 1 || got[0].CTL != fsm.SYN || got[0].SEQ != conform.ISS {
			t.Errorf("got %v, error %v; want the SYN again", got, err)
		}
		return nil
	})
}

// TestSentAgain holds that what is not acknowledged is not sent again soon, even if the
// first answer came at once: a machine with more to do would take that for an answer.
func TestSentAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	driveOne(t, func(c conform.Connection) error {
		if _, err := do(c, conform.Input{Call: conform.OpenActive}, arrive(t, "<SEQ=300><ACK=101><CTL=SYN,ACK><WND=1000>"),
			conform.Input{Call: conform.Send, Octets: 5}); err != nil {
			return err
		}
		if got, err := c.(conform.Waiter).Wait(600 * time.Millisecond); len(got) > 0 || err != nil {
			t.Errorf("got %v, error %v; want nothing yet", got, err)
		}
		return nil
	})
}

// TestSwitches holds that a switch is set in the namespace and nowhere else, and
// what is said of one that is wrong.
func TestSwitches(t *testing.T) {
	const name = "/proc/sys/net/ipv4/tcp_rfc1337"
	outside, err := os.ReadFile(name)
	if err != nil {
		t.Skip("skipped: " + err.Error())
	}
	on, err := ParseSwitch("net.ipv4.tcp_rfc1337=1")
	if err != nil {
		t.Fatal(err)
	}
	drive(t, Options{Switches: []Switch{on}}, func(*Kernel) error {
		if inside, err := os.ReadFile(name); err != nil || strings.TrimSpace(string(inside)) != "1" {
			t.Errorf("in the namespace %q, error %v; want 1", inside, err)
		}
		return nil
	})
	if now, _ := os.ReadFile(name); !bytes.Equal(now, outside) {
		t.Errorf("the machine's own switch went from %q to %q", outside, now)
	}
	for text, want := range map[string]string{"tcp_no_such_thing=1": "this kernel has no switch tcp_no_such_thing\nhint: ", "tcp_rfc1337=x": `cannot set tcp_rfc1337 to "x"`} {
		s, err := ParseSwitch(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := Run(Options{Switches: []Switch{s}}, func(*Kernel) error { return nil }); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", text, err, want)
		}
	}
	for _, text := range []string{"", "tcp_rfc1337", "tcp_rfc1337=", "ip_forward=1", "tcp_x/../../../x=1", "net.ipv6.tcp_x=1"} {
		if _, err := ParseSwitch(text); err == nil || !strings.Contains(err.Error(), "\nhint: ") {
			t.Errorf("ParseSwitch(%q): error %v, want one with a hint", text, err)
		}
	}
}

// TestWindowThatShrinks measures when Linux believes a smaller window: where the
// segment brings a new number, and not where all numbers are those of the last one,
// though by 3.10.7.4/5 (SND.WL1 = SEG.SEQ, SND.WL2 =< SEG.ACK) that counts too.
func TestWindowThatShrinks(t *testing.T) {
	for shrinks, want := range map[string]string{
		"<SEQ=301><ACK=101><CTL=ACK><WND=10>": "<SEQ=101><ACK=302><CTL=ACK,PSH><DATA=50> ESTABLISHED",
		"<SEQ=302><ACK=101><CTL=ACK><WND=10>": "ESTABLISHED",
	} {
		drive(t, Options{}, func(k *Kernel) error {
			c, err := k.Connection()
			if err != nil {
				return err
			}
			got, err := do(c, conform.Input{Call: conform.OpenActive}, arrive(t, "<SEQ=300><ACK=101><CTL=SYN,ACK><WND=1000>"),
				arrive(t, "<SEQ=301><ACK=101><CTL=ACK><DATA=1><WND=1000>"), arrive(t, shrinks), conform.Input{Call: conform.Send, Octets: 50})
			if err != nil {
				return err
			}
			if sent := got[len(got)-1]; sent != want {
				t.Errorf("%s: %s, want %s", shrinks, sent, want)
			}
			return c.Release()
		})
	}
}
