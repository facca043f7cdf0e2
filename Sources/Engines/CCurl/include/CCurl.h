// What Hanok does with libcurl, each as one call: its options are variadic, which Swift cannot
// call. The library is loaded when the first of them is made.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Debian's package libcurl4.
#define HANOK_LIBCURL "libcurl.so.4"

enum hanok_curl_result {
    HANOK_CURL_OK = 0,
    HANOK_CURL_FAILED = 1,
    // libcurl is not on this machine.
    HANOK_CURL_MISSING = 2,
    // The answer was longer than allowed.
    HANOK_CURL_TOO_LONG = 3,
    // The time was over.
    HANOK_CURL_TIMED_OUT = 4
};

enum hanok_curl_tls {
    HANOK_CURL_TLS_NEVER = 0,
    HANOK_CURL_TLS_REQUIRED = 1
};

struct hanok_curl_mail {
    // smtp://host:port, or smtps:// for TLS from the first byte.
    const char *url;
    enum hanok_curl_tls tls;
    // PEM; NULL for the system's.
    const char *ca_file;
    // NULL for none.
    const char *user;
    const char *password;
    const char *from;
    const char *to;
    const uint8_t *message;
    size_t length;
    long timeout_milliseconds;
};

// `status` is the server's last reply code, 0 for none. `error` has 256 bytes.
int hanok_curl_send_mail(const struct hanok_curl_mail *mail, long *status, char *error);

struct hanok_curl_request {
    const char *method;
    const char *url;
    // "Name: value"
    const char *const *headers;
    size_t header_count;
    // NULL for none.
    const uint8_t *body;
    size_t length;
    const char *ca_file;
    long timeout_milliseconds;
    size_t longest_answer;
};

struct hanok_curl_answer {
    long status;
    // Both to be freed by hanok_curl_free.
    uint8_t *body;
    size_t length;
    // Lines as they came, those of interim answers before it included.
    uint8_t *headers;
    size_t headers_length;
};

int hanok_curl_fetch(const struct hanok_curl_request *request, struct hanok_curl_answer *answer, char *error);

void hanok_curl_free(struct hanok_curl_answer *answer);
