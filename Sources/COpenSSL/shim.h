#pragma once
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/* Macros and variadic functions, which Swift can't call. */
static inline EVP_PKEY *loanha_new_p256(void) { return EVP_EC_gen("P-256"); }
static inline long loanha_bio_bytes(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }
