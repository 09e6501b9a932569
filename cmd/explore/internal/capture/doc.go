// Package capture holds captures and event logs against the table of package
// fsm: it reads frames or log lines as they come, gives what belongs to one
// connection to the oracles of its two ends, and reports each connection when
// it is over. What it keeps grows with the connections that are open and recent,
// not with the length of the file.
//
//	source, live     trace            connection        oracles
//	octets -------> frames --packet--> (knock) -------> verdicts --> notes
//	lines  -------> events ------------------^  \
//	                                             flow   numbers and times: what
//	                  queue, release, crowd:            ending, wait and gap say
//	                  what is kept, how long,
//	                  how many                 filter   what is asked for
//	                                                |
//	                            report: page, tables, summary, json; ladder
package capture
