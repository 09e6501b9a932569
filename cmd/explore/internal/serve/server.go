package serve

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"strings"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/web"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/why"
)

// Options says what a server knows and how far it goes.
type Options struct {
	Version string // of the command

	// Put returns the question that an exhibit puts, and of what it looks for a way to,
	// if it does.
	Put func(*why.Exhibit) (question.Question, string, error)

	Explore checker.Options // limits of an exploration

	// Log is told what went wrong in here, with the place; nil: nobody is.
	Log func(string)
}

// A Server answers the page. It is safe for use by several goroutines at once.
type Server struct {
	options  Options
	token    string
	routes   map[string]web.Handler
	subjects subjects
	jobs     jobs
	captures captures
	states   states
	busy     chan struct{} // as many requests as are answered at a time
}

// The limits on requests.
const (
	atOnce      = 16       // requests that are answered at a time
	largestAsk  = 64 << 10 // octets of the body of a question
	largestFile = 64 << 20 // octets of a capture
	mostSteps   = 500      // of a way
)

// New returns a server with a token of its own.
func New(o Options) *Server {
	s := &Server{options: o, token: rand.Text(), routes: map[string]web.Handler{}, busy: make(chan struct{}, atOnce)}
	s.jobs.log = o.Log
	s.states.drawn = map[string]string{}
	for _, path := range page.Routes() {
		s.routes["GET "+path] = s.page
	}
	for name := range page.Files() {
		s.routes["GET /"+name] = s.file
	}
	for path, answer := range map[string]answerer{
		"start": s.start, "play": s.play, "answer": s.answer, "claims": s.claims, "hazards": s.hazards, "mutants": s.mutants,
		"table": s.table, "stacks": s.stacks, "diagram": s.diagram,
	} {
		s.routes["GET /api/"+path] = answered(answer)
	}
	for path, answer := range map[string]answerer{
		"GET /api/run": s.progress, "POST /api/run": s.run, "POST /api/cancel": s.cancel,
		"POST /api/capture": s.capture, "GET /api/connection": s.connection,
	} {
		s.routes[path] = s.tokened(answered(answer))
	}
	s.routes["GET /api/export"] = s.export
	return s
}

// Token is what a request needs that runs something.
func (s *Server) Token() string { return s.token }

// Serve answers what comes to a listener until the context ends. Explorations end with
// it.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	defer s.jobs.end()
	w := web.Server{Answer: s.Answer, Limit: limit, Refuse: s.refuse}
	return w.Serve(ctx, l)
}

// Answer answers a request.
func (s *Server) Answer(r *web.Request) web.Answer {
	a := s.guarded(r)
	a.Fields = append(a.Fields, fields...)
	return a
}

// route answers a request that comes from the page.
func (s *Server) route(r *web.Request) web.Answer {
	path := r.Path
	if name, ok := strings.CutPrefix(path, page.Answers); ok && !strings.Contains(name, "/") {
		path = page.Answers
	}
	if h := s.routes[r.Method+" "+path]; h != nil {
		return h(r)
	}
	for _, other := range []string{"GET ", "POST "} {
		if s.routes[other+path] != nil {
			return fail(web.StatusMethod, fmt.Errorf("%s is not asked for by %s", path, r.Method))
		}
	}
	return fail(web.StatusNotFound, fmt.Errorf("there is nothing at %s\nhint: the page begins at /", path))
}

// refuse answers what never became a request, or whose answer failed.
func (s *Server) refuse(err *web.Error, stack []byte) web.Answer {
	if stack != nil && s.options.Log != nil {
		s.options.Log(fmt.Sprintf("%v\n%s", err, stack))
	}
	a := fail(err.Status, err)
	a.Fields = append(a.Fields, fields...)
	return a
}
