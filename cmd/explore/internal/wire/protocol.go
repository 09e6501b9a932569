package wire

import "fmt"

// A Protocol is what a frame holds that is not looked into. Protocols can be
// compared, and be the key of a map.
type Protocol struct {
	layer  layer
	number uint32
}

// A layer is what gives a protocol its number.
type layer uint8

const (
	etherType layer = iota
	ipVersion
	ipProtocol
	udpPort
	servicePoint // of IEEE 802.2
	organization // of SNAP
	pppProtocols
	greProtocol // the version, and the EtherType
	radioFrames
	labels
	nesting
	linkLayer
)

// OfLink is what frames hold of a link type that is not read.
func OfLink(link LinkType) Protocol { return Protocol{linkLayer, uint32(link)} }

// String returns the usual name of the protocol, as in "ARP", or else the number
// and what it is of, as in "UDP port 53".
func (p Protocol) String() string {
	if name, ok := protocolNames[p]; ok {
		return name
	}
	switch p.layer {
	case etherType:
		return fmt.Sprintf("EtherType 0x%04x", p.number)
	case ipVersion:
		return fmt.Sprintf("IP version %d", p.number)
	case ipProtocol:
		return fmt.Sprintf("IP protocol %d", p.number)
	case udpPort:
		return fmt.Sprintf("UDP port %d", p.number)
	case servicePoint:
		return fmt.Sprintf("LLC SAP 0x%02x", p.number)
	case organization:
		return fmt.Sprintf("SNAP of 0x%06x", p.number)
	case pppProtocols:
		return fmt.Sprintf("PPP protocol 0x%04x", p.number)
	case greProtocol:
		return fmt.Sprintf("GRE version %d protocol 0x%04x", p.number>>16, p.number&0xffff)
	case linkLayer:
		return fmt.Sprintf("link type %d", p.number)
	case labels:
		return "MPLS without IP"
	}
	return "too many headers"
}

// protocolNames are the names of protocols that are met often.
var protocolNames = map[Protocol]string{
	{etherType, 0x0806}:       "ARP",
	{etherType, 0x8035}:       "RARP",
	{etherType, 0x8137}:       "IPX",
	{etherType, 0x8809}:       "LACP",
	{etherType, 0x8863}:       "PPPoE discovery",
	{etherType, 0x888e}:       "EAPOL",
	{etherType, 0x88cc}:       "LLDP",
	{etherType, 0x9000}:       "Ethernet loopback",
	{etherType, 0x8892}:       "PROFINET",
	{etherType, 0x88a4}:       "EtherCAT",
	{etherType, 0x88b8}:       "GOOSE",
	{etherType, 0x88e5}:       "MACsec",
	{etherType, 0x88f7}:       "PTP",
	{etherType, 0x8902}:       "CFM",
	{etherType, 0x8906}:       "FCoE",
	{etherType, 0x8915}:       "RoCE",
	{etherType, 0x894f}:       "NSH",
	{etherType, 0x2000}:       "CDP",
	{ipProtocol, 1}:           "ICMP",
	{ipProtocol, 2}:           "IGMP",
	{ipProtocol, 33}:          "DCCP",
	{ipProtocol, 46}:          "RSVP",
	{ipProtocol, 50}:          "ESP",
	{ipProtocol, 58}:          "ICMPv6",
	{ipProtocol, 59}:          "IPv6 without next header",
	{ipProtocol, 88}:          "EIGRP",
	{ipProtocol, 89}:          "OSPF",
	{ipProtocol, 103}:         "PIM",
	{ipProtocol, 108}:         "IPComp",
	{ipProtocol, 112}:         "VRRP",
	{ipProtocol, 115}:         "L2TP",
	{ipProtocol, 132}:         "SCTP",
	{ipProtocol, 136}:         "UDP-Lite",
	{servicePoint, 0x42}:      "STP",
	{servicePoint, 0xe0}:      "IPX",
	{servicePoint, 0xf0}:      "NetBIOS",
	{servicePoint, 0xfe}:      "IS-IS",
	{organization, 0x00000c}:  "CDP",
	{pppProtocols, 0x003d}:    "PPP multilink",
	{pppProtocols, 0x00fd}:    "compressed PPP",
	{pppProtocols, 0x8021}:    "IPCP",
	{pppProtocols, 0x8057}:    "IPV6CP",
	{pppProtocols, 0x80fd}:    "CCP",
	{pppProtocols, 0xc021}:    "LCP",
	{pppProtocols, 0xc023}:    "PAP",
	{pppProtocols, 0xc025}:    "LQR",
	{pppProtocols, 0xc223}:    "CHAP",
	{radioFrames, management}: "802.11 management",
	{radioFrames, control}:    "802.11 control",
	{radioFrames, noData}:     "802.11 without data",
	{radioFrames, encrypted}:  "802.11 encrypted",
	{radioFrames, aggregated}: "802.11 A-MSDU",
	{radioFrames, wrongFCS}:   "802.11 with a wrong FCS",
	{linkLayer, 10}:           "link type FDDI",
	{linkLayer, 117}:          "link type PFLog",
	{linkLayer, 187}:          "link type Bluetooth",
	{linkLayer, 195}:          "link type 802.15.4",
	{linkLayer, 201}:          "link type Bluetooth",
	{linkLayer, 220}:          "link type USB",
	{linkLayer, 227}:          "link type CAN",
	{linkLayer, 239}:          "link type NFLOG",
	{linkLayer, 249}:          "link type USBPcap",
	{linkLayer, 253}:          "link type Netlink",
}
