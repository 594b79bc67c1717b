# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/diagnosis.h %D%/tables.h

# The rules: tools/gen makes tables.c of them.
DIAGNOSIS_RULES =
EXTRA_DIST += $(DIAGNOSIS_RULES)
