#include <libpq-fe.h>

/// Notices are told to nobody: what matters comes as an error.
static inline void keng_pg_silence(void *nothing, const PGresult *result) {
    (void)nothing;
    (void)result;
}

static inline void keng_pg_no_notices(PGconn *connection) {
    PQsetNoticeReceiver(connection, keng_pg_silence, 0);
}
