# SPDX-License-Identifier: GPL-3.0-or-later
# A language is a line in LINGUAS and a file beside it; configure reads LINGUAS. A lost {placeholder} in a
# translation stops the build here.
EXTRA_DIST += %D%/LINGUAS $(PO_FILES)
CLEANFILES += $(MO_FILES) src/i18n/catalogues.c
nodist_libtlsdoctor_a_SOURCES += src/i18n/catalogues.c

SUFFIXES = .po .mo
.po.mo:
	$(AM_V_GEN)$(MKDIR_P) po && $(MSGFMT) -c --check-format -o $@ $<

src/i18n/catalogues.c: tools/gen$(EXEEXT) $(MO_FILES) po/LINGUAS
	$(AM_V_GEN)$(MKDIR_P) src/i18n && tools/gen$(EXEEXT) catalogues $@ \
		`for l in $(PO_LANGUAGES); do echo $$l=po/$$l.mo; done`

# For translators: "make update-po" after texts changed, or "make update-po PO_LANGUAGES=ja" for one
# language. Only file names are kept as locations and no date, so that a diff shows texts alone.
XGETTEXT_OPTIONS = --from-code=UTF-8 --language=C --add-comments=TRANSLATORS --add-location=file \
	--keyword --keyword=tr:2 --keyword=tr_ctx:2c,3 --keyword=tr_n:2,3 --keyword=N_ \
	--keyword=NC_:1c,2 --package-name=$(PACKAGE_NAME) --package-version=$(PACKAGE_VERSION) \
	--copyright-holder='the tlsdoctor developers'

update-pot: src/guide/tables.c
	$(AM_V_GEN)here=`pwd` && cd '$(srcdir)' && \
	for f in src/*/*.c; do case $$f in */tables.c|*/catalogues.c) ;; *) echo $$f;; esac; done | \
		$(XGETTEXT) $(XGETTEXT_OPTIONS) -D . -D "$$here" -f - -o po/tlsdoctor.tmp \
			src/guide/tables.c && \
	sed '/^"POT-Creation-Date:/d' po/tlsdoctor.tmp >po/tlsdoctor.pot && rm po/tlsdoctor.tmp

update-po: update-pot
	@cd '$(srcdir)/po' && for l in $(PO_LANGUAGES); do \
		$(MSGMERGE) --quiet --update --backup=none --no-fuzzy-matching --add-location=file \
			$$l.po tlsdoctor.pot && \
		printf '%s: ' $$l.po && $(MSGFMT) -c --check-format --statistics -o /dev/null $$l.po \
		|| exit 1; \
	done

.PHONY: update-pot update-po
