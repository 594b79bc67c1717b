#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# OpenLDAP: LDAP on PORT1, LDAPS on PORT2.
set -eu
cat >slapd.conf <<END
pidfile $PWD/slapd.pid
argsfile $PWD/slapd.args
END
urls=ldap://127.0.0.1:$PORT1/
if [ "$TLS" = yes ]; then
	cat >>slapd.conf <<-END
	TLSCACertificateFile $PWD/ca.pem
	TLSCertificateFile $PWD/chain.pem
	TLSCertificateKeyFile $PWD/key.pem
	END
	urls="$urls ldaps://127.0.0.1:$PORT2/"
else
	urls="$urls ldap://127.0.0.1:$PORT2/"
fi
exec /usr/sbin/slapd -d 0 -f "$PWD/slapd.conf" -h "$urls"
