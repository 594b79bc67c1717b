# SPDX-License-Identifier: GPL-3.0-or-later
dist_man_MANS = %D%/tlsdoctor.1

# The page in other languages: po4a makes it of man/po/*.po, and the tarball has it made. A clone without po4a builds all
# the same, with the English page alone. Japanese has no blanks to break lines at: groff may do so behind its punctuation;
# mandoc breaks at blanks alone, and leaves the rest to the terminal.
EXTRA_DIST += $(MAN_FILES) $(MAN_PO_FILES)
MAINTAINERCLEANFILES = $(MAN_FILES)
all-local: $(MAN_BUILT)
$(MAN_FILES): $(MAN_PO_FILES) $(srcdir)/man/tlsdoctor.1
	$(AM_V_GEN)test -n '$(PO4A)' || { echo 'po4a is missing (Debian/Ubuntu: apt-get install po4a)' >&2; exit 1; }; \
		language=`echo '$@' | sed 's,^man/,,; s,/.*,,'`; $(MKDIR_P) man/$$language && \
		$(PO4A)-translate -f man -M UTF-8 -L UTF-8 -k 0 -m '$(srcdir)/man/tlsdoctor.1' \
			-p '$(srcdir)'/man/po/$$language.po -l $@.new >$@.log 2>&1 || { cat $@.log >&2; exit 1; }; \
		sed 's/、/&\\:/g; s/。/&\\:/g' $@.new >$@ && rm -f $@.new $@.log

install-data-local: $(MAN_BUILT)
	@for page in $(MAN_BUILT); do \
		folder='$(DESTDIR)$(mandir)'/`echo $$page | sed 's,^man/,,; s,/.*,,'`/man1; \
		from=$$page; test -f $$from || from='$(srcdir)'/$$page; \
		$(MKDIR_P) "$$folder" && $(INSTALL_DATA) "$$from" "$$folder/tlsdoctor.1" || exit 1; \
	done

uninstall-local:
	@for page in $(MAN_BUILT); do \
		rm -f '$(DESTDIR)$(mandir)'/`echo $$page | sed 's,^man/,,; s,/.*,,'`/man1/tlsdoctor.1; \
	done

# Part of update-po: the texts of the page as they are now.
update-man-po:
	@test -n '$(PO4A)' || { echo 'po4a is missing (Debian/Ubuntu: apt-get install po4a)' >&2; exit 1; }; \
	cd '$(srcdir)/man' && for l in $(PO_LANGUAGES); do \
		$(PO4A)-updatepo -f man -M UTF-8 -m tlsdoctor.1 -p po/$$l.po >po/$$l.log 2>&1 || \
			{ cat po/$$l.log >&2; exit 1; }; \
		rm -f po/$$l.log po/$$l.po~; sed -i.old '/^"POT-Creation-Date:/d' po/$$l.po && rm -f po/$$l.po.old; \
		printf 'man/po/%s: ' $$l.po && $(MSGFMT) -c --statistics -o /dev/null po/$$l.po || exit 1; \
	done
.PHONY: update-man-po
