// The real ippeveprinter with tests/tools/stand-in-printer as its engine, for as long as the object lives.
#pragma once

#include <arpa/inet.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "printing/ipp_device.h"
#include "printing/scratch_testing.h"

namespace tsuke::printing {

inline int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  (void)::bind(socket, reinterpret_cast<sockaddr*>(&address), size);
  (void)::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(socket);
  return ntohs(address.sin_port);
}

class StandIn {
 public:
  StandIn() : port_(free_port()) {
    std::filesystem::create_directories(scratch_.folder);
    set("seconds-per-page", "0.02");
    switch_on();
  }
  ~StandIn() { switch_off(); }

  std::string uri() const { return "ipp://localhost:" + std::to_string(port_) + "/ipp/print"; }
  std::string certificate() const { return scratch_.folder + "/localhost.crt"; }
  void set(const std::string& file, const std::string& value) { std::ofstream(scratch_.folder + "/" + file) << value; }
  // Lines of what was "printed", as stand-in-printer describes them.
  std::vector<std::string> printed() const {
    std::vector<std::string> lines;
    std::ifstream in(scratch_.folder + "/printed");
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }
  // False when the printer does not come up.
  bool is_up() {
    const auto device = make_ipp_device(uri()).take();
    for (int tries = 0; tries < 200; ++tries) {
      if (device->describe().ok()) return true;
      ::usleep(50'000);
    }
    return false;
  }
  void switch_on() {
    const std::string port = std::to_string(port_);
    const char* arguments[] = {"tests/tools/start-stand-in-printer", port.c_str(), scratch_.folder.c_str(), "Test",
                               nullptr};
    if (::posix_spawn(&process_, arguments[0], nullptr, nullptr, const_cast<char**>(arguments), environ) != 0)
      process_ = 0;
  }
  void switch_off() {
    if (process_ <= 0) return;
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }

 private:
  Scratch scratch_;
  int port_;
  pid_t process_ = 0;
};

// A PDF of so many empty A4 pages.
inline std::string make_pdf(int pages) {
  std::string pdf = "%PDF-1.4\n", kids;
  std::vector<std::size_t> offsets;
  const auto object = [&](const std::string& body) {
    offsets.push_back(pdf.size());
    pdf += std::to_string(offsets.size()) + " 0 obj\n" + body + "\nendobj\n";
  };
  object("<</Type /Catalog /Pages 2 0 R>>");
  for (int page = 0; page < pages; ++page) kids += std::to_string(page + 3) + " 0 R ";
  object("<</Type /Pages /Count " + std::to_string(pages) + " /Kids [" + kids + "]>>");
  for (int page = 0; page < pages; ++page) object("<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>");
  const std::size_t table = pdf.size();
  std::ostringstream end;
  end << "xref\n0 " << offsets.size() + 1 << "\n0000000000 65535 f \n";
  for (const std::size_t offset : offsets) {
    char line[32];
    std::snprintf(line, sizeof line, "%010zu 00000 n \n", offset);
    end << line;
  }
  end << "trailer <</Size " << offsets.size() + 1 << " /Root 1 0 R>>\nstartxref\n" << table << "\n%%EOF\n";
  return pdf + end.str();
}

}  // namespace tsuke::printing
