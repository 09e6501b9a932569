package checker_test

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/checker/tcp2bag"
)

// twins are two copies of a state, too wide for a word.
type twins struct{ A, B tcp2bag.State }

type twinModel struct{ tcp2bag.Model }

func (m twinModel) Initial(out *checker.Steps[twins]) { *out.Add(0) = twins{} }

func (m twinModel) Next(s *twins, out *checker.Steps[twins]) {
	var steps checker.Steps[tcp2bag.State]
	m.Model.Next(&s.A, &steps)
	for a, t := range steps.All() {
		*out.Add(a) = twins{t, t}
	}
}

// A search that is stopped by a bound and resumed without it finds what one
// finds that was never stopped.
func TestResumeAfterBound(t *testing.T) {
	m := tcp2bag.Model{K: 1, MaxOpen: 2}
	resumeAfterBounds(t, m, func(s *tcp2bag.State) bool { return tcp2bag.TCP(*s, 0) != tcp2bag.TimeWait }, tcp2bag.L1(), tcp2bag.L2())
	resumeAfterBounds(t, twinModel{m}, func(s *twins) bool { return tcp2bag.TCP(s.A, 0) != tcp2bag.TimeWait })
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

// checkpointOf asks a child process to explore, with checkpoints.
const checkpointOf = "CHECKER_TEST_CHECKPOINT"

func TestMain(m *testing.M) {
	if file := os.Getenv(checkpointOf); file != "" {
		_, err := checker.Check(context.Background(), tcp2bag.Model{K: 3, MaxOpen: 2},
			checker.Options{Checkpoint: file, CheckpointEvery: 1}, tcp2bag.L2())
		if err != nil {
			panic(err)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A process that is killed in the middle leaves a checkpoint that resumes.
func TestResumeAfterKill(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("takes seconds")
	}
	file := filepath.Join(t.TempDir(), "checkpoint")
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), checkpointOf+"="+file)
	child.Stderr = io.Discard
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	for size := int64(0); size < 4<<20; time.Sleep(time.Millisecond) {
		if info, err := os.Stat(file); err == nil {
			size = info.Size()
		}
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := child.Wait(); err == nil {
		t.Fatal("the child was too fast to be killed")
	}
	size := fileSize(t, file)
	r := mustCheck(t, tcp2bag.Model{K: 3, MaxOpen: 2}, checker.Options{Checkpoint: file, Resume: true}, tcp2bag.L2())
	want := reference[2]
	if r.Distinct != want.distinct || r.Generated != want.generated || r.Terminal != want.terminal ||
		!cmp.Equal(r.Levels, want.levels) || r.MaxOut != want.maxOut {
		t.Errorf("resumed from %d bytes: %+v", size, r.Stats)
	}
	wantVerdict(t, r, "L2", checker.Violated)
	if now := fileSize(t, file); now <= size {
		t.Errorf("the checkpoint had %d bytes and has %d", size, now)
	}
}

func fileSize(t *testing.T, file string) int64 {
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
