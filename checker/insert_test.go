package checker

import "testing"

// BenchmarkInsert measures the visited set alone: words of which one in ten is
// new, as in a search.
func BenchmarkInsert(b *testing.B) {
	const n = 1 << 22
	t, err := newTable(n)
	if err != nil {
		b.Fatal(err)
	}
	t.room = n
	var words, seen [batch]uint64
	var fresh []int32
	at, added := uint64(0), 0
	for b.Loop() {
		if added > n/2 {
			t, _ = newTable(n)
			added = 0
		}
		for i := range words {
			at++
			state := at * 0x9e3779b97f4a7c15 >> 32 % (at/10 + 1)
			words[i] = hash(&state)
			seen[i] = t.words.at[home(words[i], t.homes)]
		}
		fresh, _ = t.addAll(words[:], seen[:], fresh[:0])
		added += len(fresh)
	}
	b.ReportMetric(float64(b.N)*float64(len(words))/b.Elapsed().Seconds()/1e6, "Mwords/s")
}
