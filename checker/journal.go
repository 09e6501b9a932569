package checker

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"reflect"
	"slices"
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
//	record = frame(boundary) states of the new levels, in order, as bits; checksum
//	frame  = length (8 bytes) JSON checksum (4 bytes)
type journal[S comparable] struct {
	search *search[S]
	file   *os.File
	saved  int // levels in the file
	last   boundary
	due    time.Time
}

// An identity says what a journal is the journal of.
type identity struct {
	Format     int
	Model      string
	State      string
	Size       int
	Symmetry   bool
	Properties []string
}

// A boundary is what a search knows at the end of a level, apart from the
// states.
type boundary struct {
	Stats Stats
	Hits  []savedHit
	From  int // the first level that is new in this record
}

// A savedHit is a hit with its state as bits, for a state may have fields that
// JSON does not see.
type savedHit struct {
	Found bool
	Level int
	Bits  []byte
	Step  int
}

const journalFormat = 1

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

func (s *search[S]) identity() identity {
	id := identity{
		Format:   journalFormat,
		Model:    reflect.TypeOf(s.model).String(),
		State:    reflect.TypeFor[S]().String(),
		Size:     stateSize[S](),
		Symmetry: s.canon != nil,
	}
	if n, ok := s.model.(fmt.Stringer); ok {
		id.Model += " " + n.String()
	}
	for _, p := range s.props {
		id.Properties = append(id.Properties, fmt.Sprintf("%v %s", p.kind, p.name))
	}
	return id
}

// openJournal begins the journal, or continues the one that is there: then the
// search is where it was at the end of the last record.
func (s *search[S]) openJournal() (*journal[S], error) {
	if s.opt.Checkpoint == "" {
		return nil, nil
	}
	flags := os.O_RDWR | os.O_CREATE
	if !s.opt.Resume {
		flags |= os.O_TRUNC
	}
	file, err := os.OpenFile(s.opt.Checkpoint, flags, 0o666)
	if err != nil {
		return nil, fmt.Errorf("checker: checkpoint: %w", err)
	}
	j := &journal[S]{search: s, file: file, due: time.Now().Add(s.opt.CheckpointEvery)}
	if err := j.begin(); err != nil {
		return nil, errors.Join(fmt.Errorf("checker: checkpoint %s: %w", s.opt.Checkpoint, err), file.Close())
	}
	return j, nil
}

func (j *journal[S]) begin() error {
	info, err := j.file.Stat()
	if err != nil {
		return err
	}
	if info.Size() == 0 {
		return writeFrame(j.file, j.search.identity())
	}
	return j.read(info.Size())
}

// read takes over every whole record and cuts off what is behind.
func (j *journal[S]) read(size int64) error {
	var id identity
	end, err := readFrame(j.file, 0, size, &id)
	if err != nil {
		return fmt.Errorf("this is no checkpoint: %w", err)
	}
	if want := j.search.identity(); !reflect.DeepEqual(id, want) {
		return fmt.Errorf("it is of another search:\n  there: %+v\n  here:  %+v", id, want)
	}
	for {
		next, err := j.readRecord(end, size)
		if errors.Is(err, errTorn) {
			break
		}
		if err != nil {
			return err
		}
		end = next
	}
	if err := j.file.Truncate(end); err != nil {
		return err
	}
	if _, err := j.file.Seek(end, io.SeekStart); err != nil {
		return err
	}
	j.note()
	return j.search.verifyRestored()
}

// errTorn says that a frame or record is not whole.
var errTorn = errors.New("it ends too early or is damaged")

// readRecord takes over the record at an offset, if it is whole, and returns
// the offset of the next.
func (j *journal[S]) readRecord(at, size int64) (next int64, err error) {
	var b boundary
	at, err = readFrame(j.file, at, size, &b)
	if err != nil {
		return 0, errTorn
	}
	length := int64(0)
	for _, n := range b.Stats.Levels[min(b.From, len(b.Stats.Levels)):] {
		length += int64(n) * int64(stateSize[S]())
	}
	if length < 0 || at+length+4 > size {
		return 0, errTorn
	}
	states := func() io.Reader { return bufio.NewReaderSize(io.NewSectionReader(j.file, at, length), 1<<20) }
	sum := crc32.New(castagnoli)
	if _, err := io.Copy(sum, states()); err != nil {
		return 0, err
	}
	if !hasSum(j.file, at+length, sum.Sum32()) {
		return 0, errTorn
	}
	if err := j.search.restore(b, states()); err != nil {
		return 0, err
	}
	j.saved = len(b.Stats.Levels)
	return at + length + 4, nil
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
	text := make([]byte, length)
	if _, err := file.ReadAt(text, at); err != nil {
		return 0, err
	}
	at += int64(length)
	if !hasSum(file, at, crc32.Checksum(text, castagnoli)) {
		return 0, errTorn
	}
	return at + 4, json.Unmarshal(text, v)
}

// hasSum reports whether that checksum is at an offset.
func hasSum(file io.ReaderAt, at int64, sum uint32) bool {
	var b [4]byte
	_, err := file.ReadAt(b[:], at)
	return err == nil && binary.LittleEndian.Uint32(b[:]) == sum
}

func writeFrame(w io.Writer, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	frame := binary.LittleEndian.AppendUint64(nil, uint64(len(text)))
	frame = append(frame, text...)
	frame = binary.LittleEndian.AppendUint32(frame, crc32.Checksum(text, castagnoli))
	_, err = w.Write(frame)
	return err
}

// note remembers the boundary the search is at. What is found after it is lost
// if the search stops, and found again when it is resumed.
func (j *journal[S]) note() {
	if j == nil {
		return
	}
	s := j.search
	j.last = boundary{Stats: s.stats}
	j.last.Stats.Coverage = slices.Clone(s.stats.Coverage)
	for _, h := range s.hits {
		j.last.Hits = append(j.last.Hits, savedHit{h.Found, h.Level, slices.Clone(bitsOf(&h.State)), h.Step})
	}
}

// save appends a record if there is something new and it is time to, or if it
// is the last chance.
func (j *journal[S]) save(last bool) error {
	if j == nil || j.saved == len(j.last.Stats.Levels) || !last && time.Now().Before(j.due) {
		return nil
	}
	j.due = time.Now().Add(j.search.opt.CheckpointEvery)
	if err := j.append(); err != nil {
		return fmt.Errorf("checker: checkpoint: %w", err)
	}
	return nil
}

func (j *journal[S]) append() error {
	j.last.From = j.saved
	out := bufio.NewWriterSize(j.file, 1<<20)
	if err := writeFrame(out, j.last); err != nil {
		return err
	}
	sum := crc32.New(castagnoli)
	both := io.MultiWriter(out, sum)
	for _, level := range j.search.levels[j.saved:len(j.last.Stats.Levels)] {
		for _, sp := range level {
			if _, err := both.Write(bitsOfAll(j.search.arena.slice(sp))); err != nil {
				return err
			}
		}
	}
	if err := binary.Write(out, binary.LittleEndian, sum.Sum32()); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	j.saved = len(j.last.Stats.Levels)
	return j.file.Sync()
}

func (j *journal[S]) close() error {
	if j == nil {
		return nil
	}
	return j.file.Close()
}

// restore takes over one record.
func (s *search[S]) restore(b boundary, states io.Reader) error {
	if b.From != len(s.levels) || len(b.Hits) != len(s.hits) {
		return errors.New("the records do not fit together")
	}
	for _, n := range b.Stats.Levels[b.From:] {
		if err := s.restoreLevel(int(n), states); err != nil {
			return err
		}
	}
	b.Stats.Workers, b.Stats.PeakBytes = s.stats.Workers, max(s.stats.PeakBytes, b.Stats.PeakBytes)
	s.stats = b.Stats
	s.generated.Store(int64(b.Stats.Generated))
	for i, h := range b.Hits {
		s.hits[i] = hit[S]{Found: h.Found, Level: h.Level, Step: h.Step}
		copy(bitsOf(&s.hits[i].State), h.Bits)
	}
	return nil
}

// restoreLevel adds n states as the next level.
func (s *search[S]) restoreLevel(n int, states io.Reader) error {
	w := s.workers[0]
	before := w.added
	for left := n; left > 0; {
		w.out.Reset()
		w.at = 0
		for ; left > 0 && w.out.n < batch; left-- {
			if _, err := io.ReadFull(states, bitsOf(w.out.Add(0))); err != nil {
				return err
			}
		}
		for !w.insert() {
			if err := s.grow(); err != nil {
				return err
			}
		}
		if s.stop.Load() {
			return errors.New("interrupted while it was read")
		}
	}
	if s.drop.Load() {
		return fmt.Errorf("its states do not fit: %v", s.dropped)
	}
	if w.added-before != n {
		return errors.New("it has a state twice")
	}
	s.keepLevel()
	return nil
}

// verifyRestored makes sure, with a sample, that the states are those of this
// model: that the steps out of an expanded level lead to known states.
func (s *search[S]) verifyRestored() error {
	if len(s.levels) == 0 {
		return nil
	}
	w := s.workers[0]
	w.again.Reset()
	s.model.Initial(&w.again)
	for _, level := range s.levels[:len(s.levels)-1] {
		for i := 0; i < len(level); i += 1 + len(level)/16 {
			s.model.Next(s.arena.at(level[i].from), &w.again)
		}
	}
	steps := w.again.since(0)
	w.canonize(steps)
	for i := range steps {
		if !w.knows(&steps[i].state) {
			return &ContractError{State: steps[i].state, Problem: "the checkpoint is of another model: a step of this one leads to a state that is not there"}
		}
	}
	return nil
}

// knows reports whether a state was found.
func (w *worker[S]) knows(s *S) bool {
	if narrow[S]() {
		_, ok := w.search.table.find(hash(s))
		return ok
	}
	w.probe = s
	_, ok := w.search.table.probe(hash(s), w.same)
	return ok
}
