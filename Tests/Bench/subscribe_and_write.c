/* The reference: subscribes with QoS 1 over TLS 1.3 and writes one period of silence to an ALSA
   PCM for every message, nothing else. Prints the time after each write.
   usage: subscribe_and_write HOST PORT CA CERTIFICATE KEY TOPIC PCM */
#include <alsa/asoundlib.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static snd_pcm_t *pcm;
static const char *topic;

static void connected(struct mosquitto *client, void *context, int code) {
  (void)context;
  if (code != 0) exit(1);
  mosquitto_subscribe(client, NULL, topic, 1);
}

static void subscribed(struct mosquitto *client, void *context, int message, int count,
                       const int *granted) {
  (void)client, (void)context, (void)message, (void)count, (void)granted;
  puts("ready");
  fflush(stdout);
}

static void received(struct mosquitto *client, void *context, const struct mosquitto_message *m) {
  static short silence[960];
  (void)client, (void)context, (void)m;
  snd_pcm_writei(pcm, silence, 960);
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  printf("%lld\n", (long long)now.tv_sec * 1000000000 + now.tv_nsec);
  fflush(stdout);
}

int main(int count, char **words) {
  if (count != 8) return 64;
  topic = words[6];
  if (snd_pcm_open(&pcm, words[7], SND_PCM_STREAM_PLAYBACK, 0) < 0 ||
      snd_pcm_set_params(pcm, SND_PCM_FORMAT_S16_LE, SND_PCM_ACCESS_RW_INTERLEAVED, 1, 48000, 1,
                         2000000) < 0)
    return 1;
  mosquitto_lib_init();
  struct mosquitto *client = mosquitto_new("reference", true, NULL);
  mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
  mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
  mosquitto_tls_set(client, words[3], NULL, words[4], words[5], NULL);
  mosquitto_tls_opts_set(client, 1, "tlsv1.3", NULL);
  mosquitto_connect_callback_set(client, connected);
  mosquitto_subscribe_callback_set(client, subscribed);
  mosquitto_message_callback_set(client, received);
  if (mosquitto_connect(client, words[1], atoi(words[2]), 60) != MOSQ_ERR_SUCCESS) return 1;
  return mosquitto_loop_forever(client, -1, 1);
}
