# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/ui.h \
	%D%/marks.h %D%/marks.c \
	%D%/page.h %D%/page.c \
	%D%/layout.h %D%/layout.c \
	%D%/input.h %D%/input.c \
	%D%/press.h %D%/press.c \
	%D%/ladder.h %D%/ladder.c \
	%D%/model.h %D%/model.c %D%/model_page.c \
	%D%/commands.c \
	%D%/view_home.c \
	%D%/view_address.c \
	%D%/view_question.c \
	%D%/view_steps.c \
	%D%/view_step.c \
	%D%/view_answer.c \
	%D%/view_fix.c \
	%D%/view_details.c \
	%D%/view_clients.c \
	%D%/view_help.c \
	%D%/view_report.c \
	%D%/view_search.c \
	%D%/view_practice.c \
	%D%/clipboard.h %D%/clipboard.c \
	%D%/screen.h %D%/screen.c \
	%D%/keys.h %D%/keys.c \
	%D%/paint.h %D%/canvas.c %D%/paint.c \
	%D%/hand.h %D%/hand.c \
	%D%/loop.c \
	%D%/lines_say.h %D%/lines_say.c %D%/lines.c
libtlsdoctor_a_SOURCES += %D%/view_sides.h %D%/view_sides.c %D%/view_hello.c %D%/view_accepts.c
libtlsdoctor_a_SOURCES += %D%/view_message.h %D%/view_message.c
libtlsdoctor_a_SOURCES += %D%/view_walk.h %D%/view_walk.c %D%/view_walk_log.c %D%/view_walk_nginx.c
libtlsdoctor_a_SOURCES += %D%/view_faq.c %D%/view_owner.c
libtlsdoctor_a_SOURCES += %D%/view_origin.c %D%/view_changes.c
