package serve

import (
	"context"
	"crypto/rand"
	"net"
	"net/http"
	"time"

	"github.com/tcpfsm/tcpfsm/checker"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/why"
)

// Options says what a server knows and how far it goes.
type Options struct {
	Version string // of the command

	// Put returns the question that an exhibit puts, and of what it looks for a way to,
	// if it does.
	Put func(*why.Exhibit) (question.Question, string, error)

	Explore checker.Options // limits of an exploration
}

// A Server answers the page. It is safe for use by several goroutines at once.
type Server struct {
	options  Options
	token    string
	subjects subjects
	jobs     jobs
	captures captures
	busy     chan struct{} // as many requests as are answered at a time
}

// The limits on requests.
const (
	atOnce      = 16               // requests that are answered at a time
	longest     = 16 << 10         // octets of a request without its body
	largestAsk  = 64 << 10         // octets of the body of a question
	largestFile = 64 << 20         // octets of a capture
	mostSteps   = 500              // of a way
	patience    = 30 * time.Second // for a request to come, and for an answer to be taken
)

// New returns a server with a token of its own.
func New(o Options) *Server {
	return &Server{options: o, token: rand.Text(), busy: make(chan struct{}, atOnce)}
}

// Token is what a request needs that runs something.
func (s *Server) Token() string { return s.token }

// Serve answers what comes to a listener until the context ends. Explorations end with
// it.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{
		Handler: s.Handler(), BaseContext: func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: patience, WriteTimeout: 2 * patience, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: longest,
	}
	stop := context.AfterFunc(ctx, func() {
		s.jobs.end()
		_ = h.Close() // what is under way has nobody to go to
	})
	defer stop()
	if err := h.Serve(l); ctx.Err() == nil {
		return err
	}
	return nil
}

// Handler answers requests.
func (s *Server) Handler() http.Handler {
	m := http.NewServeMux()
	for _, path := range page.Routes() {
		m.HandleFunc("GET "+path, s.page)
	}
	for name := range page.Files() {
		m.HandleFunc("GET /"+name, s.file)
	}
	for path, answer := range map[string]func(*http.Request) (any, error){
		"start": s.start, "play": s.play, "answer": s.answer, "claims": s.claims, "hazards": s.hazards, "mutants": s.mutants,
		"table": s.table, "stacks": s.stacks, "diagram": s.diagram,
	} {
		m.HandleFunc("GET /api/"+path, answered(answer))
	}
	for path, answer := range map[string]func(*http.Request) (any, error){
		"GET /api/run": s.progress, "POST /api/run": s.run, "POST /api/cancel": s.cancel,
		"POST /api/capture": s.capture, "GET /api/connection": s.connection,
	} {
		m.Handle(path, s.tokened(answered(answer)))
	}
	m.HandleFunc("GET /api/export", s.export)
	return s.guarded(m)
}
