/* SoftHSM with one fault that it can't have itself, chosen when this is compiled: -DPIN_LOCKED and
   so on. Everything else goes to the real module. */
#include <dlfcn.h>
#include <p11-kit-1/p11-kit/pkcs11.h>
#include <string.h>

#ifndef CKR_GENERAL_ERROR
#error "PKCS#11 is not there"
#endif

static CK_FUNCTION_LIST *real;
static CK_FUNCTION_LIST ours;

static CK_RV get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO *info) {
  CK_RV result = real->C_GetTokenInfo(slot, info);
#ifdef PIN_LOCKED
  info->flags |= CKF_USER_PIN_LOCKED;
#endif
#ifdef ONE_TRY_LEFT
  info->flags |= CKF_USER_PIN_FINAL_TRY;
#endif
#ifdef PIN_PAD
  info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
#endif
#ifdef NO_PIN_YET
  info->flags &= ~CKF_USER_PIN_INITIALIZED;
#endif
#ifdef RUDE_LABEL
  memcpy(info->label, "\033[2J", 4);
#endif
  return result;
}

static CK_RV get_mechanism_info(CK_SLOT_ID slot, CK_MECHANISM_TYPE type, CK_MECHANISM_INFO *info) {
#ifdef NO_MECHANISM
  if (type == CKM_EDDSA) return CKR_MECHANISM_INVALID;
#endif
  return real->C_GetMechanismInfo(slot, type, info);
}

static CK_RV get_slot_list(CK_BBOOL present, CK_SLOT_ID *slots, CK_ULONG *count) {
#ifdef NO_TOKEN
  (void)present, (void)slots;
  *count = 0;
  return CKR_OK;
#endif
#ifdef ENDLESS_SLOTS
  CK_RV result = real->C_GetSlotList(present, slots, count);
  *count = ~0UL;
  return result;
#endif
  return real->C_GetSlotList(present, slots, count);
}

static CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR *pin, CK_ULONG bytes) {
#ifdef PIN_PAD
  if (pin || bytes) return CKR_ARGUMENTS_BAD;
  return real->C_Login(session, user, (CK_UTF8CHAR *)"4321", 4);
#endif
#ifdef LOCKS_NOW
  return CKR_PIN_LOCKED;
#endif
  return real->C_Login(session, user, pin, bytes);
}

static CK_RV sign(CK_SESSION_HANDLE session, CK_BYTE *data, CK_ULONG data_bytes, CK_BYTE *signature,
                  CK_ULONG *bytes) {
#ifdef SHORT_MESSAGES
  if (data_bytes > 1024) return CKR_DATA_LEN_RANGE;
#endif
#ifdef PULLED_OUT
  return CKR_DEVICE_REMOVED;
#endif
  CK_RV result = real->C_Sign(session, data, data_bytes, signature, bytes);
#ifdef SHORT_SIGNATURE
  *bytes = 63;
#endif
  return result;
}

static CK_RV get_attribute_value(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                                 CK_ATTRIBUTE *attributes, CK_ULONG count) {
  CK_RV result = real->C_GetAttributeValue(session, object, attributes, count);
#ifdef LONG_ATTRIBUTE
  attributes[0].ulValueLen = 1UL << 62;
#endif
#ifdef ODD_POINT
  if (attributes[0].type == CKA_EC_POINT && result == CKR_OK) attributes[0].ulValueLen = 33;
#endif
  return result;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list) {
  void *library = dlopen("/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW);
  CK_C_GetFunctionList get = library ? (CK_C_GetFunctionList)dlsym(library, "C_GetFunctionList") : 0;
  if (!get || get(&real) != CKR_OK) return CKR_GENERAL_ERROR;
  ours = *real;
  ours.C_GetTokenInfo = get_token_info;
  ours.C_GetMechanismInfo = get_mechanism_info;
  ours.C_GetSlotList = get_slot_list;
  ours.C_Login = login;
  ours.C_Sign = sign;
  ours.C_GetAttributeValue = get_attribute_value;
  *list = &ours;
  return CKR_OK;
}
