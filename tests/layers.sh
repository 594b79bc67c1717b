#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Does each folder include only what stands below it? The arrows are those of docs/architecture.md:
# a folder may include itself and whatever it reaches along the arrows.
src=${srcdir:-.}/src

# shellcheck disable=SC2016 # awk's own dollars
find "$src" -name '*.[ch]' | sort | xargs awk -v src="$src/" '
BEGIN {
	arrows = "i18n:base evidence:base net:evidence tls:net probe:tls check:evidence diagnosis:check" \
		" webserver:diagnosis practice:tls session:probe session:webserver session:diagnosis" \
		" guide:diagnosis guide:i18n report:session report:guide ui:session ui:guide" \
		" cli:report cli:ui cli:practice"
	count = split(arrows, arrow, " ")
	do { # everything reached along arrows, until nothing new is found
		grown = 0
		for (i = 1; i <= count; i++) {
			split(arrow[i], end, ":")
			for (key in may) {
				split(key, pair, SUBSEP)
				if (pair[1] == end[2] && !((end[1], pair[2]) in may))
					found[end[1], pair[2]]
			}
			found[end[1], end[2]]
		}
		for (key in found)
			if (!(key in may)) { may[key]; grown = 1 }
	} while (grown)
	for (key in may) { split(key, pair, SUBSEP); known[pair[1]]; known[pair[2]] }
	# Libraries that only some folders may know.
	only["curses.h"] = only["ncurses.h"] = only["term.h"] = " ui "
	only["gnutls/"] = " tls practice "
	only["curl/"] = " net "
	only["sqlite3.h"] = " probe "
}
function wrong(what) {
	printf "%s:%d: %s\n", FILENAME, FNR, what
	bad++
}
FNR == 1 {
	files++
	path = substr(FILENAME, length(src) + 1)
	folder = path
	sub(/\/.*/, "", folder)
	if (!(folder in known))
		wrong("this folder has no place in the layers: " folder)
}
/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
	name = $0
	sub(/^[^<"]*[<"]/, "", name)
	sub(/[>"].*/, "", name)
	includes++
	if (name ~ /\.c$/)
		wrong("includes a .c file: " name)
	for (library in only)
		if (index(name, library) == 1 && index(only[library], " " folder " ") == 0)
			wrong(folder " may not know " name)
	other = name
	if (!sub(/\/.*/, "", other) || !(other in known))
		next
	if (other != folder && !((folder, other) in may))
		wrong(folder " may not include " name)
	if (other == "probe")
		looks[folder]
	if (other == "check")
		judges[folder]
	if (folder != "session" && (other == "probe" && folder in judges || other == "check" && folder in looks))
		wrong("looking and judging meet in " folder "; only session may join them: " name)
}
END {
	printf "%d files, %d includes, %d against the layers\n", files, includes, bad
	exit bad > 0 || includes == 0
}'
