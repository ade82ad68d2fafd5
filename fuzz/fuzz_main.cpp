// Runs a libFuzzer entry point without libFuzzer: NAME [--seconds N] [--seed N] [FILE_OR_FOLDER…]
// First every file as it is, then mutations of them until the time is over. An input that crashes
// is left in crash-input.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

// Pieces that matter to the grammars under test.
constexpr const char* kPieces[] = {
    "f'",       "f\"",    "'''",      "\"\"\"", "'",        "\"",     "{",
    "}",        "{{",     "}}",       "(",      ")",        "[",      "]",
    ":",        "!r",     "=",        "\\",     "\\\n",     "\n",     "\r\n",
    "\t",       "    ",   " ",        "#",      "\f",       "def f(", "class",
    "if 1:\n ", "lambda", "0x",       "1_",     "1e",       ".",      "...",
    "rb'",      "t'",     "c'",       "\\N{",   "\\x",      "\\u12",  "\xEF\xBB\xBF",
    "é",        "\xFF",   "\xE2\x82", "𝐝",      "async",    "await",  "match",
    "case",     "cdef ",  "cpdef",    "<>",     "->",       ":=",     "**",
    "//=",      "@",      ";",        ",",      "\xC2\xA0", "\x01",   "# coding: latin-1\n",
    "yield",    "import"};

std::vector<std::string> g_corpus;
std::string g_current;

void save_current() {
  if (std::FILE* file = std::fopen("crash-input", "wb")) {
    std::fwrite(g_current.data(), 1, g_current.size(), file);
    std::fclose(file);
  }
}

void run(const std::string& input) {
  g_current = input;
  // A hang is a crash: the alarm's default action ends the process.
  ::alarm(20);
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
  ::alarm(0);
}

std::string mutate(std::string text, std::mt19937_64& random) {
  auto below = [&](size_t limit) { return limit == 0 ? 0 : static_cast<size_t>(random() % limit); };
  // A window of a large file keeps the loop fast.
  if (text.size() > 2000) text = text.substr(below(text.size() - 1000), 200 + below(1800));
  for (size_t count = 1 + below(6); count > 0; --count) {
    size_t at = below(text.size() + 1);
    switch (below(7)) {
      case 0:
        text.erase(at, 1 + below(8));
        break;
      case 1:
        text.insert(at, kPieces[below(std::size(kPieces))]);
        break;
      case 2:
        text.insert(at, kPieces[below(std::size(kPieces))]);
        break;
      case 3:
        if (at < text.size()) text[at] = static_cast<char>(random());
        break;
      case 4:
        text.insert(at, text.substr(below(text.size()), below(60)));
        break;
      case 5:
        if (!g_corpus.empty()) {
          const std::string& other = g_corpus[below(g_corpus.size())];
          text.insert(at, other.substr(below(other.size()), below(200)));
        }
        break;
      default: {
        std::string piece = kPieces[below(std::size(kPieces))];
        for (size_t n = below(300); n > 0; --n) text.insert(at, piece);
        break;
      }
    }
  }
  return text;
}

void add_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  g_corpus.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

}  // namespace

int main(int argc, char** argv) {
  double seconds = 0;
  uint64_t seed = 1;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--seconds") == 0 && i + 1 < argc) {
      seconds = std::atof(argv[++i]);
    } else if (std::strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
      seed = std::strtoull(argv[++i], nullptr, 10);
    } else if (std::filesystem::is_directory(argv[i])) {
      for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i]))
        if (entry.is_regular_file()) add_file(entry.path());
    } else {
      add_file(argv[i]);
    }
  }
  std::signal(SIGABRT, [](int) { save_current(); });
  std::signal(SIGALRM, [](int) {
    save_current();
    std::_Exit(3);
  });
  for (const std::string& input : g_corpus) run(input);
  std::mt19937_64 random(seed);
  auto start = std::chrono::steady_clock::now();
  size_t count = 0;
  while (std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() <
         seconds) {
    std::string base = g_corpus.empty() ? "" : g_corpus[random() % g_corpus.size()];
    run(mutate(std::move(base), random));
    ++count;
  }
  std::printf("%zu files and %zu mutations, no crash\n", g_corpus.size(), count);
  return 0;
}
