/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What does the HTML report look like? Its style sheet, which fetches nothing.
 */
#ifndef REPORT_HTML_STYLE_H
#define REPORT_HTML_STYLE_H

extern const char html_style[];

#endif
