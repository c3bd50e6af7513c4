#pragma once
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

/* Macros and variadic functions, which Swift can't call. */
static inline EVP_PKEY *loanha_new_p256(void) { return EVP_EC_gen("P-256"); }
static inline long loanha_bio_bytes(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }

static inline int loanha_is_p256(const EVP_PKEY *key) {
  char group[64] = "";
  return EVP_PKEY_get_group_name(key, group, sizeof group, NULL) == 1 &&
         strcmp(group, SN_X9_62_prime256v1) == 0;
}
