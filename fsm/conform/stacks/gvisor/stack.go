// Command gvisor holds the TCP of gVisor against the table: go run . -help
//
// It is a module of its own, for what it imports is large. older.mod pins an older
// gVisor: go run -modfile=older.mod .
package main

import (
	"bytes"
	"cmp"
	"fmt"
	"math/rand"
	"time"

	"gvisor.dev/gvisor/pkg/buffer"
	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/faketime"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	"gvisor.dev/gvisor/pkg/tcpip/link/channel"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv6"
	"gvisor.dev/gvisor/pkg/tcpip/stack"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"
	"gvisor.dev/gvisor/pkg/waiter"

	"github.com/tcpfsm/tcpfsm/fsm"
	"github.com/tcpfsm/tcpfsm/fsm/conform"
)

// A netstack is gVisor's stack on a clock of the test's.
type netstack struct {
	stack *stack.Stack
	ip    version
	link  *channel.Endpoint
	clock *faketime.ManualClock
	next  uint16
}

// A version is one of IP, and the addresses of the stack and of its peer by it (RFC 5737, RFC
// 3849).
type version struct {
	number      tcpip.NetworkProtocolNumber
	factory     stack.NetworkProtocolFactory
	everywhere  tcpip.Subnet
	local, peer tcpip.Address
}

var versions = map[fsm.Family]version{
	fsm.IPv4: {ipv4.ProtocolNumber, ipv4.NewProtocol, header.IPv4EmptySubnet, tcpip.AddrFrom4([4]byte{192, 0, 2, 1}), tcpip.AddrFrom4([4]byte{192, 0, 2, 2})},
	fsm.IPv6: {
		ipv6.ProtocolNumber, ipv6.NewProtocol, header.IPv6EmptySubnet,
		tcpip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 15: 1}), tcpip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 15: 2}),
	},
}

// nic is the only device.
const nic = 1

// newNetstack makes a stack. Challenge ACKs are not limited, or a second one would be
// missing for no reason of the case.
func newNetstack(family fsm.Family) (*netstack, error) {
	n := &netstack{ip: versions[family], clock: faketime.NewManualClock(), link: channel.New(1024, 1500, "")}
	n.link.LinkEPCapabilities |= stack.CapabilityRXChecksumOffload
	n.stack = stack.New(stack.Options{
		NetworkProtocols:   []stack.NetworkProtocolFactory{n.ip.factory},
		TransportProtocols: []stack.TransportProtocolFactory{tcp.NewProtocol},
		Clock:              n.clock,
		RandSource:         rand.NewSource(1), // the same run every time
		SecureRNG:          constant{},
	})
	if err := n.stack.CreateNIC(nic, n.link); err != nil {
		return nil, fmt.Errorf("cannot make a device: %v", err)
	}
	address := tcpip.ProtocolAddress{Protocol: n.ip.number, AddressWithPrefix: n.ip.local.WithPrefix()}
	if err := n.stack.AddProtocolAddress(nic, address, stack.AddressProperties{}); err != nil {
		return nil, fmt.Errorf("cannot give the device its address: %v", err)
	}
	n.stack.SetRouteTable([]tcpip.Route{{Destination: n.ip.everywhere, NIC: nic}})
	if err := n.stack.SetOption(stack.TCPInvalidRateLimitOption(0)); err != nil {
		return nil, fmt.Errorf("cannot lift the limit of challenge ACKs: %v", err)
	}
	return n, nil
}

// constant is a source of random octets that are all alike, and not 0, of which gVisor
// would ask for others for ever.
type constant struct{}

func (constant) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 0x55
	}
	return len(b), nil
}

// Connection returns a connection between ports that were not in use before.
func (n *netstack) Connection() (conform.Connection, error) {
	n.next++
	return &connection{netstack: n, port: 1024 + n.next%60000}, nil
}

// Numbered reports that the stack is told its initial sequence numbers: see number.
func (n *netstack) Numbered() bool { return true }

// ICMP reports that the stack takes messages of ICMP.
func (n *netstack) ICMP() bool { return true }

// A connection is an endpoint, or a socket that listens until there is one.
type connection struct {
	*netstack
	port     uint16 // of both ends
	listener tcpip.Endpoint
	again    tcpip.Endpoint // a socket that listens while the connection is in TIME-WAIT
	endpoint tcpip.Endpoint
	closed   bool // by the user: no call names it any more

	shift fsm.Seq // what the stack's numbers are ahead of those that are shown
	known bool
	told  fsm.Seq // what its SYN bears; 0: it chooses
}

// A tick is what the clock of RFC 6528, which initial sequence numbers go by, counts here.
const tick = 64 * time.Nanosecond

// number has the next connection of our ports bear an initial sequence number. They are a hash
// of the ports and the clock together: so a connection shows what the number is now, and the
// clock goes on until it is the one that is wanted. It is always less than five minutes.
func (c *connection) number(iss fsm.Seq) error {
	e, refused := c.open()
	if refused == nil {
		refused = c.dial(e)
	}
	if refused != nil {
		return fmt.Errorf("cannot look for the number of the next connection: %v", refused)
	}
	sent := c.settle()
	e.Abort()
	if len(sent) != 1 || !sent[0].CTL.Has(fsm.SYN) {
		return fmt.Errorf("a connection that looks for the number of the next one sent %v", sent)
	}
	c.clock.Advance(time.Duration(iss.Sub(sent[0].SEQ+c.shift)) * tick)
	c.settle()
	c.told, c.known, c.shift = iss, false, 0
	return nil
}

// Do applies one input. The stack is at rest when its workers have nothing queued.
func (c *connection) Do(in conform.Input) (out conform.Outcome, err error) {
	var refused tcpip.Error
	if in.Call != conform.Arrival && in.ISS != 0 {
		if err = c.number(in.ISS); err != nil {
			return out, err
		}
	}
	switch in.Call {
	case conform.Arrival:
		c.link.InjectInbound(c.ip.number, packet(c.arrival(in.Segment)))
	case conform.ICMP:
		c.link.InjectInbound(c.ip.number, packet(c.report(in.Message, in.Segment)))
	default:
		if refused, err = c.call(in); err != nil {
			return out, err
		}
	}
	if refused != nil {
		out.Refused = refused.String()
	}
	out.Segments = c.settle()
	if c.told != 0 && c.shift != 0 {
		err = &conform.Limit{Reason: "its SYN does not bear the number that it was had to bear"}
	}
	return out, err
}

// settle lets the stack come to rest and returns what it has sent.
func (c *connection) settle() (all []fsm.Segment) {
	for range 2 { // a connection that is accepted may have something to say
		tcp := c.stack.TransportProtocolInstance(tcp.ProtocolNumber)
		tcp.Pause()
		tcp.Resume()
		c.clock.RunImmediatelyScheduledJobs()
		c.accept()
	}
	for p := c.link.Read(); p != nil; p = c.link.Read() {
		if g, mine := c.segment(p.ToView().AsSlice()); mine {
			all = append(all, g)
		}
		p.DecRef()
	}
	return all
}

// accept takes the connection from the listener, which is closed then: with it open, a
// connection that is gone would look like one in LISTEN.
func (c *connection) accept() {
	if c.listener == nil || c.endpoint != nil {
		return
	}
	if e, _, err := c.listener.Accept(nil); err == nil {
		c.endpoint = e
		c.listener.Close()
		c.listener = nil
	}
}

func (c *connection) call(in conform.Input) (tcpip.Error, error) {
	switch {
	case in.Call == conform.OpenPassive:
		return c.listen(), nil
	case in.Call == conform.OpenActive:
		return c.connect(), nil
	case c.endpoint != nil && c.closed:
		return nil, &conform.Limit{Reason: "after Close there is no endpoint for a call to name"}
	case c.endpoint == nil && c.listener == nil:
		return nil, &conform.Limit{Reason: "without an endpoint there is nothing for a call to name"}
	case c.endpoint == nil && (in.Call == conform.Shutdown || in.Call == conform.Send || c.handshakes()):
		return nil, &conform.Limit{Reason: "a connection that was not accepted yet has no endpoint"}
	case c.endpoint == nil:
		c.listener.Close()
		c.listener = nil
		return nil, nil
	}
	switch in.Call {
	case conform.Send:
		_, err := c.endpoint.Write(bytes.NewReader(make([]byte, in.Octets)), tcpip.WriteOptions{})
		return err, nil
	case conform.Shutdown:
		return c.endpoint.Shutdown(tcpip.ShutdownWrite), nil
	case conform.Close:
		c.endpoint.Close()
	default:
		c.endpoint.Abort()
	}
	c.closed = true
	return nil, nil
}

// open returns an endpoint bound to our end.
func (c *connection) open() (tcpip.Endpoint, tcpip.Error) {
	e, err := c.stack.NewEndpoint(tcp.ProtocolNumber, c.ip.number, new(waiter.Queue))
	if err != nil {
		return nil, err
	}
	e.SocketOptions().SetReuseAddress(true)
	e.SocketOptions().SetDelayOption(false)
	e.SocketOptions().SetReceiveBufferSize(room, true)
	return e, e.Bind(tcpip.FullAddress{Addr: c.ip.local, Port: c.port})
}

func (c *connection) listen() tcpip.Error {
	e, err := c.open()
	if err != nil {
		return err
	}
	if c.endpoint != nil {
		c.again = e
	} else {
		c.listener = e
	}
	return e.Listen(backlog)
}

// room is a buffer that a peer can fill by a few segments.
const room = 1 << 16

// backlog is how many handshakes a listener holds. With 1 gVisor answers the first SYN
// already by a SYN cookie, and has no SYN-RECEIVED to be put to the test.
const backlog = 16

func (c *connection) connect() (err tcpip.Error) {
	if c.endpoint, err = c.open(); err != nil {
		return err
	}
	return c.dial(c.endpoint)
}

// dial connects an endpoint to the peer.
func (c *connection) dial(e tcpip.Endpoint) tcpip.Error {
	err := e.Connect(tcpip.FullAddress{Addr: c.ip.peer, Port: c.port})
	if _, started := err.(*tcpip.ErrConnectStarted); started {
		return nil
	}
	return err
}

// states translates gVisor's states.
var states = map[tcp.EndpointState]fsm.State{
	tcp.StateEstablished: fsm.Established, tcp.StateSynSent: fsm.SynSent, tcp.StateSynRecv: fsm.SynReceived,
	tcp.StateFinWait1: fsm.FinWait1, tcp.StateFinWait2: fsm.FinWait2, tcp.StateTimeWait: fsm.TimeWait,
	tcp.StateCloseWait: fsm.CloseWait, tcp.StateLastAck: fsm.LastAck, tcp.StateClosing: fsm.Closing,
	tcp.StateConnecting: fsm.SynSent,
}

// handshakes reports whether a listener is in the middle of one, which no call ends.
func (c *connection) handshakes() bool {
	view, err := c.Observe()
	return err == nil && view.Is(fsm.SynReceived)
}

// Observe reads the state of what a segment would meet: of an endpoint, accepted or not,
// or of the listener, which holds handshakes that no call names.
func (c *connection) Observe() (conform.View, error) {
	id := stack.TransportEndpointID{LocalPort: c.port, LocalAddress: c.ip.local, RemotePort: c.port, RemoteAddress: c.ip.peer}
	if e, ok := c.stack.FindTransportEndpoint(c.ip.number, tcp.ProtocolNumber, id, nic).(*tcp.Endpoint); ok {
		if s, alive := states[e.EndpointState()]; alive {
			return conform.In(s), nil
		}
	}
	if c.listener != nil {
		return conform.In(fsm.Listen), nil
	}
	return conform.In(fsm.Closed), nil
}

// Advance lets time pass.
func (c *connection) Advance(d time.Duration) ([]fsm.Segment, error) {
	c.clock.Advance(d)
	return c.settle(), nil
}

// Release aborts what there is, and forgets what that sends.
func (c *connection) Release() error {
	for _, e := range []tcpip.Endpoint{c.listener, c.again} {
		if e != nil {
			e.Close()
		}
	}
	if c.endpoint != nil {
		c.endpoint.Abort()
	}
	c.settle()
	return nil
}

// packet returns a packet that arrives.
func packet(b []byte) *stack.PacketBuffer {
	return stack.NewPacketBuffer(stack.PacketBufferOptions{Payload: buffer.MakeWithData(b)})
}

// arrival returns the packet in which the peer sends g.
func (c *connection) arrival(g fsm.Segment) []byte {
	if g.CTL.Has(fsm.ACK) {
		g.ACK += c.shift
	}
	return c.bears(c.ip.peer, c.ip.local, tcp.ProtocolNumber, c.bytes(g))
}

// report returns the packet in which the peer tells of an error about g, which the stack has sent.
func (c *connection) report(m conform.Message, g fsm.Segment) []byte {
	g.SEQ += c.shift
	mtu := m.Carries()
	message := append([]byte{m.Type, m.Code, 6: byte(mtu >> 8), 7: byte(mtu)}, c.bears(c.ip.local, c.ip.peer, tcp.ProtocolNumber, c.bytes(g))...)
	if m.Family == fsm.IPv6 {
		icmp := header.ICMPv6(message)
		icmp.SetChecksum(header.ICMPv6Checksum(header.ICMPv6ChecksumParams{Header: icmp, Src: c.ip.peer, Dst: c.ip.local}))
		return c.bears(c.ip.peer, c.ip.local, header.ICMPv6ProtocolNumber, message)
	}
	icmp := header.ICMPv4(message)
	icmp.SetChecksum(header.ICMPv4Checksum(icmp, 0))
	return c.bears(c.ip.peer, c.ip.local, header.ICMPv4ProtocolNumber, message)
}

// bytes returns a segment, without its checksum.
func (c *connection) bytes(g fsm.Segment) []byte {
	size := header.TCPMinimumSize
	if g.MSS > 0 {
		size += header.TCPOptionMSSLength
	}
	b := make([]byte, size+int(g.Text))
	header.TCP(b).Encode(&header.TCPFields{
		SrcPort: c.port, DstPort: c.port, SeqNum: uint32(g.SEQ), AckNum: uint32(g.ACK),
		DataOffset: uint8(size), Flags: header.TCPFlags(g.CTL), WindowSize: uint16(g.WND), UrgentPointer: uint16(g.UP),
	})
	if g.MSS > 0 {
		header.EncodeMSSOption(uint32(g.MSS), b[header.TCPMinimumSize:])
	}
	return b
}

// bears returns the packet that bears what a protocol has to send.
func (c *connection) bears(from, to tcpip.Address, protocol tcpip.TransportProtocolNumber, payload []byte) []byte {
	if c.ip.number == ipv6.ProtocolNumber {
		b := make([]byte, header.IPv6MinimumSize)
		header.IPv6(b).Encode(&header.IPv6Fields{
			PayloadLength: uint16(len(payload)), HopLimit: 64, TransportProtocol: protocol, SrcAddr: from, DstAddr: to,
		})
		return append(b, payload...)
	}
	b := make([]byte, header.IPv4MinimumSize)
	ip := header.IPv4(b)
	ip.Encode(&header.IPv4Fields{TotalLength: uint16(len(b) + len(payload)), TTL: 64, Protocol: uint8(protocol), SrcAddr: from, DstAddr: to})
	ip.SetChecksum(^ip.CalculateChecksum())
	return append(b, payload...)
}

// payload returns what a packet of the stack bears, if that is TCP.
func (c *connection) payload(b []byte) (header.TCP, bool) {
	if c.ip.number == ipv6.ProtocolNumber {
		ip := header.IPv6(b)
		if !ip.IsValid(len(b)) || ip.TransportProtocol() != tcp.ProtocolNumber {
			return nil, false
		}
		return header.TCP(ip.Payload()), true
	}
	ip := header.IPv4(b)
	if !ip.IsValid(len(b)) || ip.Protocol() != uint8(tcp.ProtocolNumber) {
		return nil, false
	}
	return header.TCP(ip.Payload()), true
}

// segment reads a packet of the stack, and reports whether it is of this connection.
func (c *connection) segment(b []byte) (g fsm.Segment, mine bool) {
	h, is := c.payload(b)
	if !is || h.DestinationPort() != c.port {
		return g, false
	}
	const bits = fsm.FIN | fsm.SYN | fsm.RST | fsm.PSH | fsm.ACK | fsm.URG
	g = fsm.Segment{
		SEQ: fsm.Seq(h.SequenceNumber()), ACK: fsm.Seq(h.AckNumber()), WND: uint32(h.WindowSize()),
		Text: uint32(len(h.Payload())), CTL: fsm.Control(h.Flags()) & bits,
	}
	if g.CTL.Has(fsm.SYN) {
		g.MSS = header.ParseSynOptions(h.Options(), g.CTL.Has(fsm.ACK)).MSS
	}
	if !c.known && g.CTL.Has(fsm.SYN) {
		c.shift, c.known = g.SEQ-cmp.Or(c.told, conform.ISS), true
	}
	if !g.CTL.Has(fsm.RST) || g.SEQ != 0 {
		g.SEQ -= c.shift
	}
	return g, true
}

var (
	_ conform.Clock    = (*connection)(nil)
	_ conform.Numbered = (*netstack)(nil)
	_ conform.Reported = (*netstack)(nil)
)
