#pragma once
#include <stdint.h>

/* An image scaled down into a box, as XRGB. */
typedef struct {
  int32_t width, height;
  uint32_t *pixels;  /* width * height, to be freed with loanha_image_free */
  char reason[160];  /* why it could not be read */
} loanha_image;

/* The largest image that is read. A progressive JPEG is held whole by its decoder. */
typedef struct {
  int32_t side;
  int64_t pixels, progressive_pixels;
} loanha_image_limits;

/* Reads a JPEG or PNG (told apart by its bytes) and scales it down, never up, into the box while
   it is being read: memory is bounded by the box and one row, not by the file. 1 on success. */
int32_t loanha_image_read(const char *path, int32_t box_width, int32_t box_height,
                          loanha_image_limits limits, loanha_image *image);
void loanha_image_free(loanha_image *image);

/* Writes XRGB pixels as PNG. 1 on success; the reason otherwise. */
int32_t loanha_png_write(const char *path, const uint32_t *pixels, int32_t width, int32_t height,
                         char reason[160]);

/* Writes XRGB pixels as JPEG of that quality, 1 to 100. 1 on success; the reason otherwise. */
int32_t loanha_jpeg_write(const char *path, const uint32_t *pixels, int32_t width, int32_t height,
                          int32_t quality, char reason[160]);
