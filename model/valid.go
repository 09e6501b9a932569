package model

// Valid says why the question makes no sense, or returns nil. It is what [Ask]
// would refuse before it explores: who has several questions can learn of the
// last one before the first is answered.
func (q *Question) Valid() error {
	_, _, err := q.prepare()
	return err
}
