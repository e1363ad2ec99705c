#define _GNU_SOURCE
#include "ProgramSpawn.h"

#include <fcntl.h>
#include <unistd.h>

int program_spawn_pipe(int ends[2]) {
#ifdef __APPLE__
  if (pipe(ends) != 0) return -1;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  return 0;
#else
  return pipe2(ends, O_CLOEXEC);
#endif
}

int program_spawn_in_folder(posix_spawn_file_actions_t *actions, const char *folder) {
  return posix_spawn_file_actions_addchdir_np(actions, folder);
}

int program_spawn_close_others(posix_spawn_file_actions_t *actions) {
#if defined(__APPLE__)
  // POSIX_SPAWN_CLOEXEC_DEFAULT does it.
  (void)actions;
  return 0;
#elif defined(__GLIBC__)
  return posix_spawn_file_actions_addclosefrom_np(actions, 3);
#else
  // Closing what is not open does no harm.
  for (int descriptor = 3; descriptor < 1024; descriptor++) {
    int result = posix_spawn_file_actions_addclose(actions, descriptor);
    if (result != 0) return result;
  }
  return 0;
#endif
}
