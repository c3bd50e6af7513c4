#include "CPanel.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xf86drm.h>
#include <xf86drmMode.h>

struct loanha_display {
  int descriptor;
  loanha_canvas canvas;
  size_t size; /* bytes mapped */
  char driver[64];
  /* DRM only; 0 for fbdev. */
  uint32_t connector, controller, buffer, handle, power_property;
  drmModeModeInfo mode;
};

static void say(char reason[160], const char *what) {
  snprintf(reason, 160, "%s: %s", what, strerror(errno));
}

static void *fail(loanha_display *display, char reason[160], const char *what) {
  say(reason, what);
  loanha_display_close(display);
  return NULL;
}

static loanha_display *start(const char *path, char reason[160]) {
  loanha_display *display = calloc(1, sizeof *display);
  if (display == NULL) return fail(NULL, reason, "memory for a display");
  display->canvas.memory = MAP_FAILED;
  display->descriptor = open(path, O_RDWR | O_CLOEXEC);
  if (display->descriptor < 0) return fail(display, reason, path);
  return display;
}

static void name_of(const drmModeConnector *connector, char name[32]) {
  const char *kind = drmModeGetConnectorTypeName(connector->connector_type);
  snprintf(name, 32, "%s-%u", kind != NULL ? kind : "Unknown", connector->connector_type_id);
}

static drmModeConnector *find_connector(
    int descriptor, const drmModeRes *resources, const char *wanted) {
  for (int index = 0; index < resources->count_connectors; index++) {
    drmModeConnector *connector = drmModeGetConnector(descriptor, resources->connectors[index]);
    if (connector == NULL) continue;
    char name[32];
    name_of(connector, name);
    int fits = wanted == NULL || strcmp(wanted, name) == 0;
    if (fits && connector->connection == DRM_MODE_CONNECTED && connector->count_modes > 0) {
      return connector;
    }
    drmModeFreeConnector(connector);
  }
  return NULL;
}

static drmModeModeInfo best_mode(
    const drmModeConnector *connector, int32_t width, int32_t height) {
  int best = 0;
  for (int index = connector->count_modes - 1; index >= 0; index--) {
    if (connector->modes[index].type & DRM_MODE_TYPE_PREFERRED) best = index;
  }
  for (int index = connector->count_modes - 1; index >= 0; index--) {
    const drmModeModeInfo *mode = &connector->modes[index];
    if (mode->hdisplay == width && mode->vdisplay == height) best = index;
  }
  return connector->modes[best];
}

/* A controller that can drive the connector: the one that does already, or the first that could. */
static uint32_t find_controller(
    int descriptor, const drmModeRes *resources, const drmModeConnector *connector) {
  uint32_t possible = 0;
  for (int index = 0; index < connector->count_encoders; index++) {
    drmModeEncoder *encoder = drmModeGetEncoder(descriptor, connector->encoders[index]);
    if (encoder == NULL) continue;
    uint32_t now = encoder->encoder_id == connector->encoder_id ? encoder->crtc_id : 0;
    possible |= encoder->possible_crtcs;
    drmModeFreeEncoder(encoder);
    if (now != 0) return now;
  }
  for (int index = 0; index < resources->count_crtcs; index++) {
    if (possible & (1u << index)) return resources->crtcs[index];
  }
  return 0;
}

/* The connector's property that switches the display off (DPMS); 0 if it has none. */
static uint32_t find_power_property(int descriptor, const drmModeConnector *connector) {
  for (int index = 0; index < connector->count_props; index++) {
    drmModePropertyRes *property = drmModeGetProperty(descriptor, connector->props[index]);
    if (property == NULL) continue;
    int is_power = strcmp(property->name, "DPMS") == 0;
    drmModeFreeProperty(property);
    if (is_power) return connector->props[index];
  }
  return 0;
}

static int make_buffer(loanha_display *display) {
  struct drm_mode_create_dumb create = {
      .width = display->mode.hdisplay, .height = display->mode.vdisplay, .bpp = 32};
  if (drmIoctl(display->descriptor, DRM_IOCTL_MODE_CREATE_DUMB, &create) != 0) return -1;
  display->handle = create.handle;
  display->size = create.size;
  if (drmModeAddFB(
          display->descriptor, create.width, create.height, 24, 32, create.pitch, create.handle,
          &display->buffer) != 0) {
    return -1;
  }
  struct drm_mode_map_dumb map = {.handle = create.handle};
  if (drmIoctl(display->descriptor, DRM_IOCTL_MODE_MAP_DUMB, &map) != 0) return -1;
  display->canvas.memory = mmap(
      NULL, display->size, PROT_READ | PROT_WRITE, MAP_SHARED, display->descriptor,
      (off_t)map.offset);
  if (display->canvas.memory == MAP_FAILED) return -1;
  display->canvas.width = display->mode.hdisplay;
  display->canvas.height = display->mode.vdisplay;
  display->canvas.bits_per_pixel = 32;
  display->canvas.pitch = (int32_t)create.pitch;
  memset(display->canvas.memory, 0, display->size);
  return 0;
}

loanha_display *loanha_drm_open(
    const char *card, const char *wanted, int32_t width, int32_t height, int32_t looks_only,
    char reason[160]) {
  loanha_display *display = start(card, reason);
  if (display == NULL) return NULL;
  drmVersion *version = drmGetVersion(display->descriptor);
  if (version != NULL) {
    snprintf(display->driver, sizeof display->driver, "%s", version->name);
    drmFreeVersion(version);
  }
  drmModeRes *resources = drmModeGetResources(display->descriptor);
  if (resources == NULL) return fail(display, reason, "the card drives no display");
  drmModeConnector *connector = find_connector(display->descriptor, resources, wanted);
  if (connector != NULL) {
    display->mode = best_mode(connector, width, height);
    display->connector = connector->connector_id;
    display->controller = find_controller(display->descriptor, resources, connector);
    display->power_property = find_power_property(display->descriptor, connector);
    drmModeFreeConnector(connector);
  }
  drmModeFreeResources(resources);
  if (display->connector == 0) {
    errno = ENODEV;
    return fail(display, reason, wanted != NULL ? wanted : "no connector has a display");
  }
  if (display->controller == 0) return fail(display, reason, "no controller for the display");
  if (looks_only) {
    display->canvas.width = display->mode.hdisplay;
    display->canvas.height = display->mode.vdisplay;
    return display;
  }
  if (make_buffer(display) != 0) return fail(display, reason, "memory of the display");
  if (drmModeSetCrtc(
          display->descriptor, display->controller, display->buffer, 0, 0, &display->connector, 1,
          &display->mode) != 0) {
    return fail(display, reason, "setting the mode");
  }
  return display;
}

loanha_display *loanha_framebuffer_open(const char *device, char reason[160]) {
  loanha_display *display = start(device, reason);
  if (display == NULL) return NULL;
  struct fb_var_screeninfo variable;
  struct fb_fix_screeninfo fixed;
  if (ioctl(display->descriptor, FBIOGET_VSCREENINFO, &variable) != 0 ||
      ioctl(display->descriptor, FBIOGET_FSCREENINFO, &fixed) != 0) {
    return fail(display, reason, "not a framebuffer");
  }
  int is_16 =
      variable.bits_per_pixel == 16 && variable.green.length == 6 && variable.red.offset == 11;
  int is_32 = variable.bits_per_pixel == 32 && variable.red.offset == 16;
  if (!is_16 && !is_32) {
    errno = ENOTSUP;
    return fail(display, reason, "neither XRGB8888 nor RGB565");
  }
  snprintf(display->driver, sizeof display->driver, "%.15s", fixed.id);
  display->canvas.width = (int32_t)variable.xres;
  display->canvas.height = (int32_t)variable.yres;
  display->canvas.bits_per_pixel = (int32_t)variable.bits_per_pixel;
  display->canvas.pitch = (int32_t)fixed.line_length;
  display->size = fixed.line_length * (size_t)variable.yres;
  display->canvas.memory = mmap(
      NULL, display->size, PROT_READ | PROT_WRITE, MAP_SHARED, display->descriptor, 0);
  if (display->canvas.memory == MAP_FAILED) {
    return fail(display, reason, "memory of the display");
  }
  return display;
}

loanha_canvas loanha_display_canvas(const loanha_display *display) { return display->canvas; }

const char *loanha_display_driver(const loanha_display *display) { return display->driver; }

int32_t loanha_display_flush(
    loanha_display *display, int32_t first_row, int32_t rows, char reason[160]) {
  if (display->connector == 0) return 0;
  drmModeClip clip = {
      .x1 = 0,
      .y1 = (uint16_t)first_row,
      .x2 = (uint16_t)display->canvas.width,
      .y2 = (uint16_t)(first_row + rows)};
  int answer = drmModeDirtyFB(display->descriptor, display->buffer, &clip, 1);
  /* A driver that scans the memory out all the time has no such call. */
  if (answer == 0 || answer == -ENOSYS) return 0;
  errno = -answer;
  say(reason, "showing rows");
  return -1;
}

int32_t loanha_display_is_there(loanha_display *display) {
  if (display->connector == 0) {
    struct fb_fix_screeninfo fixed;
    return ioctl(display->descriptor, FBIOGET_FSCREENINFO, &fixed) == 0;
  }
  drmModeConnector *connector = drmModeGetConnector(display->descriptor, display->connector);
  if (connector == NULL) return 0;
  int there = connector->connection == DRM_MODE_CONNECTED;
  drmModeFreeConnector(connector);
  return there;
}

int32_t loanha_display_blank(loanha_display *display, int32_t is_blank, char reason[160]) {
  int answer;
  if (display->connector == 0) {
    unsigned long level = is_blank ? FB_BLANK_POWERDOWN : FB_BLANK_UNBLANK;
    answer = ioctl(display->descriptor, FBIOBLANK, level) == 0 ? 0 : -errno;
  } else if (display->power_property == 0) {
    answer = -ENOTSUP;
  } else {
    answer = drmModeConnectorSetProperty(
        display->descriptor, display->connector, display->power_property,
        is_blank ? DRM_MODE_DPMS_OFF : DRM_MODE_DPMS_ON);
  }
  if (answer == 0) return 0;
  errno = -answer;
  say(reason, "switching the display");
  return -1;
}

void loanha_display_close(loanha_display *display) {
  if (display == NULL) return;
  if (display->canvas.memory != MAP_FAILED) munmap(display->canvas.memory, display->size);
  if (display->buffer != 0) drmModeRmFB(display->descriptor, display->buffer);
  if (display->handle != 0) {
    struct drm_mode_destroy_dumb destroy = {.handle = display->handle};
    drmIoctl(display->descriptor, DRM_IOCTL_MODE_DESTROY_DUMB, &destroy);
  }
  if (display->descriptor >= 0) close(display->descriptor);
  free(display);
}
