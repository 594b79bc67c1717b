#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# InspIRCd: IRC on PORT1, with TLS at once on PORT2.
set -eu
cat >inspircd.conf <<END
<server name="irc.site.test" description="test" network="Test">
<admin name="test" nick="test" email="test@site.test">
<bind address="127.0.0.1" port="$PORT1" type="clients">
<connect name="all" allow="*" resolvehostnames="no" timeout="60">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="$PWD/irc.log">
<pid file="$PWD/inspircd.pid">
<module name="cap">
<path configdir="$PWD" datadir="$PWD" logdir="$PWD" runtimedir="$PWD">
END
if [ "$TLS" = yes ]; then
	cat >>inspircd.conf <<-END
	<module name="ssl_gnutls">
	<module name="starttls">
	<sslprofile name="test" provider="gnutls" certfile="$PWD/chain.pem" keyfile="$PWD/key.pem">
	<starttls sslprofile="test">
	<bind address="127.0.0.1" port="$PORT2" type="clients" sslprofile="test">
	END
else
	echo "<bind address=\"127.0.0.1\" port=\"$PORT2\" type=\"clients\">" >>inspircd.conf
fi
exec /usr/sbin/inspircd --nofork --runasroot --config="$PWD/inspircd.conf"
