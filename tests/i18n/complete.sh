#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Does every text of this source have a translation in every language? (msgcmp also finds texts that a
# catalogue doesn't even have: "make update-po" adds them.)
src=${srcdir:-.}
command -v xgettext >/dev/null 2>&1 || { echo "xgettext is missing"; exit 77; }
pot=$PWD/complete-test-$$.pot
trap 'rm -f "$pot" "$pot".*' EXIT
sh "$src/po/extract" "$src" . "$pot" || exit 99
status=0
for language in $(sed 's/#.*//' "$src/po/LINGUAS"); do
	if msgcmp "$src/po/$language.po" "$pot" >"$pot.log" 2>&1; then
		echo "$language: complete"
	else
		echo "$language: $(grep -c 'untranslated\|used but not defined' "$pot.log") texts wait"
		head -n 5 "$pot.log"
		status=1
	fi
done
exit $status
