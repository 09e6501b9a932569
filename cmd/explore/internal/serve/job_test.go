package serve

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/tcpfsm/tcpfsm/checker"
)

// TestJobs holds that a job that panics fails and leaves room for another, that old ones
// are forgotten, and that all end with the server.
func TestJobs(t *testing.T) {
	var logged string
	j := jobs{log: func(text string) { logged = text }}
	id, err := j.begin(func(context.Context, func(checker.Progress)) (any, error) { panic("of a model") })
	if err != nil {
		t.Fatal(err)
	}
	k, err := j.find(id)
	if err != nil {
		t.Fatal(err)
	}
	<-k.over
	if k.err == nil || !strings.Contains(k.err.Error(), "of a model\nhint: ") || strings.Contains(k.err.Error(), ".go") {
		t.Errorf("it fails with %v", k.err)
	}
	if !strings.Contains(logged, "job_test.go") {
		t.Errorf("the log does not have the place: %q", logged)
	}
	for range 2 * mostKnown {
		next := eventually(t, &j, func(context.Context, func(checker.Progress)) (any, error) { return 1, nil })
		<-next.over
	}
	if len(j.known) > mostKnown+mostRunning || len(j.order) != len(j.known) {
		t.Errorf("%d are known", len(j.known))
	}
	if _, err := j.find(id); err == nil {
		t.Error("the first is not forgotten")
	}
	last := eventually(t, &j, func(ctx context.Context, _ func(checker.Progress)) (any, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	})
	j.end()
	<-last.over
}

// eventually begins a job when there is room for it.
func eventually(t *testing.T, j *jobs, do work) *job {
	t.Helper()
	for range 1000 {
		if id, err := j.begin(do); err == nil {
			k, err := j.find(id)
			if err != nil {
				t.Fatal(err)
			}
			return k
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("there is no room")
	return nil
}
