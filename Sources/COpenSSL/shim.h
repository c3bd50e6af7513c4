#pragma once
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <openssl/x509_vfy.h>
#include <string.h>
#include <time.h>

/* Macros and variadic functions, which Swift can't call. */
static inline EVP_PKEY *loanha_new_p256(void) { return EVP_EC_gen("P-256"); }
static inline long loanha_bio_bytes(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }

static inline int loanha_is_p256(const EVP_PKEY *key) {
  char group[64] = "";
  return EVP_PKEY_get_group_name(key, group, sizeof group, NULL) == 1 &&
         strcmp(group, SN_X9_62_prime256v1) == 0;
}

/* What i2d_… allocates. */
static inline void loanha_free(void *bytes) { OPENSSL_free(bytes); }

/* Whether reading PEM stopped because nothing more begins. */
static inline int loanha_is_end_of_pem(unsigned long error) {
  return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

/* A stack of certificates, which are the caller's. */
static inline STACK_OF(X509) *loanha_new_certificates(void) { return sk_X509_new_null(); }
static inline int loanha_push_certificate(STACK_OF(X509) *stack, X509 *certificate) {
  return sk_X509_push(stack, certificate);
}
static inline void loanha_free_certificates(STACK_OF(X509) *stack) { sk_X509_free(stack); }
