package checker

import (
	"math"
	"os"
	"strconv"
	"strings"
)

// availableMemory returns what can be taken without swapping: the smaller of
// what the kernel estimates and what the control group allows.
func availableMemory() int64 {
	return min(memAvailable(), groupLimit())
}

func memAvailable() int64 {
	info, _ := os.ReadFile("/proc/meminfo")
	_, rest, _ := strings.Cut(string(info), "MemAvailable:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return math.MaxInt64
	}
	kib, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return math.MaxInt64
	}
	return kib << 10
}

func groupLimit() int64 {
	text, err := os.ReadFile("/sys/fs/cgroup/memory.max")
	if err != nil {
		return math.MaxInt64
	}
	limit, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil {
		return math.MaxInt64 // "max"
	}
	return limit
}
