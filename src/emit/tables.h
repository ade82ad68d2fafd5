// What the functions of a module share: constants, inline-cache sites, known functions; and the
// tables of the C file.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/containers.h"
#include "emit/c_text.h"
#include "ir/ir.h"

namespace hpyc::emit {

// Constants get their place in the table when they are first used.
class Tables {
 public:
  explicit Tables(const ir::Module& module);

  // The enumerator: K_normalize, K_int_5, K_str2 …
  const std::string& constant(ir::ConstantId id);
  uint32_t new_site() { return site_count_++; }
  uint32_t site_count() const { return site_count_; }
  // What the largest frame of a generator has room for.
  void need_frame(uint32_t objects, uint32_t numbers) {
    frame_objects_ = std::max(frame_objects_, objects);
    frame_numbers_ = std::max(frame_numbers_, numbers);
  }
  uint32_t frame_objects() const { return frame_objects_; }
  uint32_t frame_numbers() const { return frame_numbers_; }
  size_t constant_count() const { return order_.size(); }

  // `static const hpyc_function_info hpyc_functions[…] = {…};`. Uses constants, so it comes before
  // the next two.
  std::string function_table();
  std::string constant_enum() const;
  std::string constant_table();

  // Rows of the function table: up to the last function that Python or a traceback can see.
  size_t function_rows() const;

 private:
  const ir::Constant& at(ir::ConstantId id) const {
    size_t i = index(id);
    return i < module_.constants.size() ? module_.constants[i]
                                        : extra_[i - module_.constants.size()];
  }
  const std::string& name_constant(const std::string& text);
  std::string constant_row(const ir::Constant& constant);
  bool is_guarded(const ir::Function& function);
  std::string function_row(const ir::Function& function);

  const ir::Module& module_;
  std::vector<ir::Constant> extra_;     // names that only the tables need
  StringMap<ir::ConstantId> name_ids_;  // filled on first use
  UniqueNames names_;
  std::vector<std::string> text_;  // by constant; empty: not used yet
  std::vector<ir::ConstantId> order_;
  std::vector<bool> guarded_;  // by function; filled on first use
  uint32_t site_count_ = 0;
  uint32_t frame_objects_ = 0;
  uint32_t frame_numbers_ = 0;
};

// The name of the function that Python calls: only python functions have one.
std::string entry_name(const ir::Function& function);

}  // namespace hpyc::emit
