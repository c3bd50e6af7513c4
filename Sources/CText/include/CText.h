#pragma once
#include <stdint.h>

/* A font: HarfBuzz shapes its text, FreeType draws its glyphs. All lengths are in pixels; those
   of shaping in 1/64 of a pixel. */
typedef struct loanha_face loanha_face;

typedef struct {
  uint32_t glyph;
  uint32_t cluster; /* byte offset of the character in the text */
  int32_t advance, x_offset, y_offset; /* 1/64 pixel */
} loanha_glyph;

typedef struct {
  int32_t left, top, width, height, pitch;
  const uint8_t *coverage; /* valid until the next call */
} loanha_bitmap;

/* NULL if the file is no font. */
loanha_face *loanha_face_open(const char *path);
void loanha_face_close(loanha_face *face);
/* How far the font reaches above and below the baseline. */
void loanha_face_extents(loanha_face *face, int32_t pixels, int32_t *ascent, int32_t *descent);
/* Shapes Vietnamese text; returns the number of glyphs, at most `capacity` of them written. */
int32_t loanha_face_shape(loanha_face *face, int32_t pixels, const char *text, int32_t bytes,
                          loanha_glyph *glyphs, int32_t capacity);
/* 1 if the glyph was drawn. */
int32_t loanha_face_draw(loanha_face *face, int32_t pixels, uint32_t glyph, loanha_bitmap *bitmap);
