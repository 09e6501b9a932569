package serve

import (
	"crypto/subtle"
	"errors"
	"net"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/web"
)

// fields are those of every answer. The first is the content security policy: nothing
// from elsewhere, and nothing that is written into the page.
var fields = [][2]string{
	{"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Cache-Control", "no-store"},
}

// guarded answers what comes from the page, and refuses what comes from elsewhere: by a
// name that somebody else has had point at this machine (DNS rebinding), or from other
// pages.
func (s *Server) guarded(r *web.Request) web.Answer {
	if why := refusal(r); why != "" {
		return fail(web.StatusForbidden, errors.New(why+"\nhint: open the address that explore serve has printed"))
	}
	select {
	case s.busy <- struct{}{}:
	case <-r.Context().Done():
		return web.Answer{Status: web.StatusInternal}
	}
	defer func() { <-s.busy }()
	return s.route(r)
}

// refusal says why a request is not answered, if it is not.
func refusal(r *web.Request) string {
	name := r.Host
	if host, _, err := net.SplitHostPort(r.Host); err == nil {
		name = host
	}
	if !Loopback(name) {
		return "the page is at 127.0.0.1 or localhost, and nowhere else"
	}
	if origin := r.Header("Origin"); origin != "" && origin != "http://"+r.Host {
		return "another page has asked"
	}
	switch site := r.Header("Sec-Fetch-Site"); {
	case site == "" || site == "same-origin" || site == "none":
	case r.Method != "GET" || strings.HasPrefix(r.Path, "/api/") || r.Header("Sec-Fetch-Mode") != "navigate":
		return "another page has asked"
	}
	return ""
}

// Loopback reports whether a name of a host means this machine, whatever any server of
// names says.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsLoopback()
}

// limit returns how large the body of a request may be.
func limit(r *web.Request) int64 {
	if r.Path == "/api/capture" {
		return largestFile
	}
	return largestAsk
}

// tokened answers only who has the token.
func (s *Server) tokened(h web.Handler) web.Handler {
	return func(r *web.Request) web.Answer {
		if subtle.ConstantTimeCompare([]byte(r.Header("Token")), []byte(s.token)) != 1 {
			return fail(web.StatusUnauthorized, errors.New("this runs something, and needs the token\nhint: open the address that explore serve has printed, in this browser"))
		}
		return h(r)
	}
}

// page answers with the page, whatever it is to show.
func (s *Server) page(*web.Request) web.Answer {
	return web.Answer{Type: "text/html; charset=utf-8", Content: page.Shell()}
}

// file answers with a file of the page.
func (s *Server) file(r *web.Request) web.Answer {
	f := page.Files()[strings.TrimPrefix(r.Path, "/")]
	return web.Answer{Type: f.Type, Content: f.Content}
}
