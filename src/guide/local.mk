# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/guide.h %D%/tables.h

# The texts: tools/gen makes tables.c of them.
GUIDE_TEXTS =
EXTRA_DIST += $(GUIDE_TEXTS)
