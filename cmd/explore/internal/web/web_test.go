package web

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// begin serves an echo of what it was asked.
func begin(t *testing.T) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := Server{Answer: echo, Limit: func(*Request) int64 { return 1 << 20 }, Refuse: func(err *Error, _ []byte) Answer { return Answer{Status: err.Status, Content: []byte(err.Text)} }}
	ctx, stop := context.WithCancel(context.Background())
	over := make(chan error)
	go func() { over <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-over:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(10 * time.Second):
			t.Error("it does not end")
		}
	})
	return l.Addr().String()
}

func echo(r *Request) Answer {
	switch r.Path {
	case "/panic":
		panic("of an answer")
	case "/early":
		return Answer{Content: []byte("early")} // the body is left where it is
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return Answer{Status: StatusBadRequest, Content: []byte(err.Error())}
	}
	return Answer{Type: "text/plain", Fields: [][2]string{{"X-Path", r.Path}}, Content: fmt.Appendf(nil, "%s %s %v %s", r.Method, r.Path, r.Query, body)}
}

// TestClient holds that a client of the standard library is served, several times on one
// connection.
func TestClient(t *testing.T) {
	base := "http://" + begin(t)
	for _, c := range []struct{ method, path, body, want string }{
		{"GET", "/a?b=c", "", "GET /a map[b:[c]] "},
		{"POST", "/p%20q", "text", "POST /p q map[] text"},
		{"POST", "/", strings.Repeat("x", 1<<20), "POST / map[] " + strings.Repeat("x", 1<<20)},
		{"POST", "/early", strings.Repeat("x", 1<<19), "early"},
		{"GET", "/panic", "", "the answer failed: of an answer\nhint: this is a mistake in explore, which goes on; where it runs, it says the place"},
		{"GET", "/a", "", "GET /a map[] "},
	} {
		r, err := http.NewRequest(c.method, base+c.path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(a.Body)
		_ = a.Body.Close()
		if err != nil || string(text) != c.want {
			t.Errorf("%s %s: %v, %.100q", c.method, c.path, err, text)
		}
	}
}

// TestRaw holds what becomes of requests to the letter: the first line of each answer.
func TestRaw(t *testing.T) {
	address := begin(t)
	long := strings.Repeat("a", longestHead)
	for _, c := range []struct {
		name, request string
		want          []int
	}{
		{"two at once", "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", []int{200, 200}},
		{"a body between", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", []int{200, 200}},
		{"waits for leave", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: 100-continue\r\nConnection: close\r\n\r\nx", []int{100, 200}},
		{"another hope", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: a miracle\r\n\r\nx", []int{417}},
		{"a lone LF", "GET / HTTP/1.1\nHost: x\n\n", []int{400}},
		{"no host", "GET / HTTP/1.1\r\n\r\n", []int{400}},
		{"two hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", []int{400}},
		{"a host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", []int{400}},
		{"two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", []int{400}},
		{"a length with a sign", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\nx", []int{400}},
		{"chunks", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", []int{501}},
		{"a blank before the colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", []int{400}},
		{"a folded field", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", []int{400}},
		{"a control character", "GET / HTTP/1.1\r\nHost: x\x00y\r\n\r\n", []int{400}},
		{"another version", "GET / HTTP/1.0\r\nHost: x\r\n\r\n", []int{505}},
		{"another method", "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", []int{501}},
		{"a proxy", "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", []int{400}},
		{"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", []int{400}},
		{"too long a field", "GET / HTTP/1.1\r\nHost: x\r\nA: " + long + "\r\n\r\n", []int{431}},
		{"too many fields", "GET / HTTP/1.1\r\nHost: x\r\n" + fields(2000) + "\r\n", []int{431}},
		{"too large a body", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n", []int{413}},
		{"a body that ends", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab", []int{400}},
		{"a head that ends", "GET / HTTP/1.1\r\nHost: x\r\n", nil},
		{"nothing", "", nil},
	} {
		if got := raw(t, address, c.request); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, not %v", c.name, got, c.want)
		}
	}
}

func fields(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "F%d: x\r\n", i)
	}
	return b.String()
}

// raw sends octets, ends its direction, and returns the statuses that come.
func raw(t *testing.T, address, request string) (all []int) {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
	if err := c.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	b := bufio.NewReader(c)
	for {
		a, err := http.ReadResponse(b, nil)
		if err != nil {
			return all
		}
		_, _ = io.Copy(io.Discard, a.Body)
		all = append(all, a.StatusCode)
	}
}

// TestStops holds that a server ends although connections are open.
func TestStops(t *testing.T) {
	c, err := net.Dial("tcp", begin(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if _, err := io.WriteString(c, "GET / HT"); err != nil {
		t.Fatal(err)
	}
}

// FuzzRequest holds that whatever is taken for a request, net/http takes for the same
// one.
func FuzzRequest(f *testing.F) {
	for _, text := range []string{
		"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "POST /a?b=c HTTP/1.1\r\nHost: localhost:1\r\nContent-Length: 3\r\n\r\nabc", "GET /%2e%2e/ HTTP/1.1\r\nhost:x\r\nA:\t b \r\n\r\n",
		"GET /?a=%zz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a;b?c;d HTTP/1.1\r\nHost: x\r\n\r\n", "POST / HTTP/1.1\r\nHost: [::1]:1\r\nContent-Length: 00\r\n\r\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := readHead(bufio.NewReaderSize(bytes.NewReader(text), longestHead))
		if err != nil {
			if known := new(Error); !errors.As(err, &known) && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		other, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(text)))
		if err != nil {
			t.Fatalf("%q is taken, and net/http says: %v", text, err)
		}
		if r.Method != other.Method || r.Path != other.URL.Path || r.Host != other.Host || r.Length != max(other.ContentLength, 0) || r.Query.Encode() != other.URL.Query().Encode() {
			t.Fatalf("%q: %+v, and net/http: %+v", text, r, other)
		}
		for name, value := range r.header {
			if got := other.Header.Get(name); name != "host" && got != value {
				t.Fatalf("%q: %s is %q, and net/http: %q", text, name, value, got)
			}
		}
	})
}
