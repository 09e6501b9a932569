package fsm

// A Seq is a sequence number: a point on the circle of 2^32 numbers
// (RFC 9293 section 3.4). Lengths and window sizes are plain uint32 values, so
// that a point is never mistaken for a distance.
type Seq uint32

// Add returns the point n octets after s.
func (s Seq) Add(n uint32) Seq { return s + Seq(n) }

// Sub returns the number of octets from t forward to s, modulo 2^32.
func (s Seq) Sub(t Seq) uint32 { return uint32(s - t) }

// Less reports whether s comes before t: t lies at most half the circle ahead.
func (s Seq) Less(t Seq) bool { return int32(s-t) < 0 }

// LessEq reports whether s comes before t or is t, written "=<" in the RFC.
func (s Seq) LessEq(t Seq) bool { return int32(s-t) <= 0 }

// In reports whether s lies in the window [lo, lo+size).
func (s Seq) In(lo Seq, size uint32) bool { return s.Sub(lo) < size }
