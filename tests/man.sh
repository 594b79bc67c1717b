#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Is the manual page well-formed, and do it, README.md and the program's own help name the same options? Is it whole in
# every language, too?
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

# The pages in other languages, made here or unpacked with the sources.
if ! command -v po4a-updatepo >/dev/null; then
	echo "po4a is missing (Debian/Ubuntu: apt-get install po4a)"
	status=1
fi
languages=$(sed 's/#.*//' "${srcdir:-.}/po/LINGUAS")
for language in $languages; do
	other=man/$language/tlsdoctor.1
	[ -f "$other" ] || other=${srcdir:-.}/$other
	# po4a breaks lines anywhere; that is for those who write pages by hand.
	mandoc -Tlint -W warning "$other" | grep -v ': new sentence, new line' && status=1
	mandoc -Tutf8 -Owidth=250 "$other" | sed "s/.$backspace//g" >man-$$.txt
	named_in help-$$.txt man-$$.txt "the $language manual page doesn't know this option"
	cp "${srcdir:-.}/man/po/$language.po" man-$$.po
	po4a-updatepo -f man -M UTF-8 -m "$page" -p man-$$.po >man-$$.log 2>&1 || { cat man-$$.log; status=1; }
	for kind in --untranslated --only-fuzzy; do
		LC_ALL=C.UTF-8 msgattrib $kind --no-wrap man-$$.po | grep '^msgid "..*"' |
			sed "s/^msgid/man\/po\/$language.po: not translated:/" >man-$$.txt
		[ ! -s man-$$.txt ] || { cat man-$$.txt; status=1; }
	done
done
rm -f man-$$.po man-$$.po~ man-$$.log
[ -n "$languages" ] || { echo "po/LINGUAS names no language"; status=1; }
[ -n "$(options help-$$.txt)" ] || { echo "--help names no option"; status=1; }
rm -f man-$$.txt man-options-$$.txt help-$$.txt
exit $status
