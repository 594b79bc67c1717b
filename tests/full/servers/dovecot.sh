#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Dovecot: IMAP, POP3, LMTP and ManageSieve on PORT1 to PORT4, IMAP and POP3 with TLS at once on PORT5 and
# PORT6.
set -eu
mkdir run state
cat >dovecot.conf <<END
base_dir = $PWD/run
state_dir = $PWD/state
log_path = /dev/stderr
protocols = imap pop3 lmtp sieve
ssl = $TLS
ssl_cert = <$PWD/chain.pem
ssl_key = <$PWD/key.pem
mail_location = maildir:$PWD/mail/%u
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=$PWD/mail
}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = $PORT1
  }
  inet_listener imaps {
    address = 127.0.0.1
    port = $PORT5
    ssl = $TLS
  }
}
service pop3-login {
  inet_listener pop3 {
    address = 127.0.0.1
    port = $PORT2
  }
  inet_listener pop3s {
    address = 127.0.0.1
    port = $PORT6
    ssl = $TLS
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = $PORT3
  }
}
service managesieve-login {
  inet_listener sieve {
    address = 127.0.0.1
    port = $PORT4
  }
}
END
exec /usr/sbin/dovecot -F -c "$PWD/dovecot.conf"
