package capture

import (
	"reflect"
	"strings"
	"testing"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/wire"
)

// TestLookedIntoDocumented holds that docs/trace.md names every tunnel, and every
// field of an event log.
func TestLookedIntoDocumented(t *testing.T) {
	manual := document(t, "docs", "trace.md")
	_, looked, _ := strings.Cut(manual, "## What is looked into")
	looked, _, _ = strings.Cut(looked, "\n## ")
	for k := wire.MPLS; k.String()[:1] != "K"; k++ { // Kind(13) is none
		if !strings.Contains(looked, k.String()) {
			t.Errorf("what docs/trace.md says is looked into leaves out %v", k)
		}
	}
	_, fields, _ := strings.Cut(manual, "## Event logs")
	fields, _, _ = strings.Cut(fields, "The first line")
	for _, f := range reflect.VisibleFields(reflect.TypeFor[line]()) {
		if name := "`" + f.Tag.Get("json") + "`"; name != "`told`" && !strings.Contains(fields, name) {
			t.Errorf("the table of fields in docs/trace.md leaves out %s", name)
		}
	}
}
