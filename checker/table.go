package checker

// The visited set: open addressing, many writers, no locks.
//
// Invariant: a slot goes once from empty to a word and never changes again. From
// the home of a word up to its slot no slot is empty. So who comes to an empty slot
// knows that the word is not there, and puts it there by compare-and-swap; who is
// second reads what the first has put.
//
//	home of a word = its upper 32 bits * homes / 2^32
//
//	slots    0       1       2             65535     65536 ... +4095
//	       +-------+-------+-------+-   -+-------+ +-----------------+
//	       |       | 1.8.. |  2..  |     |       | |    overflow     |
//	       +-------+-------+-------+-   -+-------+ +-----------------+
//	                  |  a second word at home in 1 goes to 2, 3, ...
//
// Example: with 65,536 homes the words 0x00018000_00000000 and 0x0001ffff_00000000
// are both at home in slot 1, and whoever comes second goes to slot 2. With twice
// the homes they are at home in slots 3 and 3; with four times in 6 and 7. Homes
// grow with the words, so that moving to a larger table reads and writes from front
// to back. More than 39,321 words, three fifths of the homes, are never there.
//
// For wide states a word is the upper half of a hash and a number in the arena; two
// such words are the same state if both the halves and the states are equal.

import "sync/atomic"

// A table is a set of words that several workers add to at once. A word is
// the mixed state itself, or the upper half of a state's hash with the number
// of the state in the arena. It is an array with linear probing; a slot goes
// once from empty to a word by compare-and-swap and never changes again.
//
// The slot a word belongs to grows with the word. Growing the table therefore
// reads the old array and writes the new one from front to back.
type table struct {
	words *memory[uint64]
	homes uint64 // words are at home in slots [0, homes); some overflow behind

	// taken bounds the number of words from above. A worker raises it by all
	// it might add before it adds, so that the table is never fuller than
	// room: three fifths. Fuller, more and more probes leave the cache line
	// they began in.
	taken atomic.Int64
	room  int64

	zero atomic.Bool // the word 0, which looks like an empty slot, is in the set
}

const (
	minHomes = 1 << 16
	maxHomes = 1 << 32
	overflow = 1 << 12 // slots behind the last home
	maxLoad  = 0.6     // the part of the homes that may be taken
)

func newTable(homes uint64) (*table, error) {
	words, err := newMemory[uint64](int(homes + overflow))
	if err != nil {
		return nil, err
	}
	return &table{words: words, homes: homes, room: int64(float64(homes) * maxLoad)}, nil
}

// tableBytes is the memory of a table with so many homes.
func tableBytes(homes uint64) int64 { return int64(homes+overflow) * 8 }

// home returns the first slot that is probed for a word. Only the upper half
// counts.
func home(word, homes uint64) uint64 { return (word >> 32) * homes >> 32 }

// reserve makes room for n words, or reports that the table has to grow.
func (t *table) reserve(n int) bool {
	if t.taken.Add(int64(n)) > t.room {
		t.taken.Add(-int64(n))
		return false
	}
	return true
}

// giveBack returns what was reserved and not used.
func (t *table) giveBack(n int) { t.taken.Add(-int64(n)) }

// addAll adds words that are their own states. It appends the places of those
// that are new to fresh, and returns how many words it got through: all, unless
// there is no slot left behind the home of the next. The caller has
// read the homes before, into seen: most words are there already.
func (t *table) addAll(words, seen []uint64, fresh []int32) (_ []int32, done int) {
	seen = seen[:len(words)]
	slots, homes := t.words.at, t.homes
next:
	for i, word := range words {
		if word == 0 {
			if t.zero.CompareAndSwap(false, true) {
				fresh = append(fresh, int32(i))
			}
			continue
		}
		if word == seen[i] {
			continue
		}
		for h := home(word, homes); h < uint64(len(slots)); h++ {
			v := atomic.LoadUint64(&slots[h])
			if v == 0 {
				if atomic.CompareAndSwapUint64(&slots[h], 0, word) {
					fresh = append(fresh, int32(i))
					continue next
				}
				// Another worker was faster, perhaps with this very word.
				v = atomic.LoadUint64(&slots[h])
			}
			if v == word {
				continue next
			}
		}
		return fresh, i
	}
	return fresh, len(words)
}

// probe returns the slot of the word that is the same state as the one looked
// for, or the first empty slot, or the length of the table if it has neither.
// Here the lower half of a word is the number of a state, plus one; two words
// can be the same state only if their upper halves are equal.
func (t *table) probe(word uint64, same func(ref uint32) bool) (slot int, found bool) {
	words := t.words.at
	for i := home(word, t.homes); i < uint64(len(words)); i++ {
		v := atomic.LoadUint64(&words[i])
		if v == 0 {
			return int(i), false
		}
		if v>>32 == word>>32 && same(refOf(v)) {
			return int(i), true
		}
	}
	return len(words), false
}

// claim puts a word into a slot that was empty, or reports that another worker
// was faster.
func (t *table) claim(slot int, word uint64) bool {
	return atomic.CompareAndSwapUint64(&t.words.at[slot], 0, word)
}

// refOf returns the number of the state in a word.
func refOf(word uint64) uint32 { return uint32(word) - 1 }

// find returns the slot of a word that is its own state. The word 0 has the
// slot behind the last one.
func (t *table) find(word uint64) (slot int, ok bool) {
	words := t.words.at
	if word == 0 {
		return len(words), t.zero.Load()
	}
	for i := home(word, t.homes); i < uint64(len(words)) && words[i] != 0; i++ {
		if words[i] == word {
			return int(i), true
		}
	}
	return 0, false
}

// A migration moves the words of a table to a larger one. Its workers share
// the old slots piece by piece; what is read is given back to the system at
// once, so that old and new never cost more than the new one alone.
type migration struct {
	from, to *table
	next     atomic.Int64
}

const migrationPiece = 1 << 16

func newMigration(from *table, homes uint64) (*migration, error) {
	to, err := newTable(homes)
	if err != nil {
		return nil, err
	}
	to.taken.Store(from.taken.Load())
	to.zero.Store(from.zero.Load())
	return &migration{from: from, to: to}, nil
}

// run moves pieces until there is none left or stop is set.
func (m *migration) run(stop *atomic.Bool) {
	old := m.from.words.at
	for !stop.Load() {
		hi := int(m.next.Add(migrationPiece))
		lo := hi - migrationPiece
		if lo >= len(old) {
			return
		}
		hi = min(hi, len(old))
		for _, word := range old[lo:hi] {
			if word != 0 {
				m.to.place(word)
			}
		}
		m.from.words.release(lo, hi)
	}
}

// place adds a word that is not in the table. It fits. Probed linearly, words lie
// behind the last home only if some words before them, in their order, are too
// many for the homes from the first of them on; and of those homes a larger table
// has no fewer. So it has no more words behind its last home than the smaller one.
func (t *table) place(word uint64) {
	words := t.words.at
	for i := home(word, t.homes); ; i++ {
		if atomic.LoadUint64(&words[i]) == 0 && atomic.CompareAndSwapUint64(&words[i], 0, word) {
			return
		}
	}
}
