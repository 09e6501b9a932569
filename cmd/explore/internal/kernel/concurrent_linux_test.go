package kernel

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"golang.org/x/sys/unix"
)

// TestConcurrentCalls lets threads write to, read from, shut down and close both
// ends of connections of the running kernel at the same time.
func TestConcurrentCalls(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped with -short: talks to the kernel for seconds")
	}
	const rounds = 150
	random := rand.New(rand.NewPCG(1, 2)) // of the plans; the kernel draws the rest
	answers := map[string]int{}
	for range rounds {
		history := converse(t, random)
		if ok, picture := linearizable(t, history); !ok {
			t.Fatalf("a history of the kernel is not linearizable; open %s, kept with go test -artifacts", picture)
		}
		for _, o := range history {
			answers[o.Input.(call).name+" "+o.Output.(answer).err]++
		}
	}
	for _, wanted := range []string{"write ", "read ", "shutdown ", "close ", "read EOF", "write EPIPE", "read EBADF"} {
		if answers[wanted] == 0 {
			t.Errorf("no call was answered %q in %v: the histories show too little", wanted, answers)
		}
	}
}

const (
	threadsPerEnd  = 2
	callsPerThread = 4
)

// converse connects two sockets, lets the threads of both make random calls and
// returns what happened.
func converse(t *testing.T, random *rand.Rand) []porcupine.Operation {
	ends := connected(t)
	var wait sync.WaitGroup
	histories := make([][]porcupine.Operation, 2*threadsPerEnd)
	begin := time.Now()
	for thread := range histories {
		plan := plan(random, thread)
		wait.Go(func() {
			for _, c := range plan {
				called := time.Since(begin)
				a := perform(ends[c.end], c)
				histories[thread] = append(histories[thread], porcupine.Operation{
					ClientId: thread, Input: c, Output: a, Call: called.Nanoseconds(), Return: time.Since(begin).Nanoseconds(),
				})
			}
		})
	}
	wait.Wait()
	var all []porcupine.Operation
	for thread, h := range histories {
		all = append(all, h...)
		_ = unix.Close(ends[thread%2]) // most are closed already
	}
	return held(all)
}

// held notes which calls overlap a close of their descriptor.
func held(history []porcupine.Operation) []porcupine.Operation {
	for i := range history {
		o := &history[i]
		c := o.Input.(call)
		for _, other := range history {
			same := other.Input.(call).end == c.end && other.Input.(call).name == "close" && other.Output.(answer) == done
			c.held = c.held || same && o.Call < other.Return && other.Call < o.Return
		}
		o.Input = c
	}
	return history
}

// plan draws the calls of a thread. Ends are shut down and closed late, so that
// there is something to see before.
func plan(random *rand.Rand, thread int) []call {
	var calls []call
	for i := range callsPerThread {
		c := call{end: thread % 2, name: "read", max: 1 + random.IntN(6)}
		switch n := random.IntN(10 + 2*i); {
		case n < 4:
			c = write(c.end, fmt.Sprintf("%c%d", 'a'+thread, i))
		case n >= 13:
			c = closing(c.end)
		case n >= 11:
			c = shutdown(c.end)
		}
		calls = append(calls, c)
	}
	return calls
}

// perform makes a call of the kernel.
func perform(fd int, c call) answer {
	switch c.name {
	case "write":
		_, err := unix.Write(fd, []byte(c.text))
		return answer{err: errno(err)}
	case "shutdown":
		return answer{err: errno(unix.Shutdown(fd, unix.SHUT_WR))}
	case "close":
		return answer{err: errno(unix.Close(fd))}
	}
	b := make([]byte, c.max)
	n, err := unix.Read(fd, b)
	if err == nil && n == 0 {
		return answer{err: "EOF"}
	}
	return answer{text: string(b[:max(n, 0)]), err: errno(err)}
}

func errno(err error) string {
	var e unix.Errno
	if errors.As(err, &e) {
		return unix.ErrnoName(e)
	}
	return ""
}

// far is a number of descriptors that nobody else in this process gets while
// it is closed: the kernel gives out the lowest that is free.
const far = 600

// connected returns the two ends of a connection over the loopback.
func connected(t *testing.T) (ends [2]int) {
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	listener, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	must(err)
	defer func() { _ = unix.Close(listener) }()
	must(unix.Bind(listener, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}))
	must(unix.Listen(listener, 1))
	address, err := unix.Getsockname(listener)
	must(err)
	client, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	must(err)
	must(unix.Connect(client, address))
	server, _, err := unix.Accept4(listener, unix.SOCK_CLOEXEC)
	must(err)
	for i, fd := range [2]int{client, server} {
		must(unix.SetNonblock(fd, true))
		must(unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1))
		ends[i], err = unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, far)
		must(err)
		must(unix.Close(fd))
	}
	return ends
}
