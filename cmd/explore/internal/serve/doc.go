// Package serve is the explorer in the browser: one page, and what it asks for. It
// listens on this machine alone, believes no other page, takes no path of a file from
// anybody, and lets nothing be run without the token that the command prints.
//
// What a page shows is named by its address: a subject, as a scenario with its changes,
// and a way through it, as numbers of choices. The address carries the digest of the
// rules and of the bounds, so that one that means something else by now says so.
package serve
