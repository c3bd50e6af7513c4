#pragma once
#include <opus/opus.h>

/* Swift can't call functions with a variable number of arguments. */

static inline int loanha_opus_set_bitrate(OpusEncoder *encoder, opus_int32 bits_per_second) {
  return opus_encoder_ctl(encoder, OPUS_SET_BITRATE(bits_per_second));
}

static inline int loanha_opus_set_complexity(OpusEncoder *encoder, opus_int32 complexity) {
  return opus_encoder_ctl(encoder, OPUS_SET_COMPLEXITY(complexity));
}

static inline opus_int32 loanha_opus_lookahead(OpusEncoder *encoder) {
  opus_int32 frames = 0;
  opus_encoder_ctl(encoder, OPUS_GET_LOOKAHEAD(&frames));
  return frames;
}
