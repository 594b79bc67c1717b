#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Is a {placeholder} guarded all the way? A stanza becomes C, C becomes a catalogue to translate, and
# msgfmt must refuse a translation that lost or misspelt the placeholder, and accept a right one.
gen=$PWD/tools/gen
command -v xgettext >/dev/null 2>&1 || { echo "xgettext is missing"; exit 77; }
work=$PWD/placeholders-test-$$
mkdir -p "$work/text" && cd "$work" || exit 99
trap 'cd .. && rm -rf "$work"' EXIT
tests=0 bad=0
echo 1..9

# result WHAT: the status of the command before decides.
result() {
	status=$?
	tests=$((tests + 1))
	if [ $status -eq 0 ]; then
		echo "ok $tests - $1"
	else
		echo "not ok $tests - $1"
		bad=1
	fi
}

cat >text/a.cause <<'END'
Cause: certificate-expired
# TRANSLATORS: shown as a title.
_Title: The certificate of {host} ended
_Text: It was good until
 {date}.
 .
 Nobody renewed it: 100% certain.
END

"$gen" guide tables.c text/a.cause &&
	xgettext --language=C --from-code=UTF-8 --keyword --keyword=N_ --add-comments=TRANSLATORS \
		-o a.pot tables.c
result "a stanza reaches the catalogue"

grep -B3 'msgid "The certificate of {host} ended"' a.pot >entry
grep -q '^#\. TRANSLATORS: shown as a title\.$' entry
result "with its comment"
grep -q '^#: text/a.cause:3$' entry
result "with the place in the stanza file"
grep -q 'perl-brace-format' entry && grep -q 'no-c-format' entry
result "marked for the guard"
grep -q 'msgid "It was good until {date}."' a.pot
result "one msgid a paragraph"
grep -B1 'msgid "Nobody renewed it' a.pot | grep -q 'no-c-format' &&
	! grep -q '^#,.* c-format' a.pot
result "a percent sign is no printf format"

# accepts TITLE: msgfmt's verdict on a catalogue where the title is translated so.
accepts() {
	awk -v text="$1" '
	/^"Language: / { print "\"Language: nl\\n\""; next }
	/^"Content-Type: / { print "\"Content-Type: text/plain; charset=UTF-8\\n\""; next }
	/^"Plural-Forms: / { next }
	found && /^msgstr/ { print "msgstr \"" text "\""; found = 0; next }
	{ print }
	/^msgid "The certificate of/ { found = 1 }' a.pot >nl.po
	msgfmt -c --check-format -o nl.mo nl.po 2>errors
}

accepts 'Het certificaat van {host} is verlopen'
result "a right translation is accepted"
! accepts 'Het certificaat is verlopen' && grep -q host errors
result "a lost placeholder is refused"
! accepts 'Het certificaat van {hots} is verlopen' && grep -q host errors
result "a misspelt placeholder is refused"

[ $tests -eq 9 ] || exit 1
exit $bad
