# SPDX-License-Identifier: GPL-3.0-or-later
bin_PROGRAMS += tlsdoctor
tlsdoctor_SOURCES = %D%/main.c
tlsdoctor_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)
