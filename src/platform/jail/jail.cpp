#include "platform/jail/jail.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>

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

#if defined(__SANITIZE_ADDRESS__)
constexpr bool address_space_can_be_limited = false;  // its shadow alone takes terabytes
constexpr rlim_t open_files_max = 8;
#else
constexpr bool address_space_can_be_limited = true;
constexpr rlim_t open_files_max = 3;  // the three that it has
#endif

// What reading a document from an open file and answering takes; everything else answers EPERM.
constexpr unsigned allowed_calls[] = {
#if defined(__SANITIZE_ADDRESS__)
    __NR_pipe2,  // the sanitizer probes memory through a pipe
    __NR_sigaltstack,
#endif
    __NR_read,        __NR_pread64,   __NR_write,      __NR_lseek,        __NR_close,         __NR_mmap,
    __NR_munmap,      __NR_mremap,    __NR_mprotect,   __NR_brk,          __NR_madvise,       __NR_futex,
    __NR_exit,        __NR_getrandom, __NR_exit_group, __NR_rt_sigreturn, __NR_clock_gettime,
};
constexpr std::size_t allowed_count = std::size(allowed_calls);

// Never raises what the parent has set already.
bool limit(__rlimit_resource resource, rlim_t most) {
  struct rlimit now{};
  if (::getrlimit(resource, &now) != 0) return false;
  const rlim_t value = std::min(now.rlim_max, most);
  const struct rlimit next{value, value};
  return ::setrlimit(resource, &next) == 0;
}

bool limit_resources(const Terms& terms) {
  const rlim_t cpu_seconds = static_cast<rlim_t>(terms.cpu_time.micros / 1'000'000 + 1);
  const bool memory = !address_space_can_be_limited || limit(RLIMIT_AS, static_cast<rlim_t>(terms.memory_bytes));
  return memory && limit(RLIMIT_CPU, cpu_seconds) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, open_files_max) &&
         limit(RLIMIT_CORE, 0) && limit(RLIMIT_NPROC, 0);
}

// Checks the architecture, then compares the number with each allowed call, then refuses.
auto call_filter() {
  constexpr auto at_number = offsetof(seccomp_data, nr), at_architecture = offsetof(seccomp_data, arch);
  std::array<sock_filter, allowed_count + 7> program{};
  std::size_t next = 0;
  const auto add = [&](sock_filter step) { program[next++] = step; };
  add(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at_architecture));
  add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0));
  add(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
  add(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at_number));
  add(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, foreign_bit, static_cast<__u8>(allowed_count), 0));
  for (std::size_t i = 0; i < allowed_count; ++i)
    add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allowed_calls[i], static_cast<__u8>(allowed_count - i), 0));
  add(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
  add(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  return program;
}

bool filter_calls() {
  auto steps = call_filter();
  const sock_fprog program{static_cast<unsigned short>(steps.size()), steps.data()};
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

}  // namespace

bool enter(const Terms& terms) {
  return limit_resources(terms) && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && filter_calls();
}

}  // namespace tsuke::jail
