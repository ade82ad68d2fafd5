#include "sema/sema.h"

#include <fmt/format.h>

#include "lex/names.h"
#include "sema/binder.h"

namespace hpyc::sema {

Name SemaResult::mangle(Name class_name, Name name) const {
  if (!class_name || !name) return name;
  std::string_view text = interner_->view(name);
  if (!text.starts_with("__") || text.ends_with("__") || text.find('.') != text.npos) return name;
  std::string_view cls = interner_->view(class_name);
  cls.remove_prefix(std::min(cls.find_first_not_of('_'), cls.size()));
  if (cls.empty()) return name;
  return interner_->intern(fmt::format("_{}{}", cls, text));
}

bool SemaResult::is_builtin(const ast::NameExpr& node) const {
  const Symbol* symbol = symbol_of(&node);
  if (symbol == nullptr || symbol->storage != Storage::global_implicit) return false;
  if (module().has_star_import) return false;
  const Symbol* global = module().find(symbol->name);
  return global == nullptr || (global->flags & (kBound | kGlobalDeclaration)) == 0;
}

std::string_view SemaResult::builtin_name(const ast::NameExpr& node) const {
  static constexpr std::pair<std::string_view, std::string_view> kRenamed[] = {
      {"unicode", "str"}, {"basestring", "str"}, {"xrange", "range"}, {"intern", "sys.intern"}};
  std::string_view name = text(node.id);
  if ((!is_cython && !is_level_2()) || !is_builtin(node)) return name;
  for (auto [old, present] : kRenamed)
    if (name == old) return present;
  return name == "long" && is_level_2() ? "int" : name;
}

SemaResult analyze(const ast::Module& module, ast::Context& context, const AnalyzeOptions& options,
                   diag::DiagnosticEngine& engine) {
  SemaResult result(context.interner(), context.node_count());
  result.directives.language_level = module.language_level;
  for (const auto& [name, value] : options.directives)
    result.directives.set(name, value, SourceSpan{}, engine);
  for (const ast::DirectiveComment* comment : module.directives)
    if (comment->tool == "cython")
      result.directives.set(comment->key, comment->value, comment->span, engine);
  // The text was parsed before the directives were known here.
  result.directives.language_level = module.language_level;
  result.is_cython = options.is_cython;
  result.future.annotations = options.is_cython;  // Cython keeps their text
  if (result.is_level_2()) {
    result.future.absolute_import = false;
    result.future.division = false;
    result.future.generator_stop = false;
  }
  Binder(result, engine).bind(module);
  resolve(result, engine);
  if (options.check_supported) check_supported(module, result, engine);
  return result;
}

namespace {

const char* kind_text(ScopeKind kind) {
  switch (kind) {
    case ScopeKind::module:
      return "module";
    case ScopeKind::class_:
      return "class";
    case ScopeKind::type_parameters:
      return "type parameters";
    case ScopeKind::type_alias:
      return "type alias";
    case ScopeKind::type_variable:
      return "type variable";
    default:
      return "function";
  }
}

const char* storage_text(Storage storage) {
  switch (storage) {
    case Storage::unresolved:
      return "unresolved";
    case Storage::local:
      return "local";
    case Storage::global_explicit:
      return "global explicit";
    case Storage::global_implicit:
      return "global implicit";
    case Storage::free:
      return "free";
    case Storage::cell:
      return "cell";
  }
  return "";
}

void dump(const SemaResult& result, ScopeId id, int indent, std::string& out) {
  const Scope& scope = result.scope(id);
  std::string_view name = scope.kind == ScopeKind::module   ? "top"
                          : scope.kind == ScopeKind::lambda ? "lambda"
                                                            : result.text(scope.name);
  fmt::format_to(std::back_inserter(out), "{:{}}{} {}\n", "", indent, kind_text(scope.kind), name);
  for (const Symbol& symbol : scope.symbols) {
    fmt::format_to(std::back_inserter(out), "{:{}}- {}: {}", "", indent + 2,
                   result.text(symbol.name), storage_text(symbol.storage));
    static constexpr std::pair<uint16_t, const char*> kFlags[] = {
        {kGlobalDeclaration, "declared-global"},
        {kAssigned, "assigned"},
        {kParameter, "parameter"},
        {kNonlocalDeclaration, "declared-nonlocal"},
        {kUsed, "used"},
        {kFreeInClass, "free-in-class"},
        {kImported, "imported"},
        {kAnnotated, "annotated"},
        {kIterationVariable, "iteration"},
        {kTypeParameter, "type-parameter"},
        {kPrivate, "private"}};
    for (auto [flag, text] : kFlags)
      if ((symbol.flags & flag) != 0) fmt::format_to(std::back_inserter(out), " {}", text);
    out += '\n';
  }
  for (ScopeId child : scope.children) dump(result, child, indent + 2, out);
}

}  // namespace

std::string dump_scopes(const SemaResult& result) {
  std::string out;
  dump(result, ScopeId{0}, 0, out);
  return out;
}

}  // namespace hpyc::sema
