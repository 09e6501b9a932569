/* A child of "explore conform exec" in C, to be filled in: cc -o child skeleton.c
 * As it is it has no stack: it knows no state, sends nothing, and refuses no call. */
#include <string.h>

#include "frames.h"

#define NAME "a stack in C" /* as reports call it */
#define OPTIONS "-" /* or which of "iss,ipv6" the stack can do */

/* input gives a packet to the stack, which sends with output. */
static void input(const char *packet, uint32_t n)
{
	(void)packet, (void)n; /* mystack_input(packet, n); */
}

/* output sends a packet: have the stack call it, between an input and its end. */
__attribute__((unused)) static void output(const void *packet, uint32_t n)
{
	frame_write(FRAME_PACKET, packet, n);
}

/* state names the state of the connection, as in "ESTABLISHED", or is "?". */
static const char *state(void)
{
	return "?";
}

/* call does what the user of the stack asks for. It returns NULL, or why the stack
 * refuses it, or why there is no way to ask it so as "limit: ...". */
static const char *call(const char *name, unsigned long a, unsigned long b)
{
	(void)a, (void)b;
	if (!strcmp(name, "iss"))            /* a: what the SYN of the next connection bears */
		return NULL;
	if (!strcmp(name, "family"))         /* a: 6: packets are of IPv6 from now on */
		return NULL;
	if (!strcmp(name, "listen"))         /* a: our port */
		return NULL;
	if (!strcmp(name, "connect"))        /* a: our port, b: that of the peer */
		return NULL;
	if (!strcmp(name, "send"))           /* a: octets */
		return NULL;
	if (!strcmp(name, "shutdown"))       /* ends sending */
		return NULL;
	if (!strcmp(name, "close"))          /* ends sending and receiving */
		return NULL;
	if (!strcmp(name, "abort"))          /* sends a RST, and is gone */
		return NULL;
	if (!strcmp(name, "clock"))          /* a: milliseconds that pass */
		return NULL;
	if (!strcmp(name, "release"))        /* forgets the connection without a trace */
		return NULL;
	return strcmp(name, "state") ? "limit: unknown command" : NULL;
}

int main(void)
{
	static char payload[FRAME_ROOM + 1];
	char kind, name[16];

	for (;;) {
		uint32_t n = frame_read(&kind, payload);
		unsigned long a = 0, b = 0;
		const char *why = NULL;

		if (kind == FRAME_PACKET) {
			input(payload, n);
		} else if (sscanf(payload, "%15s %lu %lu", name, &a, &b) < 1) {
			why = "limit: an empty command";
		} else if (!strcmp(name, "version")) {
			frame_greet(a, OPTIONS, NAME);
			continue;
		} else {
			why = call(name, a, b);
		}
		if (!why)
			frame_done("%s", state());
		else if (!strncmp(why, "limit:", 6))
			frame_done("%s", why);
		else
			frame_done("refused: %s", why);
	}
}
