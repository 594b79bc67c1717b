/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libFuzzer's entry. FUZZ_TARGET is the target, given on the command line. */
#include "fuzz/targets.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FUZZ_TARGET.run(data, size);
	return 0;
}
