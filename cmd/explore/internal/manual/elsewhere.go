package manual

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
}
