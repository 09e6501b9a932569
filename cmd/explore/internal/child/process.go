package child

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// A process is a running child.
type process struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	frames chan frame
	ended  chan struct{} // closed when there are no more frames; then err says why
	err    error
	stderr tail
}

// start starts a child.
func start(argv []string) (*process, error) {
	p := &process{cmd: exec.Command(argv[0], argv[1:]...), frames: make(chan frame, 64), ended: make(chan struct{})}
	p.cmd.Stderr = &p.stderr
	p.cmd.WaitDelay = time.Second
	var err error
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go p.read(bufio.NewReaderSize(out, 1<<16))
	return p, nil
}

// read reads frames until there are no more.
func (p *process) read(r io.Reader) {
	defer close(p.ended)
	for {
		f, err := readFrame(r)
		if err != nil {
			p.err = err
			return
		}
		p.frames <- f
	}
}

// ask sends a frame and returns what the child answers: packets, and then what it has
// said when it was done. The error says what is wrong with a child that does not.
func (p *process) ask(f frame, patience time.Duration) (packets [][]byte, said string, err error) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	if err := f.write(p.stdin); err != nil {
		return nil, "", p.postmortem()
	}
	for {
		select {
		case f := <-p.frames:
			if f.kind == done {
				return packets, string(f.payload), nil
			}
			if packets = append(packets, f.payload); len(packets) > flood {
				return nil, "", fmt.Errorf("it floods: more than %d packets for one input", flood)
			}
		case <-p.ended:
			if len(p.frames) == 0 {
				return packets, "", p.postmortem()
			}
		case <-timer.C:
			return packets, "", &silent{patience}
		}
	}
}

// flood is how many packets one input may draw.
const flood = 1000

// A silent is the error of a child that does not answer.
type silent struct{ patience time.Duration }

func (s *silent) Error() string { return fmt.Sprintf("it has not answered for %v", s.patience) }

// postmortem says why a child has ended.
func (p *process) postmortem() error {
	select {
	case <-p.ended:
	case <-time.After(time.Second):
	}
	if wrong := (*nonsense)(nil); errors.As(p.err, &wrong) {
		return wrong
	}
	p.end()
	how := "it has ended: " + p.cmd.ProcessState.String()
	if last := p.stderr.last(); last != "" {
		how += ": " + last
	}
	return errors.New(how)
}

// end ends the child, by force if it has to be.
func (p *process) end() {
	_ = p.stdin.Close()
	quiet := make(chan struct{})
	go func() { // what it still has to say would keep it from ending
		for {
			select {
			case <-p.frames:
			case <-quiet:
				return
			}
		}
	}()
	timer := time.AfterFunc(300*time.Millisecond, func() { _ = p.cmd.Process.Kill() })
	_ = p.cmd.Wait()
	timer.Stop()
	close(quiet)
}

// A tail keeps the end of what a child writes on standard error.
type tail struct {
	sync.Mutex
	kept []byte
}

// keep is how much of it, in octets.
const keep = 4 << 10

func (t *tail) Write(b []byte) (int, error) {
	t.Lock()
	defer t.Unlock()
	t.kept = append(t.kept, b...)
	t.kept = t.kept[max(0, len(t.kept)-keep):]
	return len(b), nil
}

// last returns the last line, without what no terminal should see.
func (t *tail) last() string {
	t.Lock()
	defer t.Unlock()
	lines := strings.Split(strings.TrimSpace(string(t.kept)), "\n")
	line := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, lines[len(lines)-1])
	return strings.ToValidUTF8(line[:min(len(line), 200)], "")
}
