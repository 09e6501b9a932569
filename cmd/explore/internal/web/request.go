package web

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
)

// A Request is one that has come, its body still to be read.
type Request struct {
	Method string // GET or POST
	Path   string // decoded, as in "/play"
	Query  url.Values
	Host   string // as the browser has it, as in "localhost:9293"
	Length int64  // of the body, in octets
	Body   io.Reader

	header map[string]string // by names in lower case
	last   bool              // the connection is to end after it
	waits  bool              // for leave to send its body
	ctx    context.Context
}

// NewRequest returns a request without a body, as if it had come.
func NewRequest(ctx context.Context, method, host string, target *url.URL) *Request {
	return &Request{Method: method, Host: host, Path: target.Path, Query: target.Query(), Body: strings.NewReader(""), header: map[string]string{}, ctx: ctx}
}

// Header returns the field of that name, whatever its case; "" if there is none. None
// that comes twice is let in.
func (r *Request) Header(name string) string { return r.header[strings.ToLower(name)] }

// Context ends when the server does.
func (r *Request) Context() context.Context { return r.ctx }

// An Error is what is wrong with a request, and the status that it is answered with.
type Error struct {
	Status int
	Text   string
}

// Error says what is wrong.
func (e *Error) Error() string { return e.Text }

// longestHead is how many octets a request has before its body.
const longestHead = 16 << 10

// readHead reads a request up to its body. The error is an *Error, or one of the
// connection; io.EOF if it has ended between requests.
func readHead(b *bufio.Reader) (*Request, error) {
	left := longestHead
	line, err := readLine(b, &left)
	if err != nil {
		return nil, err
	}
	r, err := parseStart(line)
	for err == nil {
		if line, err = readLine(b, &left); errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if err != nil || line == "" {
			break
		}
		err = r.field(line)
	}
	if err != nil {
		return nil, err
	}
	return r, r.complete()
}

// readLine reads a line, without CR LF at its end.
func readLine(b *bufio.Reader, left *int) (string, error) {
	line, err := b.ReadSlice('\n')
	*left -= len(line)
	switch {
	case errors.Is(err, bufio.ErrBufferFull) || *left < 0:
		return "", &Error{StatusFieldsTooLarge, "the head of the request is too long"}
	case errors.Is(err, io.EOF) && len(line) > 0:
		return "", io.ErrUnexpectedEOF
	case err != nil:
		return "", err
	}
	text, ok := strings.CutSuffix(string(line), "\r\n")
	if !ok || strings.ContainsFunc(text, control) {
		return "", &Error{StatusBadRequest, "a line of the request does not end in CR LF, or has a control character"}
	}
	return text, nil
}

func control(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

// parseStart reads the first line, as in "GET /play?scenario=close HTTP/1.1".
func parseStart(line string) (*Request, error) {
	parts := strings.Split(line, " ")
	if len(parts) != 3 || !strings.HasPrefix(parts[1], "/") {
		return nil, &Error{StatusBadRequest, "the first line is none of a request"}
	}
	if parts[2] != "HTTP/1.1" {
		return nil, &Error{StatusVersion, "the version is not HTTP/1.1"}
	}
	if parts[0] != "GET" && parts[0] != "POST" {
		return nil, &Error{StatusNotImplemented, fmt.Sprintf("the method is %q, and not GET or POST", parts[0])}
	}
	u, err := url.ParseRequestURI(parts[1])
	if err != nil || u.Host != "" {
		return nil, &Error{StatusBadRequest, "the target is none"}
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, &Error{StatusBadRequest, "the query is none"}
	}
	return &Request{Method: parts[0], Path: u.Path, Query: query, header: map[string]string{}}, nil
}

// field reads a field, as in "Host: localhost".
func (r *Request) field(line string) error {
	name, value, ok := strings.Cut(line, ":")
	name = strings.ToLower(name)
	if !ok || name == "" || strings.ContainsFunc(name, func(c rune) bool { return !strings.ContainsRune(token, c) }) {
		return &Error{StatusBadRequest, "a field of the request is none"}
	}
	if _, twice := r.header[name]; twice {
		return &Error{StatusBadRequest, fmt.Sprintf("the field %s comes twice", name)}
	}
	r.header[name] = strings.Trim(value, " \t")
	return nil
}

// token has the characters of names of fields (RFC 9110, 5.6.2), in lower case.
const token = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"

// complete draws from the fields what the connection needs to know.
func (r *Request) complete() error {
	host, named := r.header["host"]
	if !named || host == "" || strings.ContainsAny(host, " \t/@,?#") {
		return &Error{StatusBadRequest, "the request names no host"}
	}
	r.Host, r.last = host, strings.EqualFold(r.header["connection"], "close")
	if _, ok := r.header["transfer-encoding"]; ok {
		return &Error{StatusNotImplemented, "a body in chunks is not read"}
	}
	if length, ok := r.header["content-length"]; ok {
		n, err := strconv.ParseUint(length, 10, 62)
		if err != nil || strings.Trim(length, "0123456789") != "" {
			return &Error{StatusBadRequest, "the length of the body is none"}
		}
		r.Length = int64(n)
	}
	if expects, ok := r.header["expect"]; ok {
		if !strings.EqualFold(expects, "100-continue") {
			return &Error{StatusExpectation, "what the request expects is not known"}
		}
		r.waits = r.Length > 0
	}
	return nil
}
