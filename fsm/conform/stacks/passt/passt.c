/* passt as a child of "explore conform exec", a black box behind its unix socket:
 * cc -I../../frames -I../proxy -o child passt.c ../proxy/proxy.c
 * With PASST_WAITS in the environment, time that is to pass does: then -patience 15s. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proxy.h"

static int wire; /* each frame behind its length in four octets */

const char proxy_options[] = "slow";

/* version returns what reports call it: by its package, for the program does not always know. */
static const char *version(void)
{
	static char name[64] = "passt ";
	FILE *p = popen("dpkg-query -W -f '${Version}\n' passt 2>/dev/null || passt --version 2>/dev/null | sed 's/^passt //'", "r");

	if (!p || fscanf(p, "%50s", name + 6) != 1)
		name[5] = 0;
	if (p)
		pclose(p);
	return name;
}

const char *proxy_start(void)
{
	const char *name = version();
	char fd[16], ports[32];
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		guest_fail("a pair of sockets");
	snprintf(fd, sizeof fd, "%d", pair[1]);
	snprintf(ports, sizeof ports, "127.0.0.3/%d", FORWARDED);
	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(pair[0]);
		dup2(open("/dev/null", O_RDWR), 1); /* standard output is for frames */
		execlp("passt", "passt", "-f", "-q", "-F", fd, "-4", "-i", "lo", "-M", "02:00:00:00:00:01",
			"-a", "192.0.2.2", "-n", "24", "-g", "192.0.2.1", "-t", ports, (char *)0);
		guest_fail("passt");
	}
	close(pair[1]);
	fcntl(wire = pair[0], F_SETFD, FD_CLOEXEC);
	return name;
}

void proxy_put(const void *frame, size_t n)
{
	unsigned char b[4 + 65550] = { (unsigned char)(n >> 24), (unsigned char)(n >> 16), (unsigned char)(n >> 8), (unsigned char)n };

	memcpy(b + 4, frame, n);
	if (write(wire, b, 4 + n) != (ssize_t)(4 + n))
		guest_fail("passt takes no frame");
}

/* get reads all of n octets. */
static void get(unsigned char *b, size_t n)
{
	while (n > 0) {
		struct pollfd p = { .fd = wire, .events = POLLIN };
		ssize_t got = poll(&p, 1, 4000) == 1 ? read(wire, b, n) : -1;

		if (got <= 0)
			guest_fail("passt does not answer, or is not there (apt-get install passt)");
		b += got, n -= (size_t)got;
	}
}

/* take takes a frame. It returns whether that answers guest_ask. */
static int take(void)
{
	static unsigned char b[1 << 17];
	size_t n;

	get(b, 4);
	n = (size_t)b[0] << 24 | (size_t)b[1] << 16 | (size_t)b[2] << 8 | b[3];
	if (n > sizeof b)
		guest_fail("passt sends what is no frame");
	get(b, n);
	return guest_take(b, n);
}

/* Passt is one loop. An answer to ARP that was asked for behind a segment says that the
 * segment has been read; to the next one, that the sockets which had become ready by then
 * were seen to; and to the third, that what came of that has been sent. */
void proxy_rest(void)
{
	for (int i = 0; i < 3; i++) {
		host_rest();
		guest_ask();
		while (!take())
			;
	}
}

const char *proxy_state(uint16_t port)
{
	(void)port;
	return "?";
}

/* Time is real: seven seconds are waited for if that is asked for. */
const char *proxy_clock(long ms)
{
	const long most = 10000;

	if (!getenv("PASST_WAITS") || ms > most)
		return "limit: the time of passt is real";
	usleep((useconds_t)ms * 1000);
	return NULL;
}

const char *proxy_blind(const char *state, int in_flight, int ending)
{
	(void)state;
	return in_flight && !ending ? "limit: passt sends a FIN only when all text has been acknowledged" : NULL;
}
