#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Is the manual page well-formed, and do it, README.md and the program's own help name the same options?
page=${srcdir:-.}/man/tlsdoctor.1

if ! command -v mandoc >/dev/null; then
	echo "mandoc is missing (Debian/Ubuntu: apt-get install mandoc)"
	exit 77
fi
mandoc -Tlint -W warning "$page" || exit 1

backspace=$(printf '\b')
mandoc -Tascii -Owidth=250 "$page" | sed "s/.$backspace//g" >man-$$.txt
./tlsdoctor --help --lang en >help-$$.txt

# The options that FILE names, one a line.
options() {
	grep -oE -- '--[a-z][a-z0-9-]+' "$1" | sort -u
}

status=0
named_in() { # every option of FILE is named in OTHER
	for option in $(options "$1"); do
		grep -qE -- "(^|[^a-z-])$option([^a-z-]|\$)" "$2" && continue
		echo "$option: $3"
		status=1
	done
}
named_in help-$$.txt man-$$.txt "the manual page doesn't know this option"
named_in help-$$.txt "${srcdir:-.}/README.md" "README.md doesn't know this option"
sed '/^FILES/,/^EXIT STATUS/d' man-$$.txt >man-options-$$.txt
named_in man-options-$$.txt help-$$.txt "the manual page names it, the program doesn't have it"
[ -n "$(options help-$$.txt)" ] || { echo "--help names no option"; status=1; }
rm -f man-$$.txt man-options-$$.txt help-$$.txt
exit $status
