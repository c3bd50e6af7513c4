#pragma once
#include <alsa/asoundlib.h>
#include <stdarg.h>
#include <stdio.h>

/* ALSA tells its troubles on standard error, unless a variadic handler takes them, which Swift
   can't write. This one keeps the first sentence since it was last taken: the first names the
   cause, the others only follow from it. Only one Swift file may use it: each has a copy. */
enum { loanha_alsa_sentence_bytes = 160 };

/* What this thread has kept since `loanha_begin_alsa`; empty if there was nothing. */
static inline char *loanha_alsa_sentence(void) {
  static __thread char sentence[loanha_alsa_sentence_bytes];
  return sentence;
}

static inline void loanha_keep_sentence(const char *file, int line, const char *function, int error,
                                        const char *format, ...) {
  (void)file, (void)line, (void)function, (void)error;
  if (loanha_alsa_sentence()[0] != 0) return;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(loanha_alsa_sentence(), loanha_alsa_sentence_bytes, format, arguments);
  va_end(arguments);
}

/* From here on, what ALSA says is kept instead of printed; forgets what was kept before. */
static inline void loanha_begin_alsa(void) {
  loanha_alsa_sentence()[0] = 0;
  snd_lib_error_set_handler(loanha_keep_sentence);
}
