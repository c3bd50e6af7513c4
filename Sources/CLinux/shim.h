#pragma once
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mount.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <sys/un.h>
#include <linux/memfd.h>
#include <linux/netlink.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/prctl.h>

/* open(2) and openat(2) are variadic, which Swift can't call. */
static inline int loanha_open(const char *path, int flags, mode_t mode) {
  return open(path, flags, mode);
}

static inline int loanha_openat(int folder, const char *name, int flags, mode_t mode) {
  return openat(folder, name, flags, mode);
}

/* Declared by glibc under _GNU_SOURCE alone. */
int accept4(int listener, struct sockaddr *address, socklen_t *length, int flags);
int pipe2(int ends[2], int flags);
int memfd_create(const char *name, unsigned int flags);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

/* prctl(2) is variadic, too. Names the calling thread; 15 bytes count. */
static inline int loanha_name_thread(const char *name) {
  return prctl(PR_SET_NAME, name, 0, 0, 0);
}
