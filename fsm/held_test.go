package fsm

import (
	"testing"

	"pgregory.net/rapid"
)

// TestHeldIsASet compares Held with a set of octets, octet by octet.
func TestHeldIsASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := Seq(rapid.SampledFrom([]uint32{0, 1 << 31, 1<<32 - 20}).Draw(t, "base"))
		var h Held
		octets := map[Seq]bool{}
		for range 12 {
			lo := base + Seq(rapid.IntRange(0, 40).Draw(t, "lo"))
			hi := lo + Seq(rapid.IntRange(0, 8).Draw(t, "n"))
			before := h
			if !h.Add(Run{lo, hi}) {
				if h != before || h.Runs() < MaxHeld {
					t.Fatalf("no room for [%v,%v) in %v, which becomes %v", lo, hi, before, h)
				}
				continue
			}
			for s := lo; s != hi; s++ {
				octets[s] = true
			}
			checkHeld(t, &h, octets, base)
		}
		cut := base + Seq(rapid.IntRange(0, 50).Draw(t, "cut"))
		for s := base; s != cut; s++ {
			delete(octets, s)
		}
		h = h.from(cut)
		checkHeld(t, &h, octets, base)
	})
}

// checkHeld compares all octets, and holds that the runs are in order and
// apart, so that equal sets are equal values.
func checkHeld(t *rapid.T, h *Held, octets map[Seq]bool, base Seq) {
	for s := base; s != base+60; s++ {
		if in := h.Reach(s) != s; in != octets[s] {
			t.Fatalf("%v: octet %v in it: %v", h, s, in)
		}
	}
	for i := range h.Runs() {
		r := h.Run(i)
		if r.Lo == r.Hi || i > 0 && !h.Run(i-1).Hi.Less(r.Lo) {
			t.Fatalf("%v: run %d", h, i)
		}
	}
}
