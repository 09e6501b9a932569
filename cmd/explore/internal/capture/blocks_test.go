package capture

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
	"pgregory.net/rapid"
)

// recordsOf reads a capture to its end, or to what is wrong with it.
func recordsOf(data []byte) (list []record, err error) {
	b, f, err := open(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	in, err := reader(b, f)
	for err == nil {
		var r record
		if r, err = in.next(); err == nil {
			r.octets = slices.Clone(r.octets)
			list = append(list, r)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return list, err
}

// TestAsTheLibraryWrites holds that what the library writes, of several interfaces, is
// read as it was written.
func TestAsTheLibraryWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var file bytes.Buffer
		links := rapid.SliceOfN(rapid.SampledFrom([]layers.LinkType{1, 101, 276}), 1, 3).Draw(t, "links")
		w, err := pcapgo.NewNgWriterInterface(&file, pcapgo.NgInterface{Name: "first", Comment: "one", LinkType: links[0]}, pcapgo.DefaultNgWriterOptions)
		for _, l := range links[1:] {
			_, added := w.AddInterface(pcapgo.NgInterface{LinkType: l, SnapLength: 96})
			err = errors.Join(err, added)
		}
		var want []string
		for range rapid.IntRange(0, 20).Draw(t, "frames") {
			n := rapid.OneOf(rapid.IntRange(0, 100), rapid.IntRange(1<<18-100, 1<<18+100)).Draw(t, "octets")
			on, at := rapid.IntRange(0, len(links)-1).Draw(t, "on"), rapid.Int64Range(0, 1<<62).Draw(t, "at")
			data := bytes.Repeat([]byte{byte(n)}, n)
			info := gopacket.CaptureInfo{Timestamp: time.Unix(0, at), CaptureLength: n, Length: n + 1, InterfaceIndex: on}
			options := pcapgo.NgPacketOptions{Comments: rapid.SliceOfN(rapid.String(), 0, 1).Draw(t, "comment")}
			err = errors.Join(err, w.WritePacketWithOptions(info, data, options))
			want = append(want, fmt.Sprint(uint16(links[on]), at, n))
		}
		if err = errors.Join(err, w.Flush()); err != nil {
			t.Fatal(err)
		}
		list, err := recordsOf(file.Bytes())
		var got []string
		for _, r := range list {
			got = append(got, fmt.Sprint(uint16(r.link), int64(r.at), len(r.octets)))
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%v, error %v; want %v", got, err, want)
		}
	})
}

// A blockWriter makes pcapng by hand, in either order of octets.
type blockWriter struct {
	binary.AppendByteOrder
	out []byte
}

// block appends a block of numbers: words, and half words in pairs.
func (w *blockWriter) block(kind uint32, numbers ...any) {
	var body []byte
	for _, n := range numbers {
		body, _ = binary.Append(body, w.AppendByteOrder.(binary.ByteOrder), n)
	}
	length := uint32(len(body) + 12)
	w.out = w.AppendUint32(w.AppendUint32(w.out, kind), length)
	w.out = w.AppendUint32(append(w.out, body...), length)
}

func (w *blockWriter) section(major uint16) {
	w.block(ngSection, uint32(0x1a2b3c4d), major, uint16(0), ^uint64(0))
}

// TestBlocks holds what is read of blocks that hardly anybody writes.
func TestBlocks(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
		w := &blockWriter{AppendByteOrder: order}
		w.section(1)
		w.block(ngInterface, uint16(1), uint16(0), uint32(2))                                                                                  // microseconds
		w.block(ngInterface, uint16(101), uint16(0), uint32(0), uint16(14), uint16(8), int64(10), uint16(9), uint16(1), []byte{0x94, 0, 0, 0}) // 2^-20, ten seconds behind
		w.block(0x0bad, []byte("of somebody else"))
		w.block(ngPacket, uint32(1), uint32(0), uint32(3<<20+1<<19), uint32(3), uint32(9), []byte{1, 2, 3, 0})
		w.block(ngSimple, uint32(7), []byte{4, 5, 0, 0})
		w.block(ngObsolete, uint16(0), uint16(77), uint32(0), uint32(1000001), uint32(1), uint32(1), []byte{6, 0, 0, 0})
		w.section(2) // of which nothing is known
		w.block(ngInterface, uint16(9))
		w.block(ngPacket, uint32(8))
		w.section(1)
		w.block(ngInterface, uint16(113), uint16(0), uint32(0), uint16(9), uint16(1), []byte{0, 0, 0, 0}) // seconds
		w.block(ngPacket, uint32(0), uint32(0), uint32(5), uint32(0), uint32(0))
		list, err := recordsOf(w.out)
		const want = "[{101 13500000000 [1 2 3]} {1 13500000000 [4 5]} {1 1000001000 [6]} {113 5000000000 []}]"
		if got := fmt.Sprint(list); err != nil || got != want {
			t.Errorf("%v: %s, error %v; want %s", order, got, err, want)
		}
	}
}

// TestBrokenBlocks holds what is said of files that are damaged, and that nothing is
// read beyond what there is.
func TestBrokenBlocks(t *testing.T) {
	good := []any{uint32(0), uint32(0), uint32(0), uint32(1), uint32(1), []byte{1, 0, 0, 0}}
	ether := func(w *blockWriter) { w.block(ngInterface, uint16(1), uint16(0), uint32(0)) }
	for _, test := range []struct {
		name, want string
		write      func(*blockWriter)
	}{
		{"no interface", "interface 0, and 0 are described", func(w *blockWriter) { w.block(ngPacket, good...) }},
		{"another interface", "interface 3, and 1 are described", func(w *blockWriter) { ether(w); w.block(ngPacket, append([]any{uint32(3)}, good[1:]...)...) }},
		{"interface of the section before", "interface 0, and 0", func(w *blockWriter) { ether(w); w.section(1); w.block(ngPacket, good...) }},
		{"longer than its block", "4294967295 octets of it were captured, and its block has 4", func(w *blockWriter) {
			ether(w)
			w.block(ngPacket, append([]any{uint32(0), uint32(0), uint32(0), ^uint32(0)}, good[4:]...)...)
		}},
		{"header cut", "its block is cut", func(w *blockWriter) { ether(w); w.block(ngPacket, good[:4]...) }},
		{"interface cut", "an interface is cut", func(w *blockWriter) { w.block(ngInterface, uint32(1)) }},
		{"section cut", "a section is cut", func(w *blockWriter) { w.block(ngSection, uint32(0x1a2b3c4d)) }},
		{"no order", "no order of octets", func(w *blockWriter) { w.block(ngSection, uint32(1), uint32(2), uint32(3), uint32(4)) }},
		{"clock too fine", "finer than its numbers", func(w *blockWriter) {
			w.block(ngInterface, uint16(1), uint16(0), uint32(0), uint16(9), uint16(1), []byte{20, 0, 0, 0})
		}},
		{"block of nothing", "fewer than any has", func(w *blockWriter) { w.out = w.AppendUint32(w.AppendUint32(w.out, 5), 11) }},
		{"endless packet", "more than 16777216", func(w *blockWriter) { w.out = w.AppendUint32(w.AppendUint32(w.out, ngPacket), 1<<31) }},
		{"endless something", "unexpected EOF", func(w *blockWriter) { w.out = w.AppendUint32(w.AppendUint32(w.out, 5), 1<<31) }},
		{"cut", "unexpected EOF", func(w *blockWriter) { ether(w); w.block(ngPacket, good...); w.out = w.out[:len(w.out)-1] }},
	} {
		w := &blockWriter{AppendByteOrder: binary.LittleEndian}
		w.section(1)
		test.write(w)
		if list, err := recordsOf(w.out); err == nil || !strings.Contains(err.Error(), test.want) || len(list) > 0 {
			t.Errorf("%s: %v and error %v, want %q", test.name, list, err, test.want)
		}
	}
}

// FuzzBlocks holds that where the library reads a damaged pcapng file to its end, the
// frames here are the same.
func FuzzBlocks(f *testing.F) {
	w := &blockWriter{AppendByteOrder: binary.LittleEndian}
	w.section(1)
	w.block(ngInterface, uint16(1), uint16(0), uint32(0), uint16(9), uint16(1), []byte{9, 0, 0, 0})
	w.block(ngPacket, uint32(0), uint32(1), uint32(2), uint32(3), uint32(9), []byte{1, 2, 3, 0})
	w.block(ngSimple, uint32(2), []byte{4, 5, 0, 0})
	f.Add(w.out)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 4 || binary.BigEndian.Uint32(data) != ngMagic {
			return
		}
		theirs, err := pcapgo.NewNgReader(bufio.NewReader(bytes.NewReader(data)), pcapgo.NgReaderOptions{WantMixedLinkType: true, SkipUnknownVersion: true})
		if err != nil {
			return
		}
		ours, fault := recordsOf(data)
		for i := 0; ; i++ {
			frame, _, err := theirs.ReadPacketData()
			switch {
			case errors.Is(err, io.EOF) && fault == nil && i != len(ours):
				t.Fatalf("%d frames, and %d to the library", len(ours), i)
			case err != nil || i == len(ours) && fault != nil:
				return
			case i == len(ours) || !bytes.Equal(frame, ours[i].octets):
				t.Fatalf("frame %d: % x to the library, of %v", i, frame, ours)
			}
		}
	})
}
