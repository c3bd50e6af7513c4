#include "CText.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb-ot.h>
#include <hb.h>
#include <stdlib.h>

struct loanha_face {
  FT_Library library;
  FT_Face face;
  hb_face_t *shaping_face;
  hb_font_t *font;
  hb_buffer_t *buffer;
  int32_t pixels; /* the size that both are set to */
};

loanha_face *loanha_face_open(const char *path) {
  loanha_face *face = calloc(1, sizeof *face);
  if (!face) return NULL;
  hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
  if (!blob || FT_Init_FreeType(&face->library) || FT_New_Face(face->library, path, 0, &face->face)) {
    hb_blob_destroy(blob);
    loanha_face_close(face);
    return NULL;
  }
  face->shaping_face = hb_face_create(blob, 0);
  hb_blob_destroy(blob);
  face->font = hb_font_create(face->shaping_face);
  hb_ot_font_set_funcs(face->font);
  face->buffer = hb_buffer_create();
  return face;
}

void loanha_face_close(loanha_face *face) {
  if (!face) return;
  hb_buffer_destroy(face->buffer);
  hb_font_destroy(face->font);
  hb_face_destroy(face->shaping_face);
  if (face->face) FT_Done_Face(face->face);
  if (face->library) FT_Done_FreeType(face->library);
  free(face);
}

static void set_size(loanha_face *face, int32_t pixels) {
  if (face->pixels == pixels) return;
  face->pixels = pixels;
  FT_Set_Pixel_Sizes(face->face, 0, (FT_UInt)pixels);
  hb_font_set_scale(face->font, pixels * 64, pixels * 64);
}

void loanha_face_extents(loanha_face *face, int32_t pixels, int32_t *ascent, int32_t *descent) {
  set_size(face, pixels);
  *ascent = (int32_t)((face->face->size->metrics.ascender + 63) / 64);
  *descent = (int32_t)((63 - face->face->size->metrics.descender) / 64);
}

int32_t loanha_face_shape(loanha_face *face, int32_t pixels, const char *text, int32_t bytes,
                          loanha_glyph *glyphs, int32_t capacity) {
  set_size(face, pixels);
  hb_buffer_clear_contents(face->buffer);
  hb_buffer_add_utf8(face->buffer, text, bytes, 0, bytes);
  hb_buffer_set_direction(face->buffer, HB_DIRECTION_LTR);
  hb_buffer_set_script(face->buffer, HB_SCRIPT_LATIN);
  hb_buffer_set_language(face->buffer, hb_language_from_string("vi", -1));
  hb_shape(face->font, face->buffer, NULL, 0);
  unsigned count = 0;
  hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(face->buffer, &count);
  hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(face->buffer, &count);
  for (unsigned i = 0; i < count && (int32_t)i < capacity; i++) {
    glyphs[i].glyph = infos[i].codepoint;
    glyphs[i].cluster = infos[i].cluster;
    glyphs[i].advance = positions[i].x_advance;
    glyphs[i].x_offset = positions[i].x_offset;
    glyphs[i].y_offset = positions[i].y_offset;
  }
  return (int32_t)count;
}

int32_t loanha_face_draw(loanha_face *face, int32_t pixels, uint32_t glyph, loanha_bitmap *bitmap) {
  set_size(face, pixels);
  if (FT_Load_Glyph(face->face, glyph, FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT)) return 0;
  FT_GlyphSlot slot = face->face->glyph;
  bitmap->left = slot->bitmap_left;
  bitmap->top = slot->bitmap_top;
  bitmap->width = (int32_t)slot->bitmap.width;
  bitmap->height = (int32_t)slot->bitmap.rows;
  bitmap->pitch = slot->bitmap.pitch;
  bitmap->coverage = slot->bitmap.buffer;
  return 1;
}
