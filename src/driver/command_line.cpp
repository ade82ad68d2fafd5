#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

#include "driver/options.h"
#include "driver/version.h"
#include "passes/pass_manager.h"

namespace hpyc::driver {
namespace {

constexpr std::array kFirstWords = {"translate", "check", "--version", "--list-passes",
                                    "--help",    "-h",    "-V"};

// What the options are bound to while CLI11 works; strings become enums afterwards.
struct Raw {
  std::string abi = "all";
  std::string diagnostics = "snippet";
  std::string color = "auto";
  std::vector<std::string> dumps;
  std::string stop_after;
  std::vector<std::string> directives;
  std::vector<std::string> warnings;
  bool python2 = false, python3 = false, python3_str = false;
};

void add_common_options(CLI::App& command, Options& options, Raw& raw) {
  command.add_option("sources", options.sources, "Source files")->required()->type_name("SRC");
  command.add_option("-X,--directive", raw.directives, "Set a compiler directive")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command
      .add_option("-I,--include-dir", options.include_directories, "Look for included files there")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command.add_flag("-2", raw.python2, "Python 2 semantics where they differ");
  command.add_flag("-3", raw.python3, "Python 3 semantics (default)");
  command.add_flag("--3str", raw.python3_str, "The same as -3");
  command
      .add_option("--diagnostics", raw.diagnostics,
                  "Form of error messages: snippet, line, json or sarif; the last two are written "
                  "to the standard output")
      ->check(CLI::IsMember({"snippet", "line", "json", "sarif"}, CLI::ignore_case));
  command.add_option("--color", raw.color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  command.add_option("-W", raw.warnings, "-Werror: warnings are errors")
      ->check(CLI::IsMember({"error"}))
      ->type_name("error")
      ->allow_extra_args(false);
  command.add_option("-j,--jobs", options.jobs, "Files at a time (default: one a core)")
      ->type_name("N");
  command.add_flag("--time-passes", options.time_passes, "Tell how long each stage took");
  command
      .add_option("--dump", raw.dumps,
                  "Print what a stage made: tokens, ast, symbols, ir, ir-after=PASS or c")
      ->type_name("STAGE")
      ->allow_extra_args(false);
}

bool parse_stage(const std::string& text, Dump& out) {
  static constexpr std::pair<std::string_view, Stage> kStages[] = {
      {"tokens", Stage::tokens}, {"ast", Stage::ast}, {"symbols", Stage::symbols},
      {"ir", Stage::ir},         {"c", Stage::c},
  };
  for (auto [name, stage] : kStages)
    if (text == name) {
      out.stage = stage;
      return true;
    }
  constexpr std::string_view kAfter = "ir-after=";
  if (!text.starts_with(kAfter)) return false;
  out.stage = Stage::ir_after;
  out.pass = text.substr(kAfter.size());
  return true;
}

int usage_error(const std::string& message) {
  fmt::print(stderr, "hpyc-compiler: error: {}\n", message);
  return kUsage;
}

// Everything that CLI11 does not check by itself. Empty if all is well.
std::string finish(const Raw& raw, Options& options) {
  static const std::map<std::string_view, emit::Abi> kAbis = {
      {"all", emit::Abi::all},         {"capi", emit::Abi::capi},
      {"cpython", emit::Abi::cpython}, {"universal", emit::Abi::universal},
      {"hybrid", emit::Abi::hybrid},
  };
  options.abi = kAbis.at(raw.abi);
  options.diagnostics = raw.diagnostics == "line"    ? diag::Format::one_line
                        : raw.diagnostics == "json"  ? diag::Format::json
                        : raw.diagnostics == "sarif" ? diag::Format::sarif
                                                     : diag::Format::snippet;
  options.color = raw.color == "always"  ? Color::always
                  : raw.color == "never" ? Color::never
                                         : Color::automatic;
  if (raw.python2 && (raw.python3 || raw.python3_str)) return "-2 and -3 exclude each other";
  options.language_level = raw.python2 ? 2 : 3;
  options.warnings_as_errors = !raw.warnings.empty();
  for (const std::string& text : raw.directives) {
    // Several may come in one: -X boundscheck=False,wraparound=False
    for (size_t at = 0; at <= text.size();) {
      size_t end = std::min(text.find(',', at), text.size());
      std::string item = text.substr(at, end - at);
      at = end + 1;
      size_t equal = item.find('=');
      if (equal == std::string::npos || equal == 0)
        return fmt::format("-X {}: expected NAME=VALUE", text);
      options.directives.emplace_back(item.substr(0, equal), item.substr(equal + 1));
    }
  }
  passes::PassOptions pass_options;
  pass_options.disabled = options.disabled_passes;
  for (const std::string& text : raw.dumps) {
    Dump dump;
    if (!parse_stage(text, dump))
      return fmt::format(
          "--dump={}: not a stage; known are tokens, ast, symbols, ir, ir-after=PASS and c", text);
    if (dump.stage == Stage::ir_after) pass_options.dump_after.push_back(dump.pass);
    options.dumps.push_back(std::move(dump));
  }
  if (std::vector<std::string> wrong = passes::check_options(pass_options); !wrong.empty())
    return wrong[0];
  if (!raw.stop_after.empty()) {
    Dump stop;
    if (!parse_stage(raw.stop_after, stop) || stop.stage == Stage::ir_after)
      return fmt::format("--stop-after={}: not a stage; known are tokens, ast, symbols, ir and c",
                         raw.stop_after);
    options.stops = true;
    options.stop_after = stop.stage;
  }
  if (options.sources.size() > 1) {
    if (!options.output.empty())
      return "-o names one file, but there are several sources; use --output-dir";
    if (!options.module_name.empty()) return "--module-name goes with one source only";
  }
  if (!options.output.empty() && !options.output_directory.empty())
    return "-o and --output-dir exclude each other";
  return {};
}

}  // namespace

bool parse_command_line(int argc, const char* const* argv, Options& options, int& status) {
  // `hpyc-compiler x.py -o x.c` is short for translate.
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (!arguments.empty() && std::ranges::find(kFirstWords, arguments[0]) == std::end(kFirstWords))
    arguments.insert(arguments.begin(), "translate");
  std::ranges::reverse(arguments);  // the order that CLI11 takes

  CLI::App app("Compiles Python and Cython modules to C for CPython's API and all HPy ABIs.",
               "hpyc-compiler");
  app.option_defaults()->always_capture_default(false);
  Raw raw;
  bool version = false, list_passes = false;
  app.add_flag("-V,--version", version, "Print the version");
  app.add_flag("--list-passes", list_passes, "Print the optimisation passes");

  CLI::App& translate = *app.add_subcommand("translate", "Write the C file of each source");
  add_common_options(translate, options, raw);
  translate.add_option("-o,--output", options.output, "The C file; - is the standard output")
      ->type_name("FILE");
  translate
      .add_option("--output-dir", options.output_directory,
                  "Write the C files there, in a folder per package")
      ->type_name("DIR");
  translate
      .add_option("--module-name", options.module_name,
                  "Full dotted name (default: from the file's place in packages)")
      ->type_name("NAME");
  translate.add_option("--abi", raw.abi, "Leave out the code of other ABIs")
      ->check(CLI::IsMember({"all", "capi", "cpython", "universal", "hybrid"}));
  translate.add_option("--stop-after", raw.stop_after, "End the work after this stage")
      ->type_name("STAGE");
  translate.add_option("--disable-pass", options.disabled_passes, "Switch an optimisation off")
      ->type_name("PASS")
      ->allow_extra_args(false);
  translate.add_flag("--line-directives", options.line_directives,
                     "Let debuggers show the Python source (#line)");
  translate.add_flag("--annotate-c", options.source_comments,
                     "Repeat the source lines as comments in the C file");

  CLI::App& check = *app.add_subcommand("check", "Report errors, write nothing");
  add_common_options(check, options, raw);
  app.require_subcommand(0, 1);

  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    CLI::App& shown = translate.parsed() ? translate : check.parsed() ? check : app;
    fmt::print("{}", shown.help());
    status = kSuccess;
    return false;
  } catch (const CLI::Error& error) {
    status = usage_error(error.what());
    return false;
  }
  if (version) {
    options.command = Command::version;
    return true;
  }
  if (list_passes) {
    options.command = Command::list_passes;
    return true;
  }
  if (!translate.parsed() && !check.parsed()) {
    fmt::print(stderr, "{}", app.help());
    status = kUsage;
    return false;
  }
  options.command = check.parsed() ? Command::check : Command::translate;
  if (std::string message = finish(raw, options); !message.empty()) {
    status = usage_error(message);
    return false;
  }
  return true;
}

}  // namespace hpyc::driver
