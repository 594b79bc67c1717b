#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How big has it become? Prints lines a layer, the size of the stripped program and the libraries it begins with;
# fails when that is above 4 MiB: the program is one file that people copy to other hosts. (`make size-report` shows it.)
src=${srcdir:-.}/src
most=$((4 * 1024 * 1024))

for folder in "$src"/*/; do
	lines=$(find "$folder" -type f \( -name '*.[ch]' -o -name '*.def' \) -exec cat {} + | wc -l)
	data=$(find "$folder" -type f ! -name '*.[ch]' ! -name '*.def' ! -name '*.mk' -exec cat {} + | wc -l)
	printf 'size: %-10s %6d lines of C, %6d of stanzas\n' "$(basename "$folder")" "$lines" "$data"
done

if [ "${SANITIZED-}" = yes ]; then
	echo 'size: the program was built with sanitizers: its size says nothing'
	exit 0
fi
small=size-stripped.$$
strip -o "$small" tlsdoctor || exit 99
bytes=$(wc -c <"$small")
rm -f "$small"
printf 'size: tlsdoctor, stripped: %d bytes (at most %d)\n' "$bytes" "$most"
[ "$bytes" -le "$most" ] || exit 1

# libcurl brings some twenty libraries along, half of the work of each start: it is loaded when something is fetched.
libraries=$(objdump -p tlsdoctor | sed -n 's/^ *NEEDED *//p') || exit 99
printf 'size: libraries loaded at the start: %d\n' "$(echo "$libraries" | wc -l)"
! echo "$libraries" | grep libcurl
