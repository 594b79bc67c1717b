# SPDX-License-Identifier: GPL-3.0-or-later
# demo: the wizard on sessions made by hand; the screen tests drive it on a pseudo-terminal.
if HAVE_TESTS
check_PROGRAMS += tests/ui/demo tests/ui/test_ui
TESTS += tests/ui/test_ui

tests_ui_demo_SOURCES = %D%/demo.c %D%/fake_session.h %D%/fake_session.c
tests_ui_demo_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_ui_demo_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_ui_test_ui_SOURCES = \
	%D%/terminal.h %D%/terminal.c \
	%D%/wizard.h %D%/wizard.c \
	%D%/fake_session.h %D%/fake_session.c \
	%D%/test_pieces.c %D%/test_screen.c %D%/test_keys.c %D%/test_checks.c \
	%D%/test_signals.c %D%/test_lines.c %D%/test_sides.c %D%/test_walk.c \
	%D%/test_guide.c
tests_ui_test_ui_SOURCES += %D%/test_faq.c
tests_ui_test_ui_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests $(CRITERION_CFLAGS) $(VTERM_CFLAGS)
tests_ui_test_ui_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(VTERM_LIBS) $(LIBRARIES_NEEDED)
endif

# A language that nobody speaks, in these two programs alone: their own table of catalogues takes the place of the
# library's.
if HAVE_TESTS
check_PROGRAMS += tests/ui/demo_pseudo tests/ui/test_pseudo
TESTS += tests/ui/test_pseudo
EXTRA_DIST += %D%/pseudo.awk
CLEANFILES += tests/ui/pseudo.po tests/ui/pseudo.mo tests/ui/pseudo_catalogues.c
tests/ui/pseudo_catalogues.c: tools/gen$(EXEEXT) $(srcdir)/po/nl.po $(srcdir)/tests/ui/pseudo.awk
	$(AM_V_GEN)$(MKDIR_P) tests/ui && \
		$(AWK) -f '$(srcdir)/tests/ui/pseudo.awk' '$(srcdir)/po/nl.po' >tests/ui/pseudo.po && \
		$(MSGFMT) -c --check-format -o tests/ui/pseudo.mo tests/ui/pseudo.po && \
		tools/gen$(EXEEXT) catalogues $@ xx=tests/ui/pseudo.mo

tests_ui_demo_pseudo_SOURCES = $(tests_ui_demo_SOURCES)
nodist_tests_ui_demo_pseudo_SOURCES = tests/ui/pseudo_catalogues.c
tests_ui_demo_pseudo_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_ui_demo_pseudo_LDADD = libtlsdoctor.a $(LIBRARIES_NEEDED)

tests_ui_test_pseudo_SOURCES = %D%/terminal.h %D%/terminal.c %D%/wizard.h %D%/wizard.c \
	%D%/fake_session.h %D%/fake_session.c %D%/test_pseudo.c
nodist_tests_ui_test_pseudo_SOURCES = tests/ui/pseudo_catalogues.c
tests_ui_test_pseudo_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests $(CRITERION_CFLAGS) $(VTERM_CFLAGS)
tests_ui_test_pseudo_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(VTERM_LIBS) $(LIBRARIES_NEEDED)
endif

# Every cause from the first question to the last step, in one process: the linker puts a check that takes no time in the
# place of the real one.
if HAVE_TESTS
check_PROGRAMS += tests/ui/test_journeys
TESTS += tests/ui/test_journeys
tests_ui_test_journeys_SOURCES = %D%/theatre.h %D%/theatre.c %D%/test_journeys.c \
	tests/check/make.h tests/check/make.c tests/check/cases.c tests/check/cases_local.h tests/check/cases_local.c
tests_ui_test_journeys_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests -I$(srcdir)/tests/check $(CRITERION_CFLAGS)
tests_ui_test_journeys_LDFLAGS = -Wl,--wrap=session_start -Wl,--wrap=session_recheck
tests_ui_test_journeys_LDADD = libtlsdoctor.a $(CRITERION_LIBS) $(LIBRARIES_NEEDED)
endif
