package fsm

// BrokenLaw names the first law of steps that a Step of m breaks, or returns "".
func BrokenLaw(m *Machine, before, after *TCB, ev *Event, out *Output) string {
	s := stepTaken{m, before, after, ev, out}
	return s.broken()
}
