package conform

import "github.com/tcpfsm/tcpfsm/fsm"

// A trial is a run with its verdict, kept to be judged again by other tables.
type trial struct {
	Run
	Verdict
	way      *way         // its first steps
	cases    int          // that it stands for: a route that was left stands for all behind it
	helped   []int        // the causes that explain what it has shown so far, from 0
	policies []fsm.Policy // under which it may be explained, the likeliest first
	fired    keys         // what fires in it, by the table as it is; nil: not known
	firm     keys         // what would have to change for one more choice to explain it; nil: not known
	from     int          // the table foretells what comes before Verdict.Step from here on
	near     bool         // the table is nearly right where it is wrong
	exact    []fsm.Policy // those under which that table foretells all of it
	because  string       // why it deviates, see reason
}

// track returns that of the trial.
func (t *trial) track() *track { return &track{t.way, t.Steps} }
