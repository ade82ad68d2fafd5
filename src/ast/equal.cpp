#include <bit>
#include <utility>
#include <vector>

#include "ast/print.h"
#include "ast/reflect.h"

namespace hpyc::ast {
namespace {

// Pairs of nodes that must be equal; filled while fields are compared.
using Worklist = std::vector<std::pair<const Node*, const Node*>>;

template <class T>
bool equal_values(const T& left, const T& right, Worklist& work) {
  if constexpr (is_node_pointer<T>) {
    if (left == nullptr || right == nullptr) return left == right;
    work.emplace_back(left, right);
    return true;
  } else if constexpr (IsNodeList<T>::value) {
    if (left.size() != right.size()) return false;
    for (size_t i = 0; i < left.size(); ++i) work.emplace_back(left[i], right[i]);
    return true;
  } else if constexpr (std::is_same_v<T, Identifier>) {
    return left.name == right.name;
  } else if constexpr (std::is_same_v<T, DottedName>) {
    if (left.size() != right.size()) return false;
    for (size_t i = 0; i < left.size(); ++i)
      if (left[i].name != right[i].name) return false;
    return true;
  } else if constexpr (std::is_same_v<T, std::span<const CompareOperator>>) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end());
  } else if constexpr (std::is_same_v<T, double>) {
    return std::bit_cast<uint64_t>(left) == std::bit_cast<uint64_t>(right);
  } else if constexpr (std::is_same_v<T, CDeclFlags>) {
    return left.visibility == right.visibility && left.is_cpdef == right.is_cpdef &&
           left.is_api == right.is_api && left.is_inline == right.is_inline &&
           left.is_typedef == right.is_typedef;
  } else {
    return left == right;
  }
}

}  // namespace

bool structurally_equal(const Node* left, const Node* right) {
  Worklist work{{left, right}};
  while (!work.empty()) {
    auto [a, b] = work.back();
    work.pop_back();
    if (a->kind != b->kind) return false;
    bool equal = dispatch(a, [&, b = b]<class T>(const T& typed) {
      const T& other = *static_cast<const T*>(b);
      return std::apply(
          [&](auto... field) {
            return (equal_values(typed.*field.member, other.*field.member, work) && ...);
          },
          T::fields());
    });
    if (!equal) return false;
  }
  return true;
}

}  // namespace hpyc::ast
