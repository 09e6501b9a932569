package wire

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"time"
)

// A Recording is a capture of IP packets in the making, as pcapng
// (draft-ietf-opsawg-pcapng).
type Recording struct {
	// Comment is what the packets to come are about.
	Comment string

	buffer *bufio.Writer
	block  []byte // the last one, for its room
}

// The blocks of a recording, and their options.
const (
	sectionBlock   = 0x0a0d0d0a
	interfaceBlock = 1
	packetBlock    = 6 // an "enhanced" one

	commentOption     = 1
	applicationOption = 4 // of a section
	nameOption        = 2 // of an interface
	resolutionOption  = 9
)

// NewRecording begins a recording in w, and says what it is about; that may be
// empty.
func NewRecording(w io.Writer, about string) (*Recording, error) {
	r := &Recording{buffer: bufio.NewWriterSize(w, 1<<16)}
	order := binary.LittleEndian
	const magic, version, unknown = 0x1a2b3c4d, 1, 1<<64 - 1
	r.begin(sectionBlock)
	r.block = order.AppendUint32(r.block, magic)
	r.block = order.AppendUint32(r.block, version)
	r.block = order.AppendUint64(r.block, unknown) // the length of the section
	r.option(applicationOption, "explore")
	if err := r.end(); err != nil {
		return nil, fmt.Errorf("cannot begin the recording: %w", err)
	}
	const whole = 0 // octets of a packet that are captured
	r.begin(interfaceBlock)
	r.block = order.AppendUint32(r.block, uint32(LinkTypeRaw))
	r.block = order.AppendUint32(r.block, whole)
	r.option(nameOption, "explore")
	r.option(commentOption, about)
	r.option(resolutionOption, "\x09") // nanoseconds
	if err := r.end(); err != nil {
		return nil, fmt.Errorf("cannot begin the recording: %w", err)
	}
	return r, nil
}

// Packet writes one IP packet, seen at the given time, with the comment that
// stands.
func (r *Recording) Packet(at time.Time, packet []byte) error {
	order, stamp := binary.LittleEndian, uint64(at.UnixNano())
	const device = 0
	r.begin(packetBlock)
	for _, word := range []uint32{device, uint32(stamp >> 32), uint32(stamp), uint32(len(packet)), uint32(len(packet))} {
		r.block = order.AppendUint32(r.block, word)
	}
	r.block = padded(append(r.block, packet...))
	r.option(commentOption, r.Comment)
	if err := r.end(); err != nil {
		return fmt.Errorf("cannot record a packet: %w", err)
	}
	return nil
}

// begin begins a block. It has its length before and behind what it holds, which end
// fills in.
func (r *Recording) begin(kind uint32) {
	r.block = binary.LittleEndian.AppendUint32(r.block[:0], kind)
	r.block = append(r.block, 0, 0, 0, 0)
}

// option appends an option, unless it is empty. What fits into no option is cut.
func (r *Recording) option(kind uint16, value string) {
	if value == "" {
		return
	}
	value = value[:min(len(value), 1<<16-1)]
	r.block = binary.LittleEndian.AppendUint16(r.block, kind)
	r.block = binary.LittleEndian.AppendUint16(r.block, uint16(len(value)))
	r.block = padded(append(r.block, value...))
}

// padded fills a block up to a whole word.
func padded(block []byte) []byte {
	return append(block, make([]byte, -len(block)&3)...)
}

// end writes a block behind the end of its options, which stands there even if there
// are none.
func (r *Recording) end() error {
	const endOfOptions = 0
	r.block = binary.LittleEndian.AppendUint32(r.block, endOfOptions)
	length := uint32(len(r.block) + 4)
	binary.LittleEndian.PutUint32(r.block[4:], length)
	r.block = binary.LittleEndian.AppendUint32(r.block, length)
	_, err := r.buffer.Write(r.block)
	return err
}

// Flush writes what is held back.
func (r *Recording) Flush() error {
	if err := r.buffer.Flush(); err != nil {
		return fmt.Errorf("cannot finish the recording: %w", err)
	}
	return nil
}
