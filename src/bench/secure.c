/*
 * secure PORT FLEET N     N phones of a fleet connect over TLS at once, each anew, and ask for a file each: milliseconds until
 *                         all have it, failures
 *
 * cc -O2 -o secure secure.c -lssl -lcrypto
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum step { CONNECTING, GREETING, HEARING };

struct phone {
  int fd;
  enum step step;
  long got;
  SSL *tls;
};

static double millis(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

/* Goes as far as it can: 0 while the server has to say something, 1 with the whole answer, -1 when there will be none. */
static int go_on(struct phone *phone, SSL_CTX *context, int mac) {
  static char buffer[1 << 16];
  if (phone->step == CONNECTING) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(phone->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) return -1;
    phone->tls = SSL_new(context);
    SSL_set_fd(phone->tls, phone->fd);
    phone->step = GREETING;
  }
  if (phone->step == GREETING) {
    int done = SSL_connect(phone->tls);
    if (done != 1) return SSL_get_error(phone->tls, done) == SSL_ERROR_WANT_READ ? 0 : -1;
    int n = snprintf(buffer, sizeof buffer,
                     "GET /provisioning/0004f2%06x.xml HTTP/1.1\r\nHost: x\r\nUser-Agent: snomD735/10.1.84.12\r\n"
                     "Connection: close\r\n\r\n", mac);
    if (SSL_write(phone->tls, buffer, n) != n) return -1;
    phone->step = HEARING;
  }
  int r;
  while ((r = SSL_read(phone->tls, buffer, sizeof buffer)) > 0) phone->got += r;
  if (SSL_get_error(phone->tls, r) == SSL_ERROR_WANT_READ) return 0;
  return phone->got < 2000 ? -1 : 1;
}

int main(int count, char **words) {
  if (count != 4) return 2;
  int fleet = atoi(words[2]), n = atoi(words[3]), begun = 0, over = 0, failed = 0, epoll = epoll_create1(0);
  struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1]))};
  inet_pton(AF_INET, "127.0.0.1", &server.sin_addr);
  SSL_CTX *context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  struct phone *phones = calloc(n, sizeof *phones);
  struct epoll_event events[512];
  double start = millis();
  while (over < n && millis() - start < 120000) {
    for (int k = 0; k < 64 && begun < n; k++, begun++) {
      phones[begun].fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      if (connect(phones[begun].fd, (void *)&server, sizeof server) < 0 && errno != EINPROGRESS) {
        failed++, over++;
        close(phones[begun].fd);
        continue;
      }
      struct epoll_event e = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.u32 = begun};
      epoll_ctl(epoll, EPOLL_CTL_ADD, phones[begun].fd, &e);
    }
    int ready = epoll_wait(epoll, events, 512, begun < n ? 0 : 1000);
    for (int k = 0; k < ready; k++) {
      int i = events[k].data.u32;
      struct phone *phone = &phones[i];
      if (phone->fd < 0 || (phone->step == CONNECTING && !(events[k].events & (EPOLLOUT | EPOLLERR)))) continue;
      int end = go_on(phone, context, i % fleet);
      if (!end) continue;
      failed += end < 0;
      over++;
      SSL_free(phone->tls);
      close(phone->fd);
      phone->fd = -1;
    }
  }
  printf("%.0f %d\n", millis() - start, failed + n - over);
  return 0;
}
