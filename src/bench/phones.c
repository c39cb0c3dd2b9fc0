/*
 * phones storm PORT FLEET N FROM     N phones of a fleet connect at once and ask for a file each, the first one for that of
 *                                    phone FROM: milliseconds until all have it, failures
 * phones held PORT FLEET SLOW IDLE   SLOW half requests and IDLE kept connections are held from 127.0.0.1, while a phone at
 *                                    127.0.0.2 fetches 1,000 files: its median and 99th percentile in microseconds, failures
 * phones right PORT FLEET DESK       how many files of the fleet, from the first on, are those of phones at DESK-0, DESK-1, …
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static char buffer[1 << 16];
static struct sockaddr_in server;
static int fleet;

static double millis(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int ask(int fd, int phone, const char *connection) {
  int n = snprintf(buffer, sizeof buffer,
                   "GET /provisioning/0004f2%06x.xml HTTP/1.1\r\nHost: x\r\nUser-Agent: snomD735/10.1.84.12\r\n"
                   "Connection: %s\r\n\r\n", phone % fleet, connection);
  return write(fd, buffer, n) == n;
}

static int storm(int n, int from) {
  int epoll = epoll_create1(0), begun = 0, over = 0, failed = 0;
  int *fds = calloc(n, sizeof *fds), *asked = calloc(n, sizeof *asked);
  long *got = calloc(n, sizeof *got);
  struct epoll_event events[512];
  double start = millis();
  while (over < n && millis() - start < 60000) {
    for (int k = 0; k < 64 && begun < n; k++, begun++) {
      fds[begun] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      if (connect(fds[begun], (void *)&server, sizeof server) < 0 && errno != EINPROGRESS) {
        failed++, over++;
        close(fds[begun]);
        continue;
      }
      struct epoll_event e = {.events = EPOLLOUT, .data.u32 = begun};
      epoll_ctl(epoll, EPOLL_CTL_ADD, fds[begun], &e);
    }
    int ready = epoll_wait(epoll, events, 512, begun < n ? 0 : 1000);
    for (int k = 0; k < ready; k++) {
      int i = events[k].data.u32;
      if (!asked[i]) {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(fds[i], SOL_SOCKET, SO_ERROR, &error, &size);
        if (error || !ask(fds[i], from + i, "close")) {
          failed++, over++;
          close(fds[i]);
          continue;
        }
        asked[i] = 1;
        struct epoll_event e = {.events = EPOLLIN, .data.u32 = i};
        epoll_ctl(epoll, EPOLL_CTL_MOD, fds[i], &e);
        continue;
      }
      long r;
      while ((r = read(fds[i], buffer, sizeof buffer)) > 0) got[i] += r;
      if (r < 0 && errno == EAGAIN) continue;
      failed += r < 0 || got[i] < 2000;
      over++;
      close(fds[i]);
    }
  }
  printf("%.0f %d\n", millis() - start, failed + n - over);
  return 0;
}

static int hold(void) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || connect(fd, (void *)&server, sizeof server) < 0) perror("hold"), exit(1);
  return fd;
}

static int held(int slow, int idle) {
  for (int i = 0; i < slow; i++)
    if (write(hold(), "GET /provisioning/000 HTTP/1.1\r\nX: ", 35) != 35) return 1;
  for (int i = 0; i < idle; i++) {
    int fd = hold();
    if (!ask(fd, i, "keep-alive") || read(fd, buffer, sizeof buffer) <= 0) return 1;
  }
  static double took[1000];
  int failed = 0;
  for (int i = 0; i < 1000; i++) {
    struct sockaddr_in from = {.sin_family = AF_INET};
    inet_pton(AF_INET, "127.0.0.2", &from.sin_addr);
    double start = millis();
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    bind(fd, (void *)&from, sizeof from);
    long got = 0, r = -1;
    if (!connect(fd, (void *)&server, sizeof server) && ask(fd, i, "close"))
      while ((r = read(fd, buffer, sizeof buffer)) > 0) got += r;
    failed += r < 0 || got < 2000;
    close(fd);
    took[i] = (millis() - start) * 1e3;
  }
  qsort(took, 1000, sizeof *took, ascending);
  printf("%.0f %.0f %d\n", took[500], took[990], failed);
  return 0;
}

/* Reads one answer, and tells whether it is 200 and holds a text. */
static int holds(int fd, const char *text) {
  int got = 0, r;
  char *end = NULL;
  while (!end && (r = read(fd, buffer + got, sizeof buffer - 1 - got)) > 0) {
    buffer[got += r] = 0;
    end = strstr(buffer, "\r\n\r\n");
  }
  char *length = end ? strcasestr(buffer, "\r\ncontent-length:") : NULL;
  if (!length || length > end) return 0;
  int whole = end + 4 - buffer + atoi(length + 17);
  while (got < whole && (r = read(fd, buffer + got, sizeof buffer - 1 - got)) > 0) got += r;
  buffer[got] = 0;
  return got == whole && !strncmp(buffer + 8, " 200", 4) && strstr(end, text);
}

static int right(const char *desk) {
  int fd = socket(AF_INET, SOCK_STREAM, 0), phone = 0;
  char text[64];
  if (!connect(fd, (void *)&server, sizeof server))
    for (; phone < fleet; phone++) {
      snprintf(text, sizeof text, ">%s-%d<", desk, phone);
      if (!ask(fd, phone, "keep-alive") || !holds(fd, text)) break;
    }
  printf("%d\n", phone);
  return 0;
}

int main(int count, char **words) {
  if (count < 5) return 2;
  server.sin_family = AF_INET;
  server.sin_port = htons(atoi(words[2]));
  inet_pton(AF_INET, "127.0.0.1", &server.sin_addr);
  fleet = atoi(words[3]);
  if (!strcmp(words[1], "right")) return right(words[4]);
  if (count < 6) return 2;
  return (strcmp(words[1], "storm") ? held : storm)(atoi(words[4]), atoi(words[5]));
}
