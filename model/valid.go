package model

import "slices"

// Valid says why the question makes no sense, or returns nil. [Ask] refuses the same
// before it explores. So a program with several questions can report a mistake in
// the last one before it answers the first.
func (q *Question) Valid() error {
	if _, err := q.properties(); err != nil {
		return err
	}
	_, _, err := q.withoutServices().prepare()
	return err
}

// Live reports whether the question is about a liveness property.
func (q *Question) Live() bool {
	props, err := q.properties()
	return err == nil && slices.ContainsFunc(props, (*Property).live)
}
