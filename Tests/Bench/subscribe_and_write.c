/* The reference that loanhad is measured beside: subscribes, and writes 20 ms of samples to an ALSA
   PCM for each message. It verifies, stores and decides nothing.

   usage: subscribe_and_write PORT CA FOLDER TOPIC PCM

   Prints "subscribed", and then for each message the CLOCK_MONOTONIC nanoseconds at which the write
   returned. */
#include "broker_client.h"

#include <alsa/asoundlib.h>

enum { rate_hertz = 48000, frames = rate_hertz / 50 };

static snd_pcm_t *pcm;
static short samples[frames];
static const char *topic;

static void connected(struct mosquitto *client, void *context, int code) {
  (void)context;
  check(code, "connecting");
  check(mosquitto_subscribe(client, NULL, topic, 1), "subscribing");
}

static void subscribed(
    struct mosquitto *client, void *context, int message, int count, const int *granted) {
  (void)client, (void)context, (void)message, (void)count;
  stop_if(granted[0] != 1, "subscribing", "QoS 1 was not granted");
  printf("subscribed\n");
}

static void heard(
    struct mosquitto *client, void *context, const struct mosquitto_message *message) {
  (void)client, (void)context, (void)message;
  snd_pcm_sframes_t written = snd_pcm_writei(pcm, samples, frames);
  long long time = now_nanoseconds();
  if (written < 0) written = snd_pcm_recover(pcm, (int)written, 1);
  stop_if(written < 0, "writing", snd_strerror((int)written));
  printf("%lld\n", time);
}

int main(int count, char **words) {
  stop_if(count != 6, "usage", "subscribe_and_write PORT CA FOLDER TOPIC PCM");
  topic = words[4];
  setvbuf(stdout, NULL, _IOLBF, 0);
  int answer = snd_pcm_open(&pcm, words[5], SND_PCM_STREAM_PLAYBACK, 0);
  stop_if(answer < 0, "opening the PCM", snd_strerror(answer));
  answer = snd_pcm_set_params(
      pcm, SND_PCM_FORMAT_S16_LE, SND_PCM_ACCESS_RW_INTERLEAVED, 1, rate_hertz, 1, 2000000);
  stop_if(answer < 0, "configuring the PCM", snd_strerror(answer));

  struct mosquitto *client = make_client("reference", words[2], words[3]);
  mosquitto_connect_callback_set(client, connected);
  mosquitto_subscribe_callback_set(client, subscribed);
  mosquitto_message_callback_set(client, heard);
  check(mosquitto_connect(client, "localhost", atoi(words[1]), 600), "connecting");
  check(mosquitto_loop_forever(client, -1, 1), "the connection");
  return 0;
}
