#include "CCurl.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct functions {
    __typeof__(&curl_global_init) global_init;
    CURL *(*easy_init)(void);
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_perform)(CURL *);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    void (*easy_cleanup)(CURL *);
    struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
    void (*slist_free_all)(struct curl_slist *);
    const char *(*easy_strerror)(CURLcode);
};

static struct functions curl;
static int is_loaded = 0;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    void *library = dlopen(HANOK_LIBCURL, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return;
#define FIND(name)                                                                \
    curl.name = (__typeof__(curl.name))dlsym(library, "curl_" #name); \
    if (curl.name == NULL) return;
    FIND(global_init)
    FIND(easy_init)
    FIND(easy_setopt)
    FIND(easy_perform)
    FIND(easy_getinfo)
    FIND(easy_cleanup)
    FIND(slist_append)
    FIND(slist_free_all)
    FIND(easy_strerror)
#undef FIND
    is_loaded = curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

static CURL *begin(char *error) {
    pthread_once(&once, load);
    error[0] = 0;
    return is_loaded ? curl.easy_init() : NULL;
}

static void set_common(CURL *handle, const char *url, const char *ca_file, long timeout, char *error) {
    curl.easy_setopt(handle, CURLOPT_URL, url);
    curl.easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(handle, CURLOPT_ERRORBUFFER, error);
    curl.easy_setopt(handle, CURLOPT_TIMEOUT_MS, timeout);
    curl.easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, timeout < 10000 ? timeout : 10000);
    // What the environment says of proxies is not for this server's own calls.
    curl.easy_setopt(handle, CURLOPT_PROXY, "");
    curl.easy_setopt(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (ca_file != NULL) curl.easy_setopt(handle, CURLOPT_CAINFO, ca_file);
}

static int finish(CURL *handle, CURLcode code, long *status, char *error) {
    curl.easy_getinfo(handle, CURLINFO_RESPONSE_CODE, status);
    if (code != CURLE_OK && error[0] == 0) strncat(error, curl.easy_strerror(code), 255);
    curl.easy_cleanup(handle);
    if (code == CURLE_OPERATION_TIMEDOUT) return HANOK_CURL_TIMED_OUT;
    return code == CURLE_OK ? HANOK_CURL_OK : HANOK_CURL_FAILED;
}

struct source {
    const uint8_t *bytes;
    size_t rest;
};

static size_t give(char *buffer, size_t size, size_t count, void *context) {
    struct source *source = context;
    size_t length = size * count < source->rest ? size * count : source->rest;
    memcpy(buffer, source->bytes, length);
    source->bytes += length;
    source->rest -= length;
    return length;
}

int hanok_curl_send_mail(const struct hanok_curl_mail *mail, long *status, char *error) {
    *status = 0;
    CURL *handle = begin(error);
    if (handle == NULL) return HANOK_CURL_MISSING;
    struct source source = {mail->message, mail->length};
    struct curl_slist *recipients = curl.slist_append(NULL, mail->to);
    set_common(handle, mail->url, mail->ca_file, mail->timeout_milliseconds, error);
    curl.easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl.easy_setopt(
        handle, CURLOPT_USE_SSL, (long)(mail->tls == HANOK_CURL_TLS_REQUIRED ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (mail->user != NULL) {
        curl.easy_setopt(handle, CURLOPT_USERNAME, mail->user);
        curl.easy_setopt(handle, CURLOPT_PASSWORD, mail->password == NULL ? "" : mail->password);
    }
    curl.easy_setopt(handle, CURLOPT_MAIL_FROM, mail->from);
    curl.easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients);
    curl.easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    curl.easy_setopt(handle, CURLOPT_READFUNCTION, give);
    curl.easy_setopt(handle, CURLOPT_READDATA, &source);
    int result = finish(handle, curl.easy_perform(handle), status, error);
    curl.slist_free_all(recipients);
    return result;
}

struct sink {
    uint8_t *bytes;
    size_t length;
    size_t limit;
    int is_full;
};

static size_t take(char *data, size_t size, size_t count, void *context) {
    struct sink *sink = context;
    size_t length = size * count;
    if (length > sink->limit - sink->length) {
        sink->is_full = 1;
        return 0;
    }
    uint8_t *bytes = realloc(sink->bytes, sink->length + length + 1);
    if (bytes == NULL) return 0;
    sink->bytes = bytes;
    memcpy(sink->bytes + sink->length, data, length);
    sink->length += length;
    return length;
}

static const size_t longest_headers = 64 * 1024;

int hanok_curl_fetch(const struct hanok_curl_request *request, struct hanok_curl_answer *answer, char *error) {
    memset(answer, 0, sizeof *answer);
    CURL *handle = begin(error);
    if (handle == NULL) return HANOK_CURL_MISSING;
    struct sink sink = {NULL, 0, request->longest_answer, 0};
    struct sink lines = {NULL, 0, longest_headers, 0};
    struct curl_slist *headers = NULL;
    for (size_t index = 0; index < request->header_count; index++)
        headers = curl.slist_append(headers, request->headers[index]);
    set_common(handle, request->url, request->ca_file, request->timeout_milliseconds, error);
    curl.easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl.easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    // An answer to HEAD has no body to wait for.
    if (strcmp(request->method, "HEAD") == 0) curl.easy_setopt(handle, CURLOPT_NOBODY, 1L);
    curl.easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request->method);
    curl.easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    if (request->body != NULL) {
        curl.easy_setopt(handle, CURLOPT_POSTFIELDSIZE, (long)request->length);
        curl.easy_setopt(handle, CURLOPT_POSTFIELDS, request->body);
    }
    curl.easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
    curl.easy_setopt(handle, CURLOPT_WRITEDATA, &sink);
    curl.easy_setopt(handle, CURLOPT_HEADERFUNCTION, take);
    curl.easy_setopt(handle, CURLOPT_HEADERDATA, &lines);
    int result = finish(handle, curl.easy_perform(handle), &answer->status, error);
    curl.slist_free_all(headers);
    answer->body = sink.bytes;
    answer->length = sink.length;
    answer->headers = lines.bytes;
    answer->headers_length = lines.length;
    return sink.is_full || lines.is_full ? HANOK_CURL_TOO_LONG : result;
}

void hanok_curl_free(struct hanok_curl_answer *answer) {
    free(answer->body);
    free(answer->headers);
    answer->body = NULL;
    answer->length = 0;
    answer->headers = NULL;
    answer->headers_length = 0;
}
