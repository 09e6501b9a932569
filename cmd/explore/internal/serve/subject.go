package serve

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/behaviour"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/report"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/why"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// A subject is what there is to walk through, and to ask about: a scenario with what is
// changed in it, an exhibit of an answer, or a trial of a hazard.
type subject struct {
	question.Question
	reach   string       // of an exhibit: what it looks for a way to
	answer  *why.Answer  // whose exhibit it is; nil: none
	exhibit int          // which of them, counted from 0
	told    string       // what it is about
	address url.Values   // the words that name it
	table   string       // the digest of its rules and bounds
	start   *walkThrough // nothing taken yet
}

// A walkThrough remembers walks through a subject, so that the next step is one step.
type walkThrough struct {
	sync.Mutex
	first *behaviour.Walk
	known map[string]*behaviour.Walk // by the way that they have gone
}

// mostWalks is how many walks are remembered.
const mostWalks = 256

// words are those of an address that name a scenario, change it, and ask about it.
var words = []string{"scenario", "net", "policy", "mutant", "bound", "set", "assume", "property"}

// named returns the words of an address that name its subject, and no others.
func named(v url.Values) url.Values {
	out := url.Values{}
	for _, name := range append([]string{"why", "exhibit", "hazard", "trial", "capacity"}, words...) {
		if text := v.Get(name); text != "" {
			out.Set(name, text)
		}
	}
	return out
}

// subjects remembers the last ones.
type subjects struct {
	sync.Mutex
	known []*subject
}

// mostSubjects is how many are remembered.
const mostSubjects = 16

// subject returns what an address names.
func (s *Server) subject(v url.Values) (*subject, error) {
	address := named(v)
	key := address.Encode()
	s.subjects.Lock()
	defer s.subjects.Unlock()
	all := s.subjects.known
	if i := slices.IndexFunc(all, func(k *subject) bool { return k.address.Encode() == key }); i >= 0 {
		return all[i], nil
	}
	k, err := s.resolve(address)
	if err != nil {
		return nil, err
	}
	if len(all) == mostSubjects {
		all = all[1:]
	}
	s.subjects.known = append(slices.Clip(all), k)
	return k, nil
}

// resolve makes a subject of the words that name it.
func (s *Server) resolve(address url.Values) (k *subject, err error) {
	k = &subject{address: address}
	switch {
	case address.Get("why") != "":
		err = s.exhibited(k)
	case address.Get("hazard") != "":
		err = k.tried()
	default:
		err = k.asked()
	}
	if err != nil {
		return nil, err
	}
	if text := address.Get("capacity"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > model.MaxCapacity {
			return nil, fmt.Errorf("capacity %q is out of range\nhint: choose 1 to %d", text, model.MaxCapacity)
		}
		k.Scenario.Net.Capacity = n
	}
	m, err := k.Watched()
	if err != nil {
		return nil, err
	}
	k.start = &walkThrough{first: behaviour.WalkOf(m, &k.Scenario), known: map[string]*behaviour.Walk{}}
	k.table = k.digest()
	return k, nil
}

// digest identifies the rules of the subject and its bounds: with another one a way
// means something else.
func (k *subject) digest() string {
	sum := sha256.Sum256([]byte(report.Digest(k.start.first.Model().Machine()) + report.Bounds(&k.Scenario)))
	return hex.EncodeToString(sum[:8])
}

// asked makes the subject of the words of a request.
func (k *subject) asked() error {
	r, err := requestOf(k.address)
	if err != nil {
		return err
	}
	r.Stepwise, r.Assume = true, unfair(r.Assume)
	all, err := r.Questions()
	if err != nil {
		return err
	}
	k.Question, k.told = all[0], all[0].Scenario.About
	return nil
}

// unfair leaves out of a list of assumptions those of fairness: single steps know none.
func unfair(list string) string {
	kept := slices.DeleteFunc(strings.Split(list, ","), func(name string) bool {
		a, err := catalogue.FindAssumption(strings.TrimSpace(name))
		return err == nil && a.Fair()
	})
	return strings.Join(kept, ",")
}

// requestOf returns the request that the words of an address make. The scenario is one
// that has a name: an address names no file.
func requestOf(v url.Values) (*question.Request, error) {
	name := v.Get("scenario")
	if name == "" {
		return nil, errors.New("the address names no scenario\nhint: choose one on the page")
	}
	if names := question.ScenarioNames(); !slices.Contains(names, name) {
		return nil, hint.Unknown("scenario", name, names, "explore list scenarios")
	}
	return &question.Request{
		Scenarios: []string{name}, Net: v.Get("net"), Policy: v.Get("policy"), Mutant: v.Get("mutant"), Bound: v.Get("bound"), Set: v.Get("set"),
		Assume: v.Get("assume"), Assumed: v.Get("assume") != "", Properties: v["property"],
	}, nil
}

// exhibited makes the subject of an exhibit of an answer.
func (s *Server) exhibited(k *subject) error {
	a, err := why.Find(k.address.Get("why"))
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(k.address.Get("exhibit"))
	if err != nil || n < 1 || n > len(a.Exhibits) {
		return fmt.Errorf("exhibit %q: %s has %d\nhint: choose one of them", k.address.Get("exhibit"), a.Name, len(a.Exhibits))
	}
	k.answer, k.exhibit = a, n-1
	k.Question, k.reach, err = s.options.Put(&a.Exhibits[k.exhibit])
	return err
}

// said returns the exhibit that the subject is, in a language.
func (k *subject) said(in language.Language) *why.Exhibit {
	return &k.answer.In(in).Exhibits[k.exhibit]
}

// tried makes the subject of a trial of a hazard: first come those that show it, then
// those that clear it.
func (k *subject) tried() error {
	all, err := question.Hazards([]string{k.address.Get("hazard")})
	if err != nil {
		return err
	}
	h := &all[0]
	trials := trialsOf(h)
	n, err := strconv.Atoi(k.address.Get("trial"))
	if err != nil || n < 1 || n > len(trials) {
		return fmt.Errorf("trial %q: %s has %d\nhint: choose one of them", k.address.Get("trial"), h.ID, len(trials))
	}
	k.Question.Question, err = trials[n-1].Question()
	k.told = h.What
	return err
}

func trialsOf(h *catalogue.Hazard) []catalogue.Trial { return slices.Concat(h.Exhibited, h.Cleared) }
