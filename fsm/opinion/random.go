package opinion

// A source is a generator of random numbers, splitmix64 of Steele, Lea and
// Flood: small, fast, and the same everywhere for the same seed.
type source struct{ state uint64 }

func (s *source) next() uint64 {
	s.state += 0x9e3779b97f4a7c15
	z := s.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a number of [0, n).
func (s *source) below(n int) int { return int(s.next() >> 33 % uint64(n)) }

// oneIn reports whether a die of n sides shows its first.
func (s *source) oneIn(n int) bool { return s.below(n) == 0 }

// pick returns one of all.
func pick[T any](s *source, all []T) T { return all[s.below(len(all))] }
