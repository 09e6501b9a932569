package fsm

// The segments that the rules send and form, field by field, as RFC 9293
// writes them: <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>.

var formChecks = []Check{
	{
		Clause: "3.10.1", Title: "forms of SYN",
		Forms: []Form{
			{Effect: sendSYN, SEQ: iss, CTL: SYN, WND: rcvWND, MSS: ownMSS},
			{Effect: sendFormedSYN, SEQ: iss, CTL: SYN, WND: rcvWND, MSS: ownMSS, Text: formedText, From: formedFrom},
			{Effect: sendSYNACK, SEQ: iss, ACK: rcvNXT, CTL: SYN | ACK, WND: rcvWND, MSS: ownMSS},
		},
	},
	{
		Clause: "3.10.7.4", Title: "forms of ACK",
		Forms: []Form{
			{Effect: sendACK, SEQ: sndNXT, ACK: rcvNXT, CTL: ACK, WND: rcvWND},
			{Effect: sendChallenge, SEQ: sndNXT, ACK: rcvNXT, CTL: ACK, WND: rcvWND},
			{Effect: sendOldACK, SEQ: sndNXT - 1, ACK: rcvNXT, CTL: ACK, WND: rcvWND},
		},
	},
	{
		Clause: "3.10.4", Title: "forms of FIN",
		Forms: []Form{
			{Effect: sendFIN, SEQ: sndNXT, ACK: rcvNXT, CTL: FIN | ACK, WND: rcvWND},
			{Effect: resendFIN, SEQ: sndNXT - 1, ACK: rcvNXT, CTL: FIN | ACK, WND: rcvWND},
		},
	},
	{
		Clause: "3.5.2", Title: "forms of RST",
		Forms: []Form{
			{Effect: sendRSTa, SEQ: segACK, CTL: RST},
			{Effect: sendRSTn, SEQ: zero, ACK: segEND, CTL: RST | ACK},
			{Effect: sendRSTu, SEQ: sndNXT, CTL: RST},
			{Effect: sendRSTs, SEQ: sndNXT, ACK: rcvNXT, CTL: RST | ACK},
		},
	},
	{
		Clause: "3.10.2", Title: "forms of text",
		Forms: []Form{
			{Effect: formQueue, SEQ: sndNXT, ACK: rcvNXT, CTL: ACK, WND: rcvWND, Text: queued, From: sndNXT},
			{Effect: formWindow, SEQ: sndNXT, ACK: rcvNXT, CTL: ACK, WND: rcvWND, Text: usable, From: sndNXT},
			{Effect: formMSS, SEQ: sndNXT, ACK: rcvNXT, CTL: ACK, WND: rcvWND, Text: effMSS, From: sndNXT},
			{Effect: formOctet, SEQ: sndNXT, ACK: rcvNXT, CTL: ACK, WND: rcvWND, Text: 1, From: sndNXT},
		},
	},
	{
		Clause: "3.10.8", Title: "forms of text that is sent again",
		Forms: []Form{
			{Effect: formFront, SEQ: sndUNA, ACK: rcvNXT, CTL: ACK, WND: rcvWND, Text: inFlight, From: sndUNA},
			{Effect: formFrontMSS, SEQ: sndUNA, ACK: rcvNXT, CTL: ACK, WND: rcvWND, Text: effMSS, From: sndUNA},
			{Effect: formFrontOctet, SEQ: sndUNA, ACK: rcvNXT, CTL: ACK, WND: rcvWND, Text: 1, From: sndUNA},
		},
	},
}
