/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>
#include "i18n/i18n.h"

/* Those that a person can meet here, and do something about. */
static const struct {
	int error;
	const char *text;
} errors[] = {
	/* TRANSLATORS: This and the next ones follow "Reason: " or "can't be read: ". */
	{ ENOENT, N_("there is no such file or folder") },
	{ ENOTDIR, N_("a part of the path is not a folder") },
	{ EISDIR, N_("it is a folder and not a file") },
	{ EACCES, N_("the permission for it is missing") },
	{ EPERM, N_("the permission for it is missing") },
	{ EROFS, N_("nothing can be written in that place") },
	{ ENOSPC, N_("the disk is full") },
	{ EDQUOT, N_("the space that you may use there is full") },
	{ EFBIG, N_("the file is too large") },
	{ ENAMETOOLONG, N_("the name is too long") },
	{ EIO, N_("the disk or the connection to it reports an error") },
	{ EMFILE, N_("too many files and connections are open") },
	{ ENFILE, N_("too many files and connections are open") },
	{ ENOMEM, N_("this computer has too little free memory") },
	{ EAGAIN, N_("this computer is too busy at the moment") },
	{ EADDRINUSE, N_("another program uses this port already") },
	{ EADDRNOTAVAIL, N_("this computer does not have that address") },
	{ ECONNREFUSED, N_("the connection was refused") },
	{ ETIMEDOUT, N_("no answer came in time") },
	{ EHOSTUNREACH, N_("it can't be reached from here") },
	{ ENETUNREACH, N_("it can't be reached from here") },
};

const char *i18n_error(const struct language *language, int error)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (errors[i].error == error)
			return tr(language, errors[i].text);
	return strerror(error);
}
