package oracle

import (
	"math/bits"
	"sync"

	"github.com/tcpfsm/tcpfsm/fsm"
)

// A Variant is a machine whose behaviour is allowed. All variants of an Oracle
// are compiled from tables with the same rules, so that a [fsm.RuleID] means
// the same in each.
type Variant struct {
	Name    string // as verdicts name it, as in "A05 simultaneous_open=literal"
	Machine *fsm.Machine

	// Choice is the one choice by which it differs from the first variant, or
	// [fsm.DefaultChoice] if it is the first or differs in another way.
	Choice fsm.Choice

	// Throttles: any segment may arrive when no challenge ACK may be sent (A41).
	// Crowded: any SYN may find no room for a connection (A60). Untrimmed: in lock
	// step, text that reaches beyond the window may be refused whole.
	Throttles, Crowded, Untrimmed bool
}

// maxVariants bounds the variants of an Oracle: sets of them are bits.
const maxVariants = 128

// A variantSet is a set of variants, a bit each.
type variantSet [2]uint64

// firstVariants is the set of the first n variants.
func firstVariants(n int) variantSet {
	return variantSet{1<<n - 1, 1<<max(n-64, 0) - 1}
}

func (v variantSet) empty() bool { return v[0]|v[1] == 0 }

// first returns the first variant of a set that is not empty.
func (v variantSet) first() int {
	if v[0] != 0 {
		return bits.TrailingZeros64(v[0])
	}
	return 64 + bits.TrailingZeros64(v[1])
}

// rest is v without its first variant.
func (v variantSet) rest() variantSet {
	if v[0] != 0 {
		return variantSet{v[0] & (v[0] - 1), v[1]}
	}
	return variantSet{0, v[1] & (v[1] - 1)}
}

// has reports whether the i-th variant is in v.
func (v variantSet) has(i int) bool { return v[i/64]>>(i%64)&1 != 0 }

func (v variantSet) with(w variantSet) variantSet    { return variantSet{v[0] | w[0], v[1] | w[1]} }
func (v variantSet) without(w variantSet) variantSet { return variantSet{v[0] &^ w[0], v[1] &^ w[1]} }

// Variants returns what RFC 9293 allows around a policy: the machine of the
// policy itself, under the given name, then every machine that differs from it
// in one choice, then the profiles, and last the first machine where limits are
// reached or the window is. Behaviour that the first machine shows conforms; what needs another
// is a permitted variation.
func Variants(name string, p fsm.Policy) ([]Variant, error) {
	first, err := fsm.RFC9293.With(p)
	if err != nil {
		return nil, err
	}
	list := []Variant{{Name: name, Machine: first}}
	options := fsm.Options()
	for i := range options {
		list = append(list, alternatives(&options[i], first)...)
	}
	for _, profile := range fsm.Profiles() {
		if profile.Name != name {
			list = append(list, Variant{Name: "profile " + profile.Name, Machine: with(first, profile.Policy)})
		}
	}
	return append(list,
		Variant{Name: "limit of challenge ACKs (A41)", Machine: first, Throttles: true},
		Variant{Name: "limit of connections (A60)", Machine: first, Crowded: true},
		Variant{Name: "text beyond the window refused whole", Machine: first, Untrimmed: true}), nil
}

// alternatives returns the variants that settle one option as m does not.
func alternatives(o *fsm.Option, m *fsm.Machine) (list []Variant) {
	p := m.Policy()
	for _, a := range o.Choices {
		if a.Choice == o.Choice(p) {
			continue
		}
		list = append(list, Variant{
			Name: NameOf(a.Choice), Machine: with(m, p.With(a.Choice)), Choice: a.Choice,
			Crowded: a.Choice == fsm.FullBacklogReset, // a choice that only then makes a difference
		})
	}
	return list
}

// with returns m under a policy that is one.
func with(m *fsm.Machine, p fsm.Policy) *fsm.Machine {
	n, err := m.With(p)
	if err != nil {
		panic(err)
	}
	return n
}

// NameOf returns the name of the variants that make the choice c, which begins
// with the id of its option, as in "A05 simultaneous_open=literal".
func NameOf(c fsm.Choice) string {
	if o, _ := c.Option(); o != nil && o.ID != "" {
		return o.ID + " " + c.String()
	}
	return c.String()
}

// usual are the variants of an Oracle that names none.
var usual = sync.OnceValue(func() []Variant {
	list, err := Variants("RFC9293", fsm.Policy{})
	if err != nil {
		panic(err) // the zero Policy always compiles
	}
	return list
})
