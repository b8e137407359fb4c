/* archive_upkeep.h - one at a time changes what is sealed: compact, prune, redact. */
#ifndef FILTERS_ARCHIVE_UPKEEP_H
#define FILTERS_ARCHIVE_UPKEEP_H

/*
 * Lock dir/upkeep.lock until the process ends; ends the program when another has it,
 * saying which.
 */
void upkeep_lock(const char *dir);

#endif
