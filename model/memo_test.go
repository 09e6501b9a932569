package model

import (
	"sync"
	"testing"
)

// TestMemoTellsKeysApart looks for keys while others take the slots that they
// would belong to: what is remembered for one is never told of another.
func TestMemoTellsKeysApart(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	home := func(key uint64) int {
		h := key * 0x9e3779b97f4a7c15
		return int((h ^ h>>29) & (minMemo - 1))
	}
	var keys [2][minMemo]uint64 // two of each slot
	for key, found := pair(1, 1), 0; found < 2*minMemo; key++ {
		for i := range keys {
			if at := &keys[i][home(key)]; *at == 0 {
				*at, found = key, found+1
				break
			}
		}
	}
	for range 2000 {
		var m memo
		m.grown()
		var all sync.WaitGroup
		all.Go(func() {
			for i := range minMemo / 4 {
				m.put(keys[0][4*i], 7)
			}
		})
		for i := range minMemo / 4 {
			for m.slots.Load() != nil && (*m.slots.Load())[home(keys[0][4*i])].key.Load() == 0 {
				if v := m.get(keys[1][4*i]); v != 0 {
					t.Fatalf("a key that was never put has value %d", v)
				}
			}
		}
		all.Wait()
	}
}
