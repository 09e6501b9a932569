package checker

import "context"

// WithHashBits makes the hashes of [Options.Compact] shorter, so that they
// collide.
func (o Options) WithHashBits(n int) Options {
	o.hashBits = n
	return o
}

// WithDisk makes the disk of [Options.Checkpoint] full at so many bytes.
func (o Options) WithDisk(size func() int64) Options {
	o.diskSize = size
	return o
}

// Releases says whether memory can be given back here.
const Releases = releases

// Fold is the first round of the hash of a state, on one word.
func Fold(x uint64) uint64 { return fold(seed, x) }

// CheckArguments is what Check and Simulate ask first. Of types of states that are
// refused it is asked alone, so that nothing else is compiled for them.
func CheckArguments[S comparable](ctx context.Context, m Model[S]) error {
	return checkArguments(ctx, m, Options{}, nil)
}
