#include "CImages.h"

/* jpeglib.h wants FILE and size_t to be known already. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>
#include <setjmp.h>

/* Averages rows of a large image into a small one. */
typedef struct {
  int32_t source_width, source_height, width, height;
  int32_t row; /* the target row that is being gathered */
  uint32_t *sums; /* red, green, blue, count of each target column */
  uint32_t *pixels;
} scaler;

static int begin_scaling(scaler *s, int32_t width, int32_t height, int32_t box_width,
                         int32_t box_height) {
  double by = 1;
  if (width > box_width) by = (double)box_width / width;
  if (height * by > box_height) by = (double)box_height / height;
  s->source_width = width;
  s->source_height = height;
  s->width = width * by < 1 ? 1 : (int32_t)(width * by);
  s->height = height * by < 1 ? 1 : (int32_t)(height * by);
  s->row = 0;
  s->sums = calloc((size_t)s->width * 4, sizeof *s->sums);
  s->pixels = calloc((size_t)s->width * s->height, sizeof *s->pixels);
  return s->sums && s->pixels;
}

static void finish_row(scaler *s) {
  uint32_t *out = s->pixels + (size_t)s->row * s->width;
  for (int32_t x = 0; x < s->width; x++) {
    uint32_t *sum = s->sums + 4 * x, count = sum[3] ? sum[3] : 1;
    out[x] = (sum[0] / count) << 16 | (sum[1] / count) << 8 | sum[2] / count;
  }
  memset(s->sums, 0, (size_t)s->width * 4 * sizeof *s->sums);
}

static void add_row(scaler *s, int32_t y, const uint8_t *rgb) {
  int32_t row = (int32_t)((int64_t)y * s->height / s->source_height);
  if (row != s->row) {
    finish_row(s);
    s->row = row;
  }
  for (int32_t x = 0; x < s->source_width; x++) {
    uint32_t *sum = s->sums + 4 * (int32_t)((int64_t)x * s->width / s->source_width);
    sum[0] += rgb[3 * x];
    sum[1] += rgb[3 * x + 1];
    sum[2] += rgb[3 * x + 2];
    sum[3]++;
  }
}

static int refuse(loanha_image *image, const char *reason) {
  snprintf(image->reason, sizeof image->reason, "%s", reason);
  return 0;
}

static int check_size(loanha_image *image, int64_t width, int64_t height, int32_t side,
                      int64_t pixels) {
  if (width >= 1 && height >= 1 && width <= side && height <= side && width * height <= pixels)
    return 1;
  snprintf(image->reason, sizeof image->reason, "an image of %lld x %lld pixels is too large",
           (long long)width, (long long)height);
  return 0;
}

/* JPEG */

typedef struct {
  struct jpeg_error_mgr manager;
  jmp_buf escape;
  loanha_image *image;
} jpeg_trouble;

static void jpeg_escape(j_common_ptr common) {
  jpeg_trouble *trouble = (jpeg_trouble *)common->err;
  char message[JMSG_LENGTH_MAX];
  common->err->format_message(common, message);
  refuse(trouble->image, message);
  longjmp(trouble->escape, 1);
}

static void jpeg_quiet(j_common_ptr common, int level) {
  /* A warning is damaged data: the rest of the picture would be grey. */
  if (level < 0) jpeg_escape(common);
}

static int read_jpeg(FILE *file, int32_t box_width, int32_t box_height,
                     loanha_image_limits limits, loanha_image *image, scaler *s) {
  struct jpeg_decompress_struct jpeg;
  jpeg_trouble trouble = {.image = image};
  uint8_t *volatile row = NULL;
  volatile int done = 0;
  jpeg.err = jpeg_std_error(&trouble.manager);
  trouble.manager.error_exit = jpeg_escape;
  trouble.manager.emit_message = jpeg_quiet;
  if (setjmp(trouble.escape) == 0) {
    jpeg_create_decompress(&jpeg);
    jpeg_stdio_src(&jpeg, file);
    jpeg_read_header(&jpeg, TRUE);
    int64_t most = jpeg_has_multiple_scans(&jpeg) ? limits.progressive_pixels : limits.pixels;
    if (check_size(image, jpeg.image_width, jpeg.image_height, limits.side, most)) {
      while (jpeg.scale_denom < 8 &&
             jpeg.image_width / (jpeg.scale_denom * 2) >= (unsigned)box_width &&
             jpeg.image_height / (jpeg.scale_denom * 2) >= (unsigned)box_height)
        jpeg.scale_denom *= 2;
      jpeg.out_color_space = JCS_RGB;
      jpeg_start_decompress(&jpeg);
      row = malloc((size_t)jpeg.output_width * 3);
      if (row && begin_scaling(s, (int32_t)jpeg.output_width, (int32_t)jpeg.output_height,
                               box_width, box_height)) {
        while (jpeg.output_scanline < jpeg.output_height) {
          int32_t y = (int32_t)jpeg.output_scanline;
          JSAMPROW rows[1] = {row};
          jpeg_read_scanlines(&jpeg, rows, 1);
          add_row(s, y, row);
        }
        finish_row(s);
        jpeg_finish_decompress(&jpeg);
        done = 1;
      } else {
        refuse(image, "no memory for the image");
      }
    }
  }
  jpeg_destroy_decompress(&jpeg);
  free(row);
  return done;
}

/* PNG */

static void png_escape(png_structp png, png_const_charp message) {
  refuse(png_get_error_ptr(png), message);
  png_longjmp(png, 1);
}

static void png_quiet(png_structp png, png_const_charp message) {
  (void)png, (void)message;
}

static int read_png(FILE *file, int32_t box_width, int32_t box_height,
                    loanha_image_limits limits, loanha_image *image, scaler *s) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, image, png_escape, png_quiet);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  uint8_t *volatile row = NULL;
  volatile int done = 0;
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    return refuse(image, "no memory for the image");
  }
  if (setjmp(png_jmpbuf(png)) == 0) {
    png_set_user_limits(png, (png_uint_32)limits.side, (png_uint_32)limits.side);
    png_set_chunk_malloc_max(png, 1 << 20);
    png_init_io(png, file);
    png_read_info(png, info);
    int32_t width = (int32_t)png_get_image_width(png, info);
    int32_t height = (int32_t)png_get_image_height(png, info);
    if (png_get_interlace_type(png, info) != PNG_INTERLACE_NONE) {
      refuse(image, "an interlaced PNG");
    } else if (check_size(image, width, height, limits.side, limits.pixels)) {
      png_color_16 white = {.red = 255, .green = 255, .blue = 255, .gray = 255};
      png_set_expand(png);
      png_set_scale_16(png);
      png_set_gray_to_rgb(png);
      png_set_background(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
      png_read_update_info(png, info);
      row = malloc(png_get_rowbytes(png, info));
      if (png_get_rowbytes(png, info) != (size_t)width * 3) {
        refuse(image, "a PNG of an unknown kind");
      } else if (row && begin_scaling(s, width, height, box_width, box_height)) {
        for (int32_t y = 0; y < height; y++) {
          png_read_row(png, row, NULL);
          add_row(s, y, row);
        }
        finish_row(s);
        done = 1;
      } else {
        refuse(image, "no memory for the image");
      }
    }
  }
  png_destroy_read_struct(&png, &info, NULL);
  free(row);
  return done;
}

int32_t loanha_image_read(const char *path, int32_t box_width, int32_t box_height,
                          loanha_image_limits limits, loanha_image *image) {
  memset(image, 0, sizeof *image);
  FILE *file = fopen(path, "rb");
  if (!file) return refuse(image, "the file can't be opened");
  uint8_t head[8] = {0};
  size_t count = fread(head, 1, sizeof head, file);
  rewind(file);
  scaler s = {0};
  int done = 0;
  if (count == 8 && png_sig_cmp(head, 0, 8) == 0)
    done = read_png(file, box_width, box_height, limits, image, &s);
  else if (count >= 3 && head[0] == 0xFF && head[1] == 0xD8 && head[2] == 0xFF)
    done = read_jpeg(file, box_width, box_height, limits, image, &s);
  else
    refuse(image, "neither JPEG nor PNG");
  fclose(file);
  free(s.sums);
  if (!done) {
    free(s.pixels);
    return 0;
  }
  image->width = s.width;
  image->height = s.height;
  image->pixels = s.pixels;
  return 1;
}

void loanha_image_free(loanha_image *image) {
  free(image->pixels);
  image->pixels = NULL;
}

int32_t loanha_png_write(const char *path, const uint32_t *pixels, int32_t width, int32_t height,
                         char reason[160]) {
  loanha_image trouble = {0};
  FILE *file = fopen(path, "wb");
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &trouble, png_escape, png_quiet);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  uint8_t *volatile row = malloc((size_t)width * 3);
  volatile int done = 0;
  if (!file) {
    refuse(&trouble, "the file can't be opened");
  } else if (info && row && setjmp(png_jmpbuf(png)) == 0) {
    png_init_io(png, file);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 1);
    png_set_filter(png, 0, PNG_FILTER_SUB);
    png_write_info(png, info);
    for (int32_t y = 0; y < height; y++) {
      for (int32_t x = 0; x < width; x++) {
        uint32_t pixel = pixels[(size_t)y * width + x];
        row[3 * x] = (uint8_t)(pixel >> 16);
        row[3 * x + 1] = (uint8_t)(pixel >> 8);
        row[3 * x + 2] = (uint8_t)pixel;
      }
      png_write_row(png, row);
    }
    png_write_end(png, NULL);
    done = 1;
  }
  png_destroy_write_struct(&png, &info);
  free(row);
  if (file && fclose(file) != 0) done = 0;
  if (!done) snprintf(reason, 160, "%s", trouble.reason);
  return done;
}

int32_t loanha_jpeg_write(const char *path, const uint32_t *pixels, int32_t width, int32_t height,
                          int32_t quality, char reason[160]) {
  loanha_image image = {0};
  struct jpeg_compress_struct jpeg;
  jpeg_trouble trouble = {.image = &image};
  FILE *file = fopen(path, "wb");
  uint8_t *volatile row = malloc((size_t)width * 3);
  volatile int done = 0;
  jpeg.err = jpeg_std_error(&trouble.manager);
  trouble.manager.error_exit = jpeg_escape;
  trouble.manager.emit_message = jpeg_quiet;
  if (!file) {
    refuse(&image, "the file can't be opened");
  } else if (!row) {
    refuse(&image, "no memory for the image");
  } else {
    if (setjmp(trouble.escape) == 0) {
      jpeg_create_compress(&jpeg);
      jpeg_stdio_dest(&jpeg, file);
      jpeg.image_width = (JDIMENSION)width;
      jpeg.image_height = (JDIMENSION)height;
      jpeg.input_components = 3;
      jpeg.in_color_space = JCS_RGB;
      jpeg_set_defaults(&jpeg);
      jpeg_set_quality(&jpeg, quality, TRUE);
      jpeg.optimize_coding = TRUE;
      jpeg_start_compress(&jpeg, TRUE);
      while (jpeg.next_scanline < jpeg.image_height) {
        const uint32_t *line = pixels + (size_t)jpeg.next_scanline * (size_t)width;
        for (int32_t x = 0; x < width; x++) {
          row[3 * x] = (uint8_t)(line[x] >> 16);
          row[3 * x + 1] = (uint8_t)(line[x] >> 8);
          row[3 * x + 2] = (uint8_t)line[x];
        }
        JSAMPROW rows[1] = {row};
        jpeg_write_scanlines(&jpeg, rows, 1);
      }
      jpeg_finish_compress(&jpeg);
      done = 1;
    }
    jpeg_destroy_compress(&jpeg);
  }
  free(row);
  if (file && fclose(file) != 0) done = 0;
  if (!done) snprintf(reason, 160, "%s", image.reason);
  return done;
}
