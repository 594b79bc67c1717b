#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Is the manual page well-formed, and does it name what the program's own help names?
page=${srcdir:-.}/man/tlsdoctor.1

if ! command -v mandoc >/dev/null; then
	echo "mandoc is missing (Debian/Ubuntu: apt-get install mandoc)"
	exit 77
fi
mandoc -Tlint -W warning "$page" || exit 1

backspace=$(printf '\b')
mandoc -Tascii "$page" | sed "s/.$backspace//g" >man-$$.txt

status=0
for option in $(LANGUAGE=en ./tlsdoctor --help --lang en | grep -oE -- '--[a-z][a-z-]+' | sort -u); do
	grep -qE -- "(^|[^a-z-])$option([^a-z-]|\$)" man-$$.txt && continue
	echo "the manual page doesn't know $option, which --help names"
	status=1
done
rm -f man-$$.txt
exit $status
