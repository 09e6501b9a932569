package serve

import (
	"crypto/subtle"
	"errors"
	"net"
	"net/http"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
)

// policy is the content security policy: nothing from elsewhere, nothing that is
// written into the page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// guarded refuses what comes from elsewhere: a name that somebody else has had point
// at this machine (DNS rebinding), and other pages.
func (s *Server) guarded(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Cache-Control", "no-store")
		if why := refusal(r); why != "" {
			fail(w, http.StatusForbidden, errors.New(why))
			return
		}
		select {
		case s.busy <- struct{}{}:
			defer func() { <-s.busy }()
		case <-r.Context().Done():
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit(r))
		h.ServeHTTP(w, r)
	})
}

// refusal says why a request is not answered, if it is not.
func refusal(r *http.Request) string {
	name := r.Host
	if host, _, err := net.SplitHostPort(r.Host); err == nil {
		name = host
	}
	if !Loopback(name) {
		return "the page is at 127.0.0.1 or localhost, and nowhere else\nhint: open the address that explore serve has printed"
	}
	if origin := r.Header.Get("Origin"); origin != "" && origin != "http://"+r.Host {
		return "another page has asked\nhint: open the address that explore serve has printed"
	}
	switch site := r.Header.Get("Sec-Fetch-Site"); {
	case site == "" || site == "same-origin" || site == "none":
	case r.Method != http.MethodGet || strings.HasPrefix(r.URL.Path, "/api/") || r.Header.Get("Sec-Fetch-Mode") != "navigate":
		return "another page has asked\nhint: open the address that explore serve has printed"
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
func limit(r *http.Request) int64 {
	if r.URL.Path == "/api/capture" {
		return largestFile
	}
	return largestAsk
}

// tokened answers only who has the token.
func (s *Server) tokened(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("Token")), []byte(s.token)) != 1 {
			fail(w, http.StatusUnauthorized, errors.New("this runs something, and needs the token\nhint: open the address that explore serve has printed, in this browser"))
			return
		}
		h.ServeHTTP(w, r)
	})
}

// page answers with the page, whatever it is to show.
func (s *Server) page(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(page.Shell()) // whoever asked may have gone
}

// file answers with a file of the page.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	f := page.Files()[strings.TrimPrefix(r.URL.Path, "/")]
	w.Header().Set("Content-Type", f.Type)
	_, _ = w.Write(f.Content)
}
