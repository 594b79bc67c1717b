# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES += \
	%D%/nginx_lex.h %D%/nginx_lex.c \
	%D%/nginx_conf.h %D%/nginx_conf.c \
	%D%/nginx_files.h %D%/nginx_files.c \
	%D%/nginx_values.h %D%/nginx_values.c \
	%D%/nginx_passes.h %D%/nginx_passes.c \
	%D%/nginx_listens.h %D%/nginx_listens.c \
	%D%/nginx_faults.h %D%/nginx_faults.c %D%/nginx_kinds.def \
	%D%/nginx_judge.h %D%/nginx_judge_reading.c %D%/nginx_judge_passes.c %D%/nginx_judge_listens.c \
	%D%/nginx_seen.h %D%/nginx_judge_looks.c %D%/nginx_judge_certificates.c \
	%D%/openssl_names.h %D%/openssl_names.c

# Logs.
libtlsdoctor_a_SOURCES += \
	%D%/log_line.h %D%/log_line.c %D%/log_phrases.def \
	%D%/log_book.h %D%/log_book.c \
	%D%/log_reader.h %D%/log_reader.c
