package oracle

// Limits of resources, which show in nothing that the oracle is told (A41, A60).
//
// Invariant: where an answer is due and does not come, and by a choice the connection
// is gone without one while by a limit it is where it was, both are named. What the end
// does next tells. A limit of challenge ACKs that is reached before this connection has
// sent one is suspicious: what has used it up was not observed.
//
//	  <SEQ=150><CTL=RST> arrives in ESTABLISHED with RCV.NXT=101; then quiet
//	      |
//	      +-- A39 rst_validation=in_window ---> CLOSED        then permitted
//	      +-- limit of challenge ACKs (A41) --> ESTABLISHED   then suspicious, or
//	                                            permitted if it has sent one before
//
// Example: the RST above, and quiet: permitted, A39 or the limit. Then the state is read,
// ESTABLISHED: suspicious, by rst.challenge.

// limited names the limit beside the choice of f, if silence has that reason too, and
// the rule whose answer it withholds.
func (o *Oracle) limited(f *Finding, by variantSet) {
	p := &o.possible
	for i := range o.successors.variants {
		v := &o.successors.variants[i]
		if h := p.under(i); v.Throttles && by.has(i) && i != p.best && h.judged {
			f.Or = v
			f.blame(o.successors.machine(h), h.rule)
		}
	}
}

// under returns the likeliest connection under the i-th variant, or else the likeliest.
func (p *possible) under(i int) *hypothesis {
	for j := range p.set {
		if p.set[j].by.has(i) {
			return &p.set[j]
		}
	}
	return &p.set[0]
}
