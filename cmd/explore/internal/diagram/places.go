package diagram

import "github.com/tcpfsm/tcpfsm/checker/scene"

// Where everything stands in the picture of the normal course. No layout that a
// program computes is as clear as the one of figure 5, which people know; so it
// is data, and a test holds that nothing lies over anything else, in any font
// and under any policy.

// at is a place.
func at(x, y float64) scene.Point { return scene.Point{X: x, Y: y} }

const boxHeight = 44

// seats are the boxes: their centres and widths.
var seats = map[string]struct {
	center scene.Point
	width  float64
}{
	"CLOSED":       {at(470, 60), 240},
	"LISTEN":       {at(470, 180), 180},
	"SYN-RECEIVED": {at(220, 330), 150},
	"SYN-SENT":     {at(740, 330), 150},
	"ESTABLISHED":  {at(470, 450), 190},
	"FIN-WAIT-1":   {at(400, 610), 150},
	"CLOSE-WAIT":   {at(830, 610), 150},
	"FIN-WAIT-2":   {at(220, 740), 150},
	"CLOSING":      {at(400, 740), 130},
	"LAST-ACK":     {at(830, 740), 150},
	"TIME-WAIT":    {at(400, 870), 150},
	bottom:         {at(830, 990), 150},
}

// areas are the rooms, with the place and the anchor of their titles.
var areas = map[string]struct {
	scene.Rect
	title  scene.Point
	anchor scene.Anchor
}{
	"active-close":  {scene.Rect{X: 125, Y: 568, W: 580, H: 350}, at(137, 906), scene.Start},
	"passive-close": {scene.Rect{X: 735, Y: 568, W: 210, H: 222}, at(933, 778), scene.End},
}

// A route is where an arrow runs, corner by corner, and where its label hangs.
type route struct {
	via    []scene.Point
	label  scene.Point
	anchor scene.Anchor
}

// routes are those of all the arrows that there are under some policy.
var routes = map[string]route{
	"CLOSED--LISTEN":   {[]scene.Point{at(420, 82), at(420, 158)}, at(412, 112), scene.End},
	"LISTEN--CLOSED":   {[]scene.Point{at(520, 158), at(520, 82)}, at(528, 112), scene.Start},
	"CLOSED--SYN-SENT": {[]scene.Point{at(590, 70), at(735, 70), at(735, 308)}, at(727, 100), scene.End},
	"SYN-SENT--CLOSED": {[]scene.Point{at(790, 308), at(790, 50), at(590, 50)}, at(798, 168), scene.Start},

	"LISTEN--SYN-SENT":       {[]scene.Point{at(560, 180), at(690, 180), at(690, 308)}, at(682, 210), scene.End},
	"LISTEN--SYN-RECEIVED":   {[]scene.Point{at(380, 190), at(250, 190), at(250, 308)}, at(258, 220), scene.Start},
	"SYN-RECEIVED--LISTEN":   {[]scene.Point{at(190, 308), at(190, 168), at(380, 168)}, at(182, 228), scene.End},
	"SYN-SENT--SYN-RECEIVED": {[]scene.Point{at(665, 330), at(295, 330)}, at(440, 294), scene.Middle},

	"SYN-RECEIVED--ESTABLISHED": {[]scene.Point{at(260, 352), at(260, 450), at(375, 450)}, at(268, 390), scene.Start},
	"SYN-SENT--ESTABLISHED":     {[]scene.Point{at(740, 352), at(740, 450), at(565, 450)}, at(732, 368), scene.End},
	"SYN-RECEIVED--FIN-WAIT-1":  {[]scene.Point{at(200, 352), at(200, 600), at(325, 600)}, at(208, 496), scene.Start},
	"ESTABLISHED--FIN-WAIT-1":   {[]scene.Point{at(440, 472), at(440, 588)}, at(448, 496), scene.Start},
	"ESTABLISHED--CLOSE-WAIT":   {[]scene.Point{at(530, 472), at(530, 522), at(830, 522), at(830, 588)}, at(600, 487), scene.Start},

	"FIN-WAIT-1--FIN-WAIT-2": {[]scene.Point{at(325, 622), at(220, 622), at(220, 718)}, at(228, 658), scene.Start},
	"FIN-WAIT-1--CLOSING":    {[]scene.Point{at(400, 632), at(400, 718)}, at(408, 658), scene.Start},
	"FIN-WAIT-1--TIME-WAIT":  {[]scene.Point{at(475, 610), at(530, 610), at(530, 870), at(475, 870)}, at(538, 728), scene.Start},
	"FIN-WAIT-2--TIME-WAIT":  {[]scene.Point{at(220, 762), at(220, 858), at(325, 858)}, at(228, 794), scene.Start},
	"CLOSING--TIME-WAIT":     {[]scene.Point{at(400, 762), at(400, 848)}, at(408, 794), scene.Start},
	"CLOSE-WAIT--LAST-ACK":   {[]scene.Point{at(830, 632), at(830, 718)}, at(838, 658), scene.Start},
	"LAST-ACK--CLOSED-end":   {[]scene.Point{at(830, 762), at(830, 968)}, at(838, 848), scene.Start},
	"TIME-WAIT--CLOSED-end":  {[]scene.Point{at(380, 892), at(380, 990), at(755, 990)}, at(560, 969), scene.Middle},

	// Only some policies have these.
	"SYN-RECEIVED--CLOSED":    {[]scene.Point{at(145, 318), at(72, 318), at(72, 60), at(350, 60)}, at(64, 160), scene.End},
	"SYN-RECEIVED--TIME-WAIT": {[]scene.Point{at(145, 342), at(119, 342), at(119, 870), at(325, 870)}, at(127, 420), scene.Start},
	"TIME-WAIT--SYN-RECEIVED": {[]scene.Point{at(325, 882), at(105, 882), at(105, 330), at(145, 330)}, at(97, 548), scene.End},
	"TIME-WAIT--SYN-SENT":     {[]scene.Point{at(430, 892), at(430, 945), at(965, 945), at(965, 330), at(815, 330)}, at(973, 548), scene.Start},
	"LISTEN--CLOSE-WAIT":      {[]scene.Point{at(520, 202), at(520, 412), at(870, 412), at(870, 588)}, at(862, 464), scene.End},
}
