#include "driver/pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>

#include "ast/context.h"
#include "ast/print.h"
#include "base/assert.h"
#include "diag/load_source.h"
#include "driver/module_name.h"
#include "driver/runtime_text.h"
#include "driver/version.h"
#include "emit/emit.h"
#include "ir/print.h"
#include "lex/lexer.h"
#include "lower/lower.h"
#include "parse/parser.h"
#include "passes/pass_manager.h"
#include "sema/sema.h"

namespace hpyc::driver {
namespace {

// For the message of an internal error: what the compiler was doing.
thread_local std::string current_work;

void explain_internal_error(const char*) {
  if (!current_work.empty())
    fmt::print(stderr,
               "hpyc-compiler: while {}\n"
               "This is a mistake in hpyc, not in the source file. Please report it together with "
               "the file.\n",
               current_work);
}

std::string dump_tokens(const lex::TokenBuffer& buffer) {
  std::string out;
  for (const lex::Token& token : buffer.tokens()) {
    LineColumn at = buffer.file().line_column(token.offset);
    std::string text(buffer.text(token));
    for (size_t i = 0; (i = text.find('\n', i)) != std::string::npos; i += 2)
      text.replace(i, 1, "\\n");
    out += fmt::format("{}:{}: {} {}\n", at.line, at.column, lex::kind_name(token.kind), text);
  }
  return out;
}

class Pipeline {
 public:
  Pipeline(Compilation& compilation, const Options& options)
      : out_(compilation),
        options_(options),
        interner_(lex::make_interner()),
        context_(interner_) {}

  void run() {
    struct Step {
      const char* name;
      Stage stage;              // what --stop-after calls its result
      bool (Pipeline::*run)();  // false: there is nothing for the next step to work on
    };
    static constexpr Step kSteps[] = {
        {"load", Stage::tokens, &Pipeline::load}, {"lex", Stage::tokens, &Pipeline::lex},
        {"parse", Stage::ast, &Pipeline::parse},  {"analyse", Stage::symbols, &Pipeline::analyse},
        {"lower", Stage::ir, &Pipeline::lower},   {"optimise", Stage::c, &Pipeline::optimise},
        {"emit", Stage::c, &Pipeline::emit},
    };
    for (const Step& step : kSteps) {
      if (options_.stops && step.stage > options_.stop_after) return;
      if (options_.command == Command::check && step.stage > Stage::symbols) return;
      current_work = fmt::format("compiling '{}', stage {}", out_.path, step.name);
      auto start = std::chrono::steady_clock::now();
      bool go_on = (this->*step.run)();
      std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
      out_.timings.push_back({step.name, time.count()});
      for (Timing& pass : pass_timings_) out_.timings.push_back(std::move(pass));
      pass_timings_.clear();
      current_work.clear();
      if (!go_on) return;
    }
  }

 private:
  bool wants(Stage stage) const {
    return std::ranges::any_of(options_.dumps, [&](const Dump& d) { return d.stage == stage; });
  }
  diag::DiagnosticEngine& engine() { return out_.engine; }

  bool load() {
    engine().set_warnings_as_errors(options_.warnings_as_errors);
    suffix_ = suffix_of(out_.path);
    bool is_module = suffix_ == Suffix::py || suffix_ == Suffix::pyx;
    std::error_code ignored;
    bool readable = std::filesystem::exists(out_.path, ignored) &&
                    !std::filesystem::is_directory(out_.path, ignored);
    // A file that is missing, or a folder, is the better message.
    if (readable && !is_module &&
        (options_.command == Command::translate || suffix_ == Suffix::other)) {
      auto error = engine().error(diag::Kind::wrong_suffix, {},
                                  "cannot compile '{}': not a .py or .pyx file", out_.path);
      if (suffix_ == Suffix::pxd || suffix_ == Suffix::pxi)
        error.hint("it is compiled with the modules that use it; `check` accepts it");
      return false;
    }
    file_ = diag::load_source(out_.sources, out_.path, engine());
    ModulePlace place = find_module_place(out_.path);
    source_name_ = place.source_name;
    out_.module_name = options_.module_name.empty() ? place.name : options_.module_name;
    if (is_module && options_.command == Command::translate && !is_module_name(out_.module_name))
      engine()
          .error(diag::Kind::invalid_module_name, {}, "'{}' is not a valid module name",
                 out_.module_name)
          .hint("choose one, for instance `--module-name {}`", valid_module_name(out_.module_name));
    return file_ != nullptr;
  }

  bool is_cython() const { return suffix_ != Suffix::py; }

  lex::TokenBuffer lex_file(const SourceFile& file) {
    lex::LexOptions lex_options;
    lex_options.cython = is_cython();
    lex_options.language_level = language_level_;
    return lex::lex(file, lex_options, interner_, engine());
  }

  bool lex() {
    language_level_ = parse::language_level_of(file_->text()).value_or(options_.language_level);
    tokens_.emplace(lex_file(*file_));
    if (wants(Stage::tokens)) out_.dumps += dump_tokens(*tokens_);
    return true;
  }

  parse::ParseOptions parse_options(const std::string& path) {
    parse::ParseOptions result;
    result.cython = is_cython();
    result.is_pxd = suffix_ == Suffix::pxd;
    result.language_level = language_level_;
    result.include_loader = [this, path](std::string_view name, SourceSpan span) {
      return include(path, name, span);
    };
    return result;
  }

  bool parse() {
    tree_ = parse::parse_module(*file_, *tokens_, context_, parse_options(out_.path), engine());
    if (wants(Stage::ast)) out_.dumps += ast::print(tree_, interner_, {.positions = file_}) + "\n";
    return true;
  }

  // `include "name"`: next to the file that asks for it, then in the -I folders.
  std::optional<ast::NodeList<ast::Stmt>> include(const std::string& from, std::string_view name,
                                                  SourceSpan span) {
    namespace fs = std::filesystem;
    std::vector<fs::path> places{fs::path(from).parent_path() / name};
    for (const std::string& folder : options_.include_directories)
      places.push_back(fs::path(folder) / name);
    std::error_code ignored;
    for (const fs::path& place : places) {
      if (!fs::is_regular_file(place, ignored)) continue;
      std::string path = place.lexically_normal().string();
      if (std::ranges::count(includes_, path) > 0 || path == out_.path) {
        engine().error(diag::Kind::include_not_found, span, "'{}' includes itself", name);
        return std::nullopt;
      }
      SourceFile* file = diag::load_source(out_.sources, path, engine(), span);
      if (!file) return std::nullopt;
      includes_.push_back(path);
      lex::TokenBuffer tokens = lex_file(*file);
      ast::Module* module =
          parse::parse_module(*file, tokens, context_, parse_options(path), engine());
      includes_.pop_back();
      return module->body;
    }
    engine()
        .error(diag::Kind::include_not_found, span, "included file not found: '{}'", name)
        .hint("folders to look in are given with -I");
    return std::nullopt;
  }

  bool analyse() {
    sema::AnalyzeOptions analyze_options;
    analyze_options.directives = options_.directives;
    analyze_options.is_cython = is_cython();
    facts_.emplace(sema::analyze(*tree_, context_, analyze_options, engine()));
    if (wants(Stage::symbols)) out_.dumps += sema::dump_scopes(*facts_);
    return true;
  }

  bool lower() {
    if (engine().has_errors() || !facts_->supported) return false;
    lower::LowerOptions lower_options;
    lower_options.module_name = out_.module_name;
    lower_options.source_name = source_name_;
    module_ = lower::lower_module(*tree_, *facts_, out_.sources, lower_options, engine());
    if (!module_ || engine().has_errors()) return false;
    if (wants(Stage::ir)) out_.dumps += ir::print(*module_);
    return true;
  }

  bool optimise() {
    passes::PassContext context;
    context.options.disabled = options_.disabled_passes;
    for (const Dump& dump : options_.dumps)
      if (dump.stage == Stage::ir_after) context.options.dump_after.push_back(dump.pass);
    context.options.dump = [this](std::string_view pass, const ir::Module& module) {
      out_.dumps += fmt::format("; after {}\n{}", pass, ir::print(module));
    };
    passes::run_pipeline(*module_, context);
    for (const passes::PassTiming& timing : context.timings)
      pass_timings_.push_back({fmt::format("  {}", timing.pass), timing.seconds});
    return true;
  }

  bool emit() {
    emit::EmitOptions emit_options;
    emit_options.abi = options_.abi;
    emit_options.compiler_version = kVersion;
    emit_options.runtime = runtime_text;
    emit_options.line_directives = options_.line_directives;
    emit_options.source_comments = options_.source_comments;
    if (options_.source_comments)
      for (uint32_t i = 1; i <= file_->line_count(); ++i)
        emit_options.source_lines.push_back(file_->line_text(i));
    out_.c_text = emit::emit_module(*module_, emit_options);
    if (wants(Stage::c)) out_.dumps += out_.c_text;
    return true;
  }

  Compilation& out_;
  const Options& options_;
  Suffix suffix_ = Suffix::py;
  std::string source_name_;
  int language_level_ = 3;
  Interner interner_;
  ast::Context context_;
  SourceFile* file_ = nullptr;
  std::optional<lex::TokenBuffer> tokens_;
  std::vector<std::string> includes_;  // being parsed, the innermost last
  ast::Module* tree_ = nullptr;
  std::optional<sema::SemaResult> facts_;
  std::optional<ir::Module> module_;
  std::vector<Timing> pass_timings_;
};

}  // namespace

void compile(Compilation& compilation, const Options& options) {
  set_internal_error_hook(explain_internal_error);
  Pipeline(compilation, options).run();
}

}  // namespace hpyc::driver
