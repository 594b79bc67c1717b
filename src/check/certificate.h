/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is the certificate itself good? One file for each side of the question; certificate.c asks them all.
 */
#ifndef CHECK_CERTIFICATE_H
#define CHECK_CERTIFICATE_H

#include "check/findings.h"
#include "evidence/evidence.h"

void certificate_judge_dates(const struct evidence *evidence, struct findings *findings);
void certificate_judge_names(const struct evidence *evidence, struct findings *findings);
void certificate_judge_strength(const struct evidence *evidence, struct findings *findings);
void certificate_judge_form(const struct evidence *evidence, struct findings *findings);
void certificate_judge_logs(const struct evidence *evidence, struct findings *findings);
void certificate_judge_lifetime(const struct evidence *evidence, struct findings *findings);
void certificate_judge_purpose(const struct evidence *evidence, struct findings *findings);

#endif
