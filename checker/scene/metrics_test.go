package scene

import (
	"os"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// TestWidths holds the tables of widths against the fonts: none has a wider
// character, and each entry is needed by one of them.
func TestWidths(t *testing.T) {
	const fonts = "/usr/share/fonts/truetype/"
	for _, test := range []struct {
		own    []byte
		others []string
		table  []uint16
	}{
		{goregular.TTF, []string{"dejavu/DejaVuSans.ttf", "liberation/LiberationSans-Regular.ttf"}, widths[:]},
		{gobold.TTF, []string{"dejavu/DejaVuSans-Bold.ttf", "liberation/LiberationSans-Bold.ttf"}, boldWidths[:]},
	} {
		all, whole := [][]byte{test.own}, true
		for _, name := range test.others {
			data, err := os.ReadFile(fonts + name)
			if err != nil {
				t.Logf("skipped: %s is not installed; apt-get install fonts-dejavu-core fonts-liberation", name)
				whole = false
				continue
			}
			all = append(all, data)
		}
		for i, want := range test.table {
			widest := 0
			for _, data := range all {
				widest = max(widest, advance(t, data, rune(' '+i)))
			}
			if widest > int(want) || whole && widest != int(want) {
				t.Errorf("%q is %d wide, in the table %d", rune(' '+i), widest, want)
			}
		}
	}
}

// advance returns the width of a character in thousandths of the size.
func advance(t *testing.T, data []byte, r rune) int {
	f, err := sfnt.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	var b sfnt.Buffer
	index, err := f.GlyphIndex(&b, r)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := f.GlyphAdvance(&b, index, fixed.I(1000), font.HintingNone)
	if err != nil {
		t.Fatal(err)
	}
	return wide.Ceil()
}
