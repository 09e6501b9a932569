package serve_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/serve"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/web"
)

// benchmarked asks a server for a path again and again.
func benchmarked(b *testing.B, path func(n int) string) {
	s := serve.New(serve.Options{Put: put})
	for n := 0; b.Loop(); n++ {
		u, err := url.Parse(path(n))
		if err != nil {
			b.Fatal(err)
		}
		a := s.Answer(web.NewRequest(context.Background(), "GET", "localhost", u))
		if a.Status > 200 {
			b.Fatalf("%s: %s", u, a.Content)
		}
	}
}

// BenchmarkPage serves the page with all that it asks for first.
func BenchmarkPage(b *testing.B) {
	paths := []string{"/", "/page.css", "/view.js", "/api/start", "/api/play?scenario=close", "/api/diagram?policy=Hardened"}
	for _, path := range paths {
		b.Run(path, func(b *testing.B) { benchmarked(b, func(int) string { return path }) })
	}
}

// BenchmarkStep takes the next step of a way of some length, which nobody has taken
// before, and one that is opened for the first time, as from a mail.
func BenchmarkStep(b *testing.B) {
	for _, steps := range []int{5, 20, 60} {
		way := strings.Repeat("0.", steps)
		b.Run(fmt.Sprintf("after %d", steps), func(b *testing.B) {
			benchmarked(b, func(n int) string { return fmt.Sprintf("/api/play?scenario=zero-window&way=%s%d", way, n%2) })
		})
	}
}
