/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/targets.h"

#include "net/service.h"

static void run(const uint8_t *data, size_t size)
{
	enum service service = service_identify(data, size);

	fuzz_promise(service < SERVICE_COUNT, "a service is one of the list");
	fuzz_promise(size > 0 || service == SERVICE_UNKNOWN, "silence is no service");
	fuzz_promise(size > 0 || !service_is_tls(data, size), "silence is no TLS");
}

const struct fuzz_target fuzz_service = { .name = "service", .run = run };
