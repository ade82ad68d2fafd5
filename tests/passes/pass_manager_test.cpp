#include "passes/pass_manager.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ir/builder.h"
#include "ir/print.h"

namespace hpyc::passes {
namespace {

ir::Module small_module() {
  ir::Module module;
  module.name = "m";
  module.functions.emplace_back();
  module.functions[0].symbol = "f0_module";
  module.functions[0].kind = ir::FunctionKind::module_body;
  ir::FunctionBuilder b(module, ir::FunctionId{0});
  b.global_store("x", b.int_constant(1));
  b.return_(b.none());
  b.finish();
  return module;
}

TEST(PassManagerTest, PipelineEndsWithOwnershipAndNamesAreFound) {
  EXPECT_EQ(pipeline().back().name, "ownership");
  EXPECT_EQ(pipeline().back().stage, ir::Stage::owned);
  for (const Pass& pass : pipeline()) {
    EXPECT_FALSE(pass.description.empty());
    ASSERT_NE(find_pass(pass.name), nullptr);
    EXPECT_EQ(find_pass(pass.name)->run, pass.run);
  }
  EXPECT_EQ(find_pass("no-such-pass"), nullptr);
}

TEST(PassManagerTest, PassesAreTimedInOrder) {
  ir::Module module = small_module();
  PassContext context;
  run_pipeline(module, context);
  ASSERT_EQ(context.timings.size(), pipeline().size());
  for (size_t i = 0; i < pipeline().size(); ++i) {
    EXPECT_EQ(context.timings[i].pass, pipeline()[i].name);
    EXPECT_GE(context.timings[i].seconds, 0);
  }
}

TEST(PassManagerTest, DisabledPassesDoNotRun) {
  ir::Module module = small_module();
  PassContext context;
  context.options.disabled = {"simplify-cfg", "constant-hoist"};
  run_pipeline(module, context);
  for (const PassTiming& timing : context.timings) {
    EXPECT_NE(timing.pass, "simplify-cfg");
    EXPECT_NE(timing.pass, "constant-hoist");
  }
  EXPECT_EQ(context.timings.back().pass, "ownership");
}

TEST(PassManagerTest, DumpsComeAfterTheNamedPasses) {
  ir::Module module = small_module();
  PassContext context;
  std::vector<std::string> seen;
  context.options.dump_after = {"ownership"};
  context.options.dump = [&](std::string_view pass, const ir::Module& dumped) {
    seen.emplace_back(pass);
    EXPECT_NE(ir::print(dumped).find("close"), std::string::npos);
  };
  run_pipeline(module, context);
  EXPECT_EQ(seen, std::vector<std::string>{"ownership"});
}

TEST(PassManagerTest, OptionsAreChecked) {
  PassOptions options;
  options.disabled = {"constant-hoist", "ownership", "nothing"};
  options.dump_after = {"all", "never"};
  EXPECT_EQ(check_options(options),
            (std::vector<std::string>{"the pass 'ownership' cannot be disabled",
                                      "there is no pass 'nothing'", "there is no pass 'never'"}));
}

TEST(PassManagerDeathTest, BrokenModuleNamesPassAndFunction) {
  ir::Module module = small_module();
  PassContext context;
  context.options.verify = true;
  const Pass breaking{"breaking", "", true, ir::Stage::optimised,
                      [](ir::Module& m, PassContext&) { m.functions[0].blocks[0].ops.pop_back(); }};
  EXPECT_DEATH(run_pass(breaking, module, context),
               "after the pass 'breaking':\n  @f0_module: b0: the block does not end");
}

}  // namespace
}  // namespace hpyc::passes
