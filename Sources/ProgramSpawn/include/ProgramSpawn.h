// What starting a program needs of the system and Swift does not see: calls that C headers hide behind _GNU_SOURCE.
#ifndef PROGRAM_SPAWN_H
#define PROGRAM_SPAWN_H

#include <spawn.h>

/// A pipe whose ends no program inherits. Returns 0, or -1 with errno.
int program_spawn_pipe(int ends[2]);

/// Lets the program begin in a folder. Returns 0 or the number of the error.
int program_spawn_in_folder(posix_spawn_file_actions_t *actions, const char *folder);

/// Closes every descriptor from 3 on in the program; comes after all other actions. Returns 0 or the number of the error.
int program_spawn_close_others(posix_spawn_file_actions_t *actions);

#endif
