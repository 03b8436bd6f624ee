#include "platform/store/test_cluster.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <spawn.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <mutex>

extern char** environ;

namespace tsuke::store {
namespace {

constexpr const char* programs = "/usr/lib/postgresql/15/bin";

// Runs beside the test program: starts the cluster, says so on descriptor 3, and waits for its standard input to end,
// which happens when the test program has ended in whatever way. PostgreSQL refuses to run as root. It need not sync:
// no test cuts the power.
constexpr const char* guardian = R"sh(
folder=$1 programs=$2
as_user() { "$@" 3>&-; }
if [ "$(id -u)" = 0 ]; then
  user=postgres; id -u postgres >/dev/null 2>&1 || user=nobody
  chown "$user" "$folder"
  as_user() { setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$@" 3>&-; }
fi
cd "$folder"
as_user "$programs/initdb" -D "$folder/data" -U tsuke -A trust -N -E UTF8 --locale=C >"$folder/initdb.log" 2>&1 &&
as_user "$programs/pg_ctl" start -w -D "$folder/data" -l "$folder/data/server.log" </dev/null >/dev/null 2>&1 -o \
  "-c listen_addresses= -c unix_socket_directories=$folder -c shared_buffers=32MB -c max_connections=100 -c fsync=off -c full_page_writes=off" &&
echo ready >&3
exec 3>&-
read -r nothing
as_user "$programs/pg_ctl" stop -w -m immediate -D "$folder/data" >/dev/null 2>&1
cd /
rm -rf "$folder"
)sh";

struct Pipe {
  int read_end = -1;
  int write_end = -1;
};

Pipe make_pipe() {
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) return {};
  return {ends[0], ends[1]};
}

Error no_cluster(const std::string& what) { return {Reason::unavailable, "no-test-cluster", what}; }

// Starts the guardian. Its standard input stays open until this process ends: nobody closes alive.write_end.
Result<void> start_guardian(const std::string& folder) {
  const Pipe alive = make_pipe();
  const Pipe ready = make_pipe();
  if (alive.read_end < 0 || ready.read_end < 0) return no_cluster("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, alive.read_end, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ready.write_end, 3);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);  // an interrupt from the keyboard must not reach it
  const char* arguments[] = {"sh", "-c", guardian, "sh", folder.c_str(), programs, nullptr};
  pid_t pid = 0;
  const int code = ::posix_spawn(&pid, "/bin/sh", &actions, &attributes, const_cast<char* const*>(arguments), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  ::close(alive.read_end);
  ::close(ready.write_end);
  char said = 0;
  const bool is_ready = code == 0 && ::read(ready.read_end, &said, 1) == 1;
  ::close(ready.read_end);
  if (!is_ready) return no_cluster("the PostgreSQL cluster in " + folder + " did not start");
  return {};
}

Result<std::string> start_cluster() {
  std::string folder = (std::filesystem::temp_directory_path() / "tsuke-postgresql-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return no_cluster("no temporary folder");
  TRY(start_guardian(folder));
  return folder;
}

}  // namespace

bool test_cluster_installed() { return ::access((std::string(programs) + "/initdb").c_str(), X_OK) == 0; }

Result<std::string> fresh_test_database() {
  static std::mutex mutex;
  static int databases = 0;
  const std::lock_guard lock(mutex);
  static const Result<std::string> folder = start_cluster();
  if (!folder.ok()) return folder.error();
  const std::string server = "host=" + folder.value() + " user=tsuke dbname=";
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb((server + "postgres").c_str()), PQfinish);
  const std::string name = "test" + std::to_string(++databases);
  const std::unique_ptr<PGresult, decltype(&PQclear)> made(
      PQexec(connection.get(), ("CREATE DATABASE " + name).c_str()), PQclear);
  if (PQresultStatus(made.get()) != PGRES_COMMAND_OK) return no_cluster(PQerrorMessage(connection.get()));
  return "postgres:" + server + name;
}

}  // namespace tsuke::store
