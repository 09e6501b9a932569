/* lwIP as a child of "explore conform exec": cc -I../../frames -o lwip lwip.c -llwip
 * Frames as docs/frames.md has them; time is what "clock" says. */
#include <string.h>

#include "frames.h"
#include "lwip/init.h"
#include "lwip/ip.h"
#include "lwip/netif.h"
#include "lwip/priv/tcp_priv.h"
#include "lwip/tcp.h"

static struct netif netif;
static u16_t port;      /* of the connection at present, at our end */
static unsigned long told; /* what the next SYN is to bear; 0: that is the stack's affair */
static int six;         /* packets are those of IPv6 */
static int held;        /* the user has the connection: he has opened or accepted it */
static unsigned long ms; /* time that has passed since the timers last ran */

/* output is what the stack sends with. */
static err_t output(struct netif *n, struct pbuf *p, const ip4_addr_t *to)
{
	static char packet[65535];

	(void)n, (void)to;
	frame_write(FRAME_PACKET, packet, pbuf_copy_partial(p, packet, sizeof packet, 0));
	return ERR_OK;
}

static err_t output6(struct netif *n, struct pbuf *p, const ip6_addr_t *to) { return (void)to, output(n, p, NULL); }

static err_t up(struct netif *n)
{
	n->output = output;
	n->output_ip6 = output6;
	n->mtu = 1500;
	n->flags = NETIF_FLAG_UP | NETIF_FLAG_LINK_UP;
	return ERR_OK;
}

/* input gives a packet to the stack. */
static void input(const char *packet, uint32_t n)
{
	struct pbuf *p = pbuf_alloc(PBUF_RAW, (u16_t)n, PBUF_RAM);

	pbuf_take(p, packet, (u16_t)n);
	ip_input(p, &netif);
}

/* connection returns the connection, listener the socket that listens, or NULL. */
static struct tcp_pcb *connection(void)
{
	struct tcp_pcb *lists[] = { tcp_active_pcbs, tcp_tw_pcbs };

	for (int i = 0; i < 2; i++)
		for (struct tcp_pcb *p = lists[i]; p; p = p->next)
			if (p->local_port == port)
				return p;
	return NULL;
}

static struct tcp_pcb *listener(void)
{
	for (struct tcp_pcb_listen *p = tcp_listen_pcbs.listen_pcbs; p; p = p->next)
		if (p->local_port == port)
			return (struct tcp_pcb *)p;
	return NULL;
}

static const char *state(void)
{
	static const char *const names[] = { "CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1",
		"FIN-WAIT-2", "CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT" };
	struct tcp_pcb *p = connection();

	return names[p ? p->state : listener() ? LISTEN : CLOSED];
}

/* received takes text and keeps it, as a user does who does not read. */
static err_t received(void *arg, struct tcp_pcb *p, struct pbuf *text, err_t err)
{
	(void)arg, (void)p, (void)err;
	if (text)
		pbuf_free(text);
	return ERR_OK;
}

static void gone(void *arg, err_t err) { (void)arg, (void)err; }

static err_t accepted(void *arg, struct tcp_pcb *p, err_t err)
{
	(void)arg;
	if (err != ERR_OK || !p)
		return ERR_VAL;
	held = 1;
	tcp_recv(p, received);
	tcp_err(p, gone);
	tcp_nagle_disable(p);
	tcp_close(listener()); /* or a connection that is gone would look like one in LISTEN */
	return ERR_OK;
}

/* number has tcp_next_iss return a number the next time: it adds tcp_ticks to the last one,
 * and as they are now they will be then. */
static void number(u32_t iss)
{
	u32_t ticks = tcp_ticks;
	struct tcp_pcb any;

	tcp_ticks = 0;
	tcp_ticks = iss - ticks - tcp_next_iss(&any);
	tcp_next_iss(&any);
	tcp_ticks = ticks;
}

static err_t open(u16_t at, u16_t peer)
{
	struct tcp_pcb *p = tcp_new_ip_type(six ? IPADDR_TYPE_V6 : IPADDR_TYPE_V4);
	ip_addr_t to;
	err_t err;

	ipaddr_aton(six ? "2001:db8::2" : "192.0.2.2", &to);

	port = at;
	if (told)
		number((u32_t)told + !!peer); /* tcp_connect sends what it is given, less one */
	told = 0;
	if ((err = tcp_bind(p, six ? IP6_ADDR_ANY : IP4_ADDR_ANY, at)) != ERR_OK) {
		tcp_close(p);
		return err;
	}
	if (!peer) {
		tcp_accept(tcp_listen(p), accepted);
		return ERR_OK;
	}
	tcp_recv(p, received);
	tcp_err(p, gone);
	tcp_nagle_disable(p);
	held = 1;
	return tcp_connect(p, &to, peer, NULL);
}

static err_t end(const char *name, struct tcp_pcb *p)
{
	if (!strcmp(name, "shutdown"))
		return tcp_shutdown(p, 0, 1);
	held = 0;
	if (!strcmp(name, "close") || p->state == LISTEN)
		return tcp_close(p);
	tcp_abort(p);
	return ERR_OK;
}

static const char *call(const char *name, unsigned long a, unsigned long b)
{
	static const char zeros[4096];
	struct tcp_pcb *p = connection();
	err_t err = ERR_OK;

	if (!strcmp(name, "release")) {
		while ((p = connection()))
			tcp_abandon(p, 0);
		while ((p = listener()))
			tcp_close(p);
		held = 0;
	} else if (!strcmp(name, "iss")) {
		told = a;
	} else if (!strcmp(name, "family")) {
		six = a == 6;
	} else if (!strcmp(name, "clock")) {
		for (ms += a; ms >= TCP_TMR_INTERVAL; ms -= TCP_TMR_INTERVAL)
			tcp_tmr();
	} else if (!strcmp(name, "listen") || !strcmp(name, "connect")) {
		err = open((u16_t)a, (u16_t)b);
	} else if (!p && !(p = listener())) {
		return strcmp(name, "state") ? "limit: without a connection there is nothing for a call to name" : NULL;
	} else if (!strcmp(name, "shutdown") && (p->state == LISTEN || p->state == SYN_SENT)) {
		return "limit: tcp_shutdown is for connections that are open; tcp_close is the CLOSE here";
	} else if (!held && p->state != LISTEN) {
		return strcmp(name, "state") ? "limit: the connection is not the user's: not accepted yet, or closed by him" : NULL;
	} else if (!strcmp(name, "send")) {
		if ((err = tcp_write(p, zeros, (u16_t)a, TCP_WRITE_FLAG_COPY)) == ERR_OK)
			err = tcp_output(p);
	} else if (strcmp(name, "state")) {
		err = end(name, p);
	}
	return err == ERR_OK ? NULL : lwip_strerr(err);
}

int main(void)
{
	static char payload[FRAME_ROOM + 1];
	ip4_addr_t us, net, none;
	ip6_addr_t us6;
	char kind, name[16];

	lwip_init();
	IP4_ADDR(&us, 192, 0, 2, 1);
	IP4_ADDR(&net, 255, 255, 255, 0);
	IP4_ADDR(&none, 0, 0, 0, 0);
	netif_set_default(netif_add(&netif, &us, &net, &none, NULL, up, ip_input));
	ip6addr_aton("2001:db8::1", &us6);
	netif_ip6_addr_set(&netif, 0, &us6);
	netif_ip6_addr_set_state(&netif, 0, IP6_ADDR_PREFERRED);
	for (;;) {
		uint32_t n = frame_read(&kind, payload);
		unsigned long a = 0, b = 0;
		const char *why = NULL;

		if (kind == FRAME_PACKET) {
			input(payload, n);
		} else if (sscanf(payload, "%15s %lu %lu", name, &a, &b) < 1) {
			why = "limit: an empty command";
		} else if (!strcmp(name, "version")) {
			frame_greet(a, "iss,ipv6,icmp", "lwIP " LWIP_VERSION_STRING);
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
