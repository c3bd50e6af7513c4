/* Publishes files through TLS with QoS 1, and says when.

   usage: publish_stamped PORT CA FOLDER

   Reads lines "TOPIC FILE"; for each prints the CLOCK_MONOTONIC nanoseconds just before the message
   is handed to libmosquitto, once the broker has acknowledged it. */
#include "broker_client.h"

#include <string.h>

static bool is_connected;
static bool is_acknowledged;

static void connected(struct mosquitto *client, void *context, int code) {
  (void)client, (void)context;
  check(code, "connecting");
  is_connected = true;
}

static void acknowledged(
    struct mosquitto *client, void *context, int message, int reason,
    const mosquitto_property *properties) {
  (void)client, (void)context, (void)message, (void)properties;
  stop_if(reason >= 0x80, "publishing", mosquitto_reason_string(reason));
  is_acknowledged = true;
}

static void wait_for(struct mosquitto *client, bool *condition) {
  while (!*condition) check(mosquitto_loop(client, 1000, 1), "the connection");
}

int main(int count, char **words) {
  static char payload[65536];
  char line[8192], topic[4096], path[4096];
  stop_if(count != 4, "usage", "publish_stamped PORT CA FOLDER");
  setvbuf(stdout, NULL, _IOLBF, 0);
  struct mosquitto *client = make_client("publisher", words[2], words[3]);
  mosquitto_connect_callback_set(client, connected);
  mosquitto_publish_v5_callback_set(client, acknowledged);
  check(mosquitto_connect(client, "localhost", atoi(words[1]), 600), "connecting");
  wait_for(client, &is_connected);
  while (fgets(line, sizeof line, stdin) != NULL) {
    stop_if(sscanf(line, "%4095s %4095s", topic, path) != 2, "input", "TOPIC FILE expected");
    FILE *file = fopen(path, "rb");
    stop_if(file == NULL, path, "can't be opened");
    int size = (int)fread(payload, 1, sizeof payload, file);
    fclose(file);
    is_acknowledged = false;
    long long time = now_nanoseconds();
    check(mosquitto_publish(client, NULL, topic, size, payload, 1, false), "publishing");
    wait_for(client, &is_acknowledged);
    printf("%lld\n", time);
  }
  return 0;
}
