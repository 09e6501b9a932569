package checker

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/anishathalye/porcupine"
)

// A set is what is concurrent: add reports whether the word is new.
type set interface{ add(word uint64) bool }

// A growing set is the table as the search uses it for narrow states: whoever
// finds it full waits until everybody has stopped, and grows it.
type growingSet struct {
	mu sync.RWMutex
	t  *table
}

func (s *growingSet) add(word uint64) bool {
	for {
		s.mu.RLock()
		if s.t.reserve(1) {
			isNew, full := addOne(s.t, word)
			if !isNew {
				s.t.giveBack(1)
			}
			s.mu.RUnlock()
			if !full {
				return isNew
			}
		} else {
			s.mu.RUnlock()
		}
		s.grow()
	}
}

func (s *growingSet) grow() {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := newMigration(s.t, 2*s.t.homes)
	if err != nil {
		panic(err)
	}
	var stop atomic.Bool
	m.run(&stop)
	s.t = m.to
}

func addOne(t *table, word uint64) (isNew, full bool) {
	fresh, done := t.addAll([]uint64{word}, []uint64{0}, nil)
	return len(fresh) == 1, done == 0
}

// A refSet is the table as the search uses it for wide states: words are
// numbers of states that are stored elsewhere, here the words themselves.
type refSet struct {
	t      *table
	states [1 << 12]atomic.Uint64
	next   atomic.Uint32
}

func (s *refSet) add(word uint64) bool {
	ref := s.next.Add(1)
	s.states[ref].Store(word)
	same := func(r uint32) bool { return s.states[r].Load() == word }
	entry := hashBytes([]byte{byte(word)})>>32<<32 | uint64(ref+1)
	for {
		slot, found := s.t.probe(entry, same)
		if found {
			return false
		}
		if s.t.claim(slot, entry) {
			return true
		}
	}
}

// A brokenSet looks and then stores, where a compare-and-swap is needed: two
// workers can both be told that a word is new. The second waits for the first
// at the worst moment.
type brokenSet struct {
	slots [16]atomic.Uint64
	meet  sync.WaitGroup
}

func (s *brokenSet) add(word uint64) bool {
	slot := &s.slots[word%16]
	if slot.Load() != 0 {
		return false
	}
	s.meet.Done()
	s.meet.Wait()
	slot.Store(word)
	return true
}

// sequentialSet is what a set has to look like from outside.
var sequentialSet = porcupine.Model{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		byWord := map[uint64][]porcupine.Operation{}
		for _, op := range history {
			word := op.Input.(uint64)
			byWord[word] = append(byWord[word], op)
		}
		var parts [][]porcupine.Operation
		for _, part := range byWord {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() any { return false },
	Step: func(has, _, isNew any) (bool, any) { return isNew.(bool) != has.(bool), true },
}

// record lets workers add words at once and notes what they were told.
func record(s set, words [][]uint64) []porcupine.Operation {
	var clock atomic.Int64
	histories := make([][]porcupine.Operation, len(words))
	var all sync.WaitGroup
	for w := range words {
		all.Go(func() {
			for _, word := range words[w] {
				call := clock.Add(1)
				isNew := s.add(word)
				histories[w] = append(histories[w], porcupine.Operation{
					ClientId: w, Input: word, Call: call, Output: isNew, Return: clock.Add(1),
				})
			}
		})
	}
	all.Wait()
	var history []porcupine.Operation
	for _, h := range histories {
		history = append(history, h...)
	}
	return history
}

func smallTable(t *testing.T, homes uint64) *table {
	table, err := newTable(homes)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// crowdedWords gives each worker words of which most have the same home, and
// the word 0.
func crowdedWords(seed uint64) [][]uint64 {
	r := rand.New(rand.NewPCG(seed, 0))
	words := make([][]uint64, 4)
	for w := range words {
		for range 100 {
			words[w] = append(words[w], r.Uint64N(48)<<30)
		}
	}
	return words
}

func TestTableIsASet(t *testing.T) {
	for seed := range uint64(50) {
		for name, s := range map[string]set{
			"narrow": &growingSet{t: smallTable(t, 8)},
			"wide":   &refSet{t: smallTable(t, 1<<10)},
		} {
			if !porcupine.CheckOperations(sequentialSet, record(s, crowdedWords(seed))) {
				t.Fatalf("%s table, seed %d: this is no history of a set", name, seed)
			}
		}
	}
}

func TestBrokenTableIsRejected(t *testing.T) {
	s := &brokenSet{}
	s.meet.Add(2)
	if porcupine.CheckOperations(sequentialSet, record(s, [][]uint64{{7}, {7}})) {
		t.Error("two workers were told that a word is new, and nobody noticed")
	}
}

// What was added is there after the table has grown, and nothing else is.
func TestTableKeepsItsWords(t *testing.T) {
	s := &growingSet{t: smallTable(t, 8)}
	r := rand.New(rand.NewPCG(1, 2))
	want := map[uint64]bool{}
	for range 100_000 {
		state := r.Uint64N(60_000)
		word := hash(&state)
		if s.add(word) == want[word] {
			t.Fatalf("word %x: new is %v", word, want[word])
		}
		want[word] = true
	}
	for word := range want {
		if _, ok := s.t.find(word); !ok {
			t.Fatalf("word %x is lost", word)
		}
		if _, ok := s.t.find(word ^ 1<<7); ok != want[word^1<<7] {
			t.Fatalf("word %x was never added", word^1<<7)
		}
	}
}

// A home so crowded that words run over the end of the table makes it grow,
// and loses nothing.
func TestTableOverflow(t *testing.T) {
	table := smallTable(t, 8)
	table.room = 1 << 20
	last := 0
	for word := ^uint64(0); ; word-- {
		isNew, full := addOne(table, word)
		if full {
			break
		}
		if !isNew {
			t.Fatalf("word %x is not new", word)
		}
		last++
	}
	if last != overflow+1 {
		t.Fatalf("%d words had room behind the last home, want %d", last, overflow+1)
	}
	m, err := newMigration(table, 16)
	if err != nil {
		t.Fatal(err)
	}
	var stop atomic.Bool
	m.run(&stop)
	for word := ^uint64(0); last > 0; word, last = word-1, last-1 {
		if _, ok := m.to.find(word); !ok {
			t.Fatalf("word %x is lost", word)
		}
	}
}

func FuzzHashIsInjectiveOnNarrowStates(f *testing.F) {
	f.Add(uint64(0), uint64(1))
	f.Add(uint64(1)<<63, uint64(0))
	f.Fuzz(func(t *testing.T, a, b uint64) {
		if (hash(&a) == hash(&b)) != (a == b) {
			t.Errorf("%x and %x", a, b)
		}
		x, y := [5]byte{byte(a), byte(a >> 8)}, [5]byte{byte(b), byte(b >> 8)}
		if (hash(&x) == hash(&y)) != (x == y) {
			t.Errorf("%x and %x", x, y)
		}
	})
}
