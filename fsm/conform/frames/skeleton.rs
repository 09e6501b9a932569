//! A child of "explore conform exec" in Rust, to be filled in: rustc skeleton.rs
//! As it is it has no stack: it knows no state, sends nothing, and refuses no call.
//! Frames of version 2, and 1, see docs/frames.md.
use std::io::{self, Read, Write};

const NAME: &str = "a stack in Rust"; // as reports call it
const OPTIONS: &str = "-"; // or which of "iss,ipv6" the stack can do

/// Why a call was not carried out.
#[allow(dead_code)]
enum Not {
    Limit(&'static str),   // there is no way to ask the stack so
    Refused(&'static str), // the stack refuses it, in its words
}

struct Stack;

impl Stack {
    /// Gives the stack an IP packet. What it sends goes to out.
    fn input(&mut self, _packet: &[u8], _out: &mut Vec<Vec<u8>>) {}

    /// Names the state of the connection, as in "ESTABLISHED", or is "?".
    fn state(&self) -> &'static str {
        "?"
    }

    /// Does what the user of the stack asks for.
    fn call(&mut self, name: &str, _a: u64, _b: u64, _out: &mut Vec<Vec<u8>>) -> Result<(), Not> {
        match name {
            "iss" => Ok(()),      // a: what the SYN of the next connection bears
            "family" => Ok(()),   // a: 6: packets are of IPv6 from now on
            "listen" => Ok(()),   // a: our port
            "connect" => Ok(()),  // a: our port, b: that of the peer
            "send" => Ok(()),     // a: octets
            "shutdown" => Ok(()), // ends sending
            "close" => Ok(()),    // ends sending and receiving
            "abort" => Ok(()),    // sends a RST, and is gone
            "clock" => Ok(()),    // a: milliseconds that pass
            "release" => Ok(()),  // forgets the connection without a trace
            "state" => Ok(()),
            _ => Err(Not::Limit("unknown command")),
        }
    }

    /// Does what a frame asks for and returns what to say when it is done.
    fn answer(&mut self, kind: u8, payload: &[u8], out: &mut Vec<Vec<u8>>) -> String {
        if kind == b'P' {
            self.input(payload, out);
            return self.state().to_string();
        }
        let text = String::from_utf8_lossy(payload);
        let mut words = text.split_whitespace();
        let name = words.next().unwrap_or("");
        let mut number = || words.next().and_then(|w| w.parse().ok()).unwrap_or(0);
        let (a, b) = (number(), number());
        if name == "version" {
            return if a > 1 { format!("version 2 {OPTIONS} {NAME}") } else { format!("version 1 {NAME}") };
        }
        match self.call(name, a, b, out) {
            Ok(()) => self.state().to_string(),
            Err(Not::Limit(why)) => format!("limit: {why}"),
            Err(Not::Refused(why)) => format!("refused: {why}"),
        }
    }
}

fn write(kind: u8, payload: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(&(payload.len() as u32).to_be_bytes())?;
    out.write_all(&[kind])?;
    out.write_all(payload)
}

fn main() -> io::Result<()> {
    let mut stack = Stack;
    let mut head = [0u8; 5];
    while io::stdin().read_exact(&mut head).is_ok() {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let mut payload = vec![0; length as usize];
        io::stdin().read_exact(&mut payload)?;
        let mut packets = Vec::new();
        let said = stack.answer(head[4], &payload, &mut packets);
        for packet in packets {
            write(b'P', &packet)?;
        }
        write(b'D', said.as_bytes())?;
        io::stdout().flush()?;
    }
    Ok(())
}
