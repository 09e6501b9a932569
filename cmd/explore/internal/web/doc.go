// Package web serves HTTP/1.1 (RFC 9112) on this machine, for one page and its browser:
// requests of a stated length, answers of a known one, nothing else. No TLS, no HTTP/2, no
// chunks, no proxies: what is not understood to the letter is refused.
//
// Package net/http of the standard library does all of it and much more. It brings TLS
// and certificates along, 4.2 MB more to a command of 19, for a page that never leaves the
// machine. So this is what is left out of it; a test holds that net/http understands
// every request that is taken here, and the same by it.
package web
