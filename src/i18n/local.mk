# SPDX-License-Identifier: GPL-3.0-or-later
libtlsdoctor_a_SOURCES +=
