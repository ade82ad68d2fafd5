// Types of IR values: a machine representation and what is known about the Python type.
#pragma once

#include <cstdint>

namespace hpyc::ir {

// How a value is held in C. One C type each; see docs/internals/ir.md.
enum class Rep : uint8_t {
  none,     // no value
  obj,      // HPy: a handle
  num,      // hpyc_num: tagged small int (int64_t), float (double) or handle
  i64,      // int64_t
  f64,      // double
  boolean,  // int, 0 or 1
  range,    // hpyc_range: state of a `for … in range(…)` loop
  list,     // hpyc_list: a list that no Python code can see yet, counted
};

// Exact Python type of an `obj` or `num` value when known (never a subclass).
enum class PyType : uint8_t {
  any,
  int_,
  float_,
  number,  // int or float, exactly
  bool_,
  none_type,
  str,
  bytes,
  list,
  tuple,
  dict,
  set,
  slice,
  function,
};

// Who must release a value. Derived from the op that defines it (see OpInfo::result).
enum class Ownership : uint8_t {
  trivial,   // scalars: nothing to release
  owned,     // must be consumed exactly once on every path
  constant,  // module constant: released by its own release macro, must be dup'ed before a
             // consuming use
  immortal,  // context constant (None, True, …), null: never released, must be dup'ed before a
             // consuming use
  borrowed,  // parameters: released by the caller, must be dup'ed before a consuming use
};

struct Type {
  Rep rep = Rep::none;
  PyType py = PyType::any;
  bool maybe_null = false;  // an obj or list that may be null (unbound local)

  friend bool operator==(const Type&, const Type&) = default;
};

}  // namespace hpyc::ir
