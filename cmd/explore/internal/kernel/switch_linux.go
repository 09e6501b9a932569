package kernel

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// quiet are the switches that keep the kernel from doing what lock step cannot
// tell apart: options that alter segments, and limits on the rate of answers.
var quiet = []Switch{
	{"tcp_timestamps", "0"},
	{"tcp_sack", "0"},
	{"tcp_window_scaling", "0"},
	{"tcp_ecn", "0"},
	{"tcp_syncookies", "0"},
	{"tcp_fastopen", "0"},
	{"tcp_early_retrans", "0"},
	{"tcp_invalid_ratelimit", "0"},
	{"tcp_challenge_ack_limit", "2147483647"},
	{"tcp_no_metrics_save", "1"},
	{"tcp_max_syn_backlog", "65536"},
}

// set sets s in the namespace of this thread. A switch that this kernel lacks
// is an error only if it was asked for.
func (s Switch) set(asked bool) error {
	err := os.WriteFile(filepath.Join("/proc/sys/net/ipv4", s.Name), []byte(s.Value), 0o644)
	switch {
	case err == nil, !asked && errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("this kernel has no switch %s\nhint: sysctl net.ipv4 lists them", s.Name)
	}
	return fmt.Errorf("cannot set %s to %q: %w\nhint: sysctl net.ipv4.%s shows what it holds", s.Name, s.Value, err, s.Name)
}

// set sets the quiet ones, and then those that were asked for.
func set(asked []Switch) error {
	for _, s := range quiet {
		if err := s.set(false); err != nil {
			return err
		}
	}
	for _, s := range asked {
		if err := s.set(true); err != nil {
			return err
		}
	}
	return nil
}
