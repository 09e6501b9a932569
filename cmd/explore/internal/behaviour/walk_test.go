package behaviour_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/tcpfsm/tcpfsm/checker/scene/scenetest"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/behaviour"
	"github.com/tcpfsm/tcpfsm/model"
	"github.com/tcpfsm/tcpfsm/model/catalogue"
)

// TestPictures strays through every scenario and holds that what is drawn of it can be
// read.
func TestPictures(t *testing.T) {
	seeds := uint64(2)
	if testing.Short() {
		seeds = 1
	}
	for _, s := range catalogue.Scenarios() {
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
			scenetest.Legible(t, name, l.Picture())
		}
	}
}
