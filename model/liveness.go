package model

import "github.com/tcpfsm/tcpfsm/fsm"

// liveness lists the liveness properties.
var liveness = []*Property{
	{
		Name:      "close-completes",
		Statement: "when both users have closed, both ends reach CLOSED",
		Needs:     Assume(MONO, NOATT, NOABORT, NOCRASH, FL, APP, READ, TICK, TMR),
		Leads: &Promise{
			From: func(v View) bool { return v.A.Closed && v.B.Closed },
			To:   func(v View) bool { return v.In(fsm.StatesOf(fsm.Closed), fsm.StatesOf(fsm.Closed)) },
		},
	},
}
