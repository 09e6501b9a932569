package main

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/capture"
	"github.com/tcpfsm/tcpfsm/cmd/explore/internal/hint"
	"github.com/tcpfsm/tcpfsm/fsm"
)

// asked are the flags that say which connections are asked for, as they were written.
type asked struct {
	addresses, ports, states, verdicts, rules []string
}

func (a *asked) flags(f *pflag.FlagSet) {
	f.StringSliceVar(&a.addresses, "address", nil, "connections of an `address` or prefix, as in 192.0.2.0/24")
	f.StringSliceVar(&a.ports, "port", nil, "connections of a `port`, of either end")
	f.StringSliceVar(&a.states, "state", nil, "connections of which an end is in a `state` at last, as in CLOSE-WAIT")
	f.StringSliceVar(&a.verdicts, "verdict", nil, "connections with a `verdict`: "+strings.Join(capture.Verdicts, ", "))
	f.StringSliceVar(&a.rules, "rule", nil, "connections that break a `rule`, or make a choice, as in A39")
}

// filter reads the flags.
func (a *asked) filter() (f capture.Filter, err error) {
	for _, text := range a.addresses {
		p, err := parsePrefix(text)
		if err != nil {
			return f, err
		}
		f.Addresses = append(f.Addresses, p)
	}
	for _, text := range a.ports {
		n, err := strconv.ParseUint(text, 10, 16)
		if err != nil {
			return f, fmt.Errorf("-port %q is no port\nhint: name one from 0 to 65535, as in -port 443", text)
		}
		f.Ports = append(f.Ports, uint16(n))
	}
	for _, text := range a.states {
		s, err := fsm.ParseState(text)
		if err != nil {
			return f, fmt.Errorf("-state: %w", err)
		}
		f.States |= fsm.StatesOf(s)
	}
	for _, text := range a.verdicts {
		if err := oneOf("verdict", text, capture.Verdicts); err != nil {
			return f, err
		}
	}
	f.Verdicts, f.Rules = a.verdicts, a.rules
	return f, knownRules(a.rules)
}

// parsePrefix reads an address, or a prefix of addresses.
func parsePrefix(text string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(a.Unmap().WithZone(""), a.Unmap().BitLen()), nil
	}
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return p, fmt.Errorf("-address %q is no address\nhint: name one, or a prefix, as in 192.0.2.0/24 or 2001:db8::/32; -port is another flag", text)
	}
	return p.Masked(), nil
}

// knownRules complains of a rule or choice that there is not.
func knownRules(rules []string) error {
	var names []string
	for _, k := range fsm.RFC9293Table() {
		for i := range k.Rules {
			names = append(names, k.Rules[i].ID)
		}
	}
	for _, o := range fsm.Options() {
		names = append(names, o.ID)
		for _, c := range o.Choices {
			names = append(names, c.Choice.String())
		}
	}
	for _, r := range rules {
		if !slices.Contains(names, r) {
			return hint.Unknown("rule or choice", r, names, "explore list rules")
		}
	}
	return nil
}
