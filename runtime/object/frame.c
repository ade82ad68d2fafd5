// Frames for those who look at their caller's. Compiled functions have none of their own; a call of something that is known
// to look (`framed`), and the body of the module, get one of the interpreter.
#pragma once
#include "core/constants.h"
#include "object/exception.c"

// Whether the module has `from __future__ import annotations`: what it compiles at run time has it, too.
#ifndef HPYC_FUTURE_ANNOTATIONS
#define HPYC_FUTURE_ANNOTATIONS 0
#endif

static const char hpyc_framed_text[] =
    "import sys\n"
    "from types import FunctionType\n"
    "codes = {}\n"
    "def closed(call):\n"
    "  def inner(*arguments, **keywords): return call(*arguments, **keywords)\n"
    "  return inner\n"
    "def f(callee, index, line, name, qualname, file, scope, future):\n"
    "  r = closed(callee)\n"
    "  code = codes.get((index, line))\n"
    "  if code is None:\n"
    "    k = {'co_name': name, 'co_filename': file, 'co_firstlineno': line}\n"
    "    if sys.version_info >= (3, 11): k['co_qualname'] = qualname\n"
    "    if future:\n"
    "      import __future__\n"
    "      k['co_flags'] = r.__code__.co_flags | __future__.annotations.compiler_flag\n"
    "    code = codes[index, line] = r.__code__.replace(**k)\n"
    "  return FunctionType(code, scope, name, None, r.__closure__)\n";
// A callable that calls `callee` from a frame of function number `index`, at `line`.
HPYC_NOINLINE static HPy hpyc_framed(HPyContext *ctx, HPy callee, int64_t index, int line) {
  const hpyc_function_info *info = &hpyc_functions[index];
  HPy a[8], r = HPy_NULL;
  a[0] = callee;
  a[1] = HPyLong_FromInt64_t(ctx, index);
  a[2] = HPyLong_FromInt64_t(ctx, line);
  a[3] = hpyc_const_owned(ctx, info->name);
  a[4] = hpyc_const_owned(ctx, info->qualname);
  a[5] = hpyc_source(ctx);
  a[6] = hpyc_const_owned(ctx, HPYC_O_globals);
  a[7] = HPyLong_FromInt64_t(ctx, HPYC_FUTURE_ANNOTATIONS);
  int complete = 1;
  for (int i = 1; i < 8; i++) complete &= !HPy_IsNull(a[i]);
  if (complete) r = hpyc_help(ctx, HPYC_O_help_framed, hpyc_framed_text, a, 8);
  for (int i = 1; i < 8; i++) hpyc_close_nullable(ctx, a[i]);
  return r;
}
