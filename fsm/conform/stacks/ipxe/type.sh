#!/bin/sh
# Types a line as slowly as the serial console of SeaBIOS takes it.
printf '%s' "$1" | fold -w 6 | while IFS= read -r part || [ -n "$part" ]; do
	printf '%s' "$part"
	sleep 0.06
done
printf '\n'
