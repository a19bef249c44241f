/*
 * A disk that tells everything and fails on command: preloaded into a program, it watches what the program does to the
 * files below one folder. `mod.rs` builds it, `told.rs` reads what it tells, `disk.rs` cuts the power in there.
 *
 * LEADLINE_SHIM_FOLDER  the folder, absolute and without links in it; without it nothing is watched
 * LEADLINE_SHIM_LOG     a file that gets every operation, in the order in which they took effect
 * LEADLINE_SHIM_FAIL    a file; while it is there calls fail as it says: "ERRNO KINDS FIRST COUNT TURN". Of the calls of
 *                       these kinds (letters as below) the FIRST-th (from 1) and the ones after it fail, COUNT of them,
 *                       0 for all; another TURN counts anew. A call that failed makes a file of that name and ".met".
 *
 * An entry of the log is: kind (1 byte), file (8), place (8), length (4), then that many bytes, numbers as the machine
 * has them. A file is named by its inode, because a name can move while the file is open.
 *
 *   c  a name came to a new file       its name, below the folder
 *   k  a folder was made               its name, below the folder
 *   w  bytes were written              at this place
 *   t  a file was cut or stretched     to this length
 *   s  a file is on the disk
 *   d  a folder's names are            its name; after it come
 *   l  each of these names             the name (renames that go past the library are seen here)
 *   r  a file was renamed              old name, a zero, new name
 *   u  a name was taken away           the name
 *   a  something went to stdout        what the program said; it stands between what it did before and after
 *   n  something went to a socket      the same for what left the machine
 *
 * Reading is not watched. Memory that is mapped (the index beside the database's log) cannot be; it is made anew from
 * the log, so nobody needs it after a power cut. System calls are made directly: looking the real functions up could
 * itself open files.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t one_at_a_time = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static const char *folder, *failing;
static size_t folder_length;
static int told = -1;
static long calls, turn = -1;

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("LEADLINE_SHIM_LOG");
    folder = getenv("LEADLINE_SHIM_FOLDER");
    if (!folder) return;
    folder_length = strlen(folder);
    failing = getenv("LEADLINE_SHIM_FAIL");
    if (log) told = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* The name below the folder, "." for the folder itself; NULL for what lies elsewhere. */
static const char *below(const char *path) {
    if (!folder || !path || strncmp(path, folder, folder_length) != 0) return NULL;
    if (path[folder_length] == 0) return ".";
    return path[folder_length] == '/' ? path + folder_length + 1 : NULL;
}

/* The same for an open file; `path` has room for PATH_MAX bytes. */
static const char *below_open(int fd, char *path) {
    char link[40];
    if (!folder || fd == told) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, 4095);
    if (length < 0) return NULL;
    path[length] = 0;
    return below(path);
}

static void tell_of(char kind, uint64_t file, uint64_t place, const void *bytes, uint32_t length) {
    char head[21];
    if (told < 0) return;
    head[0] = kind;
    memcpy(head + 1, &file, 8);
    memcpy(head + 9, &place, 8);
    memcpy(head + 17, &length, 4);
    struct iovec parts[2] = {{head, sizeof head}, {(void *)bytes, length}};
    /* A gap in what is told would pass for a loss: better no answer at all. */
    if (syscall(SYS_writev, told, parts, 2) != (long)(sizeof head + length)) abort();
}

static void tell(char kind, int fd, uint64_t place, const void *bytes, uint32_t length) {
    struct stat found = {0};
    if (fd >= 0) fstat(fd, &found);
    tell_of(kind, found.st_ino, place, bytes, length);
}

/* Whether this call is one that is to fail; sets errno then. */
static int fails(char kind) {
    char text[64] = "", kinds[16] = "", met[4096];
    int number = 0;
    long first = 0, count = 0, now = 0;
    int fd = failing ? syscall(SYS_openat, AT_FDCWD, failing, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0) return 0;
    if (syscall(SYS_read, fd, text, sizeof text - 1) < 0) text[0] = 0;
    syscall(SYS_close, fd);
    if (sscanf(text, "%d %15s %ld %ld %ld", &number, kinds, &first, &count, &now) != 5 || !strchr(kinds, kind)) return 0;
    if (now != turn) calls = 0;
    turn = now;
    calls++;
    if (calls < first || (count && calls >= first + count)) return 0;
    snprintf(met, sizeof met, "%s.met", failing);
    syscall(SYS_close, syscall(SYS_openat, AT_FDCWD, met, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    errno = number;
    return 1;
}

#define WATCHED_BEGIN pthread_mutex_lock(&one_at_a_time)
#define WATCHED_END(result)                  \
    do {                                     \
        int kept = errno;                    \
        pthread_mutex_unlock(&one_at_a_time); \
        errno = kept;                        \
        return (result);                     \
    } while (0)

static int open_watched(int at, const char *path, int flags, mode_t mode) {
    char where[4096];
    struct stat before;
    const char *name;
    WATCHED_BEGIN;
    int is_new = (flags & O_CREAT) && syscall(SYS_faccessat, at, path, F_OK) != 0;
    if (below(path) && (flags & (O_CREAT | O_TRUNC)) && fails('c')) WATCHED_END(-1);
    long before_length = !is_new && (flags & O_TRUNC) && stat(path, &before) == 0 ? (long)before.st_size : 0;
    int fd = syscall(SYS_openat, at, path, flags, mode);
    if (fd >= 0 && (name = below_open(fd, where))) {
        if (is_new) tell('c', fd, 0, name, strlen(name));
        if (before_length > 0) tell('t', fd, 0, "", 0);
    }
    WATCHED_END(fd);
}

#define MODE_OF(flags)                         \
    mode_t mode = 0;                           \
    if ((flags) & (O_CREAT | __O_TMPFILE)) {   \
        va_list more;                          \
        va_start(more, flags);                 \
        mode = va_arg(more, mode_t);           \
        va_end(more);                          \
    }

int open(const char *path, int flags, ...) { MODE_OF(flags) return open_watched(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE_OF(flags) return open_watched(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE_OF(flags) return open_watched(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE_OF(flags) return open_watched(at, path, flags, mode); }

/* Of a write that fails, half arrives: a disk fills up in the middle. */
ssize_t write(int fd, const void *bytes, size_t length) {
    char where[4096];
    if (fd == STDOUT_FILENO && folder) {
        WATCHED_BEGIN;
        ssize_t said = syscall(SYS_write, fd, bytes, length);
        if (said > 0) tell('a', -1, 0, bytes, said);
        WATCHED_END(said);
    }
    if (!below_open(fd, where)) return syscall(SYS_write, fd, bytes, length);
    WATCHED_BEGIN;
    int failed = fails('w') ? errno : 0;
    ssize_t done = syscall(SYS_write, fd, bytes, failed ? length / 2 : length);
    if (done > 0) tell('w', fd, (uint64_t)(syscall(SYS_lseek, fd, 0, SEEK_CUR) - done), bytes, done);
    if (failed) errno = failed;
    WATCHED_END(failed ? -1 : done);
}

static ssize_t pwrite_watched(int fd, const void *bytes, size_t length, off_t place) {
    char where[4096];
    if (!below_open(fd, where)) return syscall(SYS_pwrite64, fd, bytes, length, place);
    WATCHED_BEGIN;
    int failed = fails('w') ? errno : 0;
    ssize_t done = syscall(SYS_pwrite64, fd, bytes, failed ? length / 2 : length, place);
    if (done > 0) tell('w', fd, place, bytes, done);
    if (failed) errno = failed;
    WATCHED_END(failed ? -1 : done);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t place) {
    return pwrite_watched(fd, bytes, length, place);
}
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t place) {
    return pwrite_watched(fd, bytes, length, place);
}

/* Several pieces: what leaves the machine; to a file, a write of each piece. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
    char where[4096];
    if (below_open(fd, where)) return write(fd, parts[0].iov_base, parts[0].iov_len);
    if (!folder) return syscall(SYS_writev, fd, parts, count);
    WATCHED_BEGIN;
    /* Told before it leaves: the power can fail while it does. */
    for (int at = 0; at < count; at++) tell('n', -1, 0, parts[at].iov_base, parts[at].iov_len);
    WATCHED_END(syscall(SYS_writev, fd, parts, count));
}

ssize_t send(int fd, const void *bytes, size_t length, int flags) {
    if (folder) {
        WATCHED_BEGIN;
        tell('n', -1, 0, bytes, length);
        pthread_mutex_unlock(&one_at_a_time);
    }
    return syscall(SYS_sendto, fd, bytes, length, flags, NULL, 0);
}

static int ftruncate_watched(int fd, off_t length) {
    char where[4096];
    if (!below_open(fd, where)) return syscall(SYS_ftruncate, fd, length);
    WATCHED_BEGIN;
    int result = fails('t') ? -1 : (int)syscall(SYS_ftruncate, fd, length);
    if (result == 0) tell('t', fd, length, "", 0);
    WATCHED_END(result);
}

int ftruncate(int fd, off_t length) { return ftruncate_watched(fd, length); }
int ftruncate64(int fd, off64_t length) { return ftruncate_watched(fd, length); }

static void tell_names(const char *name, const char *path) {
    char under[8192];
    struct stat found;
    struct dirent *entry;
    int top = strcmp(name, ".") == 0;
    DIR *opened = opendir(path);
    if (!opened) abort();
    while ((entry = readdir(opened))) {
        if (fstatat(dirfd(opened), entry->d_name, &found, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(found.st_mode)) continue;
        int length = snprintf(under, sizeof under, "%s%s%s", top ? "" : name, top ? "" : "/", entry->d_name);
        tell_of('l', found.st_ino, 0, under, length);
    }
    closedir(opened);
}

static int sync_watched(long call, int fd) {
    char where[4096];
    struct stat found;
    const char *name = below_open(fd, where);
    if (!name) return syscall(call, fd);
    WATCHED_BEGIN;
    int result = fails('s') ? -1 : (int)syscall(call, fd);
    if (result == 0 && fstat(fd, &found) == 0) {
        if (S_ISDIR(found.st_mode)) {
            tell('d', fd, 0, name, strlen(name));
            tell_names(name, where);
        } else {
            tell('s', fd, 0, "", 0);
        }
    }
    WATCHED_END(result);
}

int fsync(int fd) { return sync_watched(SYS_fsync, fd); }
int fdatasync(int fd) { return sync_watched(SYS_fdatasync, fd); }

int rename(const char *from, const char *to) {
    char both[8192];
    const char *old = below(from), *new = below(to);
    if (!old || !new) return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    WATCHED_BEGIN;
    int result = fails('r') ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    int length = snprintf(both, sizeof both, "%s%c%s", old, 0, new);
    if (result == 0) tell('r', -1, 0, both, length);
    WATCHED_END(result);
}

int mkdir(const char *path, mode_t mode) {
    const char *name = below(path);
    if (!name) return syscall(SYS_mkdirat, AT_FDCWD, path, mode);
    WATCHED_BEGIN;
    int result = fails('c') ? -1 : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
    if (result == 0) tell('k', -1, 0, name, strlen(name));
    WATCHED_END(result);
}

int unlink(const char *path) {
    const char *name = below(path);
    if (!name) return syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    WATCHED_BEGIN;
    int result = fails('u') ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (result == 0) tell('u', -1, 0, name, strlen(name));
    WATCHED_END(result);
}
