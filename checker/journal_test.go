package checker_test

import (
	"context"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/checker/tcp2bag"
)

// twins are two copies of a state, too wide for a word.
type twins [2]uint64

func (s *twins) first() tcp2bag.State { return tcp2bag.State(s[0]) }

type twinModel struct{ tcp2bag.Model }

func (m twinModel) Initial(out *checker.Steps[twins]) { *out.Add(0) = twins{} }

func (m twinModel) Next(s *twins, out *checker.Steps[twins]) {
	var steps checker.Steps[tcp2bag.State]
	first := s.first()
	m.Model.Next(&first, &steps)
	for a, t := range steps.All() {
		*out.Add(a) = twins{uint64(t), uint64(t)}
	}
}

// A search that is stopped by a bound and resumed without it finds what one
// finds that was never stopped.
func TestResumeAfterBound(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: resumes again and again")
	}
	m := tcp2bag.Model{K: 1, MaxOpen: 2}
	resumeAfterBounds(t, m, func(s *tcp2bag.State) bool { return tcp2bag.TCP(*s, 0) != tcp2bag.TimeWait }, tcp2bag.L1(), tcp2bag.L2())
	resumeAfterBounds(t, twinModel{m}, func(s *twins) bool { return tcp2bag.TCP(s.first(), 0) != tcp2bag.TimeWait })
}

func resumeAfterBounds[S comparable](t *testing.T, m checker.Model[S], never func(*S) bool, more ...checker.Property[S]) {
	t.Helper()
	props := append([]checker.Property[S]{
		checker.Invariant("never in TIME-WAIT", never),
		checker.Reachable("starts", always[S]),
		checker.Deadlock[S]("deadlock"),
	}, more...)
	whole := mustCheck(t, m, checker.Options{KeepGoing: true}, props...)
	file := filepath.Join(t.TempDir(), "checkpoint")
	for _, bound := range []uint64{1, 2, 5, 100, 101, 1000, 5000, 6646, 6647, 0} {
		r := mustCheck(t, m, checker.Options{
			KeepGoing: true, MaxStates: bound, Checkpoint: file, CheckpointEvery: 1, Resume: true,
		}, props...)
		if bound != 0 && bound < whole.Distinct {
			if r.Complete {
				t.Errorf("complete with %d states", bound)
			}
			continue
		}
		if diff := cmp.Diff(whole, r, sameResult[S]()...); diff != "" {
			t.Errorf("bound %d, whole and resumed:\n%s", bound, diff)
		}
	}
}

// Wherever the file is cut off or damaged, the search goes on from the last
// whole record, or says that this is no checkpoint.
func TestResumeAfterDamage(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: resumes after every kind of damage")
	}
	m := tcp2bag.Model{K: 1, MaxOpen: 2}
	whole := mustCheck(t, m, checker.Options{}, tcp2bag.L1())
	file := filepath.Join(t.TempDir(), "checkpoint")
	opt := checker.Options{Checkpoint: file, CheckpointEvery: 1, Resume: true}
	mustCheck(t, m, opt, tcp2bag.L1())
	intact, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(intact); at += 1 + len(intact)/25 {
		for name, damaged := range map[string][]byte{
			"cut":     intact[:at],
			"flipped": append(append(append([]byte(nil), intact[:at]...), intact[at]^4), intact[at+1:]...),
		} {
			if err := os.WriteFile(file, damaged, 0o666); err != nil {
				t.Fatal(err)
			}
			r, err := checker.Check(context.Background(), m, opt, tcp2bag.L1())
			if err != nil {
				if at > 300 {
					t.Errorf("%s at %d: %v", name, at, err)
				}
				continue
			}
			if diff := cmp.Diff(whole, r, sameResult[tcp2bag.State]()...); diff != "" {
				t.Errorf("%s at %d:\n%s", name, at, diff)
			}
		}
	}
}

func TestResumeOfAnotherSearch(t *testing.T) {
	file := filepath.Join(t.TempDir(), "checkpoint")
	opt := checker.Options{Checkpoint: file, Resume: true}
	mustCheck(t, tcp2bag.Model{K: 1, MaxOpen: 2}, opt, tcp2bag.L1())
	for name, run := range map[string]func() error{
		"size": func() error {
			_, err := checker.Check(context.Background(), tcp2bag.Model{K: 2, MaxOpen: 2}, opt, tcp2bag.L1())
			return err
		},
		"property": func() error {
			_, err := checker.Check(context.Background(), tcp2bag.Model{K: 1, MaxOpen: 2}, opt, tcp2bag.L2())
			return err
		},
		"type": func() error {
			_, err := checker.Check(context.Background(), jugs{}, opt)
			return err
		},
	} {
		if err := run(); err == nil || !strings.Contains(err.Error(), "another search") {
			t.Errorf("another %s: %v", name, err)
		}
	}
	up := filepath.Join(t.TempDir(), "up")
	mustCheck(t, upTo(5), checker.Options{Checkpoint: up})
	down := custom[int]{0, func(s *int, out *checker.Steps[int]) { *out.Add(0) = *s - 1 }}
	_, err := checker.Check(context.Background(), down, checker.Options{Checkpoint: up, Resume: true})
	wantContractError(t, err, "the checkpoint is of another model", 0)
}

// A search that is over, resumed, has nothing left to do: every figure is the
// same, and nothing is counted twice.
func TestResumeAfterTheEnd(t *testing.T) {
	t.Run("random", rapid.MakeCheck(func(rt *rapid.T) {
		m := drawn[broad]{drawGraph(rt, 40), newBroad}
		resumeAfterTheEnd(t, m, checker.Deadlock[broad]("deadlock"), checker.Eventually("never", func(*broad) bool { return false }))
	}))
	m := tcp2bag.Model{K: 1, MaxOpen: 2}
	resumeAfterTheEnd(t, m, checker.Invariant("invariant", m.Invariant), tcp2bag.L1(), tcp2bag.L2())
	cut := custom[int]{0, func(s *int, out *checker.Steps[int]) {
		if *s++; *s < 50 {
			*out.Add(0) = *s
			out.Cover(*s % 3)
		} else {
			out.Cut()
		}
		*s--
	}}
	resumeAfterTheEnd(t, cut)
}

func resumeAfterTheEnd[S comparable](t *testing.T, m checker.Model[S], props ...checker.Property[S]) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "checkpoint")
	opt := checker.Options{Checkpoint: file, KeepGoing: true}
	whole := mustCheck(t, m, opt, props...)
	opt.Resume = true
	for range 2 {
		if diff := cmp.Diff(whole, mustCheck(t, m, opt, props...), sameResult[S]()...); diff != "" {
			t.Errorf("whole and resumed:\n%s", diff)
		}
	}
}

// A checkpoint is continued only by the program that began it, unless another is
// to be trusted; and then what can be seen to differ is refused all the same.
func TestResumeByAnotherProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	file := filepath.Join(t.TempDir(), "checkpoint")
	program := copyOf(t, os.Args[0])
	child := exec.Command(program)
	child.Env = append(os.Environ(), checkpointOf+"="+file)
	if text, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	m := tcp2bag.Model{K: 2, MaxOpen: 2}
	opt := checker.Options{Checkpoint: file, Resume: true}
	_, err := checker.Check(context.Background(), m, opt, tcp2bag.L2())
	if err == nil || !strings.Contains(err.Error(), "Options.ResumeChanged") {
		t.Errorf("another program: %v", err)
	}
	opt.ResumeChanged = true
	r := mustCheck(t, m, opt, tcp2bag.L2())
	if r.Generated != reference[1].generated {
		t.Errorf("trusted: %d steps", r.Generated)
	}
	_, err = checker.Check(context.Background(), m, opt, tcp2bag.L1())
	if err == nil || !strings.Contains(err.Error(), "another search") {
		t.Errorf("another property: %v", err)
	}
}

// copyOf returns a copy of a program that differs in a byte behind its end.
func copyOf(t *testing.T, program string) string {
	t.Helper()
	text, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(name, append(text, 0), 0o700); err != nil {
		t.Fatal(err)
	}
	return name
}

// What a model or a property holds in a closure is in no header. The sample of the
// states tells it.
func TestResumeOfAChangedModel(t *testing.T) {
	bounded := func(last, step int) custom[int] {
		return custom[int]{0, func(s *int, out *checker.Steps[int]) {
			if *s < last {
				*out.Add(0) = *s + step
			}
		}}
	}
	below := func(n int) checker.Property[int] { return checker.Invariant("x", func(s *int) bool { return *s < n }) }
	file := filepath.Join(t.TempDir(), "checkpoint")
	mustCheck(t, bounded(100, 1), checker.Options{Checkpoint: file}, below(1000))
	opt := checker.Options{Checkpoint: file, Resume: true}
	mustCheck(t, bounded(100, 1), opt, below(1000))
	for name, question := range map[string]struct {
		m checker.Model[int]
		p checker.Property[int]
	}{
		"model": {bounded(100, 2), below(1000)}, "property": {bounded(100, 1), below(5)},
		"initial": {custom[int]{1, bounded(100, 1).next}, below(1000)},
	} {
		_, err := checker.Check(context.Background(), question.m, opt, question.p)
		if err == nil {
			t.Errorf("another %s: no error", name)
			continue
		}
		wantContractError(t, err, "the checkpoint is of another model", nil)
	}
}

// A checkpoint that is there, or in use, is not overwritten.
func TestCheckpointIsNotOverwritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "checkpoint")
	opt := checker.Options{Checkpoint: file}
	mustCheck(t, upTo(5), opt)
	before := fileSize(t, file)
	for _, name := range []string{file, t.TempDir()} {
		if _, err := checker.Check(context.Background(), upTo(5), checker.Options{Checkpoint: name}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if now := fileSize(t, file); now != before {
		t.Errorf("the checkpoint had %d bytes and has %d", before, now)
	}
	text := filepath.Join(t.TempDir(), "letter")
	if err := os.WriteFile(text, []byte("dear reader"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, resume := range []bool{false, true} {
		if _, err := checker.Check(context.Background(), upTo(5), checker.Options{Checkpoint: text, Resume: resume}); err == nil || fileSize(t, text) != 11 {
			t.Errorf("a letter, resumed %v: %v", resume, err)
		}
	}
	fresh := filepath.Join(t.TempDir(), "fresh")
	within := custom[int]{0, func(s *int, out *checker.Steps[int]) {
		if *s == 3 {
			_, err := checker.Check(context.Background(), upTo(5), checker.Options{Checkpoint: fresh, Resume: true})
			if err == nil || !strings.Contains(err.Error(), "in use") {
				panic(err)
			}
		}
		upTo(5).next(s, out)
	}}
	mustCheck(t, within, checker.Options{Checkpoint: fresh})
}

// A checkpoint that is removed, replaced or cut off while the search goes on is told:
// there is nothing to resume from, or not all.
func TestCheckpointIsTakenAway(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	for want, take := range map[string]func(file string) error{
		"no such file": os.Remove,
		"another file": func(file string) error { return errors.Join(os.Remove(file), os.WriteFile(file, nil, 0o666)) },
		"was cut off":  func(file string) error { return os.Truncate(file, 100) },
	} {
		file := filepath.Join(t.TempDir(), "checkpoint")
		taken := false
		m := custom[int]{0, func(s *int, out *checker.Steps[int]) {
			if *s == 100 && !taken {
				taken = true
				if err := take(file); err != nil {
					panic(err)
				}
			}
			upTo(110).next(s, out)
		}}
		r := mustCheck(t, m, checker.Options{Checkpoint: file, CheckpointEvery: 1, Workers: 1})
		if r.Unsaved == nil || !strings.Contains(r.Unsaved.Error(), want) || !r.Complete {
			t.Errorf("complete %v, unsaved %v; want %q", r.Complete, r.Unsaved, want)
		}
		if info, err := os.Stat(file); err == nil && info.Size() > 100 {
			t.Errorf("%s: there are %d bytes", want, info.Size())
		}
	}
}

// A file with a header alone, of whatever search, holds nothing that could be lost:
// what failed at its beginning can be begun again.
func TestCheckpointOfNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "checkpoint")
	for _, opt := range []checker.Options{{Checkpoint: file}, {Checkpoint: file, Resume: true}} {
		if _, err := checker.Check(context.Background(), empty{}, opt); err == nil {
			t.Fatal("a model without an initial state is explored")
		}
		if fileSize(t, file) == 0 {
			t.Fatal("there is no header")
		}
		mustCheck(t, upTo(5), opt)
		if r := mustCheck(t, upTo(5), checker.Options{Checkpoint: file, Resume: true}); r.Distinct != 6 {
			t.Errorf("%d states", r.Distinct)
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
}

// A Canonical that has become wrong is found when a search is resumed, although
// what was sampled of the steps is as it was.
func TestResumeTestsCanonical(t *testing.T) {
	file := filepath.Join(t.TempDir(), "checkpoint")
	opt := checker.Options{Symmetry: true, Workers: 1, Checkpoint: file}
	right := gridModel(300, func(*grid) {})
	wrong := gridModel(300, func(s *grid) {
		if *s == (grid{6, 9}) {
			s.Y = 8
		}
	})
	opt.MaxStates = 10_000
	mustCheck[grid](t, right, opt)
	opt.Resume, opt.MaxStates = true, 0
	_, err := checker.Check(context.Background(), wrong, opt)
	wantContractError(t, err, "Canonical", nil)
	r := mustCheck[grid](t, right, opt)
	if want := uint64(301 * 302 / 2); !r.Complete || r.Distinct != want {
		t.Errorf("%d states, complete %v; want %d", r.Distinct, r.Complete, want)
	}
}

// A checkpoint that cannot be read whole, for want of time or of memory, is left
// as it is: the search is stopped, not wrong.
func TestResumeThatIsStopped(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: explores 400,000 states")
	}
	m := tcp2bag.Model{K: 2, MaxOpen: 2}
	file := filepath.Join(t.TempDir(), "checkpoint")
	mustCheck(t, m, checker.Options{Checkpoint: file}, tcp2bag.L2())
	size := fileSize(t, file)
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for stop, opt := range map[checker.Stop]checker.Options{checker.StoppedContext: {}, checker.StoppedMemory: {MaxMemory: 3 << 20}} {
		ctx := context.Background()
		if stop == checker.StoppedContext {
			ctx = cancelled
		}
		opt.Checkpoint, opt.Resume = file, true
		r, err := checker.Check(ctx, m, opt, tcp2bag.L2())
		if err != nil || r.Stopped != stop || r.Complete || r.Verdict() != checker.Unknown {
			t.Errorf("%v: %v, %+v", stop, err, r)
		}
	}
	if now := fileSize(t, file); now != size {
		t.Errorf("the checkpoint had %d bytes and has %d", size, now)
	}
	wantVerdict(t, mustCheck(t, m, checker.Options{Checkpoint: file, Resume: true}, tcp2bag.L2()), "L2", checker.Violated)
}

// A full disk costs the checkpoint and not the search. When there is room again,
// what is in it is continued.
func TestFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: takes most of a second, or more")
	}
	m := tcp2bag.Model{K: 1, MaxOpen: 2}
	whole := mustCheck(t, m, checker.Options{}, tcp2bag.L1())
	same := func(r *checker.Result[tcp2bag.State], saved bool) {
		t.Helper()
		if (r.Unsaved == nil) != saved {
			t.Errorf("unsaved: %v", r.Unsaved)
		}
		r.Unsaved = nil
		if diff := cmp.Diff(whole, r, sameResult[tcp2bag.State]()...); diff != "" {
			t.Error(diff)
		}
	}
	if _, err := os.Stat("/dev/full"); err == nil {
		same(mustCheck(t, m, checker.Options{Checkpoint: "/dev/full", CheckpointEvery: 1}, tcp2bag.L1()), false)
	}
	for limit := int64(0); limit < 60_000; limit += 2_999 {
		file := filepath.Join(t.TempDir(), "checkpoint")
		opt := checker.Options{Checkpoint: file, CheckpointEvery: 1}.WithDisk(func() int64 { return limit })
		same(mustCheck(t, m, opt, tcp2bag.L1()), false)
		if size := fileSize(t, file); size > limit {
			t.Errorf("%d bytes on a disk of %d", size, limit)
		}
		same(mustCheck(t, m, checker.Options{Checkpoint: file, Resume: true}, tcp2bag.L1()), true)
	}
}

// A disk that is full when the search begins, and has room later, costs what was
// to be written before, and not the header.
func TestDiskFullAtFirst(t *testing.T) {
	var size atomic.Int64
	m := custom[int]{0, func(s *int, out *checker.Steps[int]) {
		if *s == 50 {
			size.Store(1 << 20)
		}
		upTo(100).next(s, out)
	}}
	file := filepath.Join(t.TempDir(), "checkpoint")
	opt := checker.Options{Checkpoint: file, CheckpointEvery: 1}.WithDisk(size.Load)
	if r := mustCheck(t, m, opt); r.Unsaved != nil {
		t.Error(r.Unsaved)
	}
	if r := mustCheck(t, m, checker.Options{Checkpoint: file, Resume: true}); r.Generated != 100 {
		t.Errorf("%d steps", r.Generated)
	}
}

// A model that panics while it is asked about what is in its checkpoint leaves the
// file neither open nor locked.
func TestCheckpointIsClosedAfterPanic(t *testing.T) {
	broken := false
	m := custom[int]{0, func(s *int, out *checker.Steps[int]) {
		if broken {
			panic("broken")
		}
		upTo(100).next(s, out)
	}}
	opt := checker.Options{Checkpoint: filepath.Join(t.TempDir(), "checkpoint"), Workers: 1}
	whole := mustCheck(t, m, opt)
	opt.Resume, broken = true, true
	_, err := checker.Check(context.Background(), m, opt)
	wantContractError(t, err, "panic: broken", 0)
	broken = false
	if diff := cmp.Diff(whole, mustCheck(t, m, opt), sameResult[int]()...); diff != "" {
		t.Error(diff)
	}
}

// A said model tells nothing of its fields in its String.
type said struct{ Last int }

func (said) String() string                         { return "said" }
func (said) Initial(out *checker.Steps[int])        { *out.Add(0) = 0 }
func (m said) Next(s *int, out *checker.Steps[int]) { upTo(min(m.Last, 10)).next(s, out) }

// Fields are compared also of a model that has a String method, and of one that is
// a pointer, even if they make no difference to the states.
func TestResumeWithOtherFields(t *testing.T) {
	file := filepath.Join(t.TempDir(), "checkpoint")
	mustCheck(t, &said{20}, checker.Options{Checkpoint: file})
	opt := checker.Options{Checkpoint: file, Resume: true}
	mustCheck(t, &said{20}, opt)
	if _, err := checker.Check(context.Background(), &said{30}, opt); err == nil || !strings.Contains(err.Error(), "said{Last:30}") {
		t.Error(err)
	}
}

// A checkpoint that does not fit the budget, at any point of reading it, stops the
// search with figures that belong together.
func TestResumeWithLittleMemory(t *testing.T) {
	m := tcp2bag.Model{K: 1, MaxOpen: 2}
	file := filepath.Join(t.TempDir(), "checkpoint")
	mustCheck(t, m, checker.Options{Checkpoint: file, CheckpointEvery: 1})
	for _, budget := range []int64{1, 560_000, 580_000, 600_000} {
		r, err := checker.Check(context.Background(), m, checker.Options{Checkpoint: file, Resume: true, MaxMemory: budget})
		if err != nil || r.Complete || r.Stopped != checker.StoppedMemory {
			t.Fatalf("%d bytes: %v, %v", budget, r, err)
		}
		sum := uint64(0)
		for _, n := range r.Levels {
			sum += n
		}
		if sum != r.Distinct || r.Generated < r.Distinct-min(1, r.Distinct) && len(r.Levels) > 1 {
			t.Errorf("%d bytes: %+v", budget, r.Stats)
		}
	}
	mustCheck(t, m, checker.Options{Checkpoint: file, Resume: true})
}

// checkpointOf asks a child process to explore, with checkpoints.
const checkpointOf = "CHECKER_TEST_CHECKPOINT"

func TestMain(m *testing.M) {
	if task := os.Getenv(memoryOf); task != "" {
		if err := exploreShape(task); err != nil {
			panic(err)
		}
		os.Exit(0)
	}
	if file := os.Getenv(checkpointOf); file != "" {
		_, err := checker.Check(context.Background(), tcp2bag.Model{K: 2, MaxOpen: 2},
			checker.Options{Checkpoint: file, CheckpointEvery: 1, Resume: true}, tcp2bag.L2())
		if err != nil {
			panic(err)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var kills = flag.Int("checker.kills", 3, "how often a search is killed and resumed")

// Whenever a process is killed, while it begins, explores, writes, or decides
// liveness, its checkpoint leads to what one finds that was not.
func TestResumeAfterKill(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("takes seconds")
	}
	m := tcp2bag.Model{K: 2, MaxOpen: 2}
	began := time.Now()
	whole := mustCheck(t, m, checker.Options{}, tcp2bag.L2())
	took := 3 * time.Since(began) // with checkpoints and a start of the process
	for i := range *kills {
		file := filepath.Join(t.TempDir(), "checkpoint")
		killed := 0
		for range 1 + i%3 {
			if killAfter(t, file, time.Duration(rand.Int64N(int64(took)))) {
				killed++
			}
		}
		r := mustCheck(t, m, checker.Options{Checkpoint: file, Resume: true}, tcp2bag.L2())
		if diff := cmp.Diff(whole, r, sameResult[tcp2bag.State]()...); diff != "" {
			t.Fatalf("killed %d times, with a checkpoint of %d bytes:\n%s", killed, fileSize(t, file), diff)
		}
	}
}

// killAfter lets a child explore for a time, and reports whether it had to be
// killed.
func killAfter(t *testing.T, file string, wait time.Duration) bool {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), checkpointOf+"="+file)
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(wait)
	_ = child.Process.Kill()
	return child.Wait() != nil
}

func fileSize(t *testing.T, file string) int64 {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
