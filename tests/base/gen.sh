#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Does a typing error in a stanza file stop the build, with the file and line where it stands?
gen=$PWD/tools/gen
work=$PWD/gen-test-$$
mkdir "$work" && cd "$work" || exit 99
trap 'cd .. && rm -rf "$work"' EXIT
tests=0 bad=0
echo 1..23

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

# refused WHAT FILE LINE TEXT: gen reports FILE:LINE, ends with 1 and writes nothing.
refused() {
	printf "$4" >"$2"
	rm -f out.c
	"$gen" guide out.c "$2" 2>errors
	[ $? -eq 1 ] && grep -q "^$2:$3: " errors && [ ! -e out.c ]
	result "$1 names $2:$3"
	sed 's/^/# /' errors
}

good='Fix: clock.sync\nStep: 1\nCause: clock-wrong\nWho: you\n_Title: A title\n_Body: A body\n'

printf "$good" >good.fix
"$gen" guide out.c good.fix && grep -q 'N_("A title")' out.c
result "a sound file becomes a table"

"$gen" guide out.c && grep -q 'guide_fixes_table_count = 0' out.c
result "no file gives empty tables"

refused "an unknown field" a.fix 7 "${good}Colour: red\n"
refused "a missing field" a.fix 1 'Fix: a\nStep: 1\nWho: you\n_Title: t\n_Body: b\n'
refused "an empty text" a.fix 7 "${good}_Stop:\n"
refused "an unknown name" a.fix 4 'Fix: a\nStep: 1\nCause: c\nWho: me\n_Title: t\n_Body: b\n'
refused "a step that doesn't exist" a.fix 2 'Fix: a\nStep: 13\nCause: c\nWho: you\n_Title: t\n_Body: b\n'
refused "an id with a blank" a.cause 1 'Cause: a b\n_Title: t\n_Text: b\n'
refused "a field that occurs twice" a.cause 3 'Cause: a\n_Title: t\n_Title: u\n_Text: b\n'
refused "an id that is taken" a.cause 5 'Cause: a\n_Title: t\n_Text: b\n\nCause: a\n_Title: t\n_Text: b\n'
refused "a text that isn't marked" a.cause 2 'Cause: a\nTitle: t\n_Text: b\n'
refused "a mark that is wrong" a.cause 1 '_Cause: a\n_Title: t\n_Text: b\n'
refused "two paragraphs of a title" a.cause 2 'Cause: a\n_Title: t\n .\n u\n_Text: b\n'
refused "a curly quote" a.cause 2 'Cause: a\n_Title: don\342\200\231t\n_Text: b\n'
refused "a choice without its label" a.question 5 'Question: a\nStep: 1\n_Title: t\n_Text: b\nChoice: x\nChoice: y\n_Label: z\n'
refused "a label without its choice" a.question 5 'Question: a\nStep: 1\n_Title: t\n_Text: b\n_Label: z\nChoice: y\n_Label: z\n'
refused "what is no stanza" a.cause 2 'Cause: a\nhello\n'

printf 'Cause: a\nWho: you\nSeverity: fail\nStage: dns\nPrior: 1.5\nConfidence: 0.9\n' >a.rule
"$gen" rules out.c a.rule 2>errors
[ $? -eq 1 ] && grep -q '^a.rule:5: ' errors
result "a share above 1 names a.rule:5"

client='Least: TLS 1.2\nMost: TLS 1.3\nToday: yes\nSuite: *\nGroup: *\nKey: *\nRsa-Least: 2048\nSha1: refused\nSni: yes\nVerifies: yes\nPath: built\nMissing: refused\nCommon-Name: no\nRevoked: ignored\nSource: here 2026-11\n'
printf "Client: a\nName: A\n${client}Ems: yes\n\nClient: b\nName: B\nLike: a\nEms: no\n" >a.client
"$gen" rules out.c a.client && [ "$(grep -c 'rsa_least = 2048' out.c)" = 2 ] && grep -q 'ems = false' out.c
result "what a client doesn't say, it has from the one that it is like"

printf "Client: b\nName: B\nLike: a\n" >a.client
"$gen" rules out.c a.client 2>errors
[ $? -eq 1 ] && grep -q '^a.client:1: nothing is called so: a' errors
result "a client like nobody names a.client:1"

"$gen" guide out.c missing.fix 2>errors
[ $? -eq 1 ] && grep -q '^missing.fix: ' errors
result "a missing file is an error"

"$gen" guide out.c good.txt 2>errors
[ $? -eq 1 ] && grep -q '^good.txt: ' errors
result "an unknown ending is an error"

"$gen" nothing 2>errors
[ $? -eq 64 ]
result "wrong usage ends with 64"

[ $tests -eq 23 ] || exit 1
exit $bad
