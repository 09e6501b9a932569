package language

// claims is what tutorials say, and what is true of it.
var claims = map[string]string{
	// c01
	"The client's SYN carries a chosen initial sequence number; every octet sent takes one number, so do SYN and FIN, a bare ACK takes none": "客户端的 SYN 带着自己选定的初始序列号；此后每发一个字节占一个序列号，SYN 和 FIN 也各占一个，纯 ACK 不占",
	"A SYN, two octets and a FIN move SND.NXT by four, and nothing moves it further.":                                                        "一个 SYN、两个字节、一个 FIN，让 SND.NXT 前进四，此外没有什么能让它再往前走。",
	"A sends two octets and closes: from ISS to ISS+4, and no further":                                                                       "A 发两个字节然后关闭：从 ISS 到 ISS+4，不会更远",
	"what is sent has the numbers that it should have":                                                                                       "发出去的报文段，序列号都是该有的那个",
	"and they come to ISS+4": "而且确实走到了 ISS+4",
	"RFC 9293 3.4, 3.4.1":    "RFC 9293 3.4，3.4.1",

	// c02
	"The acknowledgement number is the sequence number received plus one": "确认号等于收到的序列号加一",
	"It is the next number that is expected: plus one after a SYN, a FIN or one octet; after two octets plus two, after a bare ACK plus nothing, and after a gap what stands before the gap.": "确认号是期望收到的下一个序列号：收到 SYN、FIN 或一个字节之后是加一；收到两个字节之后是加二；收到纯 ACK 之后一点不加；中间缺了一段，就停在缺口之前。",
	"two octets in one segment are acknowledged by ack=3":                            "一个报文段里的两个字节，用 ack=3 确认",
	"SEG.ACK is RCV.NXT, always":                                                     "SEG.ACK 总是等于 RCV.NXT",
	"Wrong: acknowledge the segment that has arrived, whatever is missing before it": "错误的设计：不管前面缺了什么，只确认刚到的这个报文段",
	"RFC 9293 3.4, 3.10.7.4 seventh":                                                 "RFC 9293 3.4，3.10.7.4 第七步",

	// c03
	"Three segments suffice to synchronize both sequence numbers; two do not": "三个报文段足以同步双方的序列号，两个不够",
	"Two are refuted by one old SYN.":                                         "一个旧的 SYN 就能推翻两次握手。",
	"with two: B is connected with nobody":                                    "两次握手：B 和一个不存在的对端“建立”了连接",
	"with three it is not":                                                    "三次握手就不会",
	"and three suffice":                                                       "而且三次足够",
	"RFC 9293 3.5":                                                            "RFC 9293 3.5",

	// c04
	"Three is also the minimum and more bring nothing": "三次也是最少的次数，再多也没有好处",
	"With three each end has proof that the other has its number. What remains open is whether the last segment arrived, and a fourth would have the same left open.": "三次之后，双方都有证据表明对方拿到了自己的序列号。唯一没有定论的是最后那个报文段到了没有，而加上第四次，同样的问题原样留给第四个。",
	"after three both agree on all numbers":                                   "三次之后，双方对所有序列号的看法一致",
	"the last one may be lost: B does not know yet, and A does not know that": "最后一个可能丢失：B 还不知道，A 也不知道 B 不知道",
	"which mends itself, without a fourth kind of segment":                    "这种局面会自行恢复，不需要第四种报文段",
	"two are too few": "两次太少",

	// c05
	"The three-way handshake keeps an old connection request from opening a connection":                                                                               "三次握手能防止旧的连接请求打开一个连接",
	"It does, if numbers advance. What an old SYN can still do is undo an opening: it may be taken for the call of the other end, and end in a refusal (hazard H09).": "能，前提是序列号不断前进。旧 SYN 还能做到的，是毁掉一次正在进行的打开：它可能被当成对端的呼叫，最后以拒绝收场（隐患 H09）。",
	"an old SYN opens nothing":                                                       "旧 SYN 打不开任何连接",
	"nor does one of an attempt that was given up":                                   "已经放弃的那次尝试留下的 SYN 也不行",
	"but it may undo the call of an end that is calling":                             "但它可能毁掉正在呼叫的一端的尝试",
	"RFC 9293 3.5, figure 8; options rst_active_syn_received, close_in_syn_received": "RFC 9293 3.5，图 8；选项 rst_active_syn_received，close_in_syn_received",

	// c06
	"Only the client can start; SYN-SENT is seen only at clients, SYN-RECEIVED only at servers":  "只有客户端能发起；SYN-SENT 只出现在客户端，SYN-RECEIVED 只出现在服务器",
	"Both may call at once, and then both pass through both states. One connection comes of it.": "双方可以同时发起，这时两端都会经过这两个状态，最后得到的是一个连接。",
	"both call, and both are in SYN-RECEIVED":                                                    "双方都发起，双方都在 SYN-RECEIVED",
	"and both are connected": "而且双方都连上了",
	"RFC 9293 3.5, figure 7": "RFC 9293 3.5，图 7",

	// c07
	"The maximum segment size is negotiated in the handshake":                                    "最大报文段长度（MSS）是在握手中协商的",
	"It is announced, by each end for itself; nobody agrees, and the two directions may differ.": "它是各自通告的，每一端只说自己的；没有谁同意谁，两个方向可以不一样。",
	"A announces 1, B 2: A sends up to 2, B 1":                                                   "A 通告 1，B 通告 2：A 每次最多发 2，B 最多发 1",
	"always":                              "永远如此",
	"RFC 9293 3.7.1 (MUST-14 to MUST-16)": "RFC 9293 3.7.1（MUST-14 至 MUST-16）",

	// c08
	`A SYN to a port where nobody listens is answered with RST and the caller sees "connection refused"`:          `向没有人监听的端口发 SYN，会收到 RST，调用者看到 "connection refused"`,
	`If the RST arrives. If it is lost the caller sends the SYN again, and if every one is, he sees "timed out".`: `前提是 RST 能到。它丢了，调用者就重传 SYN；如果每个都丢，他看到的是 "timed out"。`,
	"refused":                            "被拒绝",
	"if nothing arrives it goes on":      "什么都收不到，就一直等下去",
	"until the caller gives up":          "直到调用者放弃",
	"RFC 9293 3.10.7.1, 3.10.7.3 second": "RFC 9293 3.10.7.1，3.10.7.3 第二步",

	// c09
	"accept returns a connection whose handshake is complete; it is no part of the handshake": "accept 返回的是已经完成握手的连接；它不参与握手",
	"The listener makes one call, and its TCP does the rest.":                                 "监听的一方只做一次调用，其余全由它的 TCP 完成。",
	"B calls OPEN passive and nothing else, and is connected":                                 "B 只调用了被动 OPEN，别的什么都没做，就连上了",
	"what it hands out is complete":                                                           "它交出来的连接都是完整的",
	"RFC 9293 3.10.7.2, 3.10.7.4 fifth":                                                       "RFC 9293 3.10.7.2，3.10.7.4 第五步",

	// c10
	"Data flows only when both ends are ESTABLISHED": "只有双方都进入 ESTABLISHED，数据才能流动",
	"It may ride on the third segment and find the other end in SYN-RECEIVED, and it goes on to flow in one direction after the FIN of the other.": "数据可以搭在第三个报文段上，到达时对端还在 SYN-RECEIVED；一方发了 FIN 之后，另一个方向还能继续流动。",
	"the octet arrives in SYN-RECEIVED and is delivered in the same step":                                                                          "这个字节到达时对端在 SYN-RECEIVED，在同一步里就交付了",
	"it arrives in FIN-WAIT-2":                        "它到达时这一端在 FIN-WAIT-2",
	"nothing is delivered in SYN-RECEIVED, though":    "但是在 SYN-RECEIVED 里什么都不会交付给用户",
	"RFC 9293 3.10.7.4 fifth and seventh, 3.6 case 1": "RFC 9293 3.10.7.4 第五步和第七步，3.6 情形 1",

	// c11
	"Closing takes four segments because each direction closes by itself":                                                                       "关闭需要四个报文段，因为两个方向各自关闭",
	"The reason is right. It is three when the FIN of the other end bears the ACK, and the four come in another order when both close at once.": "理由是对的。但如果对端的 FIN 同时带上了 ACK，就只有三个；如果双方同时关闭，四个报文段的次序也不一样。",
	"four":                              "四个",
	"three: the FIN of B bears the ACK": "三个：B 的 FIN 捎带了 ACK",
	"FIN, FIN, ACK, ACK":                "次序是 FIN、FIN、ACK、ACK",
	"RFC 9293 3.6, figures 12 and 13":   "RFC 9293 3.6，图 12 和图 13",

	// c12
	"After sending FIN an end can still receive, after receiving FIN it can still send": "发了 FIN 之后还能接收，收到 FIN 之后还能发送",
	"Each direction closes by itself.":                                                  "两个方向各自关闭。",
	"A has sent its FIN and receives; B has received it and sends":                      "A 发了 FIN 之后还在接收；B 收到 FIN 之后还在发送",
	"all that is sent is received in order":                                             "发出去的全部按序收到",
	"RFC 9293 3.6 case 1":                                                               "RFC 9293 3.6 情形 1",

	// c13
	"The end that closes first goes FIN-WAIT-1, FIN-WAIT-2, TIME-WAIT":             "先关闭的一端依次经过 FIN-WAIT-1、FIN-WAIT-2、TIME-WAIT",
	"Or FIN-WAIT-1, CLOSING, TIME-WAIT, or straight from FIN-WAIT-1 to TIME-WAIT.": "也可能是 FIN-WAIT-1、CLOSING、TIME-WAIT，或者从 FIN-WAIT-1 直接到 TIME-WAIT。",
	"straight":                 "直接到",
	"by FIN-WAIT-2":            "经过 FIN-WAIT-2",
	"by CLOSING":               "经过 CLOSING",
	"RFC 9293 3.3.2, figure 5": "RFC 9293 3.3.2，图 5",

	// c14
	"FIN with the ACK of our FIN takes FIN-WAIT-1 straight to TIME-WAIT": "带着对我方 FIN 的 ACK 的 FIN，让 FIN-WAIT-1 直接进入 TIME-WAIT",
	"One segment does both: the ACK is looked at first, then the FIN.":   "一个报文段做完两件事：先处理 ACK，再处理 FIN。",
	"step 10":                              "见第 10 步",
	"RFC 9293 3.10.7.4 fifth, then eighth": "RFC 9293 3.10.7.4 第五步，然后第八步",

	// c15
	"CLOSING occurs only when both ends close at nearly the same time":                                        "只有双方几乎同时关闭时才会出现 CLOSING",
	"The other end has sent its FIN before it has received ours: it never is in CLOSE-WAIT or LAST-ACK then.": "另一端在收到我方 FIN 之前就已经发出了自己的 FIN：所以这时它决不会在 CLOSE-WAIT 或 LAST-ACK。",
	"never while the other end has closed second":                                                             "对端后关闭时决不会出现",
	"both FINs are on their way at once":                                                                      "两个 FIN 同时在路上",
	"RFC 9293 3.6 case 3, figure 13":                                                                          "RFC 9293 3.6 情形 3，图 13",

	// c16
	"TIME-WAIT is only ever seen at the end that closed first": "TIME-WAIT 只会出现在先关闭的一端",
	"After a simultaneous close both ends are in it.":          "同时关闭之后，两端都在 TIME-WAIT。",
	"both": "两端都在",

	// c17
	"Exactly one end enters TIME-WAIT in an orderly close": "正常关闭时，恰好有一端进入 TIME-WAIT",
	"One or two, and never none.":                          "一端或者两端，决不会一端都没有。",
	"two":                                                  "两端",
	"one":                                                  "一端",
	"never none":                                           "决不会一端都没有",
	"RFC 9293 3.6":                                         "RFC 9293 3.6",

	// c18
	"TIME-WAIT lasts 2MSL so that a lost last ACK can be repeated": "TIME-WAIT 持续 2MSL，是为了最后的 ACK 丢失时能够重发",
	"It can be repeated while TIME-WAIT lasts, and each repetition starts it anew; but how long the peer repeats its FIN is not bounded by MSL, and no length suffices if ACKs are lost for ever.": "TIME-WAIT 还在，就能重发，每重发一次它就重新计时；但对端把 FIN 重传多久，不受 MSL 约束，而且如果 ACK 永远丢失，多长都不够。",
	"not if every ACK is lost":                                   "如果每个 ACK 都丢，就不行",
	"without the repetition LAST-ACK never ends":                 "不重发，LAST-ACK 就永远结束不了",
	"with it, and if not all are lost, both ends come to CLOSED": "会重发，而且不是全丢，两端都会到 CLOSED",
	"RFC 9293 3.6.1, 3.10.7.4 eighth":                            "RFC 9293 3.6.1，3.10.7.4 第八步",

	// c19
	"TIME-WAIT lasts 2MSL so that old segments die before the pair is used again":                                                                                                "TIME-WAIT 持续 2MSL，是为了在这对端口被重新使用之前，旧报文段都已消失",
	"If numbers repeat, segments live for MSL at most and each is delivered once. If numbers advance it is the numbers that protect, and TIME-WAIT may be as short as it likes.": "前提是序列号会重复、报文段最多存活 MSL、每个报文段都送达一次。如果序列号不断前进，起保护作用的就是序列号，TIME-WAIT 再短也无妨。",
	"the same number every time, no TIME-WAIT":                     "每次都用同一个序列号，没有 TIME-WAIT",
	"the same number every time, 2MSL":                             "每次都用同一个序列号，等 2MSL",
	"numbers that advance, TIME-WAIT of any length, none included": "序列号不断前进，TIME-WAIT 任意长，包括没有",
	"RFC 9293 3.4.1 to 3.4.3, 3.6.1":                               "RFC 9293 3.4.1 至 3.4.3，3.6.1",

	// c20
	"A FIN received again in TIME-WAIT is acknowledged again and 2MSL starts anew":                                                                                   "在 TIME-WAIT 里再次收到 FIN，会再次确认，2MSL 重新计时",
	"So it is meant. By the letter the repeated FIN lies left of the window, is acknowledged by the first check, and never gets to the place where 2MSL start anew.": "本意如此。但按字面，重传的 FIN 在接收窗口左侧，被第一项检查拦下、回一个 ACK 就丢弃了，根本走不到让 2MSL 重新计时的那一步。",
	"by the letter":  "按字面",
	"as it is meant": "按本意",
	"RFC 9293 3.10.7.4 first and eighth; option time_wait_restart (A09)": "RFC 9293 3.10.7.4 第一步和第八步；选项 time_wait_restart（A09）",

	// c21
	"2MSL is one segment's way there and one back": "2MSL 就是一个报文段去、一个报文段回的时间",
	"The last ACK may take MSL to arrive, and what was sent just before that lives for another MSL. The bound is tight.": "最后的 ACK 可能要 MSL 才到，而对端在此之前一刻发出的东西还能再活一个 MSL。这个界是紧的。",
	"1MSL is too short":                      "1MSL 太短",
	"2MSL is enough":                         "2MSL 足够",
	"and then nothing is left":               "到那时网络里什么都不剩",
	"RFC 9293 3.4.2, 3.6.1; docs/results.md": "RFC 9293 3.4.2，3.6.1；docs/results.md",

	// c22
	"TIME-WAIT always ends in CLOSED": "TIME-WAIT 总会结束于 CLOSED",
	"By itself, or by a new SYN. Not if the FIN of the peer comes again and again, be it because every ACK of it is lost, or because somebody replays it.": "自己超时，或者被新的 SYN 结束。但如果对端的 FIN 一再到来就不会：要么每个 ACK 都丢了，要么有人在重放这个 FIN。",
	"it ends": "它会结束",
	"not if the peer never hears the ACK, and repeats its FIN for ever": "对端永远听不到 ACK、不停重传 FIN，就不会",
	"RFC 9293 3.10.8, 3.10.7.4 eighth":                                  "RFC 9293 3.10.8，3.10.7.4 第八步",

	// c23
	"A connection in CLOSE-WAIT waits for the application; TCP alone never leaves it": "连接停在 CLOSE-WAIT 是在等应用程序；单靠 TCP 自己出不去",
	"It is the obligation of the user.":                                               "这是用户（应用程序）的责任。",
	"a user who never closes":                                                         "一个永远不关闭的用户",
	"if all close at last it ends":                                                    "只要大家最终都关闭，它就会结束",
	"RFC 9293 3.6 case 2, 3.10.4":                                                     "RFC 9293 3.6 情形 2，3.10.4",

	// c24
	"CLOSE-WAIT ends by a timeout if the application does not close":                                              "应用程序不关闭，CLOSE-WAIT 也会超时结束",
	"Nothing is outstanding, so no timer runs. Keep-alive, if it is on, or a RST ends it when the peer has gone.": "没有任何东西在等确认，所以没有定时器在走。对端已经不在时，能结束它的是保活（如果打开了）或者一个 RST。",
	"the peer has gone, and it stays": "对端已经走了，它还在",
	"with keep-alive it ends":         "有保活，它就会结束",
	"RFC 9293 3.10.8, 3.8.4":          "RFC 9293 3.10.8，3.8.4",

	// c25
	"FIN-WAIT-2 ends by a timeout": "FIN-WAIT-2 会超时结束",
	"Not in the RFC. Linux and FreeBSD have one for connections that no process holds any more.": "RFC 里没有这个超时。Linux 和 FreeBSD 有，只针对已经没有进程持有的连接。",
	"by the RFC it lasts for ever if the peer is dead":                                           "按 RFC，对端死了它就永远不结束",
	"with the timeout it ends":                             "有了超时，它会结束",
	"RFC 9293 3.6 case 1; option fin_wait_2_timeout (A29)": "RFC 9293 3.6 情形 1；选项 fin_wait_2_timeout（A29）",

	// c26
	"FIN-WAIT-1 and LAST-ACK end by a timeout when no acknowledgement comes":                                                                  "收不到确认时，FIN-WAIT-1 和 LAST-ACK 会超时结束",
	"By R2 or the user timeout, if there is no answer at all. A peer that answers the probes of its closed window keeps FIN-WAIT-1 for ever.": "完全没有应答时，由 R2 或用户超时结束。但如果对端窗口已经关闭、却一直应答零窗口探测，FIN-WAIT-1 就永远不会结束。",
	"FIN-WAIT-1, on a network that loses everything":                                                                                          "FIN-WAIT-1，在什么都会丢的网络上",
	"LAST-ACK":                   "LAST-ACK 也一样",
	"not behind a closed window": "对端窗口关闭时不成立",
	"RFC 9293 3.8.3, 3.10.8, 3.8.6.1 (MUST-37)": "RFC 9293 3.8.3，3.10.8，3.8.6.1（MUST-37）",

	// c27
	"SYN-SENT ends in CLOSED when nobody answers, SYN-RECEIVED too":                               "没有人应答时，SYN-SENT 结束于 CLOSED，SYN-RECEIVED 也是",
	"By R2 or the user timeout. A passive SYN-RECEIVED may go back to LISTEN in place of CLOSED.": "由 R2 或用户超时结束。被动打开的 SYN-RECEIVED 可以不到 CLOSED，而是回到 LISTEN。",
	"SYN-SENT":       "SYN-SENT",
	"SYN-RECEIVED":   "SYN-RECEIVED",
	"nobody answers": "没有人应答",
	"RFC 9293 3.8.3, 3.10.8; option r2_passive (A31)": "RFC 9293 3.8.3，3.10.8；选项 r2_passive（A31）",

	// c28
	"The passive end is CLOSED as soon as the last ACK arrives, before the active end":                                "最后的 ACK 一到，被动关闭的一端就进入 CLOSED，比主动关闭的一端早",
	"If TIME-WAIT lasts 2MSL and the last ACK arrives: it needs MSL at most. If it is lost, TIME-WAIT may end first.": "前提是 TIME-WAIT 持续 2MSL，而且最后的 ACK 能到：它最多走 MSL。如果它丢了，可能是 TIME-WAIT 先结束。",
	"the passive end is first":                               "被动的一端先到 CLOSED",
	"and never the other one, if every segment arrives once": "每个报文段都送达一次时，决不会反过来",
	"if ACKs are lost it may be":                             "ACK 会丢失时，就可能反过来",
	"RFC 9293 3.6, figure 12":                                "RFC 9293 3.6，图 12",

	// c29
	"tcp_fin_timeout sets the length of TIME-WAIT on Linux":                                                                            "在 Linux 上，tcp_fin_timeout 设定 TIME-WAIT 的长度",
	"It is the timeout of FIN-WAIT-2 when no process holds the connection. TIME-WAIT lasts 60 seconds there, which no switch changes.": "它是没有进程持有连接时 FIN-WAIT-2 的超时。那里的 TIME-WAIT 是 60 秒，没有任何开关能改。",
	"TIME-WAIT lasts 2MSL with that timeout, as without":                                                                               "有没有那个超时，TIME-WAIT 都是 2MSL",
	"what it ends is FIN-WAIT-2": "它结束的是 FIN-WAIT-2",
	"option fin_wait_2_timeout (A29); docs/conformance-linux.md has it measured": "选项 fin_wait_2_timeout（A29）；docs/conformance-linux.md 里有实测",

	// c30
	"While the pair is in TIME-WAIT it cannot be used again":                                                "这对端口处于 TIME-WAIT 时不能再用",
	"A new SYN beyond all old numbers reopens it. What cannot be done is to use it as if nothing had been.": "一个序列号越过全部旧序列号的新 SYN 可以重新打开它。不能做的，是当作什么都没发生过那样去用。",
	"reopened":                    "被重新打开",
	"and nothing old is accepted": "而且不会接受任何旧的东西",
	"RFC 9293 3.6.1 (MAY-2, SHLD-4); RFC 6191; options time_wait_syn, open_from_time_wait": "RFC 9293 3.6.1（MAY-2，SHLD-4）；RFC 6191；选项 time_wait_syn，open_from_time_wait",

	// c31
	"An orderly close loses no data":                                               "正常关闭不会丢数据",
	"If both read to the end. CLOSE with unread octets may reset, and ABORT does.": "前提是双方都读到结尾。还有未读字节时 CLOSE 可能发 RST，ABORT 一定会。",
	"the end of the stream comes after all octets":                                 "所有字节之后才是流的结尾",
	"no gap, no duplicate, nothing foreign":                                        "没有缺口，没有重复，没有别的连接的数据",
	"not if CLOSE ends both directions":                                            "如果 CLOSE 同时结束两个方向，就不成立",
	"RFC 9293 3.6, 3.6.1 (SHLD-3)":                                                 "RFC 9293 3.6，3.6.1（SHLD-3）",

	// c32
	"RST ends a connection at once": "RST 立刻结束连接",
	"At the end that it reaches, and at the exact number. Elsewhere in the window it draws a challenge ACK, and if it is lost the other end stays half open.": "仅限它到达的那一端，而且序列号必须精确。落在窗口里其他位置，引来的是 challenge ACK；如果它丢了，另一端就成了半开连接。",
	"if and only if it is exact":                             "当且仅当序列号精确",
	"the RST is lost: one end has gone, the other has not":   "RST 丢了：一端走了，另一端还在",
	"it learns if it sends":                                  "它只要发送就会知道",
	"RFC 9293 3.10.7.4 second, 3.5.3; option rst_validation": "RFC 9293 3.10.7.4 第二步，3.5.3；选项 rst_validation",

	// c33
	"Keep-alive finds a dead peer, without it a half-open connection stays for ever if nothing is sent": "保活能发现已死的对端；没有保活，又没有数据要发，半开连接就永远留着",
	"By the RST that a probe draws, or by silence.":                                                     "靠探测引来的 RST，或者靠没有应答。",
	"without":        "没有保活",
	"with":           "有保活",
	"RFC 9293 3.8.4": "RFC 9293 3.8.4",

	// c34
	"SYN is meaningful only in the handshake": "SYN 只在握手时有意义",
	"In a synchronized state it changes nothing and draws a challenge ACK, by which a peer that has restarted is found out; in TIME-WAIT it may reopen.": "在已同步的状态下，它什么也不改变，只引来一个 challenge ACK，重启过的对端正是这样被发现的；在 TIME-WAIT 里，它可以重新打开连接。",
	"it may reopen TIME-WAIT":                "它可以重新打开 TIME-WAIT",
	"it changes no other synchronized state": "别的已同步状态它都改变不了",
	"but it must be answered":                "但是必须应答它",
	"RFC 9293 3.10.7.4 fourth; RFC 5961 4":   "RFC 9293 3.10.7.4 第四步；RFC 5961 4",

	// c35
	"CLOSED is fictional: no connection":                                            "CLOSED 是虚构的状态：表示没有连接",
	"An end is CLOSED if and only if there is no TCB: nothing is remembered there.": "一端是 CLOSED，当且仅当没有 TCB：那里什么都不记得。",
	"in every state of a connection that opens and closes":                          "连接从打开到关闭的每个状态里都成立",
	"RFC 9293 3.3.2": "RFC 9293 3.3.2",

	// c36
	"A connect that fails is refused (RST), timed out (no answer), or unreachable (ICMP)":  "connect 失败，不是被拒绝（RST），就是超时（没有应答），或者不可达（ICMP）",
	"These three end SYN-SENT without a connection, beside the user's own CLOSE or ABORT.": "没有建立连接就结束 SYN-SENT 的就是这三种，此外只有用户自己的 CLOSE 或 ABORT。",
	"timed out":   "超时",
	"unreachable": "不可达",
	"RFC 9293 3.10.7.3 second, 3.8.3, 3.9.2.2": "RFC 9293 3.10.7.3 第二步，3.8.3，3.9.2.2",
}
