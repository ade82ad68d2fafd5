#include "driver/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace hpyc::driver {
namespace {

// Only the main thread writes, one file at a time.
std::atomic<const char*> temporary_file{nullptr};

void on_signal(int number) {
  if (const char* path = temporary_file.load()) unlink(path);
  signal(number, SIG_DFL);
  raise(number);
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    ssize_t count = write(file, text.data(), text.size());
    if (count < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    text.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

}  // namespace

void install_signal_handlers() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  for (int number : {SIGINT, SIGTERM, SIGHUP}) sigaction(number, &action, nullptr);
}

std::string write_file(const std::string& path, std::string_view text) {
  if (path == "-") {
    std::fflush(stdout);
    return write_all(STDOUT_FILENO, text) ? "" : std::strerror(errno);
  }
  struct stat existing;
  bool exists = stat(path.c_str(), &existing) == 0;
  if (exists && S_ISDIR(existing.st_mode)) return "it is a directory";
  if (exists && !S_ISREG(existing.st_mode)) {  // /dev/null, a pipe
    int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) return std::strerror(errno);
    bool ok = write_all(file, text);
    std::string reason = ok ? "" : std::strerror(errno);
    close(file);
    return reason;
  }
  // O_CREAT with 0666 leaves the permissions to the user's umask.
  std::string temporary = fmt::format("{}.tmp{}", path, getpid());
  int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) return std::strerror(errno);
  temporary_file = temporary.c_str();
  bool ok = write_all(file, text);
  int error = ok ? 0 : errno;
  if (close(file) != 0 && ok) {
    ok = false;
    error = errno;
  }
  if (ok && rename(temporary.c_str(), path.c_str()) != 0) {
    ok = false;
    error = errno;
  }
  if (!ok) unlink(temporary.c_str());
  temporary_file = nullptr;
  return ok ? "" : std::strerror(error);
}

}  // namespace hpyc::driver
