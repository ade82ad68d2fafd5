#include "sema/cython_module.h"

#include <algorithm>
#include <array>

#include "sema/directives.h"

namespace hpyc::sema {

using namespace ast;

bool find_python_type(std::string_view name, Type& out) {
  static constexpr std::array kExact = {"dict",      "list", "tuple", "set",
                                        "frozenset", "str",  "bytes", "bytearray"};
  if (name == "object") {
    out = {};
    return true;
  }
  if (name == "unicode" || name == "basestring") name = "str";
  const auto* found = std::ranges::find(kExact, name);
  if (found == kExact.end()) return false;
  out = {TypeKind::builtin, *found};
  return true;
}

bool CythonModule::is_import(const ImportAlias& alias) const { return is_import(alias.path); }

bool CythonModule::is_import(DottedName module) const {
  return !module.empty() && interner_->view(module[0].name) == "cython";
}

void CythonModule::find_imports(NodeList<Stmt> statements) {
  const auto bind_aliases = [&](NodeList<ImportAlias> aliases) {
    for (const ImportAlias* alias : aliases) {
      if (!is_import(*alias)) continue;
      std::string path;
      // `import cython.parallel as p` binds the part, without `as` the module.
      if (alias->as_name)
        for (size_t i = 1; i < alias->path.size(); ++i) {
          if (i > 1) path += '.';
          path += interner_->view(alias->path[i].name);
        }
      bind(alias->as_name ? alias->as_name.name : alias->path[0].name, std::move(path));
    }
  };
  const auto bind_members = [&](DottedName module, NodeList<ImportAlias> aliases) {
    if (!is_import(module)) return;
    std::string prefix;
    for (size_t i = 1; i < module.size(); ++i) {
      prefix += interner_->view(module[i].name);
      prefix += '.';
    }
    for (const ImportAlias* alias : aliases)
      bind(alias->as_name ? alias->as_name.name : alias->path[0].name,
           prefix + std::string(interner_->view(alias->path[0].name)));
  };
  for (const Stmt* statement : statements) {
    switch (statement->kind) {
      case NodeKind::Import:
        bind_aliases(as<Import>(statement)->aliases);
        break;
      case NodeKind::CImport:
        bind_aliases(as<CImport>(statement)->aliases);
        break;
      case NodeKind::ImportFrom:
        if (as<ImportFrom>(statement)->level == 0)
          bind_members(as<ImportFrom>(statement)->module, as<ImportFrom>(statement)->aliases);
        break;
      case NodeKind::CImportFrom:
        if (as<CImportFrom>(statement)->level == 0)
          bind_members(as<CImportFrom>(statement)->module, as<CImportFrom>(statement)->aliases);
        break;
      case NodeKind::If:
        for (const IfBranch* branch : as<If>(statement)->branches) find_imports(branch->body);
        find_imports(as<If>(statement)->orelse);
        break;
      case NodeKind::Try:
        find_imports(as<Try>(statement)->body);
        find_imports(as<Try>(statement)->orelse);
        for (const ExceptHandler* handler : as<Try>(statement)->handlers)
          find_imports(handler->body);
        find_imports(as<Try>(statement)->finally_body);
        break;
      default:
        break;
    }
  }
}

std::optional<std::string> CythonModule::path_of(const Expr* expression) const {
  if (const auto* name = dyn_as<NameExpr>(expression)) {
    auto found = names_.find(name->id);
    if (found == names_.end()) return std::nullopt;
    return found->second;
  }
  // Not recursive: the chain may be long.
  SmallVector<Name, 4> attributes;
  while (const auto* attribute = dyn_as<Attribute>(expression)) {
    attributes.push_back(attribute->attribute.name);
    expression = attribute->value;
  }
  const auto* base = dyn_as<NameExpr>(expression);
  if (attributes.empty() || base == nullptr) return std::nullopt;
  auto found = names_.find(base->id);
  if (found == names_.end()) return std::nullopt;
  std::string path = found->second;
  for (; !attributes.empty(); attributes.pop_back()) {
    if (!path.empty()) path += '.';
    path += interner_->view(attributes.back());
  }
  return path;
}

namespace {

// These make C code of a function or class, or promise something about it.
constexpr std::array kRefusedDecorators = {
    "c_api_binop_methods", "c_string_encoding",  "c_string_type",  "cpow",
    "cpp_locals",          "iterable_coroutine", "embedsignature", "embedsignature.format"};

}  // namespace

CythonRole role_of_decorator(std::string_view path) {
  if (path == "locals") return CythonRole::locals;
  if (std::ranges::find(kRefusedDecorators, path) != kRefusedDecorators.end())
    return CythonRole::refused;
  return Directives::is_known(path) ? CythonRole::accepted : CythonRole::refused;
}

bool is_block_directive(std::string_view path) {
  return path != "locals" && role_of_decorator(path) == CythonRole::accepted;
}

}  // namespace hpyc::sema
