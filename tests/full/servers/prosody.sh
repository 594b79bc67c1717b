#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Prosody: XMPP for clients on PORT1 and for servers on PORT2; the same with TLS at once on PORT3 and PORT4.
set -eu
mkdir data
[ "$TLS" = yes ] && tls='"tls"' || tls=
cat >prosody.cfg.lua <<END
run_as_root = true
pidfile = "$PWD/prosody.pid"
data_path = "$PWD/data"
log = { info = "*console" }
interfaces = { "127.0.0.1" }
modules_enabled = { "saslauth", $tls }
modules_disabled = { "offline" }
c2s_require_encryption = false
s2s_require_encryption = false
c2s_ports = { $PORT1 }
s2s_ports = { $PORT2 }
ssl = { certificate = "$PWD/chain.pem", key = "$PWD/key.pem" }
END
[ "$TLS" != yes ] || cat >>prosody.cfg.lua <<END
c2s_direct_tls_ports = { $PORT3 }
s2s_direct_tls_ports = { $PORT4 }
c2s_direct_tls_ssl = { certificate = "$PWD/chain.pem", key = "$PWD/key.pem" }
s2s_direct_tls_ssl = { certificate = "$PWD/chain.pem", key = "$PWD/key.pem" }
END
[ "$TLS" = yes ] || sed -i "s/^c2s_ports.*/c2s_ports = { $PORT1, $PORT3 }/; s/^s2s_ports.*/s2s_ports = { $PORT2, $PORT4 }/" \
	prosody.cfg.lua
echo 'VirtualHost "site.test"' >>prosody.cfg.lua
exec /usr/bin/prosody -F --config "$PWD/prosody.cfg.lua"
