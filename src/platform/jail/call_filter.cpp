#include "platform/jail/call_filter.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>
#include <vector>

#include "base/sanitized.h"

namespace tsuke::jail {

namespace {

#if defined(__x86_64__)
constexpr unsigned architecture = AUDIT_ARCH_X86_64;
constexpr unsigned foreign_bit = 0x40000000;  // x32 calls share the architecture but not the numbers
#elif defined(__aarch64__)
constexpr unsigned architecture = AUDIT_ARCH_AARCH64;
constexpr unsigned foreign_bit = 0x80000000;
#else
#error "name this architecture's AUDIT_ARCH here"
#endif

// What reading a document from an open file and answering takes.
const std::vector<unsigned> always_allowed = {
#if defined(TSUKE_SANITIZED)
    __NR_pipe2,  // the sanitizer probes memory through a pipe
    __NR_sigaltstack,
#endif
    __NR_read,        __NR_pread64,   __NR_write,      __NR_lseek,        __NR_close,         __NR_mmap,
    __NR_munmap,      __NR_mremap,    __NR_mprotect,   __NR_brk,          __NR_madvise,       __NR_futex,
    __NR_exit,        __NR_getrandom, __NR_exit_group, __NR_rt_sigreturn, __NR_clock_gettime,
};

// What finding and reading files takes besides openat.
const std::vector<unsigned> for_files = {
#if defined(__NR_readlink)
    __NR_readlink,   __NR_access, __NR_stat,  __NR_lstat,
#endif
    __NR_newfstatat, __NR_fstat,  __NR_statx, __NR_readlinkat, __NR_faccessat, __NR_faccessat2,
    __NR_getdents64, __NR_fcntl,  __NR_readv, __NR_preadv,     __NR_fadvise64, __NR_fstatfs,
    __NR_statfs,     __NR_getcwd, __NR_uname, __NR_gettid,     __NR_getpid,
};

// What no program needs to turn one document into another.
const std::vector<unsigned> forbidden = {
    __NR_connect,
    __NR_ptrace,
    __NR_unshare,
    __NR_setns,
    __NR_mount,
    __NR_umount2,
    __NR_pivot_root,
    __NR_chroot,
    __NR_bpf,
    __NR_perf_event_open,
    __NR_userfaultfd,
    __NR_io_uring_setup,
    __NR_keyctl,
    __NR_add_key,
    __NR_request_key,
    __NR_process_vm_readv,
    __NR_process_vm_writev,
    __NR_kexec_load,
    __NR_init_module,
    __NR_finit_module,
    __NR_delete_module,
    __NR_pidfd_getfd,
    __NR_open_by_handle_at,
    __NR_name_to_handle_at,
    __NR_fsopen,
    __NR_move_mount,
    __NR_open_tree,
};

constexpr unsigned changing_flags = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;

using Steps = std::vector<sock_filter>;

constexpr sock_filter refuse() { return BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM); }
constexpr sock_filter allow() { return BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW); }
constexpr sock_filter load(unsigned offset) { return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset); }
// A jump's two numbers: steps to leave out when it is so, and when it is not.
constexpr sock_filter if_equal(unsigned value, __u8 so, __u8 otherwise) {
  return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, so, otherwise);
}

void add_architecture(Steps& steps) {
  steps.push_back(load(offsetof(seccomp_data, arch)));
  steps.push_back(if_equal(architecture, 1, 0));
  steps.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
  steps.push_back(load(offsetof(seccomp_data, nr)));
  steps.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, foreign_bit, 0, 1));
  steps.push_back(refuse());
}

// Both architectures are little-endian, so the flags are the first half of the argument.
void add_open_for_reading(Steps& steps) {
  steps.push_back(if_equal(__NR_openat, 0, 4));
  steps.push_back(load(offsetof(seccomp_data, args) + 2 * sizeof(__u64)));
  steps.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, changing_flags, 0, 1));
  steps.push_back(refuse());
  steps.push_back(allow());
}

void add_allowed(Steps& steps, const std::vector<unsigned>& calls) {
  for (const unsigned call : calls) {
    steps.push_back(if_equal(call, 0, 1));
    steps.push_back(allow());
  }
}

// A local stream socket can be made, to wait at for calls of one's own kind, as large programs do at their start. They
// are told that it has got its address, which it has not: it reaches nobody, and nobody reaches it.
void add_deaf_sockets(Steps& steps) {
  constexpr unsigned kind_bits = 0xF;
  steps.push_back(if_equal(__NR_socket, 0, 7));
  steps.push_back(load(offsetof(seccomp_data, args)));
  steps.push_back(if_equal(AF_UNIX, 0, 4));
  steps.push_back(load(offsetof(seccomp_data, args) + sizeof(__u64)));
  steps.push_back(BPF_STMT(BPF_ALU | BPF_AND | BPF_K, kind_bits));
  steps.push_back(if_equal(SOCK_STREAM, 0, 1));
  steps.push_back(allow());
  steps.push_back(refuse());
  for (const unsigned call : {__NR_bind, __NR_listen}) {
    steps.push_back(if_equal(call, 0, 1));
    steps.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO));  // nothing is done, and no error is said
  }
}

bool install(const Steps& steps) {
  const sock_fprog program{static_cast<unsigned short>(steps.size()), const_cast<sock_filter*>(steps.data())};
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

}  // namespace

bool forbid_calls() {
  Steps steps;
  add_architecture(steps);
  add_deaf_sockets(steps);
  for (const unsigned call : forbidden) {
    steps.push_back(if_equal(call, 0, 1));
    steps.push_back(refuse());
  }
  steps.push_back(allow());
  return install(steps);
}

bool filter_calls(bool reads_files) {
  Steps steps;
  add_architecture(steps);
  add_allowed(steps, always_allowed);
  if (reads_files) add_allowed(steps, for_files);
  if (reads_files) add_open_for_reading(steps);
  steps.push_back(refuse());
  return install(steps);
}

}  // namespace tsuke::jail
