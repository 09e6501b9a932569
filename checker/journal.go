package checker

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// A journal is the file of a checkpoint. It begins with a header and grows by
// one record for the levels that were completed since the last; nothing is
// written twice. A record ends with a checksum, so that one which was cut off
// when the process was killed is recognized, and the search goes on from the
// record before.
//
//	file   = header record*
//	header = frame(identity)
//	record = frame(boundary) states of the new levels, in order, as bits; marks of a sample of them; checksum
//	frame  = length (8 bytes) JSON checksum (4 bytes)
//
// A nil journal keeps nothing.
type journal[S comparable] struct {
	search *search[S]
	file   *os.File
	name   string        // of the file, wherever the process goes
	out    *bufio.Writer // to the file
	header []byte
	end    int64    // of the last whole record; 0: not even the header is there
	saved  stage    // what is in the file
	noted  stage    // what is to be in it
	last   boundary // the same in full, without the levels
	due    time.Time
	many   int // at so many levels it is time too
}

// manyLevels bounds the levels of a record. What a record says of each is on the
// heap while it is written, and a space can be as deep as it has states.
const manyLevels = 1 << 16

// A stage says how far a search has come: how many levels it knows, and
// whether it has expanded the last of them too.
type stage struct {
	levels   int
	finished bool
}

// expanded returns the number of levels that were expanded.
func (p stage) expanded() int {
	if p.finished {
		return p.levels
	}
	return max(0, p.levels-1)
}

// A boundary is what a search knows at the end of a level, apart from the
// states.
type boundary struct {
	Stats    Stats // without Levels
	Hits     []savedHit
	From     int      // the first level that is new in this record
	New      []uint64 // how many states the new levels have
	Finished bool     // the last level is expanded too
}

// stage returns how far the search has come at the boundary.
func (b *boundary) stage() stage { return stage{b.From + len(b.New), b.Finished} }

// A savedHit is a hit with its state as bits, for a state may have fields that
// JSON does not see.
type savedHit struct {
	Found bool
	Level int
	Bits  []byte
	Step  int
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// canSave returns an error if there is to be a checkpoint and cannot be.
func (s *search[S]) canSave() error {
	switch {
	case s.opt.Checkpoint == "":
		return nil
	case s.compact != nil:
		return &ContractError{Problem: "Options.Checkpoint and Options.Compact are both set: a checkpoint holds whole states, which compaction does not keep"}
	case s.order != nil:
		return &ContractError{Problem: "Options.Checkpoint is set, and the model has a method Compare: " +
			"the bits of its states, which are what a checkpoint holds, may mean nothing to another process; explore without a checkpoint"}
	}
	return nil
}

// openJournal begins the journal, or continues the one that is there: then the
// search is where it was at the end of the last record. It returns nil if there
// is to be none, or there is no room for one.
func (s *search[S]) openJournal() (j *journal[S], err error) {
	if s.opt.Checkpoint == "" {
		return nil, nil
	}
	file, err := openAlone(s.opt.Checkpoint)
	if err != nil {
		err = fmt.Errorf("checker: checkpoint: %w", err)
		if errors.Is(err, syscall.ENOSPC) {
			s.unsaved, err = err, nil
		}
		return nil, err
	}
	begun := false
	defer func() {
		if !begun { // also if the model panics, asked about what is there
			err = errors.Join(err, file.Close())
		}
	}()
	name, err := filepath.Abs(s.opt.Checkpoint)
	if err != nil {
		return nil, fmt.Errorf("checker: checkpoint: %w", err)
	}
	j = &journal[S]{search: s, file: file, name: name, out: bufio.NewWriterSize(file, 1<<16), due: time.Now().Add(s.opt.CheckpointEvery), many: manyLevels}
	if err := j.begin(); err != nil {
		if !errors.Is(err, errStopped) {
			err = fmt.Errorf("checker: checkpoint %s: %w", s.opt.Checkpoint, err)
		}
		return nil, err
	}
	begun = true
	return j, nil
}

// openAlone opens a file that no other search has open.
func openAlone(name string) (*os.File, error) {
	if info, err := os.Stat(name); err == nil && info.Mode()&(os.ModeNamedPipe|os.ModeSocket|os.ModeDir) != 0 {
		return nil, fmt.Errorf("%s is no file that can be continued, but %v", name, info.Mode().Type())
	}
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	if err := lock(file); err != nil {
		return nil, errors.Join(fmt.Errorf("%s is in use by another search: %w", name, err), file.Close())
	}
	return file, nil
}

// begin writes the header, or reads the file. A file with a header alone, of
// whatever search, holds nothing that could be lost, nor does one whose own header
// was cut off: it begins anew.
func (j *journal[S]) begin() error {
	info, err := j.file.Stat()
	if err != nil {
		return err
	}
	id, err := j.search.identity()
	if err != nil {
		return err
	}
	if j.header, err = frame(id); err != nil {
		return err
	}
	size := info.Size()
	switch {
	case !info.Mode().IsRegular(), size < int64(len(j.header)) && j.holds(j.header[:size]), j.headerAlone(size):
		j.write(func(io.Writer) error { return nil }) // the header alone
		return nil
	case !j.search.opt.Resume:
		return errors.New("there is one already; set Options.Resume to continue it, or remove the file")
	}
	return j.read(size, id)
}

// headerAlone reports whether a file of that size is a header and nothing else.
func (j *journal[S]) headerAlone(size int64) bool {
	var id identity
	end, err := readFrame(j.file, 0, size, &id)
	return err == nil && end == size && id.Program != ""
}

// holds reports whether the file begins with some bytes.
func (j *journal[S]) holds(want []byte) bool {
	got := make([]byte, len(want))
	_, err := io.ReadFull(io.NewSectionReader(j.file, 0, int64(len(want))), got)
	return err == nil && slices.Equal(got, want)
}

// errTorn says that a frame or record is not whole.
var errTorn = errors.New("it ends too early or is damaged")

// frame returns v as JSON between its length and its checksum.
func frame(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(text)))
	b = append(b, text...)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(text, castagnoli)), nil
}

// readFrame reads the frame at an offset of a file of that size and returns
// the offset behind it.
func readFrame(file io.ReaderAt, at, size int64, v any) (next int64, err error) {
	var head [8]byte
	if _, err := file.ReadAt(head[:], at); err != nil {
		return 0, errTorn
	}
	at += 8
	length := binary.LittleEndian.Uint64(head[:])
	if length > uint64(size) || at+int64(length)+4 > size {
		return 0, errTorn
	}
	if err := checkSum(file, at, int64(length)); err != nil {
		return 0, err // before there is a place for a length that is damaged
	}
	text := make([]byte, length)
	if _, err := file.ReadAt(text, at); err != nil {
		return 0, err
	}
	return at + int64(length) + 4, json.Unmarshal(text, v)
}

// checkSum returns errTorn if behind so many bytes their checksum is not.
func checkSum(file io.ReaderAt, at, length int64) error {
	sum := crc32.New(castagnoli)
	if _, err := io.Copy(sum, section(file, at, at+length)); err != nil {
		return err
	}
	var b [4]byte
	if _, err := file.ReadAt(b[:], at+length); err != nil || binary.LittleEndian.Uint32(b[:]) != sum.Sum32() {
		return errTorn
	}
	return nil
}

// section returns a reader of a part of a file.
func section(file io.ReaderAt, from, to int64) io.Reader {
	return bufio.NewReaderSize(io.NewSectionReader(file, from, to-from), int(min(to-from, 1<<20)))
}

// note remembers the boundary the search is at, and whether there is nothing
// left to expand. What is found after it is lost if the search stops, and found
// again when it is resumed.
func (j *journal[S]) note(finished bool) {
	if j == nil {
		return
	}
	s := j.search
	j.noted = stage{s.levels.len(), finished}
	j.last = boundary{Stats: s.stats, Finished: finished}
	j.last.Stats.Coverage = slices.Clone(s.stats.Coverage)
	for _, h := range s.hits {
		j.last.Hits = append(j.last.Hits, savedHit{h.Found, h.Level, slices.Clone(bitsOf(&h.State)), h.Step})
	}
}

// save appends a record if there is something new and it is time to, or if it
// is the last chance. What could not be written is tried again as if it had been.
func (j *journal[S]) save(last bool) {
	if j == nil || j.noted == j.saved || !last && j.noted.levels < j.many && time.Now().Before(j.due) {
		return
	}
	j.last.From = j.saved.levels
	j.last.New = j.search.levels.sizes(j.saved.levels, j.noted.levels)
	if j.write(j.writeRecord) {
		j.saved = j.noted
	}
	j.due = time.Now().Add(j.search.opt.CheckpointEvery)
	j.many = j.noted.levels + max(manyLevels, j.noted.levels-j.saved.levels)
}

// write appends to the file, or leaves it as it was and notes why.
func (j *journal[S]) write(record func(io.Writer) error) bool {
	n, err := j.append(record)
	if err == nil {
		j.end += n
		j.search.unsaved = nil
		return true
	}
	j.search.unsaved = fmt.Errorf("checker: checkpoint: %w", err)
	_ = j.rewind(j.end) // what is left is recognized as cut off
	return false
}

// append writes at the end and returns how much.
func (j *journal[S]) append(record func(io.Writer) error) (int64, error) {
	if err := j.rewind(j.end); err != nil {
		return 0, err
	}
	j.out.Reset(j.file)
	counted := &countingWriter{out: j.out, left: math.MaxInt64}
	if size := j.search.opt.diskSize; size != nil {
		counted.left = size() - j.end
	}
	if j.end == 0 {
		if _, err := counted.Write(j.header); err != nil {
			return 0, err
		}
	}
	if err := record(counted); err != nil {
		return 0, err
	}
	if err := j.out.Flush(); err != nil {
		return 0, err
	}
	return counted.n, j.file.Sync()
}

// isThere returns an error if the file that was opened is not under its name any
// more, or if somebody else has cut it off: what is written to it would be lost.
func (j *journal[S]) isThere() error {
	opened, err := j.file.Stat()
	if err != nil {
		return err
	}
	switch named, err := os.Stat(j.name); {
	case err != nil:
		return err
	case !os.SameFile(opened, named):
		return fmt.Errorf("%s is another file than it was", j.name)
	case opened.Mode().IsRegular() && opened.Size() < j.end:
		return fmt.Errorf("%s was cut off by somebody else", j.name)
	}
	return nil
}

// rewind cuts off what is behind an offset.
func (j *journal[S]) rewind(end int64) error {
	if err := j.isThere(); err != nil {
		return err
	}
	if err := j.file.Truncate(end); err != nil {
		return err
	}
	_, err := j.file.Seek(end, io.SeekStart)
	return err
}

// A countingWriter knows how much was written, and how much there is room for.
type countingWriter struct {
	out     io.Writer
	n, left int64
}

func (w *countingWriter) Write(b []byte) (int, error) {
	if int64(len(b)) > w.left {
		return 0, syscall.ENOSPC
	}
	n, err := w.out.Write(b)
	w.n += int64(n)
	w.left -= int64(n)
	return n, err
}

// writeRecord writes what was noted and is not in the file.
func (j *journal[S]) writeRecord(w io.Writer) error {
	head, err := frame(j.last)
	if err != nil {
		return err
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	sum := crc32.New(castagnoli)
	both := io.MultiWriter(w, sum)
	for depth := j.saved.levels; depth < j.noted.levels; depth++ {
		for sp := range j.search.levels.each(depth) {
			if _, err := both.Write(bitsOfAll(j.search.arena.slice(sp))); err != nil {
				return err
			}
		}
	}
	marks := j.search.marks(j.saved.expanded(), j.noted.expanded())
	if err := binary.Write(both, binary.LittleEndian, marks); err != nil {
		return err
	}
	return binary.Write(w, binary.LittleEndian, sum.Sum32())
}

// close ends the use of the file. What it fails with may be that something was
// not written after all.
func (j *journal[S]) close() {
	if j == nil {
		return
	}
	if err := j.file.Close(); err != nil {
		j.search.unsaved = fmt.Errorf("checker: checkpoint: %w", err)
	}
}
