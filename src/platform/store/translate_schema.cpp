#include <cctype>

#include "platform/store/migrate.h"

namespace tsuke::store {
namespace {

bool is_word_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

std::string upper(std::string_view word) {
  std::string result(word);
  for (char& c : result) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return result;
}

// Where the piece that starts here ends: a quoted text, a comment, a word, or one other character.
std::size_t piece_end(std::string_view sql, std::size_t at) {
  const char c = sql[at];
  if (c == '\'' || c == '"') {
    const std::size_t closing = sql.find(c, at + 1);
    return closing == std::string_view::npos ? sql.size() : closing + 1;
  }
  if (sql.substr(at, 2) == "--") return std::min(sql.find('\n', at), sql.size());
  if (!is_word_letter(c)) return at + 1;
  while (at < sql.size() && is_word_letter(sql[at])) ++at;
  return at;
}

class SchemaTranslator {
 public:
  explicit SchemaTranslator(Dialect dialect) : dialect_(dialect) {}

  std::string translate(std::string_view sql) {
    for (std::size_t at = 0; at < sql.size();) {
      const std::size_t end = piece_end(sql, at);
      const std::string_view piece = sql.substr(at, end - at);
      if (is_word_letter(piece[0])) {
        word(piece);
      } else {
        if (piece == ";") end_statement();
        out_ += piece;
      }
      at = end;
    }
    return std::move(out_);
  }

 private:
  void word(std::string_view word) {
    const std::string name = upper(word);
    if (words_++ == 0) creates_ = name == "CREATE";
    if (words_ == 2) creates_table_ = creates_ && name == "TABLE";
    out_ += in_dialect(word, name);
    previous_ = name;
  }

  std::string in_dialect(std::string_view word, const std::string& name) const {
    if (dialect_ == Dialect::sqlite) {
      if (name == "BIGINT") return "INTEGER";
      if (name == "BYTES") return "BLOB";
    } else {
      if (name == "BYTES") return "BYTEA";
      if (name == "TEXT" && previous_ != "AS") return "TEXT COLLATE \"C\"";  // CAST(… AS TEXT) takes no collation
    }
    return std::string(word);
  }

  void end_statement() {
    if (creates_table_ && dialect_ == Dialect::sqlite) out_ += " STRICT";
    words_ = 0;
    creates_ = creates_table_ = false;
  }

  Dialect dialect_;
  std::string out_;
  std::string previous_;
  int words_ = 0;
  bool creates_ = false;
  bool creates_table_ = false;
};

}  // namespace

std::string translate_schema(std::string_view sql, Dialect dialect) { return SchemaTranslator(dialect).translate(sql); }

}  // namespace tsuke::store
