package serve

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

// A refused is an error with the status that it is answered with. Others are answered as
// bad requests.
type refused struct {
	status int
	error
}

// answered returns a handler that answers in JSON.
func answered(answer func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := answer(r)
		if err != nil {
			fail(w, statusOf(err), err)
			return
		}
		reply(w, http.StatusOK, v)
	}
}

func statusOf(err error) int {
	var large *http.MaxBytesError
	var known *refused
	switch {
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge
	case errors.As(err, &known):
		return known.status
	}
	return http.StatusBadRequest
}

// fail answers with what is wrong, and what to do.
func fail(w http.ResponseWriter, status int, err error) {
	text, hint, _ := strings.Cut(err.Error(), "\nhint: ")
	reply(w, status, map[string]string{"error": text, "hint": hint})
}

func reply(w http.ResponseWriter, status int, v any) {
	b, err := json.Marshal(v) // which is safe within HTML, too
	if err != nil {
		status, b = http.StatusInternalServerError, []byte(`{"error":"the answer cannot be written"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(b) // whoever asked may have gone
}

// ask reads the body of a question.
func ask(r *http.Request, into any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	return d.Decode(into)
}
