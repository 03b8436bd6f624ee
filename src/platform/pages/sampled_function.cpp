#include <algorithm>
#include <cmath>

#include "platform/pages/bits.h"
#include "platform/pages/stream.h"
#include "platform/pages/tint_function.h"

namespace tsuke::pages {

namespace {

constexpr std::size_t samples_max = 1 << 20;
constexpr std::size_t inputs_max = 8;  // each corner of the cell around a place counts: 2^8

struct Table {
  std::vector<int> size;
  Ranges domain, encode, decode;
  std::vector<float> samples;  // 0 to 1
  std::size_t results() const { return decode.size(); }
};

class Sampled : public TintFunction {
 public:
  explicit Sampled(Table table) : table_(std::move(table)) {}

 protected:
  Values results(const Values& inputs) const override {
    const std::size_t dimensions = table_.size.size();
    std::vector<std::size_t> below(dimensions);
    Values part(dimensions);
    for (std::size_t i = 0; i < dimensions; ++i) place(i, inputs[i], below[i], part[i]);
    Values out(table_.results(), 0);
    for (std::size_t corner = 0; corner < std::size_t{1} << dimensions; ++corner) add(corner, below, part, out);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = table_.decode[i].at(out[i]);
    return out;
  }

 private:
  void place(std::size_t i, double input, std::size_t& below, double& part) const {
    const Range domain = table_.domain[i];
    const double width = domain.most - domain.least;
    const Range all{0, static_cast<double>(table_.size[i] - 1)};
    const double at = all.clamp(table_.encode[i].at(width > 0 ? (input - domain.least) / width : 0));
    below = static_cast<std::size_t>(std::min(std::floor(at), std::max(all.most - 1, 0.0)));
    part = at - static_cast<double>(below);
  }

  void add(std::size_t corner, const std::vector<std::size_t>& below, const Values& part, Values& out) const {
    double weight = 1;
    std::size_t index = 0, stride = 1;
    for (std::size_t i = 0; i < below.size(); ++i) {
      const bool above = (corner >> i & 1) != 0;
      weight *= above ? part[i] : 1 - part[i];
      index += (below[i] + (above ? 1 : 0)) * stride;
      stride *= static_cast<std::size_t>(table_.size[i]);
    }
    if (weight == 0) return;
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] += weight * static_cast<double>(table_.samples[index * out.size() + i]);
  }

  const Table table_;
};

// False when the table's facts do not fit each other.
bool read_facts(QPDFObjectHandle& facts, Table& table, std::size_t& count) {
  table.domain = read_ranges(facts.getKey("/Domain"));
  table.encode = read_ranges(facts.getKey("/Encode"));
  table.decode = read_ranges(facts.getKey("/Decode"));
  const Ranges range = read_ranges(facts.getKey("/Range"));
  if (table.decode.size() < range.size()) table.decode = range;
  table.decode.resize(range.size());
  count = range.size();
  for (const double size : read_numbers(facts.getKey("/Size"))) {
    if (!(size >= 1) || size > static_cast<double>(samples_max)) return false;
    table.size.push_back(static_cast<int>(size));
    count *= static_cast<std::size_t>(size);
    if (count > samples_max) return false;
  }
  if (table.size.empty() || table.size.size() != table.domain.size() || table.size.size() > inputs_max) return false;
  if (table.encode.size() < table.size.size()) table.encode.clear();
  for (std::size_t i = table.encode.size(); i < table.size.size(); ++i)
    table.encode.push_back({0, static_cast<double>(table.size[i] - 1)});
  return count > 0;
}

}  // namespace

std::unique_ptr<TintFunction> create_sampled(QPDFObjectHandle& stream, Budget& budget) {
  QPDFObjectHandle facts = stream.getDict();
  Table table;
  std::size_t count = 0;
  if (!read_facts(facts, table, count)) return nullptr;
  int bits = 0;
  const bool known = facts.getKey("/BitsPerSample").getValueAsInt(bits) && bits >= 1 && bits <= 32;
  const auto bytes = known ? read_stream(stream, budget, samples_max * 4) : std::nullopt;
  if (!bytes) return nullptr;
  Bits samples(*bytes);
  if (!samples.has(count * static_cast<std::size_t>(bits))) return nullptr;
  for (std::size_t i = 0; i < count; ++i)
    table.samples.push_back(static_cast<float>(samples.take(bits) / largest_of(bits)));
  return std::make_unique<Sampled>(std::move(table));
}

}  // namespace tsuke::pages
