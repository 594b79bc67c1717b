# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/report.h %D%/report.c \
	%D%/formats.h %D%/json.c %D%/text.c \
	%D%/paper.h %D%/paper.c %D%/paper_kinds.h %D%/paper_plain.c \
	%D%/paper_markdown.c %D%/paper_html.c %D%/escape.h %D%/escape.c \
	%D%/markdown.c %D%/html.c %D%/html_style.h %D%/html_style.c \
	%D%/drawing.h %D%/drawing.c \
	%D%/sheet.h %D%/sheet.c \
	%D%/sheet_answer.c %D%/sheet_changes.c %D%/sheet_steps.c %D%/sheet_clients.c %D%/sheet_details.c
libtlsdoctor_a_SOURCES += \
	%D%/hello.h %D%/hello.c %D%/hello_json.h %D%/hello_json.c %D%/sheet_sides.c \
	%D%/sheet_accepts.c %D%/accepts_json.h %D%/accepts_json.c

# An nginx configuration.
libtlsdoctor_a_SOURCES += %D%/upstreams.h %D%/upstreams_json.c %D%/upstreams_text.c

# Logs.
libtlsdoctor_a_SOURCES += %D%/logs.h %D%/logs_json.c %D%/logs_text.c
libtlsdoctor_a_SOURCES += %D%/explain.h %D%/explain.c
