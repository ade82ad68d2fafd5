// What the user asked for on the command line.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "diag/render.h"
#include "emit/emit.h"

namespace hpyc::driver {

enum class Command : uint8_t { translate, check, list_passes, version };
enum class Color : uint8_t { automatic, always, never };

// Stages by the text they can show; in the order of the pipeline.
enum class Stage : uint8_t { tokens, ast, symbols, ir, ir_after, c };

struct Dump {
  Stage stage = Stage::c;
  std::string pass;  // ir_after
};

struct Options {
  Command command = Command::translate;
  std::vector<std::string> sources;
  std::string output;            // -o; "-" is the standard output
  std::string output_directory;  // --output-dir
  std::string module_name;       // --module-name
  emit::Abi abi = emit::Abi::all;
  std::vector<std::pair<std::string, std::string>> directives;  // -X
  std::vector<std::string> include_directories;                 // -I
  int language_level = 3;
  diag::Format diagnostics = diag::Format::snippet;
  Color color = Color::automatic;
  std::vector<Dump> dumps;
  bool stops = false;  // --stop-after
  Stage stop_after = Stage::c;
  bool time_passes = false;
  std::vector<std::string> disabled_passes;
  bool warnings_as_errors = false;
  bool line_directives = false;
  bool source_comments = false;
  unsigned jobs = 0;  // 0: one a core
};

// Exit statuses.
inline constexpr int kSuccess = 0;
inline constexpr int kErrors = 1;
inline constexpr int kUsage = 2;

// False when the program should end with `status`: wrong usage, or --help was answered.
bool parse_command_line(int argc, const char* const* argv, Options& options, int& status);

}  // namespace hpyc::driver
