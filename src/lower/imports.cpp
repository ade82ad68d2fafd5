#include "lex/names.h"
#include "lower/function_lowerer.h"

namespace hpyc::lower {

using namespace ast;
using ir::Opcode;

namespace {

std::string dotted(const sema::SemaResult& sema, DottedName path) {
  std::string result;
  for (const Identifier& part : path) {
    if (!result.empty()) result += '.';
    result += sema.text(part.name);
  }
  return result;
}

}  // namespace

// Language level 2: in a package, a module beside this one comes before others of the name.
int64_t FunctionLowerer::import_level(uint32_t written) const {
  const bool in_package = shared_.module.name.find('.') != std::string::npos;
  return written == 0 && in_package && !shared_.sema.future.absolute_import ? -1 : int64_t{written};
}

void FunctionLowerer::stmt(const Import& node) {
  for (const ImportAlias* alias : node.aliases) {
    // A single name is mangled like every other one; dotted names are not.
    std::string path = alias->path.size() == 1 ? std::string(mangled(alias->path[0].name))
                                               : dotted(shared_.sema, alias->path);
    if (shared_.sema.cython_path(alias) != nullptr) continue;
    at(&node);
    ValueId module = b_.emit(Opcode::import_name, {b_.null()},
                             ir::index(shared_.module.name_constant(path)), import_level(0));
    if (alias->as_name) {
      // `import a.b.c as d` binds the submodule.
      for (size_t i = 1; i < alias->path.size(); ++i)
        module = b_.named(Opcode::import_from, {module}, text(alias->path[i].name));
    }
    store_binding(alias, module);
  }
}

void FunctionLowerer::stmt(const ImportFrom& node) {
  if (shared_.sema.cython_path(&node) != nullptr) return;
  ir::Constant names{ir::ConstantKind::tuple};
  if (node.is_star) names.items.push_back(shared_.module.name_constant("*"));
  for (const ImportAlias* alias : node.aliases)
    names.items.push_back(shared_.module.name_constant(text(alias->path[0].name)));
  ir::ConstantId path = shared_.module.name_constant(node.module.size() == 1
                                                         ? std::string(mangled(node.module[0].name))
                                                         : dotted(shared_.sema, node.module));
  at(&node);
  // `from __future__` is no module of a package.
  const bool is_future = node.module.size() == 1 && node.module[0].name == lex::names::kFuture;
  ValueId module = b_.emit(Opcode::import_name, {b_.constant(names)}, ir::index(path),
                           is_future ? node.level : import_level(node.level));
  if (node.is_star) {
    b_.emit(Opcode::import_star, {module});
    return;
  }
  for (const ImportAlias* alias : node.aliases) {
    ValueId member = b_.named(Opcode::import_from, {module}, mangled(alias->path[0].name));
    store_binding(alias, member);
  }
}

}  // namespace hpyc::lower
