// Frees what a C library gave: std::unique_ptr<T, Freer<free_of_t>>.
#pragma once

namespace tsuke::dnssd {

template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* held) const {
    Free(held);
  }
};

}  // namespace tsuke::dnssd
