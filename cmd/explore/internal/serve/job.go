package serve

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/web"
)

// A job is an exploration that goes on while the page asks how far it is.
type job struct {
	mu       sync.Mutex
	stop     context.CancelFunc
	over     chan struct{} // closed when it is
	idle     *time.Timer   // ends it when nobody asks for it any more
	progress checker.Progress
	result   any
	err      error
}

// jobs are those that there are.
type jobs struct {
	mu      sync.Mutex
	known   map[string]*job
	order   []string // of IDs, as they began
	running int
	log     func(string) // is told of mistakes in here, with the place; nil: nobody is
}

// The limits on jobs.
const (
	mostRunning = 2
	mostKnown   = 32
	forgotten   = 30 * time.Second // after nobody has asked for a job it ends
	waits       = time.Second / 4  // how long an answer about a job waits for news
)

// begin starts a job, which is given the context that it is to end with.
func (j *jobs) begin(do work) (id string, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.running >= mostRunning {
		return "", &web.Error{Status: web.StatusTooMany, Text: "other explorations are under way\nhint: let one end, or cancel it"}
	}
	if j.known == nil {
		j.known = map[string]*job{}
	}
	ctx, stop := context.WithCancel(context.Background())
	id, k := rand.Text(), &job{stop: stop, over: make(chan struct{}), idle: time.AfterFunc(forgotten, stop)}
	j.known[id], j.order = k, append(j.order, id)
	j.running++
	j.forget()
	go func() {
		result, err := whole(do)(ctx, k.note)
		k.end(result, j.told(err))
		j.mu.Lock()
		j.running--
		j.mu.Unlock()
	}()
	return id, nil
}

// work is what a job does: it ends with its context, and notes how far it is.
type work func(context.Context, func(checker.Progress)) (any, error)

// whole returns work that fails where do would panic: the server goes on.
func whole(do work) work {
	return func(ctx context.Context, note func(checker.Progress)) (result any, err error) {
		defer func() {
			if what := recover(); what != nil {
				err = &checker.ContractError{Problem: fmt.Sprintf("panic: %v", what), Stack: string(debug.Stack())}
			}
		}()
		return do(ctx, note)
	}
}

// told returns an error as the page is told it: of a mistake in here the log has the
// place.
func (j *jobs) told(err error) error {
	broken := new(checker.ContractError)
	if !errors.As(err, &broken) {
		return err
	}
	if j.log != nil {
		j.log(err.Error())
	}
	return web.Mistake("the exploration", broken.Problem)
}

// forget drops the oldest jobs that are over, if there are many.
func (j *jobs) forget() {
	for i := 0; len(j.order) > mostKnown && i < len(j.order); {
		id := j.order[i]
		select {
		case <-j.known[id].over:
			delete(j.known, id)
			j.order = append(j.order[:i:i], j.order[i+1:]...)
		default:
			i++
		}
	}
}

// end ends all jobs.
func (j *jobs) end() {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, k := range j.known {
		k.stop()
	}
}

// find returns the job of an ID.
func (j *jobs) find(id string) (*job, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if k := j.known[id]; k != nil {
		return k, nil
	}
	return nil, &web.Error{Status: web.StatusNotFound, Text: "there is no such exploration any more\nhint: begin it anew"}
}

func (k *job) note(p checker.Progress) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.progress = p
}

func (k *job) end(result any, err error) {
	k.mu.Lock()
	k.result, k.err = result, err
	k.mu.Unlock()
	k.idle.Stop()
	k.stop()
	close(k.over)
}

// A state says how far a job is.
type state struct {
	ID       string  `json:"id"`
	Over     bool    `json:"over"`
	Phase    string  `json:"phase"`
	Distinct uint64  `json:"distinct"`
	Frontier uint64  `json:"frontier"`
	Depth    int     `json:"depth"`
	Bytes    int64   `json:"bytes"`
	Seconds  float64 `json:"seconds"`
	Result   any     `json:"result,omitempty"`
	Error    string  `json:"error,omitempty"`
	Hint     string  `json:"hint,omitempty"`
}

// progress answers how far a job is: at once when it is over, or else after a while.
func (s *Server) progress(r *web.Request) (any, error) {
	id := r.Query.Get("id")
	k, err := s.jobs.find(id)
	if err != nil {
		return nil, err
	}
	k.idle.Reset(forgotten)
	out := state{ID: id}
	select {
	case <-k.over:
		k.idle.Stop()
		out.Over = true
	case <-time.After(waits):
	case <-r.Context().Done():
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	p := &k.progress
	out.Phase, out.Distinct, out.Frontier, out.Depth, out.Bytes, out.Seconds = p.Phase, p.Distinct, p.Frontier, p.Depth, p.Bytes, p.Elapsed.Seconds()
	if out.Over {
		if out.Result = k.result; k.err != nil {
			out.Error, out.Hint, _ = strings.Cut(k.err.Error(), "\nhint: ")
		}
	}
	return out, nil
}

// cancel ends a job.
func (s *Server) cancel(r *web.Request) (any, error) {
	var asked struct {
		ID string `json:"id"`
	}
	if err := ask(r, &asked); err != nil {
		return nil, err
	}
	k, err := s.jobs.find(asked.ID)
	if err == nil {
		k.stop()
	}
	return struct{}{}, err
}
