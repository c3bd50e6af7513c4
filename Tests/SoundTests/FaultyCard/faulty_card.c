/* A sound card that does what real ones do on bad days, as an ALSA plugin: everything above it,
   libasound included, is the real thing. PCM and control device share their state with the test
   through a mapped file (FaultyCard.swift). The card has a clock of its own and loses what it
   plays. */
#include <alsa/asoundlib.h>
#include <alsa/control_external.h>
#include <alsa/pcm_external.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* The order is that of FaultyCard.Field. */
typedef struct {
  int32_t opens;         /* how often the PCM was opened */
  int32_t open_error;    /* what opening answers, as a positive error number */
  int32_t is_gone;       /* somebody pulled it out, and it is not back */
  int32_t pulls;         /* how often that happened: what was open then never works again */
  int32_t stands_still;  /* its pointer moves no more, without an error */
  int32_t dry_runs;      /* underruns that are to come */
  int32_t start_error;   /* what starting answers, as a positive error number */
  int32_t swallows;      /* sounds everything at once, as no card does: for long tests */
  int32_t frames;        /* frames written to it */
  int32_t amplitude;     /* of what the microphone hears, a square of 480 Hz at 48 kHz */
  int32_t offset;        /* added to all that the microphone hears */
  int32_t volume_left;   /* "Digital", 0…200: −100…0 dB in steps of 0.5 dB */
  int32_t volume_right;
  int32_t is_on;         /* the switch of "Digital" */
  int32_t plain;         /* "Plain", a volume without decibels */
  int32_t gain;          /* "Mic", 0…40: −10…+30 dB in steps of 1 dB */
  int32_t is_listening;  /* the switch of "Mic" */
  int32_t mixer_error;   /* what setting the mixer answers, as a positive error number */
} state_t;

static state_t *map_state(snd_config_t *configuration) {
  const char *path;
  snd_config_t *entry;
  if (snd_config_search(configuration, "state", &entry) < 0) return NULL;
  if (snd_config_get_string(entry, &path) < 0) return NULL;
  int file = open(path, O_RDWR | O_CLOEXEC);
  if (file < 0) return NULL;
  void *state = mmap(NULL, sizeof(state_t), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  return state == MAP_FAILED ? NULL : state;
}

/* The PCM. */

typedef struct {
  snd_pcm_ioplug_t io;
  state_t *state;
  int64_t started; /* nanoseconds; 0 while stopped */
  int64_t moved;   /* frames that the card has taken from its buffer, or put into it */
  int64_t queued;  /* frames that were written or read */
  int32_t pulls;   /* those before it was opened */
  snd_pcm_uframes_t boundary;
} pcm_t;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int is_gone(const pcm_t *pcm) {
  return pcm->state->is_gone || pcm->pulls != pcm->state->pulls;
}

static int pcm_start(snd_pcm_ioplug_t *io) {
  pcm_t *pcm = io->private_data;
  if (pcm->state->start_error) return -pcm->state->start_error;
  pcm->started = now();
  return 0;
}

static int pcm_stop(snd_pcm_ioplug_t *io) {
  pcm_t *pcm = io->private_data;
  pcm->started = 0;
  return 0;
}

static int pcm_prepare(snd_pcm_ioplug_t *io) {
  pcm_t *pcm = io->private_data;
  if (is_gone(pcm)) return -ENODEV;
  pcm->started = pcm->moved = pcm->queued = 0;
  return 0;
}

static int pcm_sw_params(snd_pcm_ioplug_t *io, snd_pcm_sw_params_t *params) {
  pcm_t *pcm = io->private_data;
  return snd_pcm_sw_params_get_boundary(params, &pcm->boundary);
}

static snd_pcm_sframes_t pcm_pointer(snd_pcm_ioplug_t *io) {
  pcm_t *pcm = io->private_data;
  if (is_gone(pcm)) {
    snd_pcm_ioplug_set_state(io, SND_PCM_STATE_DISCONNECTED);
  } else if (!pcm->state->stands_still && pcm->started) {
    if (pcm->state->dry_runs > 0) {
      pcm->state->dry_runs--;
      return -EPIPE;
    }
    pcm->moved = (now() - pcm->started) / 1000 * io->rate / 1000000;
    if (io->stream == SND_PCM_STREAM_PLAYBACK && pcm->state->swallows) pcm->moved = pcm->queued;
    if (io->stream == SND_PCM_STREAM_PLAYBACK && pcm->moved > pcm->queued) return -EPIPE;
  }
  return pcm->moved % (int64_t)pcm->boundary;
}

static snd_pcm_sframes_t pcm_transfer(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas,
                                      snd_pcm_uframes_t offset, snd_pcm_uframes_t size) {
  pcm_t *pcm = io->private_data;
  if (is_gone(pcm)) return -ENODEV;
  if (io->stream == SND_PCM_STREAM_CAPTURE) {
    for (unsigned channel = 0; channel < io->channels; channel++) {
      const snd_pcm_channel_area_t *area = &areas[channel];
      char *first = (char *)area->addr + area->first / 8;
      for (snd_pcm_uframes_t frame = 0; frame < size; frame++) {
        int sign = (pcm->queued + (int64_t)frame) % 100 < 50 ? 1 : -1;
        /* Only the first channel hears anything, as with one I²S microphone on two channels. */
        int sample = channel == 0 ? sign * pcm->state->amplitude + pcm->state->offset : 0;
        *(int16_t *)(first + (offset + frame) * (area->step / 8)) = (int16_t)sample;
      }
    }
  }
  pcm->queued += size;
  pcm->state->frames += size;
  return size;
}

/* Whoever waits looks again after 5 ms, as at the end of a period. */
static int pcm_revents(snd_pcm_ioplug_t *io, struct pollfd *request, unsigned count,
                       unsigned short *events) {
  uint64_t expirations;
  *events = 0;
  if (count > 0 && request->revents & POLLIN) {
    ssize_t ignored = read(request->fd, &expirations, sizeof expirations);
    (void)ignored;
    pcm_pointer(io);
    *events = io->stream == SND_PCM_STREAM_PLAYBACK ? POLLOUT : POLLIN;
    if (io->state == SND_PCM_STATE_DISCONNECTED) *events |= POLLERR;
  }
  return 0;
}

static int pcm_close(snd_pcm_ioplug_t *io) {
  pcm_t *pcm = io->private_data;
  close(io->poll_fd);
  munmap(pcm->state, sizeof(state_t));
  free(pcm);
  return 0;
}

static const snd_pcm_ioplug_callback_t pcm_callbacks = {
    .start = pcm_start,
    .stop = pcm_stop,
    .pointer = pcm_pointer,
    .transfer = pcm_transfer,
    .close = pcm_close,
    .sw_params = pcm_sw_params,
    .prepare = pcm_prepare,
    .poll_revents = pcm_revents,
};

SND_PCM_PLUGIN_DEFINE_FUNC(loanha_faulty) {
  (void)root;
  state_t *state = map_state(conf);
  if (!state) return -ENODEV;
  state->opens++;
  int error = state->is_gone ? ENODEV : state->open_error;
  if (error) {
    munmap(state, sizeof(state_t));
    return -error;
  }
  pcm_t *pcm = calloc(1, sizeof *pcm);
  pcm->state = state;
  pcm->pulls = state->pulls;
  pcm->io.version = SND_PCM_IOPLUG_VERSION;
  pcm->io.name = "a faulty card";
  pcm->io.flags = SND_PCM_IOPLUG_FLAG_BOUNDARY_WA;
  pcm->io.callback = &pcm_callbacks;
  pcm->io.private_data = pcm;
  pcm->io.poll_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  pcm->io.poll_events = POLLIN;
  const struct itimerspec period = {{0, 5000000}, {0, 5000000}};
  timerfd_settime(pcm->io.poll_fd, 0, &period, NULL);
  int answer = snd_pcm_ioplug_create(&pcm->io, name, stream, mode);
  if (answer < 0) {
    pcm_close(&pcm->io);
    return answer;
  }
  static const unsigned accesses[] = {SND_PCM_ACCESS_RW_INTERLEAVED};
  static const unsigned formats[] = {SND_PCM_FORMAT_S16_LE};
  snd_pcm_ioplug_set_param_list(&pcm->io, SND_PCM_IOPLUG_HW_ACCESS, 1, accesses);
  snd_pcm_ioplug_set_param_list(&pcm->io, SND_PCM_IOPLUG_HW_FORMAT, 1, formats);
  snd_pcm_ioplug_set_param_minmax(&pcm->io, SND_PCM_IOPLUG_HW_CHANNELS, 1, 2);
  snd_pcm_ioplug_set_param_minmax(&pcm->io, SND_PCM_IOPLUG_HW_RATE, 8000, 192000);
  *pcmp = pcm->io.pcm;
  return 0;
}
SND_PCM_PLUGIN_SYMBOL(loanha_faulty);

/* The control device. */

typedef struct {
  const char *name;
  int type;
  int count;
  int highest;
  int lowest_decibels; /* in hundredths; 0: there are none */
  int step_decibels;
  size_t value; /* where in the state */
} control_t;

static const control_t controls[] = {
    {"Digital Playback Volume", SND_CTL_ELEM_TYPE_INTEGER, 2, 200, -10000, 50,
     offsetof(state_t, volume_left)},
    {"Digital Playback Switch", SND_CTL_ELEM_TYPE_BOOLEAN, 1, 1, 0, 0, offsetof(state_t, is_on)},
    {"Plain Playback Volume", SND_CTL_ELEM_TYPE_INTEGER, 1, 10, 0, 0, offsetof(state_t, plain)},
    {"Mic Capture Volume", SND_CTL_ELEM_TYPE_INTEGER, 1, 40, -1000, 100, offsetof(state_t, gain)},
    {"Mic Capture Switch", SND_CTL_ELEM_TYPE_BOOLEAN, 1, 1, 0, 0, offsetof(state_t, is_listening)},
};
enum { control_count = sizeof controls / sizeof *controls };

typedef struct {
  snd_ctl_ext_t extension;
  state_t *state;
} ctl_t;

static int32_t *value_of(snd_ctl_ext_t *extension, snd_ctl_ext_key_t key) {
  ctl_t *ctl = extension->private_data;
  return (int32_t *)((char *)ctl->state + controls[key].value);
}

static void ctl_close(snd_ctl_ext_t *extension) {
  ctl_t *ctl = extension->private_data;
  munmap(ctl->state, sizeof(state_t));
  free(ctl);
}

static int ctl_count(snd_ctl_ext_t *extension) {
  (void)extension;
  return control_count;
}

static int ctl_list(snd_ctl_ext_t *extension, unsigned offset, snd_ctl_elem_id_t *id) {
  (void)extension;
  snd_ctl_elem_id_set_interface(id, SND_CTL_ELEM_IFACE_MIXER);
  snd_ctl_elem_id_set_name(id, controls[offset].name);
  return 0;
}

static snd_ctl_ext_key_t ctl_find(snd_ctl_ext_t *extension, const snd_ctl_elem_id_t *id) {
  (void)extension;
  for (snd_ctl_ext_key_t key = 0; key < control_count; key++)
    if (!strcmp(controls[key].name, snd_ctl_elem_id_get_name(id))) return key;
  return SND_CTL_EXT_KEY_NOT_FOUND;
}

static int ctl_tlv(snd_ctl_ext_t *extension, snd_ctl_ext_key_t key, int operation, unsigned number,
                   unsigned *tlv, unsigned bytes) {
  (void)extension, (void)number;
  if (operation != 0 || !controls[key].step_decibels) return -ENXIO;
  if (bytes < 4 * sizeof *tlv) return -ENOMEM;
  tlv[0] = SND_CTL_TLVT_DB_SCALE;
  tlv[1] = 2 * sizeof *tlv;
  tlv[2] = (unsigned)controls[key].lowest_decibels;
  tlv[3] = (unsigned)controls[key].step_decibels;
  return 0;
}

static int ctl_attribute(snd_ctl_ext_t *extension, snd_ctl_ext_key_t key, int *type,
                         unsigned *access, unsigned *count) {
  *type = controls[key].type;
  *access = SND_CTL_EXT_ACCESS_READWRITE;
  if (controls[key].step_decibels) {
    *access |= SND_CTL_EXT_ACCESS_TLV_READ | SND_CTL_EXT_ACCESS_TLV_CALLBACK;
    extension->tlv.c = ctl_tlv;
  }
  *count = (unsigned)controls[key].count;
  return 0;
}

static int ctl_range(snd_ctl_ext_t *extension, snd_ctl_ext_key_t key, long *lowest, long *highest,
                     long *step) {
  (void)extension;
  *lowest = 0;
  *highest = controls[key].highest;
  *step = 1;
  return 0;
}

static int ctl_read(snd_ctl_ext_t *extension, snd_ctl_ext_key_t key, long *values) {
  for (int index = 0; index < controls[key].count; index++)
    values[index] = value_of(extension, key)[index];
  return 0;
}

static int ctl_write(snd_ctl_ext_t *extension, snd_ctl_ext_key_t key, long *values) {
  ctl_t *ctl = extension->private_data;
  if (ctl->state->mixer_error) return -ctl->state->mixer_error;
  for (int index = 0; index < controls[key].count; index++)
    value_of(extension, key)[index] = (int32_t)values[index];
  return 1;
}

static int ctl_event(snd_ctl_ext_t *extension, snd_ctl_elem_id_t *id, unsigned *mask) {
  (void)extension, (void)id, (void)mask;
  return -EAGAIN;
}

static const snd_ctl_ext_callback_t ctl_callbacks = {
    .close = ctl_close,
    .elem_count = ctl_count,
    .elem_list = ctl_list,
    .find_elem = ctl_find,
    .get_attribute = ctl_attribute,
    .get_integer_info = ctl_range,
    .read_integer = ctl_read,
    .write_integer = ctl_write,
    .read_event = ctl_event,
};

SND_CTL_PLUGIN_DEFINE_FUNC(loanha_faulty) {
  (void)root;
  state_t *state = map_state(conf);
  if (!state) return -ENODEV;
  if (state->is_gone) {
    munmap(state, sizeof(state_t));
    return -ENODEV;
  }
  ctl_t *ctl = calloc(1, sizeof *ctl);
  ctl->state = state;
  ctl->extension.version = SND_CTL_EXT_VERSION;
  strcpy(ctl->extension.id, "Faulty");
  strcpy(ctl->extension.name, "a faulty card");
  ctl->extension.poll_fd = -1;
  ctl->extension.callback = &ctl_callbacks;
  ctl->extension.private_data = ctl;
  int answer = snd_ctl_ext_create(&ctl->extension, name, mode);
  if (answer < 0) {
    ctl_close(&ctl->extension);
    return answer;
  }
  *handlep = ctl->extension.handle;
  return 0;
}
SND_CTL_PLUGIN_SYMBOL(loanha_faulty);
