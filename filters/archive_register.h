/* archive_register.h - the register of access as a whole: it goes along with copies. */
#ifndef FILTERS_ARCHIVE_REGISTER_H
#define FILTERS_ARCHIVE_REGISTER_H

struct deed;

/*
 * The register of dir, as far as it is sound, into another directory of the same archive,
 * unless it is there already.  Where another one is there, that stays, and it is said.
 */
void register_copy(const char *dir, const char *copy);

/*
 * Where a class of the archive asks for it: a line of that type, with the command as it
 * was given.  The program ends when it cannot be written.
 */
void register_tell(const char *dir, const char *type, const struct deed *,
    char *const args[]);

#endif
