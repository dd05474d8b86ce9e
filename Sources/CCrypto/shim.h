#include <openssl/evp.h>
#include <openssl/hmac.h>

/* AES-256-GCM (NIST SP 800-38D) with a nonce of 12 bytes. Writes length bytes and a tag of 16 behind
   them; bound is authenticated and not kept. 1 when it went well. */
static inline int crypto_seal(const unsigned char *key, const unsigned char *nonce,
                              const unsigned char *bound, int bound_length,
                              const unsigned char *plain, int length, unsigned char *sealed) {
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  int count = 0;
  int good = context != NULL
      && EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, nonce) == 1
      && EVP_EncryptUpdate(context, NULL, &count, bound, bound_length) == 1
      && EVP_EncryptUpdate(context, sealed, &count, plain, length) == 1
      && EVP_EncryptFinal_ex(context, sealed + count, &count) == 1
      && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, 16, sealed + length) == 1;
  EVP_CIPHER_CTX_free(context);
  return good;
}

/* The way back: length is that of the plain text. 0 when key, nonce, bound, text or tag differ. */
static inline int crypto_open(const unsigned char *key, const unsigned char *nonce,
                              const unsigned char *bound, int bound_length,
                              const unsigned char *sealed, int length, unsigned char *plain) {
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  int count = 0;
  int good = context != NULL
      && EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), NULL, key, nonce) == 1
      && EVP_DecryptUpdate(context, NULL, &count, bound, bound_length) == 1
      && EVP_DecryptUpdate(context, plain, &count, sealed, length) == 1
      && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, 16, (void *)(sealed + length)) == 1
      && EVP_DecryptFinal_ex(context, plain + count, &count) == 1;
  EVP_CIPHER_CTX_free(context);
  return good;
}

/* HMAC-SHA-256 (RFC 2104), 32 bytes. 1 when it went well. */
static inline int crypto_mac(const unsigned char *key, int key_length, const unsigned char *text,
                             size_t length, unsigned char *mac) {
  unsigned int count = 0;
  return HMAC(EVP_sha256(), key, key_length, text, length, mac, &count) != NULL && count == 32;
}

/* SHA-256 of what is told piece by piece; the last call gives 32 bytes and frees. 1 when it went well. */
static inline EVP_MD_CTX *crypto_digest_begin(void) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  if (context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1) {
    EVP_MD_CTX_free(context);
    return NULL;
  }
  return context;
}
static inline int crypto_digest_end(EVP_MD_CTX *context, unsigned char *digest) {
  int good = EVP_DigestFinal_ex(context, digest, NULL) == 1;
  EVP_MD_CTX_free(context);
  return good;
}
