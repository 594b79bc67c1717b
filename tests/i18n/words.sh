#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Does a translation use a word that po/glossary refuses? Only msgstr texts are searched. A text that
# quotes another program as it is, or is a letter to a stranger, may be excused: words.excused holds such
# texts, one a line.
po=${srcdir:-.}/po
here=${srcdir:-.}/tests/i18n
# The patterns are in UTF-8, whatever the locale of the person who runs this.
LC_ALL=C.UTF-8
export LC_ALL

# msgid and msgstr lines out of a catalogue: "REFERENCE<TAB>text of the msgstr", one message a line.
texts() {
	msgattrib --no-obsolete --no-wrap --translated "$1" | awk '
	function flush() { if (inside && text != "") print place "\t" text; inside = 0; text = "" }
	/^#: / { place = $2 }
	/^$/ { flush() }
	/^msgid/ { flush(); header = ($0 == "msgid \"\"") }
	/^msgstr/ { inside = 1 }
	inside && /^(msgstr|")/ {
		line = $0
		sub(/^[^"]*"/, "", line)
		sub(/"$/, "", line)
		gsub(/E<\.P[oc]>/, "", line) # parentheses of the manual page
		text = text line " "
	}
	END { flush() }' | grep -v '	 *Project-Id-Version:'
}

if ! ls "$po"/*.po >/dev/null 2>&1; then
	echo "there is no translation yet"
	exit 77
fi
status=0
count=0
for catalogue in "$po"/*.po "${srcdir:-.}"/man/po/*.po; do
	language=$(basename "$catalogue" .po)
	texts "$catalogue" >words-$$.txt
	while read -r for_language pattern; do
		case $for_language in
		'#'* | '') continue ;;
		"$language" | '*') count=$((count + 1)) ;;
		*) continue ;;
		esac
		# Durations and counts stand next to their unit in Japanese, so placeholders are let through.
		hits=$(grep -P -- "^[^\t]*\t.*?(?:$pattern)" words-$$.txt)
		[ $? -le 1 ] || { echo "bad pattern: $pattern"; status=1; }
		[ ! -f "$here/words.excused" ] || hits=$(printf '%s\n' "$hits" |
			grep -vF -f "$here/words.excused")
		[ -n "$hits" ] || continue
		echo "$language: refused by \"$pattern\":"
		printf '%s\n' "$hits" | head -n 5
		status=1
	done <"$here/words.refused"
done
rm -f words-$$.txt
echo "$count patterns tried"
[ $count -gt 0 ] || status=1
exit $status
