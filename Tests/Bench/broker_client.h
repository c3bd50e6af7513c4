/* What both reference programs need: one MQTT 5 connection over TLS 1.3 with a client certificate,
   as loanhad makes it, and the clock that loanhad's marks are taken from. */
#ifndef BROKER_CLIENT_H
#define BROKER_CLIENT_H

#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline void stop_if(int failed, const char *what, const char *why) {
  if (!failed) return;
  fprintf(stderr, "%s: %s\n", what, why);
  exit(1);
}

static inline void check(int answer, const char *what) {
  stop_if(answer != MOSQ_ERR_SUCCESS, what, mosquitto_strerror(answer));
}

/* Nanoseconds on CLOCK_MONOTONIC. */
static inline long long now_nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* A client that isn't connected yet; `folder` holds ca.pem, identity.pem and identity.key. */
static inline struct mosquitto *make_client(const char *name, const char *ca, const char *folder) {
  char certificate[4096], key[4096];
  snprintf(certificate, sizeof certificate, "%s/identity.pem", folder);
  snprintf(key, sizeof key, "%s/identity.key", folder);
  mosquitto_lib_init();
  struct mosquitto *client = mosquitto_new(name, true, NULL);
  stop_if(client == NULL, "mosquitto_new", "no memory");
  check(mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5), "MQTT 5");
  check(mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1), "TCP_NODELAY");
  check(mosquitto_tls_set(client, ca, NULL, certificate, key, NULL), "certificates");
  check(mosquitto_tls_opts_set(client, 1, "tlsv1.3", NULL), "TLS 1.3");
  return client;
}

#endif
