package checker

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
