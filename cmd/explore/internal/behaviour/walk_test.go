package behaviour_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker/scene"
	"github.com/tcpfsm/tcpfsm/checker/scene/scenetest"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/behaviour"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// TestPictures strays through every scenario and holds that what is drawn of it can be
// read, and that a page can find each part of it.
func TestPictures(t *testing.T) {
	seeds := uint64(2)
	if testing.Short() {
		seeds = 1
	}
	for i, s := range catalogue.Scenarios() {
		if testing.Short() && i%6 != 0 {
			continue
		}
		for seed := range seeds {
			w, err := behaviour.NewWalk(&model.Question{Scenario: s})
			if err != nil {
				t.Fatal(err)
			}
			w.Stray(rand.New(rand.NewPCG(seed, 0)), 40)
			name := fmt.Sprintf("%s, seed %d", s.Name, seed)
			l := w.Ladder(name)
			for i := range l.Steps {
				if i%5 == 0 {
					l.Steps[i].Says = "Somebody who explains it says of this step what it is that matters in it."
				}
			}
			picture := l.Picture()
			scenetest.Legible(t, name, picture)
			unique(t, name, picture)
		}
	}
}

// unique holds that no two parts of a picture have the same id.
func unique(t *testing.T, name string, s *scene.Scene) {
	t.Helper()
	var b strings.Builder
	if err := s.SVG(&b); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, id := range regexp.MustCompile(` id="[^"]*"`).FindAllString(b.String(), -1) {
		if seen[id] {
			t.Errorf("%s:%s is there twice", name, id)
		}
		seen[id] = true
	}
	if len(seen) == 0 {
		t.Errorf("%s: there are no ids", name)
	}
}
