package serve_test

import (
	"context"
	"net/url"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/serve"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/web"
)

// FuzzAddress holds that whatever stands in an address is shown or refused with a reason.
func FuzzAddress(f *testing.F) {
	for _, query := range []string{
		"scenario=close&way=0.1.0", "scenario=handshake&net=loss&policy=Linux,keep_alive=off&way=0&at=1&watch=A=LISTEN", "why=time-wait&exhibit=1&way=0.1",
		"hazard=H01&trial=1&capacity=3", "scenario=try-again&mutant=no-time-wait&property=no-old-segment-accepted&bound=msl=1,segments=2",
		"scenario=close&set=both.ABORT%3Dany,A.MSS%3D2&assume=MONO,LIFE&stem=0&way=0.0&table=0123456789abcdef", "scenario=./x", "scenario=close&way=..&stem=-1",
	} {
		f.Add(query)
	}
	s := serve.New(serve.Options{Put: put})
	f.Fuzz(func(t *testing.T, query string) {
		v, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		a := s.Answer(web.NewRequest(context.Background(), "GET", "localhost", &url.URL{Path: "/api/play", RawQuery: v.Encode()}))
		if a.Status != web.StatusOK && a.Status != web.StatusBadRequest || len(a.Content) == 0 {
			t.Fatalf("%s: status %d: %s", query, a.Status, a.Content)
		}
	})
}
