/* Publishes with QoS 1 over TLS 1.3 what standard input asks for, a line "TOPIC FILE" each, and
   prints the time just before each message is handed over.
   usage: publish HOST PORT CA CERTIFICATE KEY */
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int count, char **words) {
  if (count != 6) return 64;
  mosquitto_lib_init();
  struct mosquitto *client = mosquitto_new("bench-publisher", true, NULL);
  mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
  mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
  mosquitto_tls_set(client, words[3], NULL, words[4], words[5], NULL);
  mosquitto_tls_opts_set(client, 1, "tlsv1.3", NULL);
  if (mosquitto_connect(client, words[1], atoi(words[2]), 60) != MOSQ_ERR_SUCCESS) return 1;
  mosquitto_loop_start(client);
  static char payload[131072];
  char topic[512], path[512];
  while (scanf("%511s %511s", topic, path) == 2) {
    FILE *file = fopen(path, "rb");
    if (!file) return 1;
    int bytes = (int)fread(payload, 1, sizeof payload, file);
    fclose(file);
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    mosquitto_publish(client, NULL, topic, bytes, payload, 1, false);
    printf("%lld\n", (long long)now.tv_sec * 1000000000 + now.tv_nsec);
    fflush(stdout);
  }
  mosquitto_disconnect(client);
  mosquitto_loop_stop(client, false);
  return 0;
}
