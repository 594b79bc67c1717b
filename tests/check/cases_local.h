/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which faults can this computer itself have? Rows of cases.c, made in cases_local.c.
 */
#ifndef TESTS_CHECK_CASES_LOCAL_H
#define TESTS_CHECK_CASES_LOCAL_H

#include "make.h"

void local_firefox_26(struct evidence *evidence);
void local_policy_of_tls_1_3(struct evidence *evidence);
void local_profile_without_tls_1_2(struct evidence *evidence);
void local_profile_without_suites(struct evidence *evidence);
void local_profile_that_insists_on_ocsp(struct evidence *evidence);
void local_store_of_root(struct evidence *evidence);
void local_store_damaged(struct evidence *evidence);
void local_authority_added(struct evidence *evidence);
void local_store_without_additions(struct evidence *evidence);
void local_browsers_of_today(struct evidence *evidence);
void local_policy_that_does_no_harm(struct evidence *evidence);
void local_policies_that_nobody_heeds(struct evidence *evidence);
void local_profiles_in_order(struct evidence *evidence);
void local_profile_with_a_second_word(struct evidence *evidence);
void local_profile_of_somebody_else(struct evidence *evidence);
void local_tls_1_3_at_least(struct evidence *evidence);
void local_java_without_tls_1_3(struct evidence *evidence);
void local_few_suites(struct evidence *evidence);
void local_java_without_static_rsa(struct evidence *evidence);
void local_security_level_3(struct evidence *evidence);
void local_java_wants_longer_keys(struct evidence *evidence);
void local_no_rsa_signatures(struct evidence *evidence);
void local_one_group(struct evidence *evidence);
void local_fips(struct evidence *evidence);
void local_authorities_missing(struct evidence *evidence);
void local_authorities_empty(struct evidence *evidence);
void local_authorities_lack(struct evidence *evidence);
void local_usual_rules(struct evidence *evidence);
void local_lax_rules(struct evidence *evidence);
void local_rules_and_an_unknown_rest(struct evidence *evidence);
void local_fedora(struct evidence *evidence);
void local_authorities_in_order(struct evidence *evidence);
void local_authorities_beside_the_systems(struct evidence *evidence);

#endif
