#pragma once
#include <alsa/asoundlib.h>

/* ALSA tells its troubles to a variadic handler; what matters comes as an error number. */
static inline void loanha_ignore(const char *file, int line, const char *function, int error,
                                 const char *format, ...) {
  (void)file, (void)line, (void)function, (void)error, (void)format;
}
static inline void loanha_silence_alsa(void) { snd_lib_error_set_handler(loanha_ignore); }
