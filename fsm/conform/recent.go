package conform

import (
	"slices"
	"sync"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/oracle"
)

// A recent keeps the variants around the policies that were asked for last: to make their
// machines anew takes most of a second, and to keep those of all policies gigabytes.
type recent struct {
	mutex sync.Mutex
	by    map[fsm.Policy][]oracle.Variant
	order []fsm.Policy // the last one asked for is the last
}

// kept is how many policies they are kept for.
const kept = 10

// get returns the variants around p, which are made if they are not kept.
func (r *recent) get(p fsm.Policy, variants func(fsm.Policy) ([]oracle.Variant, error)) ([]oracle.Variant, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if v, ok := r.by[p]; ok {
		i := slices.Index(r.order, p)
		r.order = append(slices.Delete(r.order, i, i+1), p)
		return v, nil
	}
	v, err := variants(p)
	if err != nil {
		return nil, err
	}
	if r.by == nil {
		r.by = map[fsm.Policy][]oracle.Variant{}
	}
	if len(r.order) == kept {
		delete(r.by, r.order[0])
		r.order = slices.Delete(r.order, 0, 1)
	}
	r.by[p], r.order = v, append(r.order, p)
	return v, nil
}
