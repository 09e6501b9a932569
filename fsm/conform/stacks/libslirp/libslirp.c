/* libslirp as a child of "explore conform exec", in the process itself, so that time is what
 * "clock" says: cc -I../../frames -I../proxy -o child libslirp.c ../proxy/proxy.c -lslirp */
#include <poll.h>
#include <slirp/libslirp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proxy.h"

enum { MOST = 4096, TICK = 2 }; /* sockets; milliseconds that it puts off an ACK at least */

static Slirp *slirp;
static int64_t now; /* in nanoseconds */
static struct pollfd fds[MOST];
static int n_fds;

static ssize_t send_packet(const void *frame, size_t n, void *arg)
{
	(void)arg;
	guest_take(frame, n);
	return (ssize_t)n;
}

static int64_t clock_get_ns(void *arg) { return (void)arg, now; }

static void guest_error(const char *text, void *arg) { (void)arg, fprintf(stderr, "%s\n", text); }

/* Its timers are for advertisements of IPv6 routers, which it is told not to be. */
static void *timer_new(SlirpTimerCb f, void *of, void *arg) { return (void)f, (void)of, (void)arg, (void *)&now; }
static void timer_free(void *timer, void *arg) { (void)timer, (void)arg; }
static void timer_mod(void *timer, int64_t ms, void *arg) { (void)timer, (void)ms, (void)arg; }

static void poll_fd(int fd, void *arg) { (void)fd, (void)arg; }
static void notify(void *arg) { (void)arg; }

/* add_poll and revents put what the library asks of a socket into the words of poll, and back. */
static int add_poll(int fd, int asked, void *arg)
{
	(void)arg;
	if (n_fds == MOST)
		guest_fail("too many sockets");
	fds[n_fds] = (struct pollfd){ .fd = fd, .events = (short)((asked & SLIRP_POLL_IN ? POLLIN : 0) | (asked & SLIRP_POLL_OUT ? POLLOUT : 0) | (asked & SLIRP_POLL_PRI ? POLLPRI : 0)) };
	return n_fds++;
}

static int revents(int i, void *arg)
{
	int r = fds[i].revents;

	(void)arg;
	return (r & POLLIN ? SLIRP_POLL_IN : 0) | (r & POLLOUT ? SLIRP_POLL_OUT : 0) | (r & POLLPRI ? SLIRP_POLL_PRI : 0) |
	       (r & POLLERR ? SLIRP_POLL_ERR : 0) | (r & POLLHUP ? SLIRP_POLL_HUP : 0);
}

const char proxy_options[] = "-";

const char *proxy_start(void)
{
	static const SlirpCb calls = { send_packet, guest_error, clock_get_ns, timer_new, timer_free, timer_mod, poll_fd, poll_fd, notify, NULL, NULL };
	static char name[64];
	SlirpConfig config = { .version = 1, .in_enabled = true };
	struct in_addr at, guest;

	inet_aton("192.0.2.0", &config.vnetwork);
	inet_aton("255.255.255.0", &config.vnetmask);
	inet_aton("192.0.2.1", &config.vhost);
	inet_aton("192.0.2.2", &guest);
	inet_aton("192.0.2.3", &config.vnameserver);
	inet_aton("192.0.2.15", &config.vdhcp_start);
	inet_aton("127.0.0.3", &at);
	slirp = slirp_new(&config, &calls, NULL);
	if (!slirp || slirp_add_hostfwd(slirp, 0, at, FORWARDED, guest, FORWARDED))
		guest_fail("libslirp");
	snprintf(name, sizeof name, "libslirp %s", slirp_version_string());
	return name;
}

void proxy_put(const void *frame, size_t n) { slirp_input(slirp, frame, (int)n); }

/* look has the library look at its sockets and timers once. It returns whether there was
 * anything at a socket. */
static int look(void)
{
	uint32_t timeout = 0;
	int ready;

	n_fds = 0;
	slirp_pollfds_fill(slirp, &timeout, add_poll, NULL);
	ready = poll(fds, (nfds_t)n_fds, 0);
	slirp_pollfds_poll(slirp, ready < 0, revents, NULL);
	return ready > 0;
}

/* turn is look when what the host has sent has arrived. */
static int turn(void)
{
	host_rest();
	return look();
}

/* A socket that has ended is ready for ever, so that turns are counted, too. An ACK that was
 * put off comes with the next tick. */
void proxy_rest(void)
{
	for (int i = 0; i < 8 && turn(); i++)
		;
	now += TICK * 1000000;
	turn();
	turn();
}

/* The library counts its slow timers, of half a second, by how often it looks. */
const char *proxy_clock(long ms)
{
	const long step = 500;

	for (; ms > 0; ms -= step) {
		now += (ms < step ? ms : step) * 1000000;
		look();
	}
	return NULL;
}

/* Of connections that the host has opened the library shows its end, of others the guest's.
 * The one at present is the newest, and stands first. */
const char *proxy_state(uint16_t port)
{
	static char state[32];
	char *all = slirp_connection_info(slirp), *line, *rest = all;
	unsigned from, to;

	for (state[0] = 0; !state[0] && (line = strtok_r(rest, "\n", &rest));)
		if (sscanf(line, " TCP[%31[^]]] %*d %*s %u %*s %u", state, &from, &to) != 3 || from != port || !strcmp(state, "HOST_FORWARD"))
			state[0] = 0;
	free(all);
	return state[0] ? state : NULL;
}

const char *proxy_blind(const char *state, int in_flight, int ending)
{
	(void)in_flight;
	if (state && (!strcmp(state, "SYN_SENT") || !strcmp(state, "SYN_RCVD")))
		return "limit: libslirp looks at its socket only when the connection is open";
	return ending ? "limit: libslirp does not look at its socket any more when it has read the end" : NULL;
}
