/* floor FOLDER COUNT SIZE: COUNT files of SIZE bytes, each written beside its name and renamed to it, and nothing else. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int count, char **words) {
  if (count != 4 || mkdir(words[1], 0750) || chdir(words[1])) return 2;
  size_t size = atol(words[3]);
  char *content = memset(malloc(size), 'a', size), name[32], beside[40];
  for (int i = 0, files = atoi(words[2]); i < files; i++) {
    snprintf(name, sizeof name, "0004f2%06x.xml", i);
    snprintf(beside, sizeof beside, ".%s", name);
    int file = open(beside, O_CREAT | O_EXCL | O_WRONLY, 0640);
    if (file < 0 || write(file, content, size) != (ssize_t)size || close(file) || rename(beside, name)) return 1;
  }
  return 0;
}
