package serve

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/web"
)

// An answerer says what a request is answered with.
type answerer func(*web.Request) (any, error)

// answered returns a handler that answers in JSON. An error is one of the request, unless
// it is a *web.Error, which has a status of its own.
func answered(answer answerer) web.Handler {
	return func(r *web.Request) web.Answer {
		v, err := answer(r)
		if err != nil {
			return fail(statusOf(err), err)
		}
		return reply(web.StatusOK, v)
	}
}

func statusOf(err error) int {
	if known := new(web.Error); errors.As(err, &known) {
		return known.Status
	}
	return web.StatusBadRequest
}

// fail answers with what is wrong, and what to do.
func fail(status int, err error) web.Answer {
	text, hint, _ := strings.Cut(err.Error(), "\nhint: ")
	return reply(status, map[string]string{"error": text, "hint": hint})
}

func reply(status int, v any) web.Answer {
	b, err := json.Marshal(v) // which is safe within HTML, too
	if err != nil {
		return web.Answer{Status: web.StatusInternal, Type: "application/json", Content: []byte(`{"error":"the answer cannot be written"}`)}
	}
	return web.Answer{Status: status, Type: "application/json", Content: b}
}

// ask reads the body of a question.
func ask(r *web.Request, into any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	return d.Decode(into)
}
