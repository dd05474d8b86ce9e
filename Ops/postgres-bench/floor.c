/* The floor of the comparison: raw blocking libpq that copies each text and converts each number.
   floor CASE COUNT [FILE]: one case, one process, one line of JSON. Errors end it; it is no library. */
#define _GNU_SOURCE
#include <endian.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static PGconn *connection;

static void fail(const char *what) {
  fprintf(stderr, "floor: %s: %s\n", what, connection ? PQerrorMessage(connection) : "");
  exit(1);
}

/* ---- the clock -------------------------------------------------------------------------- */
static double started, startedUser, startedSystem, seconds, user, system_;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void usage(double *user, double *system) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  *user = usage.ru_utime.tv_sec + usage.ru_utime.tv_usec / 1e6;
  *system = usage.ru_stime.tv_sec + usage.ru_stime.tv_usec / 1e6;
}

static void start(void) {
  usage(&startedUser, &startedSystem);
  started = now();
}

static void stop(void) {
  seconds = now() - started;
  usage(&user, &system_);
  user -= startedUser;
  system_ -= startedSystem;
}

static long peak(void) {
  FILE *status = fopen("/proc/self/status", "r");
  char line[256];
  long kibibytes = 0;
  while (status && fgets(line, sizeof line, status))
    if (sscanf(line, "VmHWM: %ld", &kibibytes) == 1) break;
  if (status) fclose(status);
  return kibibytes;
}

/* ---- the checksum ----------------------------------------------------------------------- */
static int checks;
static uint64_t sum;

static void mix(uint64_t value) { sum = sum * 31 + value; }

static uint32_t adler(uint32_t state, const char *bytes, size_t count) {
  uint32_t a = state & 0xffff, b = state >> 16;
  for (size_t i = 0; i < count; i++) {
    a = (a + (unsigned char)bytes[i]) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16 | a;
}

/* ---- values ----------------------------------------------------------------------------- */
#define EPOCH INT64_C(946684800000000)
#define EPOCH_DAY 10957

static int64_t int8(const char *bytes) {
  uint64_t value;
  memcpy(&value, bytes, 8);
  return (int64_t)be64toh(value);
}

static int32_t int4(const char *bytes) {
  uint32_t value;
  memcpy(&value, bytes, 4);
  return (int32_t)be32toh(value);
}

static double float8(const char *bytes) {
  int64_t bits = int8(bytes);
  double value;
  memcpy(&value, &bits, 8);
  return value;
}

static uint64_t bits(double value) {
  uint64_t bits;
  memcpy(&bits, &value, 8);
  return bits;
}

static char *text(const char *bytes, int length) {
  char *copy = malloc(length + 1);
  memcpy(copy, bytes, length);
  copy[length] = 0;
  return copy;
}

typedef struct { int64_t id, at; double score; char *name; } Reading;

static PGresult *expect(PGresult *result, ExecStatusType status) {
  if (PQresultStatus(result) != status) fail(PQresStatus(PQresultStatus(result)));
  return result;
}

static PGresult *query(const char *sql) {
  return expect(PQexecParams(connection, sql, 0, NULL, NULL, NULL, NULL, 1), PGRES_TUPLES_OK);
}

/* ---- cases ------------------------------------------------------------------------------ */
static double *latencies;
static long latencyCount;

static int ascending(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static void roundtrip(long count) {
  Oid type = 20;
  PQclear(expect(PQprepare(connection, "one", "select $1::int8", 1, &type), PGRES_COMMAND_OK));
  latencies = malloc(count * sizeof *latencies);
  start();
  double before = started;
  for (long i = 0; i < count; i++) {
    uint64_t parameter = htobe64(i);
    const char *value = (const char *)&parameter;
    int length = 8, format = 1;
    PGresult *result =
      expect(PQexecPrepared(connection, "one", 1, &value, &length, &format, 1), PGRES_TUPLES_OK);
    mix(int8(PQgetvalue(result, 0, 0)));
    PQclear(result);
    double after = now();
    latencies[i] = after - before;
    before = after;
  }
  latencyCount = count;
  stop();
}

static void rows(void) {
  start();
  PGresult *result = query("select id, at, score, name from reading");
  int count = PQntuples(result);
  Reading *readings = malloc(count * sizeof *readings);
  for (int row = 0; row < count; row++) {
    if (PQgetisnull(result, row, 0) || PQgetisnull(result, row, 1) || PQgetisnull(result, row, 2)
        || PQgetisnull(result, row, 3)) fail("null");
    readings[row].id = int8(PQgetvalue(result, row, 0));
    readings[row].at = int8(PQgetvalue(result, row, 1)) + EPOCH;
    readings[row].score = float8(PQgetvalue(result, row, 2));
    readings[row].name = text(PQgetvalue(result, row, 3), PQgetlength(result, row, 3));
  }
  PQclear(result);
  stop();
  for (int row = 0; checks && row < count; row++) {
    mix(readings[row].id);
    mix(readings[row].at);
    mix(bits(readings[row].score));
    mix(adler(1, readings[row].name, strlen(readings[row].name)));
  }
}

static void numbers(void) {
  start();
  PGresult *result = query("select id, at, score from reading");
  int count = PQntuples(result);
  Reading *readings = malloc(count * sizeof *readings);
  for (int row = 0; row < count; row++) {
    if (PQgetisnull(result, row, 0) || PQgetisnull(result, row, 1) || PQgetisnull(result, row, 2))
      fail("null");
    readings[row].id = int8(PQgetvalue(result, row, 0));
    readings[row].at = int8(PQgetvalue(result, row, 1)) + EPOCH;
    readings[row].score = float8(PQgetvalue(result, row, 2));
  }
  PQclear(result);
  stop();
  for (int row = 0; checks && row < count; row++) {
    mix(readings[row].id);
    mix(readings[row].at);
    mix(bits(readings[row].score));
  }
}

static void strings(void) {
  start();
  PGresult *result = query("select name from reading");
  int count = PQntuples(result);
  char **names = malloc(count * sizeof *names);
  for (int row = 0; row < count; row++) {
    if (PQgetisnull(result, row, 0)) fail("null");
    names[row] = text(PQgetvalue(result, row, 0), PQgetlength(result, row, 0));
  }
  PQclear(result);
  stop();
  for (int row = 0; checks && row < count; row++) mix(adler(1, names[row], strlen(names[row])));
}

static void column(void) {
  start();
  PGresult *result = query("select n from counter");
  int count = PQntuples(result);
  int32_t *values = malloc(count * sizeof *values);
  for (int row = 0; row < count; row++) {
    if (PQgetisnull(result, row, 0)) fail("null");
    values[row] = int4(PQgetvalue(result, row, 0));
  }
  PQclear(result);
  stop();
  for (int row = 0; checks && row < count; row++) mix(values[row]);
}

static void stream(void) {
  start();
  PQsendQueryParams(
    connection, "select id, at, score, name from reading", 0, NULL, NULL, NULL, NULL, 1);
  PQsetSingleRowMode(connection);
  PGresult *result;
  uint64_t total = 0;
  while ((result = PQgetResult(connection))) {
    if (PQresultStatus(result) == PGRES_SINGLE_TUPLE) {
      Reading reading = {
        int8(PQgetvalue(result, 0, 0)), int8(PQgetvalue(result, 0, 1)) + EPOCH,
        float8(PQgetvalue(result, 0, 2)),
        text(PQgetvalue(result, 0, 3), PQgetlength(result, 0, 3))};
      total += reading.id + strlen(reading.name);
      if (checks) {
        mix(reading.id);
        mix(reading.at);
        mix(bits(reading.score));
        mix(adler(1, reading.name, strlen(reading.name)));
      }
      free(reading.name);
    } else expect(result, PGRES_TUPLES_OK);
    PQclear(result);
  }
  stop();
  mix(total);
}

static void inserts(long count) {
  Oid types[] = {20, 701, 25};
  const char *sql = "insert into entry (id, score, name) values ($1, $2, $3)";
  PQclear(expect(PQprepare(connection, "entry", sql, 3, types), PGRES_COMMAND_OK));
  char names[100][32];
  for (int i = 0; i < 100; i++) snprintf(names[i], sizeof names[i], "entry number %d", i);
  start();
  PQsetnonblocking(connection, 1);
  PQenterPipelineMode(connection);
  long sent = 0, received = 0;
  int synced = 0, done = 0;
  while (!done) {
    /* As many as the socket takes, then what has come back, so that neither side waits for ever. */
    while (sent < count) {
      uint64_t id = htobe64(sent), score = htobe64(bits(sent / 4.0));
      const char *values[] = {(char *)&id, (char *)&score, names[sent % 100]};
      int lengths[] = {8, 8, strlen(names[sent % 100])}, formats[] = {1, 1, 1};
      if (!PQsendQueryPrepared(connection, "entry", 3, values, lengths, formats, 1)) fail("send");
      sent++;
      if (sent % 256 == 0 && PQflush(connection) != 0) break;
    }
    if (sent == count && !synced) {
      if (!PQpipelineSync(connection)) fail("sync");
      synced = 1;
    }
    int left = PQflush(connection);
    struct pollfd entry = {PQsocket(connection), POLLIN | (left ? POLLOUT : 0), 0};
    if (left || sent == count) poll(&entry, 1, -1);
    if (!PQconsumeInput(connection)) fail("read");
    while (!done && !PQisBusy(connection)) {
      PGresult *result = PQgetResult(connection);
      if (!result) {
        if (received == sent && !synced) break;
        continue;
      }
      if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) done = 1;
      else { expect(result, PGRES_COMMAND_OK); received++; }
      PQclear(result);
    }
  }
  stop();
}

/* ---- COPY ------------------------------------------------------------------------------- */
typedef struct {
  int64_t id, at, parent;
  double score;
  int32_t rank, day;
  char flag, hasParent, code[32], note[64];
} Wide;

static void fill(Wide *row, long i) {
  row->id = i;
  row->rank = i % 1000;
  row->score = i / 8.0;
  snprintf(row->code, sizeof row->code, "code %07ld", i);
  snprintf(row->note, sizeof row->note, "a remark of forty characters, no. %06ld", i);
  row->flag = i % 3 == 0;
  row->at = INT64_C(1700000000000000) + i * 1000003;
  row->day = 19000 + i % 1000;
  row->hasParent = i % 2 == 0;
  row->parent = i / 2;
}

static char out[1 << 16];
static int outCount;

static void send(int more) {
  if (more && outCount < 32768) return;
  if (PQputCopyData(connection, out, outCount) != 1) fail("copy");
  outCount = 0;
}

static void put(const void *bytes, int count) {
  memcpy(out + outCount, bytes, count);
  outCount += count;
}
static void put2(int16_t value) { uint16_t v = htobe16(value); put(&v, 2); }
static void put4(int32_t value) { uint32_t v = htobe32(value); put(&v, 4); }
static void put8(int64_t value) { uint64_t v = htobe64(value); put(&v, 8); }

static void endCopy(void) {
  if (PQputCopyEnd(connection, NULL) != 1) fail("end");
  PGresult *result;
  while ((result = PQgetResult(connection))) PQclear(expect(result, PGRES_COMMAND_OK));
}

static void copyInRows(long count) {
  Wide *block = malloc(1000 * sizeof *block);
  for (int i = 0; i < 1000; i++) fill(&block[i], i);
  start();
  PQclear(expect(PQexec(connection, "copy target from stdin (format binary)"), PGRES_COPY_IN));
  put("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19);
  for (long i = 0; i < count; i++) {
    Wide *row = &block[i % 1000];
    put2(9);
    put4(8); put8(row->id);
    put4(4); put4(row->rank);
    put4(8); put8(bits(row->score));
    int length = strlen(row->code);
    put4(length); put(row->code, length);
    length = strlen(row->note);
    put4(length); put(row->note, length);
    put4(1); put(&row->flag, 1);
    put4(8); put8(row->at - EPOCH);
    put4(4); put4(row->day - EPOCH_DAY);
    if (row->hasParent) { put4(8); put8(row->parent); } else put4(-1);
    send(1);
  }
  put2(-1);
  send(0);
  endCopy();
  stop();
}

static void copyInRaw(const char *sql, const char *file) {
  FILE *input = fopen(file, "r");
  if (!input) fail(file);
  setvbuf(input, NULL, _IONBF, 0);
  char *chunk = malloc(65536);
  start();
  PQclear(expect(PQexec(connection, sql), PGRES_COPY_IN));
  size_t count;
  while ((count = fread(chunk, 1, 65536, input)) > 0)
    if (PQputCopyData(connection, chunk, count) != 1) fail("copy");
  endCopy();
  stop();
}

static void copyOutRaw(const char *sql) {
  start();
  PQclear(expect(PQexec(connection, sql), PGRES_COPY_OUT));
  char *message;
  int count;
  uint64_t total = 0;
  uint32_t state = 1;
  while ((count = PQgetCopyData(connection, &message, 0)) > 0) {
    total += count;
    if (checks) state = adler(state, message, count);
    PQfreemem(message);
  }
  PGresult *result;
  while ((result = PQgetResult(connection))) PQclear(expect(result, PGRES_COMMAND_OK));
  stop();
  mix(total);
  mix(state);
}

static void copyOutRows(void) {
  start();
  PQclear(expect(PQexec(connection, "copy wide to stdout (format binary)"), PGRES_COPY_OUT));
  char *message;
  int count, first = 1;
  uint64_t total = 0;
  while ((count = PQgetCopyData(connection, &message, 0)) > 0) {
    char *at = message;
    if (first) { at += 19; first = 0; }
    int16_t columns = (int16_t)((unsigned char)at[0] << 8 | (unsigned char)at[1]);
    at += 2;
    if (columns == 9) {
      Wide row;
      row.id = int8(at + 4); at += 12;
      row.rank = int4(at + 4); at += 8;
      row.score = float8(at + 4); at += 12;
      int length = int4(at);
      char *code = text(at + 4, length); at += 4 + length;
      length = int4(at);
      char *note = text(at + 4, length); at += 4 + length;
      row.flag = at[4]; at += 5;
      row.at = int8(at + 4) + EPOCH; at += 12;
      row.day = int4(at + 4) + EPOCH_DAY; at += 8;
      row.hasParent = int4(at) >= 0;
      row.parent = row.hasParent ? int8(at + 4) : 7;
      total += row.id;
      if (checks) {
        mix(row.id); mix(row.rank); mix(bits(row.score));
        mix(adler(1, code, strlen(code))); mix(adler(1, note, strlen(note)));
        mix(row.flag); mix(row.at); mix(row.day); mix(row.parent);
      }
      free(code);
      free(note);
    }
    PQfreemem(message);
  }
  PGresult *result;
  while ((result = PQgetResult(connection))) PQclear(expect(result, PGRES_COMMAND_OK));
  stop();
  mix(total);
}

int main(int argc, char **argv) {
  if (argc < 3) fail("usage: floor CASE COUNT [FILE]");
  const char *what = argv[1], *file = argc > 3 ? argv[3] : "";
  long count = atol(argv[2]);
  checks = getenv("BENCH_CHECK") != NULL;
  connection = PQconnectdb("");
  if (PQstatus(connection) != CONNECTION_OK) fail("connect");
  if (!strcmp(what, "roundtrip")) roundtrip(count);
  else if (!strcmp(what, "rows")) rows();
  else if (!strcmp(what, "numbers")) numbers();
  else if (!strcmp(what, "strings")) strings();
  else if (!strcmp(what, "column")) column();
  else if (!strcmp(what, "stream")) stream();
  else if (!strcmp(what, "inserts")) inserts(count);
  else if (!strcmp(what, "copy-in-rows")) copyInRows(count);
  else if (!strcmp(what, "copy-out-rows")) copyOutRows();
  else if (!strcmp(what, "copy-in-text")) copyInRaw("copy target from stdin", file);
  else if (!strcmp(what, "copy-in-binary"))
    copyInRaw("copy target from stdin (format binary)", file);
  else if (!strcmp(what, "copy-out-text")) copyOutRaw("copy wide to stdout");
  else if (!strcmp(what, "copy-out-binary")) copyOutRaw("copy wide to stdout (format binary)");
  else fail("no such case");
  printf("{\"seconds\": %.6f, \"user\": %.6f, \"system\": %.6f, \"peak\": %ld, \"checksum\": \"%016lx\"",
         seconds, user, system_, peak(), sum);
  if (latencyCount) {
    qsort(latencies, latencyCount, sizeof *latencies, ascending);
    printf(", \"p50\": %.9f, \"p99\": %.9f", latencies[latencyCount / 2],
           latencies[latencyCount * 99 / 100]);
  }
  printf("}\n");
  PQfinish(connection);
  return 0;
}
