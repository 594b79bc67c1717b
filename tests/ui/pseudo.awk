# SPDX-License-Identifier: GPL-3.0-or-later
# Makes a catalogue of no language out of any complete one: each text in brackets, accented, longer by 40 %.
# What is English on a page, or ends without its bracket, was not translated or was cut off.

# S is the inside of a PO string: escapes and {placeholders} stay as they are.
function pseudo(s,   out, i, c, length_seen, end) {
	out = ""
	length_seen = 0
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c == "\\") {
			out = out substr(s, i, 2)
			i++
		} else if (c == "{" && (end = index(substr(s, i), "}"))) {
			out = out substr(s, i, end)
			i += end - 1
		} else {
			out = out ((c in accents) ? accents[c] : c)
		}
		length_seen++
	}
	for (i = 0; i < length_seen * 0.4 - 2; i += 5)
		out = out " l\303\266ng"
	return "[" out "]"
}
function flush() {
	if (!have)
		return
	if (id == "" && context == "") {
		printf "msgid \"\"\nmsgstr \"\"\n%s\n", header
	} else {
		if (context != "")
			printf "msgctxt \"%s\"\n", context
		printf "msgid \"%s\"\n", id
		if (plural != "")
			printf "msgid_plural \"%s\"\nmsgstr[0] \"%s\"\nmsgstr[1] \"%s\"\n\n", plural,
				pseudo(id), pseudo(plural)
		else
			printf "msgstr \"%s\"\n\n", pseudo(id)
	}
	have = 0
	id = plural = context = header = ""
}
function inside(line) {
	sub(/^[^"]*"/, "", line)
	sub(/"[ \t\r]*$/, "", line)
	return line
}
BEGIN {
	accents["a"] = "\303\244"; accents["e"] = "\303\253"; accents["i"] = "\303\257"
	accents["o"] = "\303\266"; accents["u"] = "\303\273"
}
/^#/ { next }
/^msgctxt / { flush(); part = "context"; context = inside($0); have = 1; next }
/^msgid_plural / { part = "plural"; plural = inside($0); next }
/^msgid / { if (part != "context") flush(); part = "id"; id = inside($0); have = 1; next }
/^msgstr/ { part = "str"; next }
/^"/ {
	if (part == "context") context = context inside($0)
	else if (part == "plural") plural = plural inside($0)
	else if (part == "id") id = id inside($0)
	else if (id == "" && context == "") header = header $0 "\n"
}
/^$/ { flush(); part = "" }
END { flush() }
