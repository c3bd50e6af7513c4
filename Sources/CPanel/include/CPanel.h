#pragma once
#include <stdint.h>

/* A display of the kernel and the memory that it shows. Every function that can fail returns NULL
   or a negative value and writes a reason of at most 160 bytes. */
typedef struct loanha_display loanha_display;

typedef struct {
  int32_t width, height;  /* pixels */
  int32_t bits_per_pixel; /* 32: XRGB8888; 16: RGB565 */
  int32_t pitch;          /* bytes from one row to the next */
  uint8_t *memory;
} loanha_canvas;

/* DRM/KMS: one dumb buffer on one connector. `connector` is a name such as "HDMI-A-1", or NULL
   for the first that has a display. The mode of `width` × `height` if there is one, otherwise the
   one that the display prefers. With `looks_only` nothing is shown and no memory taken. */
loanha_display *loanha_drm_open(const char *card, const char *connector, int32_t width,
                                int32_t height, int32_t looks_only, char reason[160]);
/* fbdev: the mode is what the kernel has set. */
loanha_display *loanha_framebuffer_open(const char *device, char reason[160]);

loanha_canvas loanha_display_canvas(const loanha_display *display);
/* The driver's own name: "vc4", "bochs-drm". */
const char *loanha_display_driver(const loanha_display *display);
/* Tells the display which rows have changed; drivers that copy need to know. */
int32_t loanha_display_flush(loanha_display *display, int32_t first_row, int32_t rows,
                             char reason[160]);
/* Switches the display itself off or on; what it shows stays in its memory. */
int32_t loanha_display_blank(loanha_display *display, int32_t is_blank, char reason[160]);
/* 1 if the same display still hangs on the same connector with the same mode, 0 if not. */
int32_t loanha_display_is_there(loanha_display *display);
void loanha_display_close(loanha_display *display);

/* An input device with keys. libevdev keeps its state right even if the kernel's queue overran. */
typedef struct loanha_keyboard loanha_keyboard;

/* NULL if it can't be opened, or has none of the `count` key codes (reason "" then). The device is
   grabbed: nobody else gets its keys, the text console included; with `looks_only` it isn't. */
loanha_keyboard *loanha_keyboard_open(const char *path, const uint16_t *codes, int32_t count,
                                      int32_t looks_only, char reason[160]);
int32_t loanha_keyboard_descriptor(const loanha_keyboard *keyboard);
const char *loanha_keyboard_name(const loanha_keyboard *keyboard);
/* 1 if it has that key, 0 if not. */
int32_t loanha_keyboard_has(const loanha_keyboard *keyboard, uint16_t code);
/* The next change of a key: 1 and its code and value (0 up, 1 down, 2 repeat); 0 if there is none
   now; -1 if the device has gone. */
int32_t loanha_keyboard_next(loanha_keyboard *keyboard, uint16_t *code, int32_t *value);
void loanha_keyboard_close(loanha_keyboard *keyboard);
/* The code of "KEY_VOLUMEUP", or -1. */
int32_t loanha_key_code(const char *name);
