# SPDX-License-Identifier: GPL-3.0-or-later
include tests/base/local.mk
include tests/i18n/local.mk
include tests/evidence/local.mk
include tests/net/local.mk
include tests/tls/local.mk
include tests/probe/local.mk
include tests/check/local.mk
include tests/diagnosis/local.mk
include tests/session/local.mk
include tests/guide/local.mk
include tests/report/local.mk
include tests/ui/local.mk
include tests/practice/local.mk
include tests/cli/local.mk
