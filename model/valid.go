package model

import "slices"

// Valid says why the question makes no sense, or returns nil. It is what [Ask]
// would refuse before it explores: who has several questions can learn of the
// last one before the first is answered.
func (q *Question) Valid() error {
	_, _, err := q.prepare()
	return err
}

// Live reports whether the question is about a liveness property.
func (q *Question) Live() bool {
	props, err := q.properties()
	return err == nil && slices.ContainsFunc(props, (*Property).live)
}
