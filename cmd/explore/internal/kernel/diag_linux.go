package kernel

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// A question is a struct inet_diag_req_v2 for one pair of sockets. The library
// that speaks netlink can only ask for all sockets of the machine.
type question struct{ address }

// The sizes of struct inet_diag_req_v2 and struct inet_diag_msg in octets.
const (
	questionSize = 56
	answerSize   = 72
)

// Len returns the length of the question in octets.
func (question) Len() int { return questionSize }

// Serialize returns the question as the kernel reads it.
func (q question) Serialize() []byte {
	b := make([]byte, questionSize)
	b[0], b[1] = unix.AF_INET, unix.IPPROTO_TCP
	if q.local.Is6() {
		b[0] = unix.AF_INET6
	}
	binary.NativeEndian.PutUint32(b[4:], ^uint32(0)) // in any state
	binary.BigEndian.PutUint16(b[8:], q.port)
	binary.BigEndian.PutUint16(b[10:], q.port)
	copy(b[12:], q.local.AsSlice())
	copy(b[28:], q.peer.AsSlice())
	binary.NativeEndian.PutUint64(b[48:], ^uint64(0)) // whatever its cookie
	return b
}

// ask sends q and returns the answer, nil if there is no such socket.
func (q question) ask(kind, flags int) ([]byte, error) {
	r := nl.NewNetlinkRequest(kind, flags)
	r.AddData(q)
	answers, err := r.Execute(unix.NETLINK_INET_DIAG, 0)
	switch {
	case errors.Is(err, unix.ENOENT):
		return nil, nil
	case err != nil:
		return nil, &Unavailable{"sock_diag", "it needs a kernel with CONFIG_INET_DIAG", err}
	case len(answers) == 0:
		return nil, nil
	}
	return answers[0], nil
}

// states translates the kernel's numbers of states, include/net/tcp_states.h.
var states = [...]fsm.State{
	1: fsm.Established, fsm.SynSent, fsm.SynReceived, fsm.FinWait1, fsm.FinWait2, fsm.TimeWait,
	fsm.Closed, fsm.CloseWait, fsm.LastAck, fsm.Listen, fsm.Closing, fsm.SynReceived,
}

// The timer of a socket in TIME-WAIT, of which the answer tells.
const timeWaitTimer = 3

// observe asks for the state of the connection with this pair of sockets. If
// there is none the kernel answers with the listener that would take it.
func (a address) observe() (conform.View, error) {
	answer, err := question{a}.ask(nl.SOCK_DIAG_BY_FAMILY, 0)
	if err != nil || answer == nil {
		return conform.In(fsm.Closed), err
	}
	if len(answer) < answerSize || int(answer[1]) >= len(states) {
		return conform.View{}, fmt.Errorf("the kernel has given an answer of %d octets about a socket, in no state that is known", len(answer))
	}
	v := conform.In(states[answer[1]])
	if answer[2] == timeWaitTimer && v.Is(fsm.TimeWait) {
		v.Left = time.Duration(binary.NativeEndian.Uint32(answer[52:])) * time.Millisecond
	}
	return v, nil
}

// destroy removes whatever the kernel has for this pair of sockets.
func (a address) destroy() error {
	_, err := question{a}.ask(nl.SOCK_DESTROY, unix.NLM_F_ACK)
	return err
}
