// Operation → the call of the vocabulary function that does it.
#pragma once

#include <string>

#include "emit/expression.h"
#include "emit/tables.h"
#include "ir/ir.h"

namespace hpyc::emit {

class CallPrinter {
 public:
  CallPrinter(const ir::Module& module, const ir::Function& function, const Variables& variables,
              const ExpressionPrinter& expressions, Tables& tables)
      : module_(module),
        function_(function),
        variables_(variables),
        expressions_(expressions),
        tables_(tables) {}

  // `result`: what the trailing pointer points to, for operations that have one; else empty.
  std::string call(const ir::Op& op, const std::string& result = {});

 private:
  std::string operand(const ir::Op& op, size_t i) const;
  std::string array(const ir::Op& op, size_t from, const char* type) const;
  void add_immediates(const ir::Op& op, std::string& out);

  const ir::Module& module_;
  const ir::Function& function_;
  const Variables& variables_;
  const ExpressionPrinter& expressions_;
  Tables& tables_;
};

}  // namespace hpyc::emit
