# SPDX-License-Identifier: GPL-3.0-or-later
# Stanza files become C tables at build time. The lists of files stand in the folders' own local.mk; each
# table depends on that list too, so that a removed file leaves the table.
noinst_PROGRAMS += tools/gen
tools_gen_SOURCES = %D%/gen.c \
	src/base/stanza.c src/base/text.c src/base/file.c src/base/memory.c src/base/buffer.c
tools_gen_LDADD =

GEN = '$(abs_builddir)/tools/gen$(EXEEXT)'

nodist_libtlsdoctor_a_SOURCES += src/guide/tables.c
CLEANFILES += src/guide/tables.c
src/guide/tables.c: tools/gen$(EXEEXT) src/guide/local.mk $(GUIDE_TEXTS)
	$(AM_V_GEN)$(MKDIR_P) src/guide && cd '$(srcdir)' && \
		$(GEN) guide '$(abs_builddir)/$@' $(GUIDE_TEXTS)

nodist_libtlsdoctor_a_SOURCES += src/diagnosis/tables.c
CLEANFILES += src/diagnosis/tables.c
src/diagnosis/tables.c: tools/gen$(EXEEXT) src/diagnosis/local.mk $(DIAGNOSIS_RULES)
	$(AM_V_GEN)$(MKDIR_P) src/diagnosis && cd '$(srcdir)' && \
		$(GEN) rules '$(abs_builddir)/$@' $(DIAGNOSIS_RULES)
