#include <curl/curl.h>
#include <fcntl.h>
#include <unistd.h>

// curl_easy_setopt takes anything; Swift calls one of these for each kind.

static inline CURLcode keng_curl_set(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode keng_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode keng_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode keng_curl_set_list(CURL *handle, CURLoption option,
                                          struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*keng_curl_octets)(char *octets, size_t size, size_t count, void *owner);

/// The answer's octets go to `write`, the request's come from `read`.
///
/// There is no way to read the request a second time: libcurl tries again on a new connection what an old
/// one did not answer, and a provider that had it already would have it twice. Without a way back that is an
/// error instead.
static inline void keng_curl_set_owner(CURL *handle, keng_curl_octets write, keng_curl_octets read,
                                       void *owner) {
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, write);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, owner);
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, read);
    curl_easy_setopt(handle, CURLOPT_READDATA, owner);
    curl_easy_setopt(handle, CURLOPT_PRIVATE, owner);
}

static inline void *keng_curl_owner(CURL *handle) {
    char *owner = 0;
    curl_easy_getinfo(handle, CURLINFO_PRIVATE, &owner);
    return owner;
}

static inline long keng_curl_number(CURL *handle, CURLINFO info) {
    long number = 0;
    curl_easy_getinfo(handle, info, &number);
    return number;
}

/// One header of the last answer, or null.
static inline const char *keng_curl_header(CURL *handle, const char *name) {
    struct curl_header *found = 0;
    return curl_easy_header(handle, name, 0, CURLH_HEADER, -1, &found) == CURLHE_OK ? found->value
                                                                                   : 0;
}

static inline CURLMcode keng_curl_multi_set(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/// The next transfer that ended, and how; null when there is none.
static inline CURL *keng_curl_ended(CURLM *multi, CURLcode *how) {
    int left = 0;
    CURLMsg *message = 0;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg == CURLMSG_DONE) {
            *how = message->data.result;
            return message->easy_handle;
        }
    }
    return 0;
}

/// Waits until something moves on a connection or on `waker`.
static inline void keng_curl_wait(CURLM *multi, int waker, int milliseconds) {
    struct curl_waitfd extra = {waker, CURL_WAIT_POLLIN, 0};
    curl_multi_poll(multi, &extra, 1, milliseconds, 0);
}

/// A pipe whose ends never block and are not inherited; 0 when it stands.
static inline int keng_pipe(int *readable, int *writable) {
    int ends[2] = {-1, -1};
    if (pipe(ends) != 0) {
        return -1;
    }
    for (int end = 0; end < 2; end++) {
        fcntl(ends[end], F_SETFD, FD_CLOEXEC);
        fcntl(ends[end], F_SETFL, O_NONBLOCK);
    }
    *readable = ends[0];
    *writable = ends[1];
    return 0;
}
