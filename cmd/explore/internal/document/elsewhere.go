package document

// An elsewhere says what carries a requirement that no rule of the table
// carries: a test, or a reason why nothing here does.
type elsewhere struct {
	ID     string
	Test   string // the name of a test of this repository
	Reason string
}

var elsewheres = []elsewhere{
	{ID: "MUST-65", Test: "TestMSSOnlyOnSYN"},
	{ID: "REC-1", Test: "TestWindowsAre32Bits"},
	{ID: "MUST-8", Reason: "the ISS is an input of the event; that it moves on is an assumption of the model (MONO), to be switched on and off"},
	{ID: "SHLD-1", Reason: "the ISS is an input of the event, see MUST-8"},
	{ID: "MUST-9", Reason: "the ISS is an input of the event; the model's attacker does not know it"},
	{ID: "MUST-42", Reason: "a machine is one connection; several of them on one port are the model's"},
	{ID: "SHLD-18", Reason: "delayed ACK is left out: whoever embeds the machine may hold an ACK back"},
	{ID: "MAY-8", Reason: "the window stays closed for as long as the user does not RECEIVE, which is his freedom and the model's"},
	{ID: "MAY-15", Reason: "SEND takes no PUSH flag: the segment that empties the queue bears PSH in any case, by MUST-61"},
	{ID: "MAY-16", Reason: "TRANSMIT is an event of its own: how long octets are gathered is the freedom of whoever sends it"},
	{ID: "MUST-60", Reason: "TRANSMIT sends octets that wait whenever the window allows; that it comes is the fairness that a property assumes"},
	{ID: "NOID-3", Reason: "no octets ride on the ACK that completes an active open; TRANSMIT sends them next"},

	// Scope oracle.
	{ID: "MUST-4", Test: "TestOptions"},
	{ID: "MUST-5", Test: "TestOptions"},
	{ID: "MUST-6", Test: "TestOptions"},
	{ID: "MUST-7", Test: "TestOptions"},
	{ID: "MUST-64", Test: "TestOptions"},
	{ID: "SHLD-5", Test: "TestMSSOnlyOnSYN"},
	{ID: "MAY-3", Test: "TestMSSOnlyOnSYN"},
	{ID: "MAY-6", Test: "TestVerdicts"},
	{ID: "MUST-24", Test: "TestKeepAlivePerConnection"},
	{ID: "SHLD-27", Test: "TestPushesAreMerged"},
	{ID: "MUST-21", Reason: "R2 is an event, and comes when the caller says so, for each connection or never"},
	{ID: "MUST-23", Reason: "timers have no values here, and of a call that ends early a capture does not tell whether the TCP or its user gave up"},
	{ID: "MUST-27", Reason: "the keep-alive timer ends when the caller says so: the interval is his"},
	{ID: "MUST-28", Reason: "timers have no values here, and of an early probe a capture does not tell whether somebody has asked for it"},
	{ID: "MUST-40", Reason: "time is not judged: when a segment arrived is not known on a wire, and other segments may have been merged into the ACK"},
	{ID: "MUST-57", Reason: "addresses are looked at before it is known whose segment it is; who answers such a SYN does so from another address, in what a capture shows as another connection"},
	{ID: "MUST-63", Reason: "addresses are looked at before it is known whose segment it is, and which of them are invalid depends on the host"},
	{ID: "MUST-67", Reason: "the MSS that is announced comes with the OPEN, and MMS_R is known to the IP layer of the host, not to who sees its segments"},
	{ID: "SHLD-10", Reason: "R1 is an event, and comes when the caller says so"},
	{ID: "SHLD-11", Reason: "R2 is an event, and comes when the caller says so"},
	{ID: "SHLD-19", Reason: "delayed ACK is left out; a capture behind a network card that merges segments shows fewer ACKs than were owed, so that their number accuses nobody"},
	{ID: "SHLD-29", Reason: "timers have no values here: the persist timer ends when the caller says so"},
	{ID: "SHLD-30", Reason: "timers have no values here: the persist timer ends when the caller says so"},
}
