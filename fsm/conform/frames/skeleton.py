"""A child of "explore conform exec" in Python, to be filled in: python3 skeleton.py

As it is it has no stack: it knows no state, sends nothing, and refuses no call.
Frames of version 2, and 1, see docs/frames.md."""

import struct
import sys

NAME = "a stack in Python"  # as reports call it
OPTIONS = "-"  # or which of "iss,ipv6" the stack can do


class Limit(Exception):
    """There is no way to ask the stack so; the argument says why."""


class Refused(Exception):
    """The stack refuses a call; the argument says why, in its words."""


class Stack:
    def __init__(self, output):
        self.output = output  # output(packet) sends one, between an input and its end

    def input(self, packet):
        """Gives the stack an IP packet."""

    def state(self):
        """Names the state of the connection, as in "ESTABLISHED", or is "?"."""
        return "?"

    def iss(self, number):
        """Has the SYN of the next connection bear a number."""

    def family(self, version):
        """Has packets be of IPv6 from now on, if it is 6."""

    def listen(self, port):
        pass

    def connect(self, port, peer):
        """Connects from our port to a port of the peer."""

    def send(self, octets):
        pass

    def shutdown(self):
        """Ends sending."""

    def close(self):
        """Ends sending and receiving."""

    def abort(self):
        """Sends a RST, and the connection is gone."""

    def clock(self, milliseconds):
        """Lets time pass."""

    def release(self):
        """Forgets the connection without a trace."""


CALLS = ("iss", "family", "listen", "connect", "send", "shutdown", "close", "abort", "clock", "release", "state")


def write(kind, payload):
    sys.stdout.buffer.write(struct.pack(">Ic", len(payload), kind) + payload)


def answer(stack, kind, payload):
    """Does what a frame asks for and returns what to say when it is done."""
    if kind == b"P":
        stack.input(payload)
        return stack.state()
    name, *numbers = payload.decode().split()
    if name == "version":
        return f"version 2 {OPTIONS} {NAME}" if int(numbers[0]) > 1 else f"version 1 {NAME}"
    if name not in CALLS:
        return "limit: unknown command"
    try:
        getattr(stack, name)(*map(int, numbers))
    except Limit as why:
        return f"limit: {why}"
    except Refused as why:
        return f"refused: {why}"
    return stack.state()


def main():
    stack = Stack(lambda packet: write(b"P", packet))
    while len(head := sys.stdin.buffer.read(5)) == 5:
        length, kind = struct.unpack(">Ic", head)
        write(b"D", answer(stack, kind, sys.stdin.buffer.read(length)).encode())
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
