#include "platform/store/backend.h"

namespace tsuke::store {
namespace {
class PostgresqlBackend : public Backend {
 public:
  Dialect dialect() const override { return Dialect::postgresql; }
  Result<std::unique_ptr<Connection>> connect(Mode) override {
    return Error{Reason::unsupported, "postgresql", "PostgreSQL is not built in"};
  }
};
}  // namespace
std::unique_ptr<Backend> postgresql_backend(std::string) { return std::make_unique<PostgresqlBackend>(); }
}  // namespace tsuke::store
