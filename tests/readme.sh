#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Does the README say the same in every language? Of each: how many headings and rows of tables, and exactly the same
# commands, options, ids, addresses and examples.
folder=${srcdir:-.}

# What no translation may change in FILE.
facts() {
	echo "headings: $(grep -c '^#\{1,4\} ' "$1")"
	echo "rows: $(grep -c '^|' "$1")"
	# Examples between ```, as they are.
	awk '/^```/ { inside = !inside; next } inside' "$1"
	# Commands that stand alone, without what is said of them.
	grep -E '^    +(\./bootstrap|tlsdoctor|www\.|mail\.)' "$1" | sed -e 's/  *#.*//' -e 's/^  *//'
	# `code`, and where links lead: each once.
	sed -e '/^```/,/^```/d' -e '/^    /d' "$1" | tr '\n' ' ' | grep -oE '`[^`]+`' | sort -u
	grep -oE '\]\([^)#][^)]*\)' "$1" | grep -v README | sed 's/#[^)]*//' | sort -u
}

status=0
count=0
facts "$folder/README.md" >readme-$$.en
for file in "$folder"/README.*.md; do
	facts "$file" >readme-$$.other
	diff readme-$$.en readme-$$.other || {
		echo "$file: not the same as README.md"
		status=1
	}
	count=$((count + 1))
done
rm -f readme-$$.en readme-$$.other
languages=$(grep -v '^#' "$folder/po/LINGUAS" | wc -w)
[ $count -ge "$languages" ] || { echo "$count translations, $languages languages"; status=1; }
exit $status
