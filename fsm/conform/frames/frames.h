/* Frames of version 2, and 1, for a child of "explore conform exec" in C: see docs/frames.md.
 * Include it once. A frame is a length (four octets, most significant first), a kind
 * (one octet), and as many octets as the length says. */
#ifndef FRAMES_H
#define FRAMES_H

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { FRAME_PACKET = 'P', FRAME_COMMAND = 'C', FRAME_DONE = 'D', FRAME_ROOM = 1 << 17 };

/* frame_read reads a frame into payload, which has room for FRAME_ROOM octets and one,
 * and ends it with a zero. It returns the length, and ends the program at the end of
 * standard input. */
static uint32_t frame_read(char *kind, char *payload)
{
	unsigned char head[5];
	uint32_t n;

	if (fread(head, 1, sizeof head, stdin) != sizeof head)
		exit(0);
	n = (uint32_t)head[0] << 24 | (uint32_t)head[1] << 16 | (uint32_t)head[2] << 8 | head[3];
	*kind = (char)head[4];
	if (n > FRAME_ROOM || fread(payload, 1, n, stdin) != n)
		exit(1);
	payload[n] = 0;
	return n;
}

/* frame_write writes a frame. */
static void frame_write(char kind, const void *payload, uint32_t n)
{
	unsigned char head[5] = { (unsigned char)(n >> 24), (unsigned char)(n >> 16), (unsigned char)(n >> 8), (unsigned char)n, (unsigned char)kind };

	fwrite(head, 1, sizeof head, stdout);
	fwrite(payload, 1, n, stdout);
}

/* frame_done says that the child has come to rest. */
static void frame_done(const char *format, ...)
{
	char text[256];
	va_list args;

	va_start(args, format);
	int n = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	frame_write(FRAME_DONE, text, (uint32_t)(n < (int)sizeof text ? n : (int)sizeof text - 1));
	fflush(stdout);
}

/* frame_greet answers a "version" of the test: with what is between 1 and 2 of it. The options
 * are words with commas between them, or "-" if there are none. */
static inline void frame_greet(unsigned long version, const char *options, const char *name)
{
	if (version < 2)
		frame_done("version 1 %s", name);
	else
		frame_done("version 2 %s %s", options, name);
}

#endif
