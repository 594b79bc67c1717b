#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Does every text with a {placeholder} bear the mark that makes msgfmt guard it, and none a printf
# format? Only the patterns of dates and times may be rebuilt freely by a language.
src=${srcdir:-.}
command -v xgettext >/dev/null 2>&1 || { echo "xgettext is missing"; exit 77; }
pot=$PWD/guarded-test-$$.pot
trap 'rm -f "$pot" "$pot".*' EXIT
sh "$src/po/extract" "$src" . "$pot" || exit 99

awk '
function judge() {
	if (text == "")
		return
	texts++
	if (text ~ /\{[A-Za-z_][A-Za-z0-9_]*\}/ && flags !~ /perl-brace-format/ && context !~ /^(date|time)$/)
		wrong("no xgettext:no-c-format,perl-brace-format comment directly before it")
	if (flags ~ /[ ,]c-format/)
		wrong("taken for a printf format: put xgettext:no-c-format before it")
	if (text ~ /[^ -~]/)
		wrong("English texts are plain ASCII")
}
function wrong(what) {
	print place ": " what ": " text
	bad++
}
/^$/ { judge(); text = context = flags = place = part = "" }
/^#: / { place = $2 }
/^#, / { flags = $0; sub(/^#,/, "", flags); gsub(/no-c-format/, "", flags) }
/^msgctxt / { context = $2; gsub(/"/, "", context) }
/^msgid/ { part = "id" }
/^msgstr/ { part = "" }
part == "id" && /^(msgid|")/ {
	line = $0
	sub(/^[^"]*"/, "", line)
	sub(/"$/, "", line)
	text = text line
}
END {
	judge()
	printf "%d texts, %d wrong\n", texts, bad
	exit bad > 0 || texts < 30
}' "$pot"
