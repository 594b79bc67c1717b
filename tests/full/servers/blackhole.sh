#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# blackhole.sh MTU COMMAND...: runs COMMAND in a network of its own, from which 192.0.2.1 is reached: nginx with a
# certificate for it in ./ca.pem. What is larger than MTU bytes gets lost on the way to COMMAND, and nobody says so.
set -eu
mtu=$1
shift
here=client-$$ there=server-$$ nginx=

end() {
	[ -z "$nginx" ] || kill "$nginx" 2>/dev/null || true
	ip netns del "$here" 2>/dev/null || true
	ip netns del "$there" 2>/dev/null || true
}
trap end EXIT

ip netns add "$here"
ip netns add "$there"
ip link add near netns "$here" type veth peer name far netns "$there"
ip -n "$here" link set near mtu "$mtu" gso_max_segs 1 up
ip -n "$there" link set far gso_max_segs 1 up
ip -n "$here" address add 192.0.2.2/24 dev near
ip -n "$there" address add 192.0.2.1/24 dev far
ip -n "$here" link set lo up
# A small end announces itself; a small middle does not.
ip -n "$here" route change 192.0.2.0/24 dev near advmss 1460

openssl req -x509 -newkey rsa:4096 -nodes -keyout key.pem -out ca.pem -days 30 -subj /CN=hole.test \
	-addext subjectAltName=IP:192.0.2.1 2>/dev/null
cat >nginx.conf <<EOF
daemon off; master_process off; pid nginx.pid; error_log error.log;
events {}
http {
	access_log off;
	server {
		listen 443 ssl;
		ssl_certificate ca.pem;
		ssl_certificate_key key.pem;
		location / { return 200; }
	}
}
EOF
ip netns exec "$there" nginx -p "$PWD" -c "$PWD/nginx.conf" >/dev/null 2>&1 &
nginx=$!
for _ in $(seq 100); do
	ip netns exec "$there" ss -ltn | grep -q ':443 ' && break
	sleep 0.05
done
ip netns exec "$here" "$@"
