package checker

import "testing"

// BenchmarkInsert measures the visited set alone: words of which one in ten is
// new, as in a search, go into a table that is too large for the cache.
func BenchmarkInsert(b *testing.B) {
	const distinct, words = 1 << 21, 10 << 21
	for b.Loop() {
		b.StopTimer()
		t, err := newTable(2 * distinct)
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		insertAtRandom(t, distinct, words)
	}
	b.ReportMetric(words*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mwords/s")
}

// insertAtRandom adds n words in batches, as a worker does, drawn evenly from
// a power of two of distinct ones.
func insertAtRandom(t *table, distinct uint64, n int) {
	var words, seen [batch]uint64
	var fresh []int32
	random := uint64(1)
	for ; n > 0; n -= batch {
		for i := range words {
			random = random*6364136223846793005 + 1442695040888963407 // Knuth's MMIX
			state := random >> 32 & (distinct - 1)
			words[i] = hash(&state)
		}
		for i, word := range words {
			seen[i] = t.words.at[home(word, t.homes)]
		}
		fresh, _ = t.addAll(words[:], seen[:], fresh[:0])
	}
}
