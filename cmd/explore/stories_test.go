package main

// web are a client and a server.
var web = map[string]string{"A": "192.0.2.10:52814", "B": "198.51.100.20:8080"}

// opened is how most stories begin: A has opened a connection to B, 12 ms away.
const opened = `
	0.000000 A>B <SEQ=1000><CTL=SYN><MSS=1460>
	0.012140 B>A <SEQ=5000><ACK=1001><CTL=SYN,ACK><MSS=1460>
	0.012210 A>B <SEQ=1001><ACK=5001><CTL=ACK>`

// stories are the captures of docs/captures, in the order of a connection's life.
var stories = []story{
	{
		name: "refused", title: "A closed port",
		happened: "A client connects to a port on which nobody listens: the service has not been started, or listens on another address. " +
			"The answer is a RST, at once: the host is there, and its TCP does what it has to.",
		remedy: "Look on the server for who listens, and on which address (`ss -ltn`): a service on 127.0.0.1 refuses everybody else. " +
			"The RST comes from that host, or from a firewall that refuses in its name; the hop limit (TTL) tells them apart.",
		ends: map[string]string{"A": "[2001:db8:a::10]:40022", "B": "[2001:db8:b::20]:8443"},
		script: `
			0.000000 A>B <SEQ=1000><CTL=SYN><MSS=1440>
			0.011873 B>A <SEQ=0><ACK=1001><CTL=RST,ACK>
		`,
		verdict: "conforms",
		says:    []string{"REJ: refused", "[2001:db8:b::20]:8443: CLOSED, nobody listened"},
	},
	{
		name: "swallowed", title: "A firewall that swallows SYNs",
		happened: "A client connects, and nothing comes back: no SYN,ACK, no RST, no ICMP error. It sends its SYN again after 1, 3, 7, 15, 31 and 63 s. " +
			"Something drops the SYNs, or the answers to them.",
		remedy: "Capture at the server too. If the SYNs come there and answers leave, the way back is blocked; if none comes, the way there. " +
			"A filter that rejects in place of dropping saves its users two minutes.",
		ends: map[string]string{"A": "192.0.2.10:52814", "B": "198.51.100.20:5432"},
		script: `
			0.000000 A>B <SEQ=1000><CTL=SYN><MSS=1460>
			1.023511 A>B <SEQ=1000><CTL=SYN><MSS=1460>
			3.039502 A>B <SEQ=1000><CTL=SYN><MSS=1460>
			7.199488 A>B <SEQ=1000><CTL=SYN><MSS=1460>
			15.391490 A>B <SEQ=1000><CTL=SYN><MSS=1460>
			31.519500 A>B <SEQ=1000><CTL=SYN><MSS=1460>
			63.551493 A>B <SEQ=1000><CTL=SYN><MSS=1460>
		`,
		verdict: "unanswered",
		says:    []string{"unanswered, 7 segments", "S0: a SYN without an answer"},
	},
	{
		name: "simultaneous-open", title: "Two that call each other",
		happened: "Two programs behind NATs connect to each other at the same moment, each from the port that the other one calls. " +
			"Their SYNs cross, each answers with a SYN,ACK, and there is one connection, of which nobody was the server. " +
			"The capture was made on the way. What has passed there is taken for arrived until something shows otherwise: so the second end is in SYN-RECEIVED for a frame, " +
			"before its own SYN shows that it has called too.",
		remedy: "Nothing: section 3.5 of RFC 9293 has this, and NATs are traversed this way. A filter that takes a SYN from outside for an attack would break it.",
		ends:   map[string]string{"A": "192.0.2.10:4500", "B": "198.51.100.20:4500"},
		script: `
			0.000000 A>B <SEQ=1000><CTL=SYN><MSS=1460>
			0.001104 B>A <SEQ=5000><CTL=SYN><MSS=1460>
			0.004207 B>A <SEQ=5000><ACK=1001><CTL=SYN,ACK><MSS=1460>
			0.021311 A>B <SEQ=1000><ACK=5001><CTL=SYN,ACK><MSS=1460>
			0.026004 A>B <SEQ=1001><ACK=5001><CTL=PSH,ACK> "hello"
			0.030275 B>A <SEQ=5001><ACK=1006><CTL=ACK>
			2.500120 A>B <SEQ=1006><ACK=5001><CTL=FIN,ACK>
			2.504533 B>A <SEQ=5001><ACK=1007><CTL=FIN,ACK>
			2.524601 A>B <SEQ=1007><ACK=5002><CTL=ACK>
		`,
		verdict: "conforms",
		says:    []string{"SF: opened, closed by both; 192.0.2.10:4500 was first", "SYN-SENT 1 (1.1 ms), SYN-RECEIVED 2", "SYN-SENT 2 (3.1 ms), SYN-RECEIVED 3"},
	},
	{
		name: "close-wait", title: "An application that does not close",
		happened: "A client gets its answer and closes after 5 s. The server's TCP acknowledges the FIN, and its application never calls close: " +
			"four minutes later it still has not, as the check of another service in the same capture shows. The connection stays for as long as the process lives.",
		remedy: "Mend the application: after a read that returns 0 it has to close. Restarting it frees the connections, and no setting of the kernel does. " +
			"Which process it is says `ss -tnp state close-wait`.",
		ends: map[string]string{"A": "192.0.2.10:52814", "B": "198.51.100.20:8080", "C": "192.0.2.10:53002", "D": "198.51.100.20:9000"},
		script: opened + `
			0.012480 A>B <SEQ=1001><ACK=5001><CTL=PSH,ACK> "GET /report HTTP/1.1\r\nHost: 198.51.100.20\r\n\r\n"
			0.024601 B>A <SEQ=5001><ACK=1046><CTL=ACK>
			0.093377 B>A <SEQ=5001><ACK=1046><CTL=PSH,ACK> "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ndone\n"
			0.093450 A>B <SEQ=1046><ACK=5044><CTL=ACK>
			5.000612 A>B <SEQ=1046><ACK=5044><CTL=FIN,ACK>
			5.052930 B>A <SEQ=5044><ACK=1047><CTL=ACK>
			240.000000 C>D <SEQ=1000><CTL=SYN><MSS=1460>
			240.012033 D>C <SEQ=5000><ACK=1001><CTL=SYN,ACK><MSS=1460>
			240.012101 C>D <SEQ=1001><ACK=5001><CTL=ACK>
			240.012350 C>D <SEQ=1001><ACK=5001><CTL=FIN,ACK>
			240.024488 D>C <SEQ=5001><ACK=1002><CTL=FIN,ACK>
			240.024560 C>D <SEQ=1002><ACK=5002><CTL=ACK>
		`,
		verdict: "conforms, conforms",
		says:    []string{"198.51.100.20:8080: in CLOSE-WAIT for 3 min 55 s: the application has not closed"},
	},
	{
		name: "zero-window", title: "A receiver that does not read",
		happened: "A client sends a page to a printer, which is out of paper and stops reading. Its window closes, and the client probes it, ever more rarely. " +
			"Each probe is answered, so that TCP never gives up. These probes have the number before the next one, as keep-alives do, and are counted as such.",
		remedy: "Look at the application that should read, here the printer; network and TCP do what they have to. " +
			"Who sends may want a limit of his own: TCP has none for a peer that answers.",
		ends: map[string]string{"A": "192.0.2.10:52814", "B": "198.51.100.31:9100"},
		script: `
			0.000000 A>B <SEQ=1000><CTL=SYN><MSS=1460>
			0.000740 B>A <SEQ=5000><ACK=1001><CTL=SYN,ACK><MSS=1460><WND=2920>
			0.000801 A>B <SEQ=1001><ACK=5001><CTL=ACK>
			0.001033 A>B <SEQ=1001><ACK=5001><CTL=ACK><DATA=1460>
			0.001041 A>B <SEQ=2461><ACK=5001><CTL=PSH,ACK><DATA=1460>
			0.002317 B>A <SEQ=5001><ACK=3921><CTL=ACK><WND=0>
			0.209112 A>B <SEQ=3920><ACK=5001><CTL=ACK>
			0.209844 B>A <SEQ=5001><ACK=3921><CTL=ACK><WND=0>
			0.625103 A>B <SEQ=3920><ACK=5001><CTL=ACK>
			0.625830 B>A <SEQ=5001><ACK=3921><CTL=ACK><WND=0>
			1.457120 A>B <SEQ=3920><ACK=5001><CTL=ACK>
			1.457866 B>A <SEQ=5001><ACK=3921><CTL=ACK><WND=0>
			3.121097 A>B <SEQ=3920><ACK=5001><CTL=ACK>
			3.121822 B>A <SEQ=5001><ACK=3921><CTL=ACK><WND=0>
			6.449101 A>B <SEQ=3920><ACK=5001><CTL=ACK>
			6.449838 B>A <SEQ=5001><ACK=3921><CTL=ACK><WND=0>
			13.105115 A>B <SEQ=3920><ACK=5001><CTL=ACK>
			13.105841 B>A <SEQ=5001><ACK=3921><CTL=ACK><WND=0>
			26.417109 A>B <SEQ=3920><ACK=5001><CTL=ACK>
			26.417852 B>A <SEQ=5001><ACK=3921><CTL=ACK><WND=0>
			53.041120 A>B <SEQ=3920><ACK=5001><CTL=ACK>
			53.041833 B>A <SEQ=5001><ACK=3921><CTL=ACK><WND=0>
			106.289104 A>B <SEQ=3920><ACK=5001><CTL=ACK>
			106.289829 B>A <SEQ=5001><ACK=3921><CTL=ACK><WND=0>
		`,
		verdict: "conforms",
		says:    []string{"198.51.100.31:9100: its window is closed for 1 min 46 s: its application does not read"},
	},
	{
		name: "black-hole", title: "A way that is too narrow",
		happened: "The connection opens, the small request is acknowledged, and then nothing moves: the answer fills whole segments, " +
			"and on the way is a link that takes only smaller ones, a tunnel most often. The ICMP error that says so is filtered. " +
			"The capture was made at the server, which repeats a segment that cannot arrive, while the client, alive and waiting, sends a keep-alive.",
		remedy: "Read what would excuse the client: it takes a loss each time, and small segments pass. So it is not chance, and not the client: whole segments are lost. " +
			"Let ICMP through (type 3 code 4; of IPv6 type 2), or clamp the MSS at the tunnel.",
		ends: web,
		script: `
			0.000000 A>B <SEQ=1000><CTL=SYN><MSS=1460>
			0.000061 B>A <SEQ=5000><ACK=1001><CTL=SYN,ACK><MSS=1460>
			0.012190 A>B <SEQ=1001><ACK=5001><CTL=ACK>
			0.012460 A>B <SEQ=1001><ACK=5001><CTL=PSH,ACK> "GET /large HTTP/1.1\r\nHost: 198.51.100.20\r\n\r\n"
			0.012493 B>A <SEQ=5001><ACK=1045><CTL=ACK>
			0.019377 B>A <SEQ=5001><ACK=1045><CTL=ACK><DATA=1460>
			0.019390 B>A <SEQ=6461><ACK=1045><CTL=ACK><DATA=1460>
			0.243210 B>A <SEQ=5001><ACK=1045><CTL=ACK><DATA=1460>
			0.691198 B>A <SEQ=5001><ACK=1045><CTL=ACK><DATA=1460>
			1.587214 B>A <SEQ=5001><ACK=1045><CTL=ACK><DATA=1460>
			3.379203 B>A <SEQ=5001><ACK=1045><CTL=ACK><DATA=1460>
			6.963190 B>A <SEQ=5001><ACK=1045><CTL=ACK><DATA=1460>
			10.012655 A>B <SEQ=1044><ACK=5001><CTL=ACK>
			10.012702 B>A <SEQ=7921><ACK=1045><CTL=ACK>
			14.131206 B>A <SEQ=5001><ACK=1045><CTL=ACK><DATA=1460>
		`,
		verdict: "suspicious finish.ack",
		says:    []string{"198.51.100.20:8080: 2920 octets not acknowledged for 14.1 s", "unless 6 segments were lost"},
	},
	{
		name: "missed-frame", title: "A capture that misses a frame",
		happened: "A download in four segments. The port that mirrors the traffic was too busy for one of them, and the client got it all the same: it acknowledges what is not in the capture. " +
			"One observation is undecided for that, the next ones are decided again, and nobody is accused.",
		remedy: "Nothing about the connection. If it happens often, capture at one of the ends, with a larger buffer (`tcpdump -B`), or shorter frames (`-s 96`).",
		ends:   web,
		script: opened + `
			0.012480 A>B <SEQ=1001><ACK=5001><CTL=PSH,ACK> "GET /four HTTP/1.1\r\nHost: 198.51.100.20\r\n\r\n"
			0.024601 B>A <SEQ=5001><ACK=1044><CTL=ACK>
			0.031377 B>A <SEQ=5001><ACK=1044><CTL=ACK><DATA=1460>
			0.031402 B>A <SEQ=7921><ACK=1044><CTL=ACK><DATA=1460>
			0.031415 B>A <SEQ=9381><ACK=1044><CTL=PSH,ACK><DATA=620>
			0.031477 A>B <SEQ=1044><ACK=10001><CTL=ACK>
			0.032015 A>B <SEQ=1044><ACK=10001><CTL=FIN,ACK>
			0.044109 B>A <SEQ=10001><ACK=1045><CTL=FIN,ACK>
			0.044180 A>B <SEQ=1045><ACK=10002><CTL=ACK>
		`,
		verdict: "conforms",
		says:    []string{"conforms, 12 segments (1 undecided, decided since frame", "the capture misses 1460 octets of it, 6461 to 7920"},
	},
	{
		name: "in-the-middle", title: "A capture that begins in the middle",
		happened: "A session over SSH had been open for hours when the capture was started. Its SYNs are not there, so that neither the scale of the windows nor the states are known at first. " +
			"The first segments of each end are undecided, and its state has a question mark until the other end has acknowledged something; then all is judged. A window whose scale is not known is taken for as large as it could be, which is why frame 1 seems to have one of a gigabyte.",
		remedy: "Nothing about the connection. Who has to know how it began has to capture before it begins.",
		ends:   map[string]string{"A": "192.0.2.10:41990", "B": "198.51.100.20:22"},
		script: `
			0.000000 A>B <SEQ=2201><ACK=9617><CTL=PSH,ACK><DATA=36><WND=501>
			0.012401 B>A <SEQ=9617><ACK=2237><CTL=PSH,ACK><DATA=44><WND=509>
			0.012462 A>B <SEQ=2237><ACK=9661><CTL=ACK><WND=501>
			8.310770 A>B <SEQ=2237><ACK=9661><CTL=PSH,ACK><DATA=60><WND=501>
			8.323154 B>A <SEQ=9661><ACK=2297><CTL=PSH,ACK><DATA=176><WND=509>
			8.323201 A>B <SEQ=2297><ACK=9837><CTL=ACK><WND=501>
			8.324466 A>B <SEQ=2297><ACK=9837><CTL=FIN,ACK><WND=501>
			8.339071 B>A <SEQ=9837><ACK=2298><CTL=FIN,ACK><WND=509>
			8.339140 A>B <SEQ=2298><ACK=9838><CTL=ACK><WND=501>
		`,
		verdict: "conforms",
		says:    []string{"decided since frame", "begun before the capture, closed by both", "where the connection is was not known before"},
	},
	{
		name: "injected-reset", title: "A RST that somebody else has sent",
		happened: "A box on the way wants to end a connection and sends a RST in the server's name, with the numbers of an older connection between the same ports. " +
			"That is outside of the window, so that the client leaves it alone. The server, which has sent no RST, goes on sending; an end that has sent one could not, since it has no connection any more.",
		remedy: "The server is named, since the RST bears its address, and only suspicious, since a frame that the capture missed may explain it. Compare the TTLs: those of the server are 64 here, that of the RST is 241. " +
			"So it comes from elsewhere: find out what stands between.",
		ends: web,
		script: opened + `
			0.012480 A>B <SEQ=1001><ACK=5001><CTL=PSH,ACK> "GET /news HTTP/1.1\r\nHost: 198.51.100.20\r\n\r\n"
			0.024601 B>A <SEQ=5001><ACK=1044><CTL=ACK>
			0.031377 B>A <SEQ=5001><ACK=1044><CTL=ACK><DATA=1460>
			0.031425 A>B <SEQ=1044><ACK=6461><CTL=ACK>
			0.035007 B>A ttl=241 <SEQ=4400><CTL=RST>
			0.043661 B>A <SEQ=6461><ACK=1044><CTL=PSH,ACK><DATA=540>
			0.043702 A>B <SEQ=1044><ACK=7001><CTL=ACK>
			5.043820 B>A <SEQ=7001><ACK=1044><CTL=FIN,ACK>
			5.043990 A>B <SEQ=1044><ACK=7002><CTL=FIN,ACK>
			5.056118 B>A <SEQ=7002><ACK=1045><CTL=ACK>
		`,
		verdict: "suspicious",
		says:    []string{"198.51.100.20:8080: suspicious: expected nothing in CLOSED", "a segment that was missed may have"},
	},
	{
		name: "other-octets", title: "The same numbers, other octets",
		happened: "A client asks for a page and gets two answers under the same numbers: first a redirect, then the page. TCP numbers octets, and what is sent again is what was sent before. " +
			"So one of the two is not the server's, and the client takes the one that comes first.",
		remedy: "Somebody on the way answers faster than the server. Compare the TTLs, 241 and 64 here, and use TLS, where such an answer is worth nothing. " +
			"If the TTLs are the same, suspect a middlebox that rewrites, or memory that is broken.",
		ends: web,
		script: opened + `
			0.012480 A>B <SEQ=1001><ACK=5001><CTL=PSH,ACK> "GET /news HTTP/1.1\r\nHost: 198.51.100.20\r\n\r\n"
			0.016033 B>A ttl=241 <SEQ=5001><ACK=1044><CTL=PSH,ACK> "HTTP/1.1 302 Found\r\nLocation: http://203.0.113.66/\r\n\r\n"
			0.016101 A>B <SEQ=1044><ACK=5055><CTL=ACK>
			0.024601 B>A <SEQ=5001><ACK=1044><CTL=PSH,ACK> "HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\nnothing happened\n"
			0.024655 A>B <SEQ=1044><ACK=5057><CTL=ACK>
		`,
		verdict: "deviates retransmit.text",
		says:    []string{"expected the octets of frame 5 again", "under 5010"},
		status:  1,
	},
	{
		name: "half-open", title: "A server that was restarted",
		happened: "A program keeps a connection to its database open. The database's host loses its power and starts again, and has forgotten the connection; the program knows nothing of that. " +
			"Its next request, after an hour, meets a host that has no such connection, and is answered with a RST, whose number is the one that the request acknowledges. " +
			"The program reports `connection reset by peer`, and opens another.",
		remedy: "The RST is right, and so is the program if it tries again. Keep-alives, of TCP or of the application, find such a connection before somebody needs it. " +
			"If a firewall has forgotten the connection and not the host, there is silence in place of the RST.",
		ends: map[string]string{"A": "192.0.2.10:52814", "B": "198.51.100.20:5432", "C": "192.0.2.10:39120"},
		script: opened + `
			0.013011 A>B <SEQ=1001><ACK=5001><CTL=PSH,ACK><DATA=61>
			0.029102 B>A <SEQ=5001><ACK=1062><CTL=PSH,ACK><DATA=214>
			0.069340 A>B <SEQ=1062><ACK=5215><CTL=ACK>
			3400.118205 A>B <SEQ=1062><ACK=5215><CTL=PSH,ACK><DATA=61>
			3400.130307 B>A <SEQ=5215><CTL=RST>
			3400.131011 C>B <SEQ=1000><CTL=SYN><MSS=1460>
			3400.143123 B>C <SEQ=5000><ACK=1001><CTL=SYN,ACK><MSS=1460>
			3400.143190 C>B <SEQ=1001><ACK=5001><CTL=ACK>
			3400.143644 C>B <SEQ=1001><ACK=5001><CTL=PSH,ACK><DATA=61>
			3400.159702 B>C <SEQ=5001><ACK=1062><CTL=PSH,ACK><DATA=214>
			3400.199940 C>B <SEQ=1062><ACK=5215><CTL=ACK>
		`,
		verdict: "conforms, conforms",
		says:    []string{"RSTR: opened, reset by the other end", "S1: opened, not closed"},
	},
	{
		name: "two-fins", title: "A FIN under two numbers",
		happened: "A proxy answers in the server's name and has shortened a page. It ends the connection after what it has sent, at 5044, and when the server's own FIN comes " +
			"it passes that on with the server's number, 20 further on. A FIN is the last number of its sender, and there is only one.",
		remedy: "The fault is the proxy's, which does not translate the numbers of what it rewrites. The client is right to ignore the second FIN. Ask for an update of the proxy, or take it out of the way.",
		ends:   web,
		script: opened + `
			0.012480 A>B <SEQ=1001><ACK=5001><CTL=PSH,ACK> "GET /report HTTP/1.1\r\nHost: 198.51.100.20\r\n\r\n"
			0.024601 B>A <SEQ=5001><ACK=1046><CTL=PSH,ACK> "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ndone\n"
			0.024655 A>B <SEQ=1046><ACK=5044><CTL=ACK>
			0.025710 B>A <SEQ=5044><ACK=1046><CTL=FIN,ACK>
			0.025766 A>B <SEQ=1046><ACK=5045><CTL=ACK>
			0.037208 B>A <SEQ=5064><ACK=1046><CTL=FIN,ACK>
			0.037251 A>B <SEQ=1046><ACK=5045><CTL=ACK>
			0.040114 A>B <SEQ=1046><ACK=5045><CTL=FIN,ACK>
			0.052301 B>A <SEQ=5045><ACK=1047><CTL=ACK>
		`,
		verdict: "deviates transmit.fin",
		status:  1,
	},
	{
		name: "deaf", title: "A FIN that nobody acknowledges",
		happened: "A client has its answer and closes. Its FIN is sent nine times in 27 s and is never acknowledged. Each may have been lost, but nine in a row are not lost by chance. " +
			"The server, or a filter before it, has forgotten the connection and does not say so. What the page says of the server's state supposes that the FIN has come.",
		remedy: "Capture at the server. If the FINs come there, the host is at fault: it owes an ACK, or a RST if it knows nothing of the connection. " +
			"If they do not, a firewall has dropped its state after the answer.",
		ends: web,
		script: opened + `
			0.012480 A>B <SEQ=1001><ACK=5001><CTL=PSH,ACK> "GET /report HTTP/1.1\r\nHost: 198.51.100.20\r\n\r\n"
			0.024601 B>A <SEQ=5001><ACK=1046><CTL=PSH,ACK> "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ndone\n"
			0.024655 A>B <SEQ=1046><ACK=5044><CTL=ACK>
			0.101207 A>B <SEQ=1046><ACK=5044><CTL=FIN,ACK>
			0.313190 A>B <SEQ=1046><ACK=5044><CTL=FIN,ACK>
			0.521201 A>B <SEQ=1046><ACK=5044><CTL=FIN,ACK>
			0.937188 A>B <SEQ=1046><ACK=5044><CTL=FIN,ACK>
			1.769199 A>B <SEQ=1046><ACK=5044><CTL=FIN,ACK>
			3.433203 A>B <SEQ=1046><ACK=5044><CTL=FIN,ACK>
			6.761194 A>B <SEQ=1046><ACK=5044><CTL=FIN,ACK>
			13.417205 A>B <SEQ=1046><ACK=5044><CTL=FIN,ACK>
			26.729191 A>B <SEQ=1046><ACK=5044><CTL=FIN,ACK>
		`,
		verdict: "suspicious finish.ack",
		says:    []string{"192.0.2.10:52814: in FIN-WAIT-1 for 26.6 s: its FIN is not acknowledged", "frame 15, 198.51.100.20:8080", "unless 9 segments were lost", "MUST-58"},
	},
	{
		name: "reused-port", title: "A port that is used again",
		happened: "A server closes first and so keeps the connection in TIME-WAIT. Twenty seconds later the client happens to take the same port again. " +
			"Its SYN has a number beyond all of the old connection, so that the server may take it at once (RFC 9293, MAY-2), and does.",
		remedy: "Nothing: it is why TIME-WAIT costs little at a server. Where clients run out of ports because they close first, let the server close first; TIME-WAIT itself is better not shortened.",
		ends:   web,
		script: opened + `
			0.012480 A>B <SEQ=1001><ACK=5001><CTL=PSH,ACK> "GET / HTTP/1.0\r\n\r\n"
			0.024601 B>A <SEQ=5001><ACK=1019><CTL=PSH,ACK> "HTTP/1.0 200 OK\r\n\r\nok\n"
			0.024640 B>A <SEQ=5023><ACK=1019><CTL=FIN,ACK>
			0.024711 A>B <SEQ=1019><ACK=5024><CTL=ACK>
			0.025130 A>B <SEQ=1019><ACK=5024><CTL=FIN,ACK>
			0.037266 B>A <SEQ=5024><ACK=1020><CTL=ACK>
			20.400000 A>B <SEQ=501000><CTL=SYN><MSS=1460>
			20.412140 B>A <SEQ=605000><ACK=501001><CTL=SYN,ACK><MSS=1460>
			20.412210 A>B <SEQ=501001><ACK=605001><CTL=ACK>
			20.412480 A>B <SEQ=501001><ACK=605001><CTL=PSH,ACK> "GET / HTTP/1.0\r\n\r\n"
			20.424601 B>A <SEQ=605001><ACK=501019><CTL=PSH,ACK> "HTTP/1.0 200 OK\r\n\r\nok\n"
			20.424640 B>A <SEQ=605023><ACK=501019><CTL=FIN,ACK>
			20.424711 A>B <SEQ=501019><ACK=605024><CTL=ACK>
			20.425130 A>B <SEQ=501019><ACK=605024><CTL=FIN,ACK>
			20.437266 B>A <SEQ=605024><ACK=501020><CTL=ACK>
		`,
		verdict: "conforms, conforms",
		says:    []string{"TIME-WAIT 8 4 segments, 22 octets 192.0.2.10:52814-198.51.100.20:8080: conforms"},
	},
	{
		name: "in-a-tunnel", title: "IPv6 in a tunnel",
		happened: "The network of two virtual machines is a VXLAN tunnel between their hosts, and the capture was made on the wire between those. " +
			"Inside is a short connection over IPv6, which ends with a RST: the server closes before it has read all that was sent to it, and says so.",
		remedy: "Let the server shut down its half first (`shutdown(SHUT_WR)`), and read to the end before it closes. As it is, the client may lose the answer that came before the RST: a RST throws away what was not read yet.",
		tunnel: true,
		ends:   map[string]string{"A": "[2001:db8:42::10]:36012", "B": "[2001:db8:42::20]:3000"},
		script: `
			0.000000 A>B <SEQ=1000><CTL=SYN><MSS=1390>
			0.000310 B>A <SEQ=5000><ACK=1001><CTL=SYN,ACK><MSS=1390>
			0.000391 A>B <SEQ=1001><ACK=5001><CTL=ACK>
			0.000633 A>B <SEQ=1001><ACK=5001><CTL=ACK><DATA=1390>
			0.000941 B>A <SEQ=5001><ACK=2391><CTL=PSH,ACK> "too long\n"
			0.000950 A>B <SEQ=2391><ACK=5001><CTL=PSH,ACK><DATA=700>
			0.001260 B>A <SEQ=5010><ACK=3091><CTL=RST,ACK>
		`,
		verdict: "conforms",
		says:    []string{"in VXLAN 42: conforms", "RSTR: opened, reset by the other end"},
	},
}
