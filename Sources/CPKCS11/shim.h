#pragma once
/* The standard's own types. Nothing is linked: the module that speaks to a token is loaded by its path. */
#include <p11-kit-1/p11-kit/pkcs11.h>
