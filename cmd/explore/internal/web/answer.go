package web

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
)

// The statuses that there are (RFC 9110, section 15).
const (
	StatusOK             = 200
	StatusBadRequest     = 400
	StatusUnauthorized   = 401
	StatusForbidden      = 403
	StatusNotFound       = 404
	StatusMethod         = 405
	StatusTooLarge       = 413
	StatusExpectation    = 417
	StatusTooMany        = 429
	StatusFieldsTooLarge = 431
	StatusInternal       = 500
	StatusNotImplemented = 501
	StatusVersion        = 505
)

var reasons = map[int]string{
	StatusOK: "OK", StatusBadRequest: "Bad Request", StatusUnauthorized: "Unauthorized", StatusForbidden: "Forbidden", StatusNotFound: "Not Found",
	StatusMethod: "Method Not Allowed", StatusTooLarge: "Content Too Large", StatusExpectation: "Expectation Failed", StatusTooMany: "Too Many Requests",
	StatusFieldsTooLarge: "Request Header Fields Too Large", StatusInternal: "Internal Server Error", StatusNotImplemented: "Not Implemented", StatusVersion: "HTTP Version Not Supported",
}

// A Handler answers requests.
type Handler func(*Request) Answer

// An Answer is what a request is answered with.
type Answer struct {
	Status  int // 0: StatusOK
	Type    string
	Fields  [][2]string // more of them, each its name and its value
	Content []byte
}

// write writes the answer; last says that the connection ends after it.
func (a *Answer) write(w io.Writer, last bool) error {
	status := a.Status
	if status == 0 {
		status = StatusOK
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", status, reasons[status])
	field := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	if a.Type != "" {
		field("Content-Type", a.Type)
	}
	field("Content-Length", strconv.Itoa(len(a.Content)))
	for _, f := range a.Fields {
		field(f[0], f[1])
	}
	if last {
		field("Connection", "close")
	}
	b.WriteString("\r\n")
	b.Write(a.Content)
	_, err := w.Write(b.Bytes())
	return err
}
