# SPDX-License-Identifier: GPL-3.0-or-later
# The news server of nntp.sh; chain.pem and key.pem are in the current folder.
use strict;
use IO::Select;
use IO::Socket::INET;
use IO::Socket::SSL;

my $tls = $ENV{TLS} eq 'yes';
my %certificate = (
	SSL_server => 1,
	SSL_cert_file => 'chain.pem',
	SSL_key_file => 'key.pem',
	SSL_verify_mode => SSL_VERIFY_NONE,
);

sub listener {
	my ($port) = @_;
	return IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 20, ReuseAddr => 1)
		// die "port $port: $!\n";
}

sub serve {
	my ($client, $secure) = @_;
	if ($secure) { IO::Socket::SSL->start_SSL($client, %certificate) or return; }
	print $client "200 news.site.test InterNetNews NNRP server ready (posting ok)\r\n";
	while (my $line = <$client>) {
		$line =~ s/\r?\n$//;
		if ($line =~ /^CAPABILITIES$/i) {
			print $client "101 Capability list:\r\nVERSION 2\r\nREADER\r\n",
				$tls && !$secure ? "STARTTLS\r\n" : '', ".\r\n";
		} elsif ($line =~ /^STARTTLS$/i && $tls && !$secure) {
			print $client "382 Begin TLS negotiation now\r\n";
			IO::Socket::SSL->start_SSL($client, %certificate) or return;
			$secure = 1;
		} elsif ($line =~ /^QUIT$/i) {
			print $client "205 Bye!\r\n";
			return;
		} else {
			print $client "500 What?\r\n";
		}
	}
}

$SIG{CHLD} = 'IGNORE';
my ($plain, $at_once) = (listener($ENV{PORT1}), listener($ENV{PORT2}));
my $doors = IO::Select->new($plain, $at_once);
while (1) {
	for my $door ($doors->can_read) {
		my $client = $door->accept or next;
		$client->autoflush(1);
		my $pid = fork // die "fork: $!\n";
		if (!$pid) {
			serve($client, $tls && $door == $at_once);
			exit 0;
		}
		close $client;
	}
}
