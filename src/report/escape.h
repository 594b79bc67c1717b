/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does a text from anywhere get into a document without becoming part of its markup? One function a
 * format, and every text goes through it.
 */
#ifndef REPORT_ESCAPE_H
#define REPORT_ESCAPE_H

/* TEXT for the content of an HTML element or a quoted attribute (HTML section 13.1.2.3). The caller frees it. */
char *escape_html(const char *text);

/*
 * One line of TEXT for Markdown, anywhere in a line: what would be emphasis, code, a link (also one that GitHub
 * or GitLab make of a bare address), a mention of a person, HTML, a table's border, or a heading or a list at
 * the start of a line, is shown as it is (CommonMark 0.31 section 2.4, GitHub Flavored Markdown 6.9). The
 * caller frees it.
 */
char *escape_markdown(const char *text);

#endif
