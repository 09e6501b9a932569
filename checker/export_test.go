package checker

// WithHashBits makes the hashes of [Options.Compact] shorter, so that they
// collide.
func (o Options) WithHashBits(n int) Options {
	o.hashBits = n
	return o
}

// Releases says whether memory can be given back here.
const Releases = releases
