// Package child drives a TCP that is a process: a child that speaks frames on its
// standard input and output. docs/frames.md specifies them for whoever writes one.
//
// A child is a black box that may do anything. What it answers is read with a limit of
// time and of size; if it dies, does not answer, or answers nonsense, that is a finding
// of the case that it happens in, and the next connection is made by a new child.
package child
