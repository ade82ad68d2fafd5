// The order of the passes and the reasons for it.
#include <iterator>

#include "passes/passes.h"

namespace hpyc::passes {
namespace {

constexpr Pass kPipeline[] = {
    // First, so that all others see which values are objects for sure.
    {"unbound", "remove checks of local variables that are always bound", false,
     ir::Stage::optimised, run_unbound},
    {"simplify-cfg", "merge blocks, drop dead operations and parameters", true,
     ir::Stage::optimised, run_simplify_cfg},
    // Before the general code is optimised, since the clones are made from its plain form.
    {"specialise", "unboxed clones of functions that compute with numbers only", true,
     ir::Stage::optimised, run_specialise},
    {"known-calls", "direct calls of library functions, counting loops over ranges", true,
     ir::Stage::optimised, run_known_calls},
    // Fewer uses as objects: after types are known from calls, before representations are chosen.
    {"keep-alive", "drop ends of variables that nobody can notice", true, ir::Stage::optimised,
     run_keep_alive},
    // Before `unbox`, which then sees that their items and indexes are numbers.
    {"local-lists", "lists that nothing else can see yet as arrays", true, ir::Stage::optimised,
     run_local_lists},
    {"unbox", "hold numbers unboxed where they are computed with", true, ir::Stage::optimised,
     run_unbox},
    // Optimisations on values: each may leave dead operations and trivial blocks behind.
    {"simplify-cfg", "merge blocks, drop dead operations and parameters", true,
     ir::Stage::optimised, run_simplify_cfg},
    // On what is left of the calls.
    {"check-stack", "RecursionError before the C stack ends", false, ir::Stage::optimised,
     run_check_stack},
    // After everything that removes uses of constants.
    {"constant-hoist", "load constants once, and outside of loops", true, ir::Stage::optimised,
     run_constant_hoist},
    // Last: from here on, every dup and close is explicit.
    {"ownership", "insert dup and close from liveness", false, ir::Stage::owned, run_ownership},
};

}  // namespace

std::span<const Pass> pipeline() { return kPipeline; }

}  // namespace hpyc::passes
