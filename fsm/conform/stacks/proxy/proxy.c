/* The guest of a proxy, and its user at the host: see proxy.h. Frames to the test are as
 * docs/frames.md has them. Needs Linux. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "frames.h"
#include "proxy.h"

enum { ETHERNET = 14, ARP = 28, IP = 20, TCP = 20, LEAST = IP + TCP };
enum { FIN = 1, SYN = 2, RST = 4, ACK = 16 };

static const unsigned char own[6] = { 2, 0, 0, 0x92, 0x93, 2 };
static const unsigned char guest[4] = { 192, 0, 2, 2 }, gateway[4] = { 192, 0, 2, 1 };

static unsigned char neighbour[6] = { 255, 255, 255, 255, 255, 255 }; /* the proxy */
static uint16_t port;                    /* of the connection at present, at both ends */
static int forwarded;                    /* the guest has it at FORWARDED */
static int listener = -1, user = -1;     /* sockets of the host */
static int another;                      /* the listener is for another connection than the one at present */
static unsigned char last[LEAST];        /* header of the proxy's last packet but a RST */
static uint32_t text_ends;               /* behind the last octet of text that the proxy has sent */
static int in_flight, ending;            /* the guest has not acknowledged that; the user has ended sending */

void guest_fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

/* sum adds up words for a checksum of the Internet (RFC 1071). */
static uint32_t sum(uint32_t all, const unsigned char *b, size_t n)
{
	for (; n > 1; b += 2, n -= 2)
		all += (uint32_t)b[0] << 8 | b[1];
	return n ? all + ((uint32_t)b[0] << 8) : all;
}

static void put16(unsigned char *b, uint32_t n) { b[0] = (unsigned char)(n >> 8), b[1] = (unsigned char)n; }

static uint32_t get32(const unsigned char *b) { return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3]; }

/* seal makes the checksum of the TCP in a packet right. */
static void seal(unsigned char *ip, size_t n)
{
	put16(ip + IP + 16, 0);
	uint32_t all = sum(sum(IPPROTO_TCP + (uint32_t)(n - IP), ip + 12, 8), ip + IP, n - IP);
	while (all >> 16)
		all = (all >> 16) + (all & 0xffff);
	put16(ip + IP + 16, ~all);
}

/* put gives the proxy what the guest sends. */
static void put(unsigned kind, const unsigned char *payload, size_t n)
{
	static unsigned char frame[ETHERNET + 65536];

	memcpy(frame, neighbour, 6);
	memcpy(frame + 6, own, 6);
	put16(frame + 12, kind);
	memcpy(frame + ETHERNET, payload, n);
	proxy_put(frame, ETHERNET + n);
}

/* arp puts a question or an answer (RFC 826). */
static void arp(unsigned operation, const unsigned char *to)
{
	unsigned char b[ARP] = { 0, 1, 8, 0, 6, 4, 0, (unsigned char)operation };

	memcpy(b + 8, own, 6);
	memcpy(b + 14, guest, 4);
	memcpy(b + 18, to, 6);
	memcpy(b + 24, gateway, 4);
	put(0x0806, b, sizeof b);
}

void guest_ask(void) { arp(1, neighbour); }

/* take gives the test a packet of the proxy, if it is TCP. */
static void take(unsigned char *ip, size_t n)
{
	size_t whole = n < LEAST ? 0 : (size_t)ip[2] << 8 | ip[3]; /* without what fills up a frame */

	if (whole < LEAST || whole > n || ip[0] != 0x45 || ip[9] != IPPROTO_TCP)
		return;
	if (!(ip[IP + 13] & RST))
		memcpy(last, ip, LEAST);
	if (whole > IP + (size_t)(ip[IP + 12] >> 4) * 4)
		in_flight = 1, text_ends = get32(ip + IP + 4) + (uint32_t)whole - IP - (uint32_t)(ip[IP + 12] >> 4) * 4;
	if (forwarded) {
		put16(ip + IP + 2, port);
		seal(ip, whole);
	}
	frame_write(FRAME_PACKET, ip, (uint32_t)whole);
}

int guest_take(const void *frame, size_t n)
{
	static unsigned char b[ETHERNET + 65536];

	if (n < ETHERNET || n > sizeof b)
		return 0;
	memcpy(b, frame, n);
	if (b[12] == 8 && b[13] == 0)
		take(b + ETHERNET, n - ETHERNET);
	if (b[12] != 8 || b[13] != 6 || n < ETHERNET + ARP)
		return 0;
	memcpy(neighbour, b + 6, 6);
	if (b[ETHERNET + 7] == 1 && !memcmp(b + ETHERNET + 24, guest, 4))
		arp(2, neighbour);
	return b[ETHERNET + 7] == 2;
}

/* send_packet has the guest send a packet. */
static void send_packet(unsigned char *ip, size_t n)
{
	if (n < LEAST || n > 65535)
		return;
	if (forwarded) {
		put16(ip + IP, FORWARDED);
		seal(ip, n);
	}
	if (ip[IP + 13] & ACK && get32(ip + IP + 8) == text_ends)
		in_flight = 0;
	put(0x0800, ip, n);
}

/* reset has the guest reset what it has with the proxy: by the number that the proxy expects,
 * or by the ACK of a SYN. */
static void reset(void)
{
	unsigned char b[LEAST] = { 0x45, [8] = 64, [9] = IPPROTO_TCP };
	uint32_t all;

	if (!last[0])
		return;
	put16(b + 2, LEAST);
	memcpy(b + 12, guest, 4);
	memcpy(b + 16, gateway, 4);
	all = sum(0, b, IP);
	put16(b + 10, ~((all >> 16) + (all & 0xffff)));
	memcpy(b + IP, last + IP + 2, 2);
	memcpy(b + IP + 2, last + IP, 2);
	memcpy(b + IP + 4, last + IP + 8, 4);
	all = get32(last + IP + 4) + 1;
	put16(b + IP + 8, all >> 16);
	put16(b + IP + 10, all);
	b[IP + 12] = TCP / 4 << 4, b[IP + 13] = RST | ACK;
	seal(b, LEAST);
	put(0x0800, b, LEAST);
}

/* at returns an address of the host. */
static struct sockaddr_in at(uint8_t host, uint16_t n)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(n) };

	a.sin_addr.s_addr = htonl(0x7f000000u | host);
	return a;
}

/* bound returns a socket of the user. */
static int bound(uint8_t host)
{
	struct sockaddr_in a = at(host, port);
	int one = 1, s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (s < 0 || setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) || bind(s, (struct sockaddr *)&a, sizeof a))
		guest_fail("a socket of the host");
	return s;
}

static void drop(int *s)
{
	if (*s >= 0)
		close(*s);
	*s = -1;
}

/* prompt has a socket send what it is to send at once. */
static void prompt(int s)
{
	int one = 1;

	setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	setsockopt(s, IPPROTO_TCP, TCP_QUICKACK, &one, sizeof one);
}

/* accepted takes a connection from the listener, which then ends. */
static void accepted(void)
{
	int s = listener < 0 ? -1 : accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (s < 0)
		return;
	drop(&user);
	drop(&listener);
	another = 0;
	prompt(user = s);
}

static const char *open_passive(void)
{
	forwarded = 0;
	drop(&listener);
	another = last[0] != 0;
	return listen(listener = bound(1), 8) ? strerror(errno) : NULL;
}

static const char *open_active(void)
{
	struct sockaddr_in to = at(3, FORWARDED);

	forwarded = 1;
	drop(&user);
	prompt(user = bound(2));
	return connect(user, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS ? strerror(errno) : NULL;
}

static void abort_user(void)
{
	struct linger none = { 1, 0 };

	if (user >= 0)
		setsockopt(user, SOL_SOCKET, SO_LINGER, &none, sizeof none);
	drop(&user);
}

static void release(void)
{
	accepted();
	abort_user();
	drop(&listener);
	reset();
	proxy_rest();
	last[0] = 0;
	in_flight = ending = 0;
}

/* host_rest: what is sent by lo is taken in the order in which it was sent, as long as all
 * that send are on one CPU. So what was sent before has arrived when this has. */
void host_rest(void)
{
	static int s = -1;
	struct sockaddr_in a = at(4, FORWARDED);
	char octet = 0;

	if (s < 0 && ((s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) < 0 ||
		      bind(s, (struct sockaddr *)&a, sizeof a) || connect(s, (struct sockaddr *)&a, sizeof a)))
		guest_fail("a socket to itself");
	if (send(s, &octet, 1, 0) != 1 || recv(s, &octet, 1, 0) != 1)
		guest_fail("a datagram to itself");
}

/* call does what the test asks of the user. It returns NULL, or why that cannot be. */
static const char *call(const char *name, long a)
{
	static const char zeros[2048];
	const char *why;

	if (!strcmp(name, "listen") || !strcmp(name, "connect")) {
		port = (uint16_t)a;
		return name[0] == 'l' ? open_passive() : open_active();
	}
	if (!strcmp(name, "release"))
		return release(), NULL;
	if (!strcmp(name, "clock"))
		return proxy_clock(a);
	if (!strcmp(name, "state"))
		return NULL;
	accepted();
	if (user < 0 && listener >= 0 && !another && strcmp(name, "send") && strcmp(name, "shutdown"))
		return drop(&listener), NULL;
	if (user < 0)
		return "limit: the host has no socket for this connection: not yet, or closed by its user";
	if (strcmp(name, "send") && (why = proxy_blind(proxy_state(forwarded ? FORWARDED : port), in_flight, ending)))
		return why;
	ending = ending || strcmp(name, "send");
	if (!strcmp(name, "send"))
		return send(user, zeros, (size_t)a, MSG_NOSIGNAL) < 0 ? strerror(errno) : NULL;
	if (!strcmp(name, "shutdown"))
		return shutdown(user, SHUT_WR) ? strerror(errno) : NULL;
	if (!strcmp(name, "close"))
		return drop(&user), NULL;
	return abort_user(), NULL;
}

/* state names the state of the connection. What the user has not taken before it is open, so
 * that the listener is still there if it comes to nothing, he takes when it is. */
static const char *state(void)
{
	const char *name = proxy_state(forwarded ? FORWARDED : port);

	if (!name)
		return listener >= 0 && !another ? "LISTEN" : "CLOSED";
	if (strcmp(name, "?") && strcmp(name, "SYN_RCVD") && strcmp(name, "LISTEN"))
		accepted();
	return name;
}

/* put_file writes a line to a file of /proc. */
static void put_file(const char *name, const char *format, unsigned id)
{
	FILE *f = fopen(name, "w");

	if (!f || fprintf(f, format, id, id) < 0 || fclose(f))
		guest_fail(name);
}

/* network makes a network of its own, for whoever is not root with users of its own. */
static void network(void)
{
	unsigned u = getuid(), g = getgid();

	if (!unshare(CLONE_NEWNET))
		return;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		guest_fail("a network of its own");
	put_file("/proc/self/setgroups", "deny", 0);
	put_file("/proc/self/uid_map", "%u %u 1", u);
	put_file("/proc/self/gid_map", "%u %u 1", g);
}

/* alone puts this process on one CPU, and into a network of its own. */
static void alone(void)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	cpu_set_t here;
	int s;

	CPU_ZERO(&here);
	CPU_SET(sched_getcpu(), &here);
	if (sched_setaffinity(0, sizeof here, &here))
		guest_fail("one CPU");
	network();
	if ((s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) < 0 || ioctl(s, SIOCSIFFLAGS, &lo))
		guest_fail("lo");
	close(s);
}

int main(void)
{
	static char payload[FRAME_ROOM + 1];
	const char *called;
	char kind, name[16];

	alone();
	called = proxy_start();
	proxy_rest();
	for (;;) {
		uint32_t n = frame_read(&kind, payload);
		long a = 0;
		const char *why = NULL;

		if (kind == FRAME_PACKET)
			send_packet((unsigned char *)payload, n);
		else if (sscanf(payload, "%15s %ld", name, &a) < 1)
			why = "limit: an empty command";
		else if (!strcmp(name, "version")) {
			frame_greet((unsigned long)a, proxy_options, called);
			continue;
		} else
			why = call(name, a);
		proxy_rest();
		if (!why)
			frame_done("%s", state());
		else
			frame_done("%s%s", strncmp(why, "limit:", 6) ? "refused: " : "", why);
	}
}
