#ifndef HANOK_SANDBOX_H
#define HANOK_SANDBOX_H

#include <stddef.h>
#include <sys/types.h>

/// Starts a program. `descriptors` become 0, 1, 2 and on in it; it gets no others.
/// Returns 0 or an errno.
int hanok_spawn(
    const char *path, char *const arguments[], char *const environment[], const int *descriptors, int count,
    pid_t *pid);

/// A connected pair of sockets for messages that may carry descriptors, closed in programs that are started.
int hanok_socket_pair(int sockets[2]);

/// A pipe whose reading end does not wait, both ends closed in programs that are started.
int hanok_output_pipe(int ends[2]);

/// Returns the number of bytes sent, or -1.
ssize_t hanok_send(int socket, const void *bytes, size_t count, const int *descriptors, int descriptor_count);

/// `pid` is the sender's, as this process sees it; 0 where it is not told. Returns the number of bytes, or -1.
ssize_t hanok_receive(
    int socket, void *bytes, size_t limit, int *descriptors, int descriptor_limit, int *descriptor_count, pid_t *pid);

/// A descriptor that polls readable once the process has ended.
int hanok_process_descriptor(pid_t pid);

/// A file in memory that holds `bytes`, read from its beginning.
int hanok_memory_file(const void *bytes, size_t count);

/// A socket that listens on 127.0.0.1; `*port` may be 0 and is then the one that was free.
int hanok_listen(int *port);

/// Programs that this process starts gain no privileges.
void hanok_gain_no_privileges(void);

/// Other processes of the same user can neither read nor write this one's memory from here on.
void hanok_hide_memory(void);

#endif
