// Package capture holds captures and event logs against the table of package
// fsm: it reads frames or log lines as they come, gives what belongs to one
// connection to the oracles of its two ends, and reports each connection when
// it is over. What it keeps grows with the connections that are open, not with
// the length of the file.
package capture
