package fsm

import "testing"

// lifetime is the life of one connection as its passive end sees it: a full
// open, data both ways and a full close.
func lifetime() []Event {
	const peer, iss = 1000, 8000
	ev := []Event{{Kind: OpenPassive, SndBUFF: 65536, RcvBUFF: 65536, MSS: 1460}}
	arrive := func(g Segment) {
		g.WND = 65535
		ev = append(ev, Event{Kind: SegmentArrives, Segment: g, ISS: iss})
	}
	arrive(Segment{SEQ: peer, CTL: SYN, MSS: 1460})
	arrive(Segment{SEQ: peer + 1, ACK: iss + 1, CTL: ACK})
	seq, ack := Seq(peer+1), Seq(iss+1)
	for range 16 {
		for range 2 {
			arrive(Segment{SEQ: seq, ACK: ack, CTL: ACK | PSH, Text: 1000})
			seq = seq.Add(1000)
		}
		ev = append(ev, Event{Kind: Receive, Octets: 2000}, Event{Kind: Send, Octets: 2000}, Event{Kind: Transmit}, Event{Kind: Transmit})
		ack = ack.Add(2000)
		arrive(Segment{SEQ: seq, ACK: ack, CTL: ACK})
		arrive(Segment{SEQ: seq, ACK: ack, CTL: ACK})
	}
	arrive(Segment{SEQ: seq, ACK: ack, CTL: FIN | ACK})
	ev = append(ev, Event{Kind: Close}, Event{Kind: Transmit})
	arrive(Segment{SEQ: seq + 1, ACK: ack + 1, CTL: ACK})
	return ev
}

func benchmarkEvents(b *testing.B, step func(*TCB, *Event, *Output)) {
	events := lifetime()
	var c TCB
	var out Output
	b.ReportAllocs()
	for i := 0; i < b.N; {
		for j := range events {
			step(&c, &events[j], &out)
		}
		if c.State != Closed {
			b.Fatalf("the connection ends in %v", c.State)
		}
		i += len(events)
	}
}

// BenchmarkStep measures the compiled form per event; its peer in the same run
// is BenchmarkInterpret.
func BenchmarkStep(b *testing.B) { benchmarkEvents(b, RFC9293.Step) }

// BenchmarkInterpret measures the walk of the table as written.
func BenchmarkInterpret(b *testing.B) { benchmarkEvents(b, RFC9293.Interpret) }

// BenchmarkCompile measures what a mutant costs before it runs.
func BenchmarkCompile(b *testing.B) {
	t := RFC9293Table()
	for range b.N {
		MustCompile(t, Policy{})
	}
}

// BenchmarkLayOut measures what the largest program costs once it pays.
func BenchmarkLayOut(b *testing.B) {
	for range b.N {
		RFC9293.layOut(SegmentArrives, Established)
	}
}
