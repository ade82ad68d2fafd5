// Generators, coroutines and asynchronous generators: one of the interpreter drives the compiled body. So `send`, `throw`, `close`, delegation, the end by
// StopIteration and finalisation are the interpreter's own, in every ABI and version. Between two items the body's values
// are in a frame: an object that the driver calls.
#pragma once
#include "core/function.c"
#include "core/iterate.c"

// The most slots of a frame in the module: slot 0 passes what is thrown, returned, or delegated to.
#ifndef HPYC_FRAME_OBJECTS
#define HPYC_FRAME_OBJECTS 1
#define HPYC_FRAME_NUMBERS 1
#endif
// Language level 2: StopIteration that leaves a generator stays what it is (before PEP 479).
#ifndef HPYC_STOP_ITERATION_PASSES
#define HPYC_STOP_ITERATION_PASSES 0
#endif
typedef struct hpyc_frame {
#if !HPYC_UNIVERSAL
  PyObject_HEAD
  vectorcallfunc vectorcall;
  PyObject *fields[HPYC_FRAME_OBJECTS];
#else
  HPyField fields[HPYC_FRAME_OBJECTS];
#endif
  HPy (*step)(HPyContext *ctx, HPy self, struct hpyc_frame *frame, int at, HPy sent);
  int resume;  // where to go on: 0 at the start, -1 while it runs and at the end
  int thrown;  // an exception waits in slot 0
  hpyc_num numbers[HPYC_FRAME_NUMBERS];
} hpyc_frame;

#if !HPYC_UNIVERSAL
static inline void hpyc_frame_keep(HPyContext *ctx, HPy self, hpyc_frame *frame, int slot, HPy value) {
  PyObject *old = frame->fields[slot];
  frame->fields[slot] = HPy_IsNull(value) ? NULL : hpyc_py_dup(hpyc_py(ctx, value));
  Py_XDECREF(old);
  hpyc_close_nullable(ctx, value);
}
static inline HPy hpyc_frame_take(HPyContext *ctx, HPy self, hpyc_frame *frame, int slot) {
  PyObject *value = frame->fields[slot];
  frame->fields[slot] = NULL;
  return value ? hpyc_from_py(ctx, value) : HPy_NULL;
}
#else
// GraalPy fails to store again into a field that held a small int: there each value is in a tuple.
static inline void hpyc_frame_keep(HPyContext *ctx, HPy self, hpyc_frame *frame, int slot, HPy value) {
  if (HPYC_UNLIKELY(hpyc_implementation == 2) && !HPy_IsNull(value)) {
    HPy holder = hpyc_tuple_from(ctx, &value, 1);
    HPy_Close(ctx, value);
    value = holder;
  }
  HPyField_Store(ctx, self, &frame->fields[slot], value);
  hpyc_close_nullable(ctx, value);
}
static inline HPy hpyc_frame_take(HPyContext *ctx, HPy self, hpyc_frame *frame, int slot) {
  if (HPyField_IsNull(frame->fields[slot])) return HPy_NULL;
  HPy value = HPyField_Load(ctx, self, frame->fields[slot]);
  HPyField_Store(ctx, self, &frame->fields[slot], HPy_NULL);
  if (HPYC_UNLIKELY(hpyc_implementation == 2)) {
    HPy holder = value;
    value = HPy_GetItem_i(ctx, holder, 0);
    HPy_Close(ctx, holder);
  }
  return value;
}
#endif
static inline void hpyc_frame_keep_num(HPyContext *ctx, HPy self, hpyc_frame *frame, int slot, int number, hpyc_num n) {
  frame->numbers[number] = n;
  if (HPYC_UNLIKELY(n.tag == HPYC_OBJECT)) hpyc_frame_keep(ctx, self, frame, slot, n.o);
}
static inline hpyc_num hpyc_frame_take_num(HPyContext *ctx, HPy self, hpyc_frame *frame, int slot, int number) {
  hpyc_num n = frame->numbers[number];
  if (HPYC_UNLIKELY(n.tag == HPYC_OBJECT)) n.o = hpyc_frame_take(ctx, self, frame, slot);
  return n;
}
static inline void hpyc_frame_keep_range(HPyContext *ctx, HPy self, hpyc_frame *frame, int slot, int number, hpyc_range range) {
  frame->numbers[number].i = range.current;
  frame->numbers[number + 1].i = range.step;
  frame->numbers[number + 2].i = (int64_t)range.remaining;
  if (HPYC_UNLIKELY(!HPy_IsNull(range.iterator))) hpyc_frame_keep(ctx, self, frame, slot, range.iterator);
}
static inline hpyc_range hpyc_frame_take_range(HPyContext *ctx, HPy self, hpyc_frame *frame, int slot, int number) {
  hpyc_num *n = &frame->numbers[number];
  return (hpyc_range){.current = n[0].i, .step = n[1].i, .remaining = (uint64_t)n[2].i, .iterator = hpyc_frame_take(ctx, self, frame, slot)};
}

// ---- the driver's calls -------------------------------------------------------------------------------------------
// frame(sent): to the next item; frame(e, 0): whether `e` is an error of the body itself, else it will be thrown in;
// frame(): what slot 0 holds.
static HPy hpyc_frame_run(HPyContext *ctx, HPy self, hpyc_frame *frame, const HPy *arguments, int count) {
  int at = frame->resume;
  if (HPYC_LIKELY(count == 1 && at >= 0)) {
    frame->resume = -1;
    return frame->step(ctx, self, frame, at, arguments[0]);
  }
  if (count == 2) {
    if (at < 0) return HPy_Dup(ctx, hpyc_true(ctx));
    hpyc_frame_keep(ctx, self, frame, 0, HPy_Dup(ctx, arguments[0]));
    frame->thrown = 1;
    return HPy_Dup(ctx, hpyc_false(ctx));
  }
  HPy value = count ? HPy_NULL : hpyc_frame_take(ctx, self, frame, 0);
  if (HPy_IsNull(value)) HPyErr_SetString(ctx, HPYC_EXC(RuntimeError), "generator is not suspended");
  return value;
}
static HPYC_NOINLINE HPy hpyc_generator_leave(HPyContext *ctx, HPy self, hpyc_frame *frame, HPy value, int how) {
  HPy type = hpyc_const(ctx, how), none = hpyc_none(ctx);
  hpyc_frame_keep(ctx, self, frame, 0, value);
  HPyErr_SetObject(ctx, type, none);
  hpyc_const_close(ctx, type);
  return HPy_NULL;
}
#define hpyc_generator_return(ctx, self, frame, value) hpyc_generator_leave(ctx, self, frame, value, HPYC_O_generator_done)
#define hpyc_generator_delegate(ctx, self, frame, value) hpyc_generator_leave(ctx, self, frame, value, HPYC_O_generator_from)
static inline HPy hpyc_generator_resumed(HPyContext *ctx, HPy self, hpyc_frame *frame, HPy sent) {
  if (HPYC_LIKELY(!frame->thrown)) return HPy_Dup(ctx, sent);
  frame->thrown = 0;
  hpyc_error_restore(ctx, hpyc_frame_take(ctx, self, frame, 0));
  return HPy_NULL;
}

// ---- the type of frames -------------------------------------------------------------------------------------------
#if !HPYC_UNIVERSAL
#define hpyc_frame_of(ctx, h) ((hpyc_frame *)hpyc_py(ctx, h))
#if HPYC_DIRECT
static PyObject *hpyc_py_frame_call(PyObject *self, PyObject *const *arguments, size_t count, PyObject *kwnames) {
  return _h2py(hpyc_frame_run(hpyc_context(), _py2h(self), (hpyc_frame *)self, hpyc_handle_array(arguments), (int)PyVectorcall_NARGS(count)));
}
#else
static HPy hpyc_frame_call(HPyContext *ctx, HPy self, const HPy *arguments, size_t count, HPy kwnames) {
  return hpyc_frame_run(ctx, self, hpyc_frame_of(ctx, self), arguments, (int)count);
}
HPyFunc_TRAMPOLINE(hpyc_py_frame_call, hpyc_frame_call, HPyFunc_KEYWORDS)
#endif
static int hpyc_py_frame_traverse(PyObject *self, visitproc visit, void *arg) {
  for (int i = 0; i < HPYC_FRAME_OBJECTS; i++) Py_VISIT(((hpyc_frame *)self)->fields[i]);
  return 0;
}
static void hpyc_py_frame_free(PyObject *self) {
  PyObject_GC_UnTrack(self);
  for (int i = 0; i < HPYC_FRAME_OBJECTS; i++) Py_CLEAR(((hpyc_frame *)self)->fields[i]);
  PyObject_GC_Del(self);
}
static PyTypeObject hpyc_frame_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "hpyc.frame",
    .tp_basicsize = sizeof(hpyc_frame),
    .tp_vectorcall_offset = offsetof(hpyc_frame, vectorcall),
    .tp_call = PyVectorcall_Call,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_traverse = hpyc_py_frame_traverse,
    .tp_dealloc = hpyc_py_frame_free};
#define hpyc_frame_start(ctx) PyType_Ready(&hpyc_frame_type)
static HPy hpyc_frame_new(HPyContext *ctx, hpyc_frame **frame) {
  hpyc_frame *f = *frame = PyObject_GC_New(hpyc_frame, &hpyc_frame_type);
  if (!f) return HPy_NULL;
  memset((char *)f + offsetof(hpyc_frame, vectorcall), 0, sizeof *f - offsetof(hpyc_frame, vectorcall));
  f->vectorcall = hpyc_py_frame_call;
  PyObject_GC_Track(f);
  return hpyc_from_py(ctx, (PyObject *)f);
}
#else
#define hpyc_frame_of(ctx, h) (HPYC_RAW ? (hpyc_frame *)(hpyc_py(ctx, h) + 1) : (hpyc_frame *)_HPy_AsStruct_Object(ctx, h))
HPyDef_SLOT(hpyc_frame_call, HPy_tp_call)
static HPy hpyc_frame_call_impl(HPyContext *ctx, HPy self, const HPy *arguments, size_t count, HPy kwnames) {
  return hpyc_frame_run(ctx, self, hpyc_frame_of(ctx, self), arguments, (int)count);
}
HPyDef_SLOT(hpyc_frame_traverse, HPy_tp_traverse)
static int hpyc_frame_traverse_impl(void *self, HPyFunc_visitproc visit, void *arg) {
  for (int i = 0; i < HPYC_FRAME_OBJECTS; i++) HPy_VISIT(&((hpyc_frame *)self)->fields[i]);
  return 0;
}
static HPyDef *hpyc_frame_defines[] = {&hpyc_frame_call, &hpyc_frame_traverse, NULL};
static HPyType_Spec hpyc_frame_spec = {.name = "hpyc.frame",
                                       .basicsize = sizeof(hpyc_frame),
                                       .builtin_shape = HPyType_BuiltinShape_Object,
                                       .flags = HPy_TPFLAGS_DEFAULT | HPy_TPFLAGS_HAVE_GC,
                                       .defines = hpyc_frame_defines};
HPYC_COLD static int hpyc_frame_start(HPyContext *ctx) {
  HPy type = HPyType_FromSpec(ctx, &hpyc_frame_spec, NULL);
  if (HPy_IsNull(type)) return -1;
  hpyc_const_store(ctx, HPYC_O_frame_type, type);
  HPy_Close(ctx, type);
  return 0;
}
static HPy hpyc_frame_new(HPyContext *ctx, hpyc_frame **frame) {
  HPy type = hpyc_object(ctx, frame_type), self = HPy_New(ctx, type, frame);
  HPy_Close(ctx, type);
  return self;
}
#endif

// ---- drivers ------------------------------------------------------------------------------------------------------
// One for each function that suspends, made when it is first called, under its name. A driver keeps no item, and since
// 3.11 does not show in tracebacks. Coroutines hand out what they await, and nothing else.
enum { HPYC_DRIVER_PLAIN, HPYC_DRIVER_DELEGATING, HPYC_DRIVER_COROUTINE, HPYC_DRIVER_ASYNC };
static const char hpyc_driver_text[] =
    "import sys\n"
    "from types import FunctionType\n"
    "def plain(step):\n"
    "  s = None\n"
    "  while True:\n"
    "    try:\n"
    "      while True: s = yield step(s)\n"
    "    except Done: return step()\n"
    "    except BaseException as e:\n"
    "      e.__traceback__ = e.__traceback__.tb_next\n"
    "      if step(e, 0):\n"
    "        if Passes and isinstance(e, StopIteration): return e.value\n"
    "        raise\n"
    "    s = None\n"
    "def delegating(step):\n"
    "  s = None\n"
    "  while True:\n"
    "    try:\n"
    "      while True: s = yield step(s)\n"
    "    except Done: return step()\n"
    "    except From: s = None\n"
    "    except BaseException as e:\n"
    "      e.__traceback__ = e.__traceback__.tb_next\n"
    "      if step(e, 0):\n"
    "        if Passes and isinstance(e, StopIteration): return e.value\n"
    "        raise\n"
    "      s = None\n"
    "      continue\n"
    "    try: s = yield from step()\n"
    "    except BaseException as e:\n"
    "      e.__traceback__ = e.__traceback__.tb_next\n"
    "      step(e, 0)\n"
    "      s = None\n"
    "async def coroutine(step):\n"
    "  s = None\n"
    "  while True:\n"
    "    try:\n"
    "      while True: s = await step(s)\n"
    "    except Done: return step()\n"
    "    except BaseException as e:\n"
    "      e.__traceback__ = e.__traceback__.tb_next\n"
    "      if step(e, 0): raise\n"
    "    s = None\n"
    "async def asynchronous(step):\n"
    "  s = None\n"
    "  while True:\n"
    "    try:\n"
    "      while True: s = yield step(s)\n"
    "    except Done: return\n"
    "    except From: s = None\n"
    "    except BaseException as e:\n"
    "      e.__traceback__ = e.__traceback__.tb_next\n"
    "      if step(e, 0): raise\n"
    "      s = None\n"
    "      continue\n"
    "    try: s = await step()\n"
    "    except BaseException as e:\n"
    "      e.__traceback__ = e.__traceback__.tb_next\n"
    "      step(e, 0)\n"
    "      s = None\n"
    "def f(kind, line, name, qualname, file, done, start, passes):\n"
    "  global Done, From, Passes\n"
    "  Done = done; From = start; Passes = passes\n"
    "  k = {'co_name': name, 'co_filename': file, 'co_firstlineno': line}\n"
    "  if sys.version_info >= (3, 11): k['co_qualname'] = qualname\n"
    "  d = (plain, delegating, coroutine, asynchronous)[kind]\n"
    "  d = FunctionType(d.__code__.replace(**k), globals(), name)\n"
    "  d.__qualname__ = qualname\n"
    "  return d\n";
HPYC_COLD static int hpyc_drivers_start(HPyContext *ctx) {
  HPy made[3] = {HPyList_New(ctx, 0), HPyErr_NewException(ctx, "hpyc.Done", HPYC_EXC(BaseException), HPy_NULL),
                 HPyErr_NewException(ctx, "hpyc.From", HPYC_EXC(BaseException), HPy_NULL)};
  const int slots[3] = {HPYC_O_drivers, HPYC_O_generator_done, HPYC_O_generator_from};
  HPy none = hpyc_none(ctx);
  int failed = 0;
  for (int i = 0; i < 3; i++) failed |= HPy_IsNull(made[i]);
  for (int i = 0; i < HPYC_FUNCTION_COUNT && !failed; i++) failed = HPyList_Append(ctx, made[0], none) < 0;
  if (!failed) failed = hpyc_frame_start(ctx) < 0;
  for (int i = 0; i < 3; i++) {
    if (!failed) hpyc_const_store(ctx, slots[i], made[i]);
    hpyc_close_nullable(ctx, made[i]);
  }
  return failed ? -1 : 0;
}
HPYC_COLD static HPy hpyc_driver_new(HPyContext *ctx, int index, int kind) {
  const hpyc_function_info *info = &hpyc_functions[index];
  HPy a[8], r = HPy_NULL;
  a[0] = HPyLong_FromInt64_t(ctx, kind);
  a[1] = HPyLong_FromInt64_t(ctx, info->first_line);
  a[2] = hpyc_const_owned(ctx, info->name);
  a[3] = hpyc_const_owned(ctx, info->qualname);
  a[4] = hpyc_source(ctx);
  a[5] = hpyc_const_owned(ctx, HPYC_O_generator_done);
  a[6] = hpyc_const_owned(ctx, HPYC_O_generator_from);
  a[7] = HPyLong_FromInt64_t(ctx, HPYC_STOP_ITERATION_PASSES);
  int complete = 1;
  for (int i = 0; i < 8; i++) complete &= !HPy_IsNull(a[i]);
  if (complete) r = hpyc_help(ctx, HPYC_O_help_driver, hpyc_driver_text, a, 8);
  for (int i = 0; i < 8; i++) hpyc_close_nullable(ctx, a[i]);
  return r;
}
// The driver of a function, owned.
static HPy hpyc_driver(HPyContext *ctx, int index, int kind) {
  HPy drivers = hpyc_object(ctx, drivers);
  if (HPYC_UNLIKELY(HPy_IsNull(drivers) || !HPyList_Check(ctx, drivers))) {
    hpyc_close_nullable(ctx, drivers);
    if (hpyc_drivers_start(ctx) < 0) return HPy_NULL;
    drivers = hpyc_object(ctx, drivers);
  }
  HPy driver = HPy_GetItem_i(ctx, drivers, index);
  if (HPYC_UNLIKELY(!HPy_IsNull(driver) && HPy_Is(ctx, driver, hpyc_none(ctx)))) {
    HPy_Close(ctx, driver);
    driver = hpyc_driver_new(ctx, index, kind);
    if (!HPy_IsNull(driver) && HPy_SetItem_i(ctx, drivers, index, driver) < 0) {
      HPy_Close(ctx, driver);
      driver = HPy_NULL;
    }
  }
  hpyc_const_close(ctx, drivers);
  return driver;
}
// A call of a function that suspends: `passed` are its cells and arguments.
static HPYC_NOINLINE HPy hpyc_generator(HPyContext *ctx, HPy (*step)(HPyContext *, HPy, hpyc_frame *, int, HPy), int index, int kind, const HPy *passed, int count) {
  hpyc_frame *frame;
  HPy driver = hpyc_driver(ctx, index, kind), self, result = HPy_NULL;
  if (HPy_IsNull(driver)) return driver;
  self = hpyc_frame_new(ctx, &frame);
  if (!HPy_IsNull(self)) {
    frame->step = step;
    for (int i = 0; i < count; i++) hpyc_frame_keep(ctx, self, frame, i + 1, HPy_Dup(ctx, passed[i]));
    result = HPy_Call(ctx, driver, &self, 1, HPy_NULL);
    HPy_Close(ctx, self);
  }
  HPy_Close(ctx, driver);
  return result;
}

// The names of `function` may have been changed since its definition. Consumes `made`, which may be null.
static HPYC_NOINLINE HPy hpyc_named_slow(HPyContext *ctx, HPy made, HPy function) {
  const char *names[] = {"__name__", "__qualname__"};
  for (int i = 0; i < 2; i++) {
    HPy name = hpyc_field_load(ctx, function, hpyc_function_of(ctx, function)->fields[HPYC_F_NAME + i]);
    int failed = !HPy_IsNull(name) && HPy_SetAttr_s(ctx, made, names[i], name) < 0;
    hpyc_close_nullable(ctx, name);
    if (!failed) continue;
    HPy_Close(ctx, made);
    return HPy_NULL;
  }
  return made;
}
static inline HPy hpyc_named_as(HPyContext *ctx, HPy made, HPy function) {
  hpyc_function *f = hpyc_function_of(ctx, function);
#if !HPYC_UNIVERSAL
  int same = !f->fields[HPYC_F_NAME] && !f->fields[HPYC_F_QUALNAME];
#else
  int same = HPyField_IsNull(f->fields[HPYC_F_NAME]) && HPyField_IsNull(f->fields[HPYC_F_QUALNAME]);
#endif
  return HPYC_LIKELY(same) || HPy_IsNull(made) ? made : hpyc_named_slow(ctx, made, function);
}
