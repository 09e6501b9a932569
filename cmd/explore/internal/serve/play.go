package serve

import (
	"bytes"
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"sync"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/behaviour"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/ladder"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/language"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/page"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/question"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/web"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// A play is what the page shows of a way through a subject.
type play struct {
	Address string     `json:"address"` // of the whole way
	Old     bool       `json:"old"`     // the address was made with another table, and its way is left out
	Name    string     `json:"name"`    // of the scenario
	Told    string     `json:"told"`    // what it is about
	Asked   string     `json:"asked"`   // an exhibit: by these arguments of explore check
	Policy  string     `json:"policy"`
	Net     string     `json:"net"`
	Mutant  string     `json:"mutant"`
	Way     []int      `json:"way"`
	At      int        `json:"at"` // the moment that the offers are of
	View    *page.View `json:"view"`
	Offers  []offer    `json:"offers"`
	Lights  []light    `json:"lights"`
	Formats []string   `json:"formats"`
}

// An offer is a step that can be taken.
type offer struct {
	N     int      `json:"n"` // the number of the choice
	Kind  string   `json:"kind"`
	End   int      `json:"end"`
	Does  string   `json:"does"`
	Rules []string `json:"rules"`
}

// play answers what there is to see of an address: the subject, the way and what may
// happen after the step "at".
func (s *Server) play(r *web.Request) (any, error) {
	v := r.Query
	k, w, err := s.addressed(v)
	if err != nil {
		return nil, err
	}
	old := v.Get("table") != "" && v.Get("table") != k.table
	if old {
		w = way{stem: -1}
	}
	p, err := k.shown(w, v)
	if err == nil {
		p.Old = old
	}
	return p, err
}

// shown returns a way as the page shows it.
func (k *subject) shown(w way, v url.Values) (*play, error) {
	at, err := strconv.Atoi(cmp.Or(v.Get("at"), strconv.Itoa(len(w.steps))))
	if err != nil || at < 0 || at > len(w.steps) {
		return nil, fmt.Errorf("moment %q is none of this way\nhint: choose 0 to %d", v.Get("at"), len(w.steps))
	}
	whole, err := k.walk(w)
	if err != nil {
		return nil, err
	}
	here, err := k.walk(w.to(at))
	if err != nil {
		return nil, err
	}
	p := &play{
		Address: k.addressOf(w), Name: k.Scenario.Name, Way: append([]int{}, w.steps...), At: at, Offers: []offer{}, Formats: formats,
		Policy: question.PolicyName(&k.Scenario), Net: question.NetworkName(k.Scenario.Net), Mutant: k.Mutant,
	}
	in := languageOf(v)
	p.Told = in.Text(k.told)
	if k.answer != nil {
		e := k.said(in)
		p.Asked, p.Told = e.Ask, e.Shows
	}
	if p.View, err = page.Of(k.ladder(whole, w, in), in); err != nil {
		return nil, err
	}
	p.offer(here.Offers())
	p.Lights, err = k.lights(whole, v.Get("watch"), in)
	return p, err
}

// formats are those that a way is exported as.
var formats = append(append([]string{}, ladder.Formats...), page.Format)

// offer lists what can be done.
func (p *play) offer(all []behaviour.Offer) {
	for i := range all {
		o := &all[i]
		p.Offers = append(p.Offers, offer{i, o.Kind, o.Told.End, o.Told.Summary([2]string{"A", "B"}), o.Told.Rules})
	}
}

// ladder tells a walk, with what is said of its steps.
func (k *subject) ladder(walk *behaviour.Walk, w way, in language.Language) *ladder.Ladder {
	title := fmt.Sprintf("A way through scenario %s, policy %s", k.Scenario.Name, question.PolicyName(&k.Scenario))
	if k.Mutant != "" {
		title = fmt.Sprintf("A way through scenario %s, policy %s, mutant %s", k.Scenario.Name, question.PolicyName(&k.Scenario), k.Mutant)
	}
	l := walk.Ladder(title)
	if w.stem >= 0 {
		l = walk.Ring(title, w.stem)
	}
	if k.answer != nil {
		e := k.said(in)
		l.Title = e.Shows
		e.Annotate(l)
	}
	return l
}

// export answers with a file of a way, in one of the formats.
func (s *Server) export(r *web.Request) web.Answer {
	b, name, err := s.exported(r.Query)
	if err != nil {
		return fail(statusOf(err), err)
	}
	return web.Answer{Type: "application/octet-stream", Fields: [][2]string{{"Content-Disposition", fmt.Sprintf("attachment; filename=%q", name)}}, Content: b}
}

func (s *Server) exported(v url.Values) (content []byte, name string, err error) {
	k, w, err := s.addressed(v)
	if err != nil {
		return nil, "", err
	}
	walk, err := k.walk(w)
	if err != nil {
		return nil, "", err
	}
	format := v.Get("format")
	if !slices.Contains(formats, format) {
		return nil, "", hint.Unknown("format", format, formats, "the page")
	}
	var b bytes.Buffer
	in := page.Written(format, languageOf(v))
	if err := page.WriteLadder(&b, k.ladder(walk, w, in), format, true, in); err != nil {
		return nil, "", err
	}
	return b.Bytes(), k.Scenario.Name + "." + extension(format), nil
}

// extension is what the name of a file of a format ends with.
func extension(format string) string {
	switch format {
	case "text":
		return "txt"
	case "mermaid":
		return "mmd"
	case "itf":
		return "itf.json"
	case "packetdrill":
		return "pkt"
	}
	return format
}

// diagram answers with the picture of the states under a policy.
func (s *Server) diagram(r *web.Request) (any, error) {
	name := cmp.Or(r.Query.Get("policy"), fsm.Profiles()[0].Name)
	p, err := hint.ParsePolicy(name)
	if err != nil {
		return nil, err
	}
	s.states.Lock()
	defer s.states.Unlock()
	in := languageOf(r.Query)
	key := string(in) + " " + name
	drawing, known := s.states.drawn[key]
	if !known {
		if drawing, err = page.States(name, p, in); err != nil {
			return nil, err
		}
		if len(s.states.drawn) >= mostStates {
			clear(s.states.drawn)
		}
		s.states.drawn[key] = drawing
	}
	return map[string]string{"drawing": drawing}, nil
}

// states remembers pictures of states, by their languages and policies.
type states struct {
	sync.Mutex
	drawn map[string]string
}

// mostStates is how many are remembered.
const mostStates = 32
