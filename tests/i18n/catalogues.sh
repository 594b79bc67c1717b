#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Is each catalogue whole? msgfmt must accept it with every {placeholder} kept, nothing may be
# untranslated or doubtful (fuzzy), and its plural rule must be the one that our texts are written for.
po=${srcdir:-.}/po

if ! ls "$po"/*.po >/dev/null 2>&1; then
	echo "there is no translation yet"
	exit 77
fi
status=0
wrong() {
	echo "$*"
	status=1
}
for catalogue in "$po"/*.po; do
	language=$(basename "$catalogue" .po)
	sed 's/#.*//' "$po/LINGUAS" | grep -qwF "$language" || wrong "$catalogue isn't in po/LINGUAS"
	msgfmt -c -o /dev/null "$catalogue" || wrong "$catalogue: msgfmt refuses it"
	for kind in untranslated only-fuzzy; do
		count=$(msgattrib --no-obsolete --$kind "$catalogue" | grep -c '^msgid "..*"\|^msgid ""$')
		# An output with messages has a header, which counts once.
		[ "$count" -le 1 ] || wrong "$catalogue: $((count - 1)) messages are $kind"
	done
	case $language in
	ja) rule='nplurals=1; plural=0;' ;;
	tl) rule='nplurals=2; plural=(n > 1);' ;;
	nl) rule='nplurals=2; plural=(n != 1);' ;;
	*) rule='' ;;
	esac
	grep -qF "Plural-Forms: $rule" "$catalogue" || wrong "$catalogue: Plural-Forms must be $rule"
done
# shellcheck disable=SC2013 # words
for language in $(sed 's/#.*//' "$po/LINGUAS"); do
	[ "$language" = en ] || [ -f "$po/$language.po" ] || wrong "po/LINGUAS names $language: no $language.po"
done
exit $status
