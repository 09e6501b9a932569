package ruleset

import "github.com/tcpfsm/tcpfsm/fsm"

// ReplyMeans says when a user call is answered so, and what to look up.
func ReplyMeans(r fsm.Reply) string { return replyMeans[r] }

var replyMeans = map[fsm.Reply]string{
	fsm.NoReply:              "the call waits for its answer",
	fsm.OK:                   "the call is done, section 3.10",
	fsm.ConnectionIllegal:    "the user has no right to the connection, section 3.10",
	fsm.NoConnection:         "there is no connection, section 3.10",
	fsm.InsufficientResource: "there is no room for it, section 3.10",
	fsm.RemoteUnspecified:    "OPEN or SEND names no socket to connect to, section 3.10.1",
	fsm.RemoteInvalid:        "no connection can be to that address, section 3.9.2.3",
	fsm.ConnectionExists:     "OPEN finds the connection there, section 3.10.1",
	fsm.ConnectionClosing:    "the user or the peer has closed, sections 3.10.2 to 3.10.4",
	fsm.CallClosing:          "a waiting call was cut short by CLOSE, section 3.10.4",
	fsm.CallReset:            "a waiting call was cut short by a reset, section 3.10.7",
	fsm.CallTimedOut:         "a waiting call was cut short by a timeout, section 3.10.8",
}
