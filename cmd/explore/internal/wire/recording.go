package wire

import (
	"bufio"
	"fmt"
	"io"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// A Recording is a capture of IP packets in the making, as pcapng.
type Recording struct {
	// Comment is what the packets to come are about.
	Comment string

	writer *pcapgo.NgWriter
	buffer *bufio.Writer
}

// NewRecording begins a recording in w, and says what it is about; that may be
// empty.
func NewRecording(w io.Writer, about string) (*Recording, error) {
	b := bufio.NewWriterSize(w, 1<<16)
	options := pcapgo.NgWriterOptions{SectionInfo: pcapgo.NgSectionInfo{Application: "explore"}}
	n, err := pcapgo.NewNgWriterInterface(b, pcapgo.NgInterface{
		Name: "explore", Comment: about, LinkType: layers.LinkTypeRaw, TimestampResolution: 9,
	}, options)
	if err != nil {
		return nil, fmt.Errorf("cannot begin the recording: %w", err)
	}
	return &Recording{writer: n, buffer: b}, nil
}

// Packet writes one IP packet, seen at the given time, with the comment that
// stands.
func (r *Recording) Packet(at time.Time, packet []byte) error {
	info := gopacket.CaptureInfo{Timestamp: at, CaptureLength: len(packet), Length: len(packet)}
	var options pcapgo.NgPacketOptions
	if r.Comment != "" {
		options.Comments = []string{r.Comment}
	}
	if err := r.writer.WritePacketWithOptions(info, packet, options); err != nil {
		return fmt.Errorf("cannot record a packet: %w", err)
	}
	return nil
}

// Flush writes what is held back.
func (r *Recording) Flush() error {
	err := r.writer.Flush()
	if err == nil {
		err = r.buffer.Flush()
	}
	if err != nil {
		return fmt.Errorf("cannot finish the recording: %w", err)
	}
	return nil
}
