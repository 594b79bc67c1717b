#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Postfix: SMTP on PORT1, submission on PORT2, submissions (TLS at once) on PORT3.
set -eu
mkdir etc spool data
[ "$TLS" = yes ] && level=may || level=none
cat >etc/main.cf <<END
compatibility_level = 3.6
queue_directory = $PWD/spool
data_directory = $PWD/data
maillog_file = /dev/stdout
myhostname = site.test
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtputf8_enable = no
alias_maps =
mynetworks = 127.0.0.0/8
smtpd_tls_chain_files = $PWD/key.pem $PWD/chain.pem
smtpd_tls_security_level = $level
END
cat >etc/master.cf <<END
127.0.0.1:$PORT1 inet n - n - - smtpd
127.0.0.1:$PORT2 inet n - n - - smtpd
127.0.0.1:$PORT3 inet n - n - - smtpd
  -o smtpd_tls_wrappermode=$TLS
postlog unix-dgram n - n - 1 postlogd
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
cleanup unix n - n - 0 cleanup
END
# What "postfix check" makes, in a fraction of its time.
for folder in active bounce corrupt defer deferred flush hold incoming maildrop private public saved trace; do
	mkdir "spool/$folder"
	chown postfix "spool/$folder"
done
mkdir spool/pid
chown postfix data
exec /usr/lib/postfix/sbin/master -c "$PWD/etc" -s
