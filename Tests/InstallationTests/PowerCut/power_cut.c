/* Loaded into a program, ends it at once before the CUT_AT-th call that would change something on disk or
   start a program: for the disk, power is gone there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void count(void) {
  static long calls = 0;
  const char *at = getenv("CUT_AT");
  if (at != NULL && ++calls == atol(at)) kill(getpid(), SIGKILL);
}

#define CUT(answer, name, parameters, arguments)                        \
  answer name parameters {                                              \
    answer(*next) parameters = (answer(*) parameters)dlsym(RTLD_NEXT, #name); \
    count();                                                            \
    return next arguments;                                              \
  }

CUT(int, rename, (const char *from, const char *to), (from, to))
CUT(int, unlink, (const char *path), (path))
CUT(int, unlinkat, (int folder, const char *name, int flags), (folder, name, flags))
CUT(int, symlink, (const char *target, const char *path), (target, path))
CUT(int, mkdir, (const char *path, mode_t mode), (path, mode))
CUT(int, fsync, (int file), (file))
CUT(int, fdatasync, (int file), (file))
CUT(ssize_t, write, (int file, const void *bytes, size_t size), (file, bytes, size))
CUT(int, posix_spawn,
    (pid_t * process, const char *path, const posix_spawn_file_actions_t *actions,
     const posix_spawnattr_t *attributes, char *const words[], char *const environment[]),
    (process, path, actions, attributes, words, environment))
