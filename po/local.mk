# SPDX-License-Identifier: GPL-3.0-or-later
# A language is a line in LINGUAS and a file beside it; configure reads LINGUAS. A lost {placeholder} in a
# translation stops the build here.
EXTRA_DIST += %D%/LINGUAS %D%/extract $(PO_FILES)
CLEANFILES += $(MO_FILES) src/i18n/catalogues.c
nodist_libtlsdoctor_a_SOURCES += src/i18n/catalogues.c

SUFFIXES = .po .mo
.po.mo:
	$(AM_V_GEN)$(MKDIR_P) po && $(MSGFMT) -c --check-format -o $@ $<

src/i18n/catalogues.c: tools/gen$(EXEEXT) $(MO_FILES) po/LINGUAS
	$(AM_V_GEN)$(MKDIR_P) src/i18n && tools/gen$(EXEEXT) catalogues $@ \
		`for l in $(PO_LANGUAGES); do echo $$l=po/$$l.mo; done`

# For translators: "make update-po" after texts changed, or "make update-po PO_LANGUAGES=ja" for one
# language: it brings po/*.po up to date and says how many texts wait.
update-pot: src/guide/tables.c
	$(AM_V_GEN)XGETTEXT='$(XGETTEXT)' $(SHELL) '$(srcdir)/po/extract' '$(srcdir)' . \
		'$(srcdir)/po/tlsdoctor.pot'

update-po: update-pot
	@cd '$(srcdir)/po' && for l in $(PO_LANGUAGES); do \
		$(MSGMERGE) --quiet --update --backup=none --no-fuzzy-matching --add-location=file \
			$$l.po tlsdoctor.pot && \
		printf '%s: ' $$l.po && $(MSGFMT) -c --check-format --statistics -o /dev/null $$l.po \
		|| exit 1; \
	done
	@$(MAKE) $(AM_MAKEFLAGS) update-man-po

# Fails while a text of the source has no translation in some language.
check-translations: src/guide/tables.c
	@srcdir='$(srcdir)' $(SHELL) '$(srcdir)/tests/i18n/complete.sh'

.PHONY: update-pot update-po check-translations
