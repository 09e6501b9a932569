package browser

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"github.com/chromedp/chromedp"
)

// The version of axe, and the digest of its code.
const (
	axeVersion = "4.14.1"
	axeDigest  = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
)

// axe returns the code of axe, which npm fetches once.
var axe = sync.OnceValues(func() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	dir := filepath.Join(cache, "tcpfsm-browser")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	name := filepath.Join(dir, "axe-core-"+axeVersion+".tgz")
	if _, err := os.Stat(name); err != nil {
		pack := exec.Command("npm", "pack", "--silent", "axe-core@"+axeVersion)
		pack.Dir = dir
		if out, err := pack.CombinedOutput(); err != nil {
			return "", fmt.Errorf("npm pack axe-core@%s: %w: %.200s", axeVersion, err, out)
		}
	}
	code, err := member(name, "package/axe.min.js")
	if sum := sha256.Sum256(code); err == nil && hex.EncodeToString(sum[:]) != axeDigest {
		err = fmt.Errorf("axe-core %s is not what it was: its digest is %x", axeVersion, sum)
	}
	return string(code), err
})

// member returns a file of a packed archive.
func member(archive, name string) ([]byte, error) {
	f, err := os.Open(archive)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if err != nil {
			return nil, fmt.Errorf("%s has no %s: %w", archive, name, err)
		}
		if h.Name == name {
			return io.ReadAll(t)
		}
	}
}

// A finding is what axe has to say against a page.
type finding struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Where  string `json:"where"`
}

const audit = `axe.run(document, {resultTypes: ["violations"]}).then((r) => r.violations.map((v) =>
	({id: v.id, impact: v.impact, help: v.help, where: v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + " :: " + (n.any[0] || n.all[0] || n.none[0] || {message: ""}).message).join("\n\t\t")})))`

// accessible holds that axe finds nothing serious in what a tab shows.
func (p *tab) accessible(what string) {
	p.t.Helper()
	code, err := axe()
	if err != nil {
		p.t.Skipf("skipped: axe could not be fetched: %v", err)
	}
	p.do(chromedp.Evaluate[chromedp.Void]("if (!window.axe) {"+code+"}; undefined", chromedp.EvalIgnoreExceptions))
	all := evaluate[[]finding](p, audit, chromedp.EvalAwaitPromise)
	for _, f := range all {
		if f.Impact == "serious" || f.Impact == "critical" {
			p.t.Errorf("%s: %s (%s): %s\n\t\t%s", what, f.ID, f.Impact, f.Help, f.Where)
		} else {
			p.t.Logf("%s: %s (%s): %s\n\t\t%s", what, f.ID, f.Impact, f.Help, f.Where)
		}
	}
	if !strings.Contains(code, "axe v"+axeVersion) {
		p.t.Errorf("axe is not of version %s", axeVersion)
	}
}
