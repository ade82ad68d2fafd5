// The executable as its users see it.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

namespace fs = std::filesystem;

struct Result {
  int status = 0;
  std::string out, err;
};

class CommandTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              fmt::format("hpyc_driver_{}_{}", getpid(),
                          testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, std::string_view text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }
  std::string read(const std::string& name) {
    std::stringstream text;
    text << std::ifstream(folder_ / name).rdbuf();
    return text.str();
  }
  bool exists(const std::string& name) { return fs::exists(folder_ / name); }
  size_t file_count() {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder_), {}));
  }

  Result run(const std::string& arguments) {
    std::string command =
        fmt::format("cd {} && {} {} > ../{}.out 2> ../{}.err", folder_.string(), HPYC_TEST_COMPILER,
                    arguments, folder_.filename().string(), folder_.filename().string());
    int status = std::system(command.c_str());
    Result result;
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    for (auto [suffix, text] : {std::pair{".out", &result.out}, std::pair{".err", &result.err}}) {
      fs::path path = folder_.string() + suffix;
      std::stringstream stream;
      stream << std::ifstream(path).rdbuf();
      *text = stream.str();
      fs::remove(path);
    }
    return result;
  }

  fs::path folder_;
};

constexpr std::string_view kGood = "def f(a):\n  return a + 1\n";
constexpr std::string_view kBad = "def f(:\n  return\n";

TEST_F(CommandTest, TranslateWritesTheFileBesideTheSource) {
  write("a.py", kGood);
  Result r = run("translate a.py");
  EXPECT_EQ(r.status, 0) << r.err;
  EXPECT_EQ(r.out + r.err, "");
  EXPECT_NE(read("a.c").find("#define HPYC_MODULE_NAME \"a\"\n"), std::string::npos);
  EXPECT_EQ(file_count(), 2u);
}

TEST_F(CommandTest, ShortFormIsTranslate) {
  write("a.py", kGood);
  EXPECT_EQ(run("a.py -o b.c").status, 0);
  EXPECT_TRUE(exists("b.c"));
  EXPECT_EQ(run("a.py -o -").out, read("b.c"));
}

TEST_F(CommandTest, SameBytesFromEverywhere) {
  write("p/__init__.py", "");
  write("p/a.py", kGood);
  EXPECT_EQ(run("p/a.py -o 1.c").status, 0);
  EXPECT_EQ(run(fmt::format("{}/p/a.py -o 2.c", folder_.string())).status, 0);
  EXPECT_EQ(read("1.c"), read("2.c"));
  EXPECT_EQ(read("1.c").find(folder_.string()), std::string::npos);
  EXPECT_NE(read("1.c").find("#define HPYC_MODULE_NAME \"p.a\"\n"), std::string::npos);
  EXPECT_NE(read("1.c").find("#define HPYC_SOURCE_NAME \"p/a.py\"\n"), std::string::npos);
}

TEST_F(CommandTest, OutputDirectoryHasAFolderPerPackage) {
  write("p/__init__.py", "x = 1\n");
  write("p/q/__init__.py", "");
  write("p/q/a.py", kGood);
  EXPECT_EQ(run("translate p/q/a.py p/__init__.py --output-dir out").status, 0);
  EXPECT_TRUE(exists("out/p/q/a.c"));
  EXPECT_NE(read("out/p.c").find("#define HPYC_MODULE_NAME \"p\"\n"), std::string::npos);
}

TEST_F(CommandTest, ErrorsLeaveOldOutputAlone) {
  write("a.py", kBad);
  write("a.c", "old");
  Result r = run("translate a.py");
  EXPECT_EQ(r.status, 1);
  EXPECT_NE(r.err.find("a.py:1:6"), std::string::npos) << r.err;
  EXPECT_EQ(read("a.c"), "old");
  EXPECT_EQ(file_count(), 2u);
}

TEST_F(CommandTest, EverySourceIsReportedInOrder) {
  write("1.py", kBad);
  write("2.py", kGood);
  write("3.py", kBad);
  for (const char* jobs : {"-j1", "-j4"}) {
    Result r = run(fmt::format("check 3.py 2.py missing.py 1.py --diagnostics=line {}", jobs));
    EXPECT_EQ(r.status, 1);
    size_t third = r.err.find("3.py:1:"), missing = r.err.find("missing.py"),
           first = r.err.find("1.py:1:");
    EXPECT_LT(third, missing) << r.err;
    EXPECT_LT(missing, first) << r.err;
    EXPECT_NE(first, std::string::npos) << r.err;
  }
}

TEST_F(CommandTest, JsonIsOneDocumentOfAllFiles) {
  write("a.py", kBad);
  write("b.py", kBad);
  Result r = run("check a.py b.py --diagnostics=json");
  EXPECT_EQ(r.status, 1);
  EXPECT_EQ(r.err, "");
  EXPECT_NE(r.out.find("\"a.py\""), std::string::npos) << r.out;
  EXPECT_NE(r.out.find("\"b.py\""), std::string::npos) << r.out;
}

TEST_F(CommandTest, UnsuitableFilesGetOneClearSentence) {
  fs::create_directories(folder_ / "d.py");
  write("x.c", "");
  write("x.pxd", "");
  write("my-script.py", kGood);
  struct Case {
    const char* arguments;
    const char* message;
  };
  for (Case c : {Case{"translate none.py", "file not found: 'none.py'"},
                 Case{"translate d.py", "cannot read 'd.py': it is a directory"},
                 Case{"translate x.c", "cannot compile 'x.c': not a .py or .pyx file"},
                 Case{"translate x.pxd", "cannot compile 'x.pxd': not a .py or .pyx file"},
                 Case{"translate my-script.py", "'my-script' is not a valid module name"},
                 Case{"translate my-script.py --module-name a..b", "'a..b' is not a valid module"},
                 Case{"translate my-script.py --module-name a -o no/such/a.c",
                      "cannot write 'no/such/a.c': No such file or directory"}}) {
    Result r = run(std::string(c.arguments) + " --diagnostics=line");
    EXPECT_EQ(r.status, 1) << c.arguments;
    EXPECT_NE(r.err.find(c.message), std::string::npos) << c.arguments << ": " << r.err;
  }
  EXPECT_NE(run("my-script.py").err.find("--module-name my_script"), std::string::npos);
  EXPECT_EQ(run("my-script.py --module-name pkg.m -o m.c").status, 0);
  EXPECT_EQ(run("check x.pxd").status, 0);
}

TEST_F(CommandTest, WrongUsageIsStatusTwo) {
  write("a.py", kGood);
  write("b.py", kGood);
  for (const char* arguments :
       {"", "translate", "translate a.py b.py -o x.c", "translate a.py b.py --module-name m",
        "translate a.py --abi=abi3", "translate a.py --nonsense", "translate a.py --dump=nothing",
        "translate a.py --disable-pass=nothing", "translate a.py --disable-pass=ownership",
        "translate a.py -X nothing", "translate a.py -o x.c --output-dir y",
        "translate a.py --stop-after=ir-after=unbound", "a.py -2 -3"}) {
    Result r = run(arguments);
    EXPECT_EQ(r.status, 2) << arguments << r.out << r.err;
    EXPECT_NE(r.err, "") << arguments;
  }
  EXPECT_EQ(file_count(), 2u);
}

TEST_F(CommandTest, DumpsShowTheStagesAndWriteNothing) {
  write("a.py", kGood);
  EXPECT_NE(run("a.py --dump=tokens").out.find("1:5: Name f\n"), std::string::npos);
  EXPECT_NE(run("a.py --dump=ast").out.find("(FunctionDef"), std::string::npos);
  EXPECT_NE(run("a.py --dump=symbols --stop-after=symbols").out.find("f"), std::string::npos);
  EXPECT_NE(run("a.py --dump=ir").out.find("function @f1_f kind python"), std::string::npos);
  EXPECT_NE(run("a.py --dump=ir-after=ownership").out.find("; after ownership\n"),
            std::string::npos);
  EXPECT_NE(run("a.py --dump=c --abi=capi").out.find("C API only"), std::string::npos);
  EXPECT_EQ(run("a.py --stop-after=ir").status, 0);
  EXPECT_EQ(file_count(), 1u);
}

TEST_F(CommandTest, SingleAbiFilesAreShorter) {
  write("a.py", kGood);
  std::string all = run("a.py -o -").out;
  for (const char* abi : {"capi", "cpython", "universal", "hybrid"}) {
    std::string one = run(fmt::format("a.py -o - --abi {}", abi)).out;
    EXPECT_LT(one.size(), all.size()) << abi;
    EXPECT_GT(one.size(), all.size() / 4) << abi;
  }
}

TEST_F(CommandTest, WarningsCanBeErrors) {
  write("a.py", "x = '\\q'\n");
  EXPECT_EQ(run("check a.py").status, 0);
  EXPECT_EQ(run("check a.py -Werror").status, 1);
}

TEST_F(CommandTest, DirectivesOfTheCommandLineAreChecked) {
  write("a.py", kGood);
  EXPECT_EQ(run("check a.py -X boundscheck=False").status, 0);
  EXPECT_EQ(run("check a.py -X nonsense=True").status, 1);
}

TEST_F(CommandTest, IncludedFilesAreFound) {
  write("a.pyx", "include \"b.pxi\"\ninclude \"c.pxi\"\n");
  write("b.pxi", "x = 1\n");
  write("inc/c.pxi", "y = (\n");
  Result r = run("check a.pyx -I inc --diagnostics=line");
  EXPECT_NE(r.err.find("inc/c.pxi:1:"), std::string::npos) << r.err;
  EXPECT_EQ(r.err.find("b.pxi"), std::string::npos) << r.err;
  EXPECT_NE(run("check a.pyx").err.find("included file not found: 'c.pxi'"), std::string::npos);
  write("b.pxi", "include \"b.pxi\"\n");
  EXPECT_NE(run("check a.pyx").err.find("includes itself"), std::string::npos);
}

TEST_F(CommandTest, InformationGoesToTheStandardOutput) {
  EXPECT_EQ(run("--version").out, "hpyc " HPYC_VERSION "\n");
  EXPECT_NE(run("--list-passes").out.find("ownership"), std::string::npos);
  for (const char* arguments : {"--help", "translate --help", "check -h"}) {
    Result r = run(arguments);
    EXPECT_EQ(r.status, 0);
    EXPECT_NE(r.out.find("Usage"), std::string::npos) << r.out;
  }
}

TEST_F(CommandTest, TimingsNameStagesAndPasses) {
  write("a.py", kGood);
  std::string text = run("a.py --time-passes").err;
  for (const char* stage : {"lex ", "parse ", "lower ", "  ownership ", "emit ", "total "})
    EXPECT_NE(text.find(stage), std::string::npos) << stage;
}

TEST_F(CommandTest, TwoSourcesOfOneNameDoNotOverwriteEachOther) {
  write("1/a.py", kGood);
  write("2/a.py", kGood);
  Result r = run("translate 1/a.py 2/a.py --output-dir out --diagnostics=line");
  EXPECT_EQ(r.status, 1);
  EXPECT_NE(r.err.find("same module name"), std::string::npos) << r.err;
}

}  // namespace
