#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Is every word spelled as a dictionary has it? English, Dutch and Tagalog, of the program and of the manual page, and the
# English documents; the names and words that no dictionary knows stand in spelling.CODE. English is American, so the
# dictionary refuses what is British. (Japanese has no words between blanks: words.refused looks at its signs.)
po=${srcdir:-.}/po
here=${srcdir:-.}/tests/i18n
LC_ALL=C.UTF-8
export LC_ALL

if ! command -v hunspell >/dev/null; then
	echo "hunspell is missing (Debian/Ubuntu: apt-get install hunspell hunspell-en-us hunspell-nl myspell-tl)"
	exit 1
fi

# The msgids, or the msgstrs, of a catalogue: one message a line.
texts() { # KIND CATALOGUE
	msgattrib --no-obsolete --no-wrap --translated "$2" | awk -v kind="$1" '
	/^msgid / { ids++ } # the first is the header
	/^msg/ { inside = ids > 1 && index($1, kind) == 1 }
	/^$/ { print ""; inside = 0 }
	inside {
		line = $0
		sub(/^[^"]*"/, "", line)
		sub(/"$/, "", line)
		printf "%s", line
	}'
}

# One word a line. Placeholders, macros, commands, addresses and what has digits are no words.
words() {
	sed -E "s/^Cm [^ ]+ Ta //; s/^(Fl|Ev|Pa|Nm|Cm) .*//
		s/\\\\[nt\"]/ /g; s/E<[^>]*>/ /g; s/\\{[^}]*\\}/ /g
		s/[^ ]*[]\\/_@=<>~\\\\\$#:|][^ ]+/ /g; s/(^|[ (])--?[a-z][^ ]*/ /g; s/[^ ]+\\.[a-z][^ ]*/ /g
		s/[^ ]*[0-9][^ ]*/ /g" | grep -oE "[[:alpha:]]+('[[:alpha:]]+)*" | sort -u
}

# The prose of the documents: without examples, `code` and where links lead.
prose() {
	sed -e '/^```/,/^```/d' -e '/^    /d' -e 's/`[^`]*`//g' -e 's/\]([^)]*)//g' \
		"${srcdir:-.}"/*[A-Z].md "${srcdir:-.}"/docs/*.md
	cat "${srcdir:-.}/NEWS"
}

# Those that none of the dictionaries knows, nor the list.
unknown() { # CODE DICTIONARY...
	code=$1
	shift
	cat >spelling-$$.txt
	for dictionary; do
		hunspell -d "$dictionary" -l <spelling-$$.txt >spelling-$$.new || return 1
		sort -u spelling-$$.new >spelling-$$.txt
	done
	sed 's/#.*//' "$here/spelling.$code" | tr -s ' \t' '\n' >spelling-$$.new
	grep -vxF -i -f spelling-$$.new spelling-$$.txt
	rm -f spelling-$$.txt spelling-$$.new
}

status=0
look() { # CODE KIND DICTIONARY...
	code=$1 kind=$2
	shift 2
	catalogue=$code
	[ "$code" != en ] || catalogue='nl'
	for dictionary; do
		echo the | hunspell -d "$dictionary" -l >/dev/null 2>&1 ||
			{ echo "hunspell has no dictionary $dictionary"; status=1; return; }
	done
	{
		texts "$kind" "$po/$catalogue.po"
		texts "$kind" "${srcdir:-.}/man/po/$catalogue.po"
		[ "$code" != en ] || prose
	} | words >words-$$.txt
	[ "$(wc -l <words-$$.txt)" -gt 1000 ] || { echo "$code: hardly any words were read"; status=1; }
	for word in $(unknown "$code" "$@" <words-$$.txt); do
		echo "$code: unknown word: $word"
		status=1
	done
	rm -f words-$$.txt
}
look en msgid en_US
look nl msgstr nl
look tl msgstr en_US tl
exit $status
