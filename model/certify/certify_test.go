package certify_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/certificate"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
	"github.com/tcpfsm/tcpfsm/model/certify"
)

func TestCertify(t *testing.T) {
	size, spent := 0, time.Duration(0)
	for _, s := range catalogue.Scenarios() {
		if s.Large {
			continue
		}
		q, err := catalogue.Question(s)
		if err != nil {
			t.Fatal(err)
		}
		var some []*model.Property
		for _, p := range q.Expected {
			if p.Event != nil || p.State != nil || p.Step != nil {
				some = append(some, p)
			}
		}
		q.Expected, q.AnyCapacity, q.Invariant = some, true, true
		a, err := model.Ask(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		c := certify.Of(a)
		var b bytes.Buffer
		if err := certify.Write(&b, c); err != nil {
			t.Fatal(err)
		}
		size += b.Len()
		os.WriteFile("/tmp/certs/"+s.Name, b.Bytes(), 0o644)
		n := b.Len()
		began := time.Now()
		c, err = certificate.Read(json.NewDecoder(&b))
		if err != nil {
			t.Fatal(err)
		}
		read := time.Since(began)
		err = c.Verify(fsm.RFC9293Table())
		spent += time.Since(began)
		t.Logf("%s: %d states, %d ends, %d directions, %d claims, %d octets, %v read, %v: %v", s.Name, len(c.States), len(c.Ends), len(c.Sent), len(c.Claims), n, read, time.Since(began), err)
		if err != nil {
			t.Fail()
		}
	}
	t.Log(size, spent)
}
