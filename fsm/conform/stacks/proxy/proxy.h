/* A proxy as a child of "explore conform exec". A proxy ends the TCP of its guest, and has a
 * socket of the host for each connection. The test is the guest, and the user of the TCP
 * under test holds the other end of that socket:
 *
 *   test  --frames-->  proxy.c  --Ethernet-->  the proxy  --sockets of the host-->  proxy.c
 *
 * The guest is 192.0.2.2, the proxy 192.0.2.1. A connection of the guest to 192.0.2.1 leads to
 * 127.0.0.1, and what connects to port FORWARDED of 127.0.0.3 is led to the same port of the
 * guest. This file is what proxy.c and a proxy want of each other. */
#ifndef PROXY_H
#define PROXY_H

#include <stddef.h>
#include <stdint.h>

enum { FORWARDED = 61500 }; /* no connection of the test has it */

/* proxy_start starts the proxy, and returns its name for reports. */
const char *proxy_start(void);

/* proxy_options are what the proxy can do, as the test is told. */
extern const char proxy_options[];

/* proxy_put gives it a frame of Ethernet. */
void proxy_put(const void *frame, size_t n);

/* proxy_rest returns when nothing more comes of what the guest and its user have done. */
void proxy_rest(void);

/* proxy_state names the state of the newest connection to that port of the guest; it is "?" if
 * that is not known, and NULL if there is none. */
const char *proxy_state(uint16_t port);

/* proxy_clock lets time pass. It returns NULL, or why it cannot, as "limit: ...". */
const char *proxy_clock(long ms);

/* proxy_blind says why the proxy does not see, or does not pass on, that its user ends a
 * connection in that state: as "limit: ...", or NULL. Text may be in flight, and the user may
 * have ended sending before. */
const char *proxy_blind(const char *state, int in_flight, int ending);

/* guest_take takes a frame from the proxy. It returns whether that answers guest_ask. */
int guest_take(const void *frame, size_t n);

/* guest_ask asks the proxy for its address on the wire. */
void guest_ask(void);

/* host_rest returns when what sockets of the host have sent has arrived at others. */
void host_rest(void);

/* guest_fail ends the child, and says why. */
void guest_fail(const char *what);

#endif
