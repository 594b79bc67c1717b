#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# vsftpd: FTP on PORT1, another one with TLS at once on PORT2.
set -eu
mkdir empty
for door in 1 2; do
	port=$PORT1 implicit=NO
	[ $door = 1 ] || port=$PORT2 implicit=YES
	cat >vsftpd$door.conf <<-END
	listen=YES
	listen_ipv6=NO
	listen_address=127.0.0.1
	listen_port=$port
	background=NO
	anonymous_enable=YES
	secure_chroot_dir=$PWD/empty
	seccomp_sandbox=NO
	vsftpd_log_file=$PWD/log
	END
	[ "$TLS" != yes ] || cat >>vsftpd$door.conf <<-END
	ssl_enable=YES
	implicit_ssl=$implicit
	allow_anon_ssl=YES
	ssl_ciphers=HIGH
	rsa_cert_file=$PWD/chain.pem
	rsa_private_key_file=$PWD/key.pem
	END
done
/usr/sbin/vsftpd "$PWD/vsftpd1.conf" &
first=$!
/usr/sbin/vsftpd "$PWD/vsftpd2.conf" &
second=$!
trap 'kill $first $second' TERM
wait
