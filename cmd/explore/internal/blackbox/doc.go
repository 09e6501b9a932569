// Package blackbox drives a TCP that is known from outside alone: on the other end of a
// wire, by Ethernet frames. Its state is not told, nobody commands its application, and
// time is real.
package blackbox
