#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# When was each source of the guide and of the rules last read? Lists those older than a year, counted from
# SOURCES_DATE (2026-12 or 2026-12-01), else from the day of the build (the program's floor under the clock).
# Old ones are only listed, so no build breaks because time passes. A source without a readable date fails,
# one from the future too, and a way for one system or browser without any source. (make check-sources)
src=${srcdir:-.}/src
day=${SOURCES_DATE-}
if [ -z "$day" ]; then
	floor=$(sed -n 's/^#define BUILD_DATE_S \([0-9]*\)$/\1/p' config.h)
	[ -n "$floor" ] || { echo "config.h has no BUILD_DATE_S"; exit 99; }
	day=$(date -u -d "@$floor" +%Y-%m-%d) || exit 99
fi
case $day in
[0-9][0-9][0-9][0-9]-[01][0-9] | [0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]) ;;
*) echo "SOURCES_DATE is no date: $day"; exit 99 ;;
esac

ls "$src"/guide/text/*.fix "$src"/diagnosis/rules/*.client >/dev/null || exit 99
# shellcheck disable=SC2016 # the program is awk's
awk -v day="$day" '
function months(date) { return substr(date, 1, 4) * 12 + substr(date, 6, 2) }
function wrong(what) { printf "%s: %s: %s\n", where, id, what; status = 1 }
function judge(source,  date) {
	count++
	date = source
	sub(/^.*[ :]/, "", date)
	if (date !~ /^20[0-9][0-9]-(0[1-9]|1[0-2])(-[0-3][0-9])?$/)
		wrong("no date (2026-11) at the end: " source)
	else if (months(date) > months(day) + 1)
		wrong("read in the future: " source)
	else if (months(day) - months(date) > 12) {
		printf "older than a year: %s: %s: %s\n", where, id, source
		old++
	}
}
function finish() {
	if (needs && !has)
		wrong("is for one system or browser and has no Source")
	needs = has = 0
	id = ""
}
FNR == 1 { finish(); where = FILENAME; sub(/^.*src\//, "src/", where) }
/^$/ { finish() }
/^(Fix|Client): / { id = $2 }
/^(System|Browser): / { needs = FILENAME ~ /\.fix$/; id = id " " $2 }
/^Source: / { has = 1; sub(/^Source: /, ""); judge($0) }
END {
	finish()
	printf "%d sources, %d read more than a year before %s\n", count, old, day
	exit status || !count
}' "$src"/guide/text/*.fix "$src"/diagnosis/rules/*.client
