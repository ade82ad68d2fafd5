// Asynchronous context managers and iteration: what their methods give, ready to be awaited.
#pragma once
#include "object/generator.c"
#include "object/with.c"

// ---- what is awaited ----------------------------------------------------------------------------------------------
// Which method gave it: the error names it when it is not awaitable. For `__anext__` an error of `__await__` itself is
// replaced, too; so it is called at once, and its iterator is awaited by way of a W.
enum { HPYC_AENTER, HPYC_AEXIT, HPYC_ANEXT };
static const char hpyc_awaited_text[] = HPYC_SPECIAL_TEXT
    "from types import CoroutineType, GeneratorType\n"
    "class W:\n"
    "  __slots__ = 'i',\n"
    "  def __init__(self, i): self.i = i\n"
    "  def __await__(self): return self.i\n"
    "def coroutine(x):\n"
    "  t = type(x)\n"
    "  return t is CoroutineType or t is GeneratorType and x.gi_code.co_flags & 256\n"
    "def fail(x, kind):\n"
    "  async def none(*a): pass\n"
    "  async def enter(o):\n"
    "    async with o: pass\n"
    "  async def iterate(o):\n"
    "    async for _ in o: pass\n"
    "  given = lambda *a: x\n"
    "  t = (dict(__aenter__=given, __aexit__=none), dict(__aenter__=none, __aexit__=given),\n"
    "    dict(__aiter__=lambda o: o, __anext__=given))\n"
    "  (iterate if kind == 2 else enter)(type('C', (), t[kind])()).send(None)\n"
    "def f(x, kind):\n"
    "  if coroutine(x): return x\n"
    "  try: m = special(x, '__await__')\n"
    "  except BaseException as e: m = thrower(e)\n"
    "  if m is special: fail(x, kind)\n"
    "  if kind < 2: return x\n"
    "  i = None; e = None\n"
    "  try: i = m()\n"
    "  except BaseException as b:\n"
    "    e = b; e.__traceback__ = t = e.__traceback__.tb_next\n"
    "  if e is None and not coroutine(i) and special(i, '__next__') not in (special, None): return W(i)\n"
    "  def wait(self):\n"
    "    if e: raise e\n"
    "    return i\n"
    "  try: fail(type(type(x).__name__, (), {'__await__': wait})(), kind)\n"
    "  finally:\n"
    "    if e: e.__traceback__ = t\n"
    "    e = i = x = m = t = None\n"
    "def thrower(e):\n"
    "  def m(): raise e\n"
    "  return m\n";
// Consumes x, which may be null with an error.
static HPYC_NOINLINE HPy hpyc_awaited(HPyContext *ctx, HPy x, int kind) {
  if (HPy_IsNull(x)) return x;
#if !HPYC_UNIVERSAL && !HPYC_EMULATED
  PyObject *o = hpyc_py(ctx, x);
  if (PyCoro_CheckExact(o)) return x;
  if (kind != HPYC_ANEXT && Py_TYPE(o)->tp_as_async && Py_TYPE(o)->tp_as_async->am_await) return x;
#else
  HPy type = HPy_Type(ctx, x), coroutine = hpyc_object(ctx, coroutine_type);
  int known = hpyc_same(ctx, type, coroutine);
  HPy_Close(ctx, type);
  hpyc_const_close(ctx, coroutine);
  if (known) return x;
#endif
  HPy a[2] = {x, HPyLong_FromInt64_t(ctx, kind)}, r = hpyc_help(ctx, HPYC_O_help_awaited, hpyc_awaited_text, a, 2);
  HPy_Close(ctx, a[1]);
  HPy_Close(ctx, x);
  return r;
}

// ---- async with ---------------------------------------------------------------------------------------------------
static const char hpyc_async_with_text[] = HPYC_SPECIAL_TEXT
    "async def fail(o):\n"
    "  async with o: raise SystemError\n"
    "def f(o):\n"
    "  enter = special(o, '__aenter__')\n"
    "  if enter is not special:\n"
    "    exit = special(o, '__aexit__')\n"
    "    if exit is not special: return exit, enter\n"
    "  fail(o).send(None)\n";
static HPYC_NOINLINE int hpyc_async_enter(HPyContext *ctx, HPy manager, HPy handled, HPy *results) {
  if (hpyc_enter(ctx, manager, handled, results, HPYC_N___aenter__, HPYC_N___aexit__, HPYC_O_help_async_enter, hpyc_async_with_text) < 0) return -1;
  results[1] = hpyc_awaited(ctx, results[1], HPYC_AENTER);
  if (!HPy_IsNull(results[1])) return 0;
  HPy_Close(ctx, results[0]);
  return -1;
}
#define hpyc_async_exit(ctx, exit, e) hpyc_awaited(ctx, hpyc_exit(ctx, exit, e), HPYC_AEXIT)
#define hpyc_async_leave(ctx, exit) hpyc_awaited(ctx, hpyc_leave(ctx, exit), HPYC_AEXIT)

// ---- async for ----------------------------------------------------------------------------------------------------
static const char hpyc_async_iter_text[] = HPYC_SPECIAL_TEXT
    "async def fail(o):\n"
    "  async for _ in o: raise SystemError\n"
    "class C:\n"
    "  def __init__(self, i): self.i = i\n"
    "  def __aiter__(self): return self.i\n"
    "def f(o):\n"
    "  m = special(o, '__aiter__')\n"
    "  if m in (special, None): fail(o).send(None)\n"
    "  i = m()\n"
    "  for c in type(i).__mro__:\n"
    "    if '__anext__' in c.__dict__: return i\n"
    "  fail(C(i)).send(None)\n";
static const char hpyc_async_next_text[] = HPYC_SPECIAL_TEXT
    "async def fail(i):\n"
    "  async for _ in C(i): raise SystemError\n"
    "class C:\n"
    "  def __init__(self, i): self.i = i\n"
    "  def __aiter__(self): return self.i\n"
    "def f(i):\n"
    "  m = special(i, '__anext__')\n"
    "  if m is special: fail(i).send(None)\n"
    "  return m()\n";
static int hpyc_is_async_generator(HPyContext *ctx, HPy o) {
#if !HPYC_UNIVERSAL && !HPYC_EMULATED
  return PyAsyncGen_CheckExact(hpyc_py(ctx, o));
#else
  HPy type = HPy_Type(ctx, o), wanted = hpyc_object(ctx, async_generator_type);
  int same = hpyc_same(ctx, type, wanted);
  HPy_Close(ctx, type);
  hpyc_const_close(ctx, wanted);
  return same;
#endif
}
static HPYC_NOINLINE HPy hpyc_async_iter(HPyContext *ctx, HPy o) {
  if (hpyc_is_async_generator(ctx, o)) return HPy_Dup(ctx, o);
  return hpyc_help(ctx, HPYC_O_help_async_iter, hpyc_async_iter_text, &o, 1);
}
static HPYC_NOINLINE HPy hpyc_async_next(HPyContext *ctx, HPy iterator) {
  HPy r;
  if (hpyc_is_async_generator(ctx, iterator)) {
    HPy name = hpyc_name(ctx, __anext__);
    r = HPy_CallMethod(ctx, name, &iterator, 1, HPy_NULL);
    hpyc_const_close(ctx, name);
    return r;
  }
#if !HPYC_UNIVERSAL && !HPYC_EMULATED
  PyObject *method;
  int found = hpyc_py_special(hpyc_py(ctx, iterator), hpyc_stored[HPYC_N___anext__], &method);
  if (found < 0) return HPy_NULL;
  if (found) {
    HPy m = hpyc_from_py(ctx, method);
    r = HPy_Call(ctx, m, NULL, 0, HPy_NULL);
    HPy_Close(ctx, m);
    return hpyc_awaited(ctx, r, HPYC_ANEXT);
  }
#endif
  r = hpyc_help(ctx, HPYC_O_help_async_next, hpyc_async_next_text, &iterator, 1);
  return hpyc_awaited(ctx, r, HPYC_ANEXT);
}
#define hpyc_async_ended(ctx, e) HPy_TypeCheck(ctx, e, HPYC_EXC(StopAsyncIteration))
