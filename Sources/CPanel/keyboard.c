#include "CPanel.h"

#include <errno.h>
#include <fcntl.h>
#include <libevdev/libevdev.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct loanha_keyboard {
  int descriptor;
  struct libevdev *device;
  int is_catching_up;
};

static void *fail(loanha_keyboard *keyboard, char reason[160], const char *what, int number) {
  snprintf(reason, 160, "%s: %s", what, strerror(number));
  loanha_keyboard_close(keyboard);
  return NULL;
}

loanha_keyboard *loanha_keyboard_open(
    const char *path, const uint16_t *codes, int32_t count, int32_t looks_only,
    char reason[160]) {
  reason[0] = 0;
  loanha_keyboard *keyboard = calloc(1, sizeof *keyboard);
  if (keyboard == NULL) return fail(NULL, reason, path, ENOMEM);
  keyboard->descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (keyboard->descriptor < 0) return fail(keyboard, reason, path, errno);
  int answer = libevdev_new_from_fd(keyboard->descriptor, &keyboard->device);
  if (answer < 0) return fail(keyboard, reason, path, -answer);
  int has = 0;
  for (int32_t index = 0; index < count; index++) {
    has |= libevdev_has_event_code(keyboard->device, EV_KEY, codes[index]);
  }
  if (!has) {
    loanha_keyboard_close(keyboard);
    return NULL;
  }
  if (looks_only) return keyboard;
  answer = libevdev_grab(keyboard->device, LIBEVDEV_GRAB);
  if (answer < 0) return fail(keyboard, reason, path, -answer);
  return keyboard;
}

int32_t loanha_keyboard_descriptor(const loanha_keyboard *keyboard) {
  return keyboard->descriptor;
}

const char *loanha_keyboard_name(const loanha_keyboard *keyboard) {
  return libevdev_get_name(keyboard->device);
}

int32_t loanha_keyboard_has(const loanha_keyboard *keyboard, uint16_t code) {
  return libevdev_has_event_code(keyboard->device, EV_KEY, code);
}

int32_t loanha_keyboard_next(loanha_keyboard *keyboard, uint16_t *code, int32_t *value) {
  while (1) {
    struct input_event event;
    unsigned flag =
        keyboard->is_catching_up ? LIBEVDEV_READ_FLAG_SYNC : LIBEVDEV_READ_FLAG_NORMAL;
    int answer = libevdev_next_event(keyboard->device, flag, &event);
    if (answer == -EAGAIN && keyboard->is_catching_up) {
      keyboard->is_catching_up = 0;
      continue;
    }
    if (answer == -EAGAIN) return 0;
    if (answer < 0) return -1;
    if (answer == LIBEVDEV_READ_STATUS_SYNC) keyboard->is_catching_up = 1;
    if (event.type != EV_KEY) continue;
    *code = event.code;
    *value = event.value;
    return 1;
  }
}

void loanha_keyboard_close(loanha_keyboard *keyboard) {
  if (keyboard == NULL) return;
  if (keyboard->device != NULL) libevdev_free(keyboard->device);
  if (keyboard->descriptor >= 0) close(keyboard->descriptor);
  free(keyboard);
}

int32_t loanha_key_code(const char *name) {
  return libevdev_event_code_from_name(EV_KEY, name);
}
