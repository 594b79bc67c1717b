#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# MariaDB on PORT1, without any table of its own.
set -eu
mkdir data
chown -R nobody .
[ "$TLS" = yes ] && set -- --ssl-cert="$PWD/chain.pem" --ssl-key="$PWD/key.pem" || set -- --skip-ssl
exec /usr/sbin/mariadbd --no-defaults --user=nobody --datadir="$PWD/data" --skip-grant-tables \
	--bind-address=127.0.0.1 --port="$PORT1" --socket="$PWD/socket" --pid-file="$PWD/pid" \
	--innodb-buffer-pool-size=8M --innodb-log-file-size=4M --skip-networking=0 "$@"
