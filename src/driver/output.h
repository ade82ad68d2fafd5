// Files that are complete or not there at all.
#pragma once

#include <string>
#include <string_view>

namespace hpyc::driver {

// Writes to a temporary file in the same folder and renames it. Returns a reason on failure, empty
// on success; then nothing has changed but the file. "-" is the standard output.
std::string write_file(const std::string& path, std::string_view text);

// Removes the temporary file when a signal ends the program.
void install_signal_handlers();

}  // namespace hpyc::driver
