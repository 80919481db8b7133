#include <libpq-fe.h>

/// Notices are told to nobody: what matters comes as an error.
static inline void keng_pg_silence(void *nothing, const PGresult *result) {
    (void)nothing;
    (void)result;
}

/// A connection as `url` says; what it leaves open is ours: a link that died is known within a minute.
static inline PGconn *keng_pg_connect(const char *url) {
    const char *names[] = {"application_name", "connect_timeout", "keepalives_idle",
                           "keepalives_interval", "keepalives_count", "tcp_user_timeout",
                           "dbname", "client_encoding", 0};
    const char *values[] = {"keng", "10", "15", "5", "3", "30000", url, "UTF8", 0};
    PGconn *connection = PQconnectdbParams(names, values, 1);
    if (connection) {
        PQsetNoticeReceiver(connection, keng_pg_silence, 0);
    }
    return connection;
}

/// Whether `url` is an address; what libpq says of one that is none quotes it, password and all.
static inline int keng_pg_reads(const char *url) {
    PQconninfoOption *options = PQconninfoParse(url, 0);
    PQconninfoFree(options);
    return options != 0;
}

/// Five characters that name the kind of failure, or null.
static inline const char *keng_pg_state(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}

/// The failure in one line, without the rows it is about.
static inline const char *keng_pg_message(const PGresult *result) {
    return PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
}
