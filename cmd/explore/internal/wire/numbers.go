package wire

// A LinkType is what frames begin with, by the number that libpcap has given it.
type LinkType uint16

// The link types that are read.
const (
	LinkTypeNull           LinkType = 0
	LinkTypeEthernet       LinkType = 1
	LinkTypePPP            LinkType = 9
	linkTypeRawOpenBSD     LinkType = 14 // which others count as 12
	linkTypeRawBSD         LinkType = 12
	LinkTypePPPHDLC        LinkType = 50
	LinkTypePPPEthernet    LinkType = 51
	LinkTypeATM            LinkType = 100
	LinkTypeRaw            LinkType = 101
	LinkTypeCiscoHDLC      LinkType = 104
	LinkTypeIEEE80211      LinkType = 105
	LinkTypeLoop           LinkType = 108
	LinkTypeLinuxSLL       LinkType = 113
	LinkTypePrismHeader    LinkType = 119
	LinkTypeIEEE80211Radio LinkType = 127
	linkTypeAVS            LinkType = 163
	linkTypePPPPPPD        LinkType = 166
	linkTypePPPDirected    LinkType = 204
	LinkTypeIPv4           LinkType = 228
	LinkTypeIPv6           LinkType = 229
	LinkTypeLinuxSLL2      LinkType = 276
)

// An ethernetType says what an Ethernet frame holds. One below lengths is no type,
// but how long it is (IEEE 802.3).
type ethernetType uint16

const (
	typeLLC            ethernetType = 0 // a frame that has a length instead
	cookedLLC          ethernetType = 4 // in Linux cooked captures alone
	lengths            ethernetType = 0x600
	typeIPv4           ethernetType = 0x0800
	typeARP            ethernetType = 0x0806
	erspan3            ethernetType = 0x22eb // in GRE alone
	bridged            ethernetType = 0x6558 // an Ethernet frame
	typeVLAN           ethernetType = 0x8100
	typeIPv6           ethernetType = 0x86dd
	typePPP            ethernetType = 0x880b
	wccp               ethernetType = 0x883e // a packet on its way to a cache, in GRE alone
	typeMPLS           ethernetType = 0x8847
	typeMPLSMulticast  ethernetType = 0x8848
	typePPPoEDiscovery ethernetType = 0x8863
	typePPPoE          ethernetType = 0x8864
	typeQinQ           ethernetType = 0x88a8
	typeERSPAN         ethernetType = 0x88be // in GRE alone
	providerTag        ethernetType = 0x9100 // a VLAN tag of before IEEE 802.1ad
)

// A protocolNumber says what an IP packet carries, or what follows an extension
// header of IPv6.
type protocolNumber uint8

const (
	hopByHop        protocolNumber = 0
	protocolICMP    protocolNumber = 1
	protocolIPv4    protocolNumber = 4
	protocolTCP     protocolNumber = 6
	protocolUDP     protocolNumber = 17
	protocolIPv6    protocolNumber = 41
	routing         protocolNumber = 43
	fragmentHeader  protocolNumber = 44
	protocolGRE     protocolNumber = 47
	protocolAH      protocolNumber = 51
	protocolICMPv6  protocolNumber = 58
	destination     protocolNumber = 60
	protocolEtherIP protocolNumber = 97
	mobility        protocolNumber = 135
	protocolMPLS    protocolNumber = 137
	hostID          protocolNumber = 139 // HIP
	shim6           protocolNumber = 140
)
