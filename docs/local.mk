# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += po/glossary %D%/architecture.md %D%/reports.md %D%/add-a-check.md %D%/add-a-fix.md %D%/add-a-client.md %D%/add-a-language.md %D%/stanzas.md
