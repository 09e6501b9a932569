package scene

// The colours that pictures share.
const (
	Ink     = "#22262d" // what matters: names, borders, what happens
	Grey    = "#8a8f98" // lines without emphasis
	Pale    = "#c5c9d0" // lines that only lead the eye
	Muted   = "#5f6672" // what is said on the side
	Sent    = "#a3276b" // segments that are sent
	Lost    = "#b3261e" // those that are lost, and forged ones
	Active  = "#1f5fbf" // the course of who opens and closes actively
	Passive = "#d9730d" // and of who does so passively

	White     = "#ffffff"
	Green     = "#2e7d46" // the border of what is connected
	PaleGreen = "#dff3e3" // and the inside
	PaleGrey  = "#eceef1" // where there is no connection
)

// Ends are the colours of the two ends of a connection, dark enough for text.
var Ends = [2]string{Active, "#b4540a"}
