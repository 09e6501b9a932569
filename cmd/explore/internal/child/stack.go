package child

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// A Stack is a child as a stack under test. It has one connection at a time.
type Stack struct {
	// Patience is how long a child may take for one answer.
	Patience time.Duration

	// Tap, if it is not nil, is told of each packet.
	Tap func(packet []byte, toChild bool) error

	// Family is the version of IP of the packets.
	Family fsm.Family

	ctx     context.Context
	argv    []string
	process *process // nil: to be started
	version int      // that both speak; 0: not known yet
	options []string // that the child has
	name    string
	next    int
	crashes int
	idle    int // crashes since anything has been answered
}

// Version is the newest version of the frames. Children of older ones will do: they have no
// options.
const Version = 2

// numbered is the option of a child that is told its initial sequence numbers, versed of one
// that is told the version of IP, reported of one that takes messages of ICMP, and slow of one whose
// clock waits.
const (
	numbered = "iss"
	versed   = "ipv6"
	reported = "icmp"
	slow     = "slow"
)

// The crashes that are too many: without an answer in between, and at all. A child that
// does not answer costs its patience each time.
const (
	tooManyIdle    = 3
	tooManyCrashes = 200
)

// New starts a child and asks for its name. When ctx is done, that a child ends is no
// finding: who stops the command at a terminal stops the child, too.
func New(ctx context.Context, argv []string, patience time.Duration, family fsm.Family) (*Stack, error) {
	s := &Stack{ctx: ctx, argv: argv, Patience: patience, Family: family, name: filepath.Base(argv[0])}
	if err := s.start(); err != nil {
		return nil, err
	}
	return s, nil
}

// Name is what the child calls itself, or else the name of its program.
func (s *Stack) Name() string { return s.name }

// Numbered reports whether the child can be told its initial sequence numbers.
func (s *Stack) Numbered() bool { return slices.Contains(s.options, numbered) }

// Slow reports whether the child's clock waits.
func (s *Stack) Slow() bool { return slices.Contains(s.options, slow) }

// ICMP reports whether the child takes messages of ICMP.
func (s *Stack) ICMP() bool { return slices.Contains(s.options, reported) }

// start starts the child and tells it the version of IP, if that is not 4.
func (s *Stack) start() error {
	if err := s.meet(); err != nil {
		return err
	}
	if s.Family == fsm.IPv4 {
		return nil
	}
	if !slices.Contains(s.options, versed) {
		s.drop()
		return fmt.Errorf("the child %s does not take %v\nhint: it has to name the option %s, see docs/frames.md", s.name, s.Family, versed)
	}
	_, said, err := s.process.ask(frame{command, []byte("family 6")}, s.Patience)
	if err == nil && (strings.HasPrefix(said, "limit:") || strings.HasPrefix(said, "refused:")) {
		err = errors.New(said)
	}
	if err != nil {
		s.drop()
		return fmt.Errorf("the child %s does not take %v: %w", s.name, s.Family, err)
	}
	return nil
}

// meet starts the child, and the first time finds the newest version that it speaks: one
// that knows but an older one may end when it is asked for ours.
func (s *Stack) meet() error {
	if s.version > 0 {
		return s.greet(s.version)
	}
	for version := Version; ; version-- {
		err := s.greet(version)
		if err == nil {
			s.version = version
		}
		if mute := (*silent)(nil); err == nil || version == 1 || errors.As(err, &mute) {
			return err
		}
	}
}

// greet starts the child and exchanges versions.
func (s *Stack) greet(version int) (err error) {
	if s.process, err = start(s.argv); err != nil {
		return fmt.Errorf("cannot start the child: %w\nhint: what follows -- is a program and its arguments", err)
	}
	_, said, err := s.process.ask(frame{command, fmt.Appendf(nil, "version %d", version)}, s.Patience)
	if err != nil {
		s.drop()
		return fmt.Errorf("the child %s says nothing: %w\nhint: it has to speak frames on standard input and output, see docs/frames.md", s.name, err)
	}
	if !s.introduced(said, version) {
		s.drop()
		return fmt.Errorf("the child %s speaks %q\nhint: this command speaks version %d of the frames, and older ones", s.name, said, Version)
	}
	return nil
}

// introduced understands what a child says that was asked for a version: "version 1 NAME", or
// "version 2 OPTIONS NAME". One that knows nothing of versions says "?".
func (s *Stack) introduced(said string, version int) bool {
	what, rest, _ := strings.Cut(said, " ")
	number, rest, _ := strings.Cut(rest, " ")
	spoken, err := strconv.Atoi(number)
	switch {
	case what == "?":
		return true
	case what != "version" || err != nil || spoken < 1 || spoken > version:
		return false
	}
	if spoken > 1 {
		var options string
		options, rest, _ = strings.Cut(rest, " ")
		s.options = strings.Split(options, ",")
	}
	s.name = cmp.Or(rest, s.name)
	return true
}

// drop ends the child, if it runs.
func (s *Stack) drop() {
	if s.process != nil {
		s.process.end()
		s.process = nil
	}
}

// Close ends the child.
func (s *Stack) Close() { s.drop() }

// Connection returns a connection of the child, which is started if it does not run.
func (s *Stack) Connection() (conform.Connection, error) {
	switch {
	case s.idle >= tooManyIdle:
		return nil, errors.New("the child ends or is silent whatever it is asked\nhint: run it by hand; docs/frames.md has a first exchange")
	case s.crashes >= tooManyCrashes:
		return nil, fmt.Errorf("the child has been started anew %d times, that will do", s.crashes)
	}
	if s.process == nil {
		if err := s.start(); err != nil {
			return nil, err
		}
	}
	s.next++
	return &connection{stack: s, ends: endsOf(s.next)}, nil
}

// ask asks the child. A child that does not answer is no more, and that is a crash.
func (s *Stack) ask(f frame) ([][]byte, string, error) {
	if s.process == nil {
		return nil, "", &conform.Crash{Reason: "it is not there any more"}
	}
	packets, said, err := s.process.ask(f, s.Patience)
	if err != nil {
		select {
		case <-s.ctx.Done():
			s.drop()
			return nil, "", s.ctx.Err()
		case <-time.After(stopping):
			return nil, "", s.crash(err.Error())
		}
	}
	s.idle = 0
	return packets, said, nil
}

// stopping is how much sooner a child may know that all is to stop.
const stopping = 50 * time.Millisecond

// crash ends the child for what it has done.
func (s *Stack) crash(reason string) error {
	s.drop()
	s.crashes++
	s.idle++
	return &conform.Crash{Reason: reason}
}
