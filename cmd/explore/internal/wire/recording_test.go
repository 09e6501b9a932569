package wire

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// TestReadBack writes packets and reads them with the library's reader.
func TestReadBack(t *testing.T) {
	var file bytes.Buffer
	r, err := NewRecording(&file, "a test")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Unix(1700000000, 123456789)
	packets := [][]byte{{0x45, 1, 2}, {0x45}}
	for i, p := range packets {
		r.Comment = []string{"the first", ""}[i]
		if err := r.Packet(at, p); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Flush(); err != nil {
		t.Fatal(err)
	}
	back, err := pcapgo.NewNgReader(&file, pcapgo.DefaultNgReaderOptions)
	if err != nil {
		t.Fatal(err)
	}
	if back.LinkType() != layers.LinkTypeRaw {
		t.Errorf("link type %v, want raw IP", back.LinkType())
	}
	for i, want := range packets {
		got, info, options, err := back.ReadPacketDataWithOptions()
		if err != nil || !bytes.Equal(got, want) || !info.Timestamp.Equal(at) {
			t.Fatalf("packet %d: %x at %v, error %v; want %x at %v", i, got, info.Timestamp, err, want, at)
		}
		if len(options.Comments) != 1-i || i == 0 && options.Comments[0] != "the first" {
			t.Errorf("packet %d: comments %q", i, options.Comments)
		}
	}
}

// TestFullDisk holds that what cannot be written is an error at the latest when
// the recording is finished.
func TestFullDisk(t *testing.T) {
	r, err := NewRecording(full{}, "")
	if err == nil {
		err = r.Packet(time.Unix(0, 0), make([]byte, 100))
	}
	if err == nil {
		err = r.Flush()
	}
	if !errors.Is(err, errFull) {
		t.Errorf("error %v, want %v", err, errFull)
	}
}

type full struct{}

var errFull = errors.New("no room")

func (full) Write([]byte) (int, error) { return 0, errFull }
