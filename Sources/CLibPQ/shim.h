#include <libpq-fe.h>
#include <poll.h>
#include <time.h>

/* Waits until a socket is ready, to the microsecond, which poll(2) cannot. Declared here because the
   system's header shows it only to programs that ask for GNU extensions. */
extern int ppoll(struct pollfd *, nfds_t, const struct timespec *, const void *);
static inline int postgres_wait(struct pollfd *entry, long microseconds) {
  struct timespec time = {microseconds / 1000000, microseconds % 1000000 * 1000};
  return ppoll(entry, 1, &time, 0);
}
