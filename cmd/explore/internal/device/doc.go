// Package device sets up the devices of a network, TUN and TAP, that stacks are tested on.
package device
