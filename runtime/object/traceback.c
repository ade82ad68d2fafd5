// Entries of compiled functions in tracebacks.
#pragma once
#include "object/exception.c"

// Line 0: an exception that is raised again, which gets no entry.
#if !HPYC_UNIVERSAL
#include <frameobject.h>
// The entry is a frame that never ran, of an empty code object; a few code objects are kept. Since 3.10 a frame has a word for
// its line. Before, the line is the first one of the code object.
#if PY_VERSION_HEX >= 0x030B0000
typedef struct {
  PyObject_HEAD
  PyObject *back, *interpreter_frame, *trace;
  int f_lineno;
} hpyc_frame_head;
#else
typedef PyFrameObject hpyc_frame_head;
#endif
HPYC_COLD static PyFrameObject *hpyc_traceback_frame(HPyContext *ctx, int function, int line) {
  static struct {
    int function, line;
    PyCodeObject *code;
  } codes[64], *slot;
  int first = PY_VERSION_HEX >= 0x030A0000 ? hpyc_functions[function].first_line : line;
  slot = &codes[(unsigned)(function * 31 + first) % 64];
  if (!slot->code || slot->function != function || slot->line != first) {
    HPy name = hpyc_const(ctx, hpyc_functions[function].name), source = hpyc_source(ctx);
    PyCodeObject *code = PyCode_NewEmpty(hpyc_utf8(ctx, source), hpyc_utf8(ctx, name), first), *old = slot->code;
    hpyc_const_close(ctx, name);
    HPy_Close(ctx, source);
    if (!code) return NULL;
    slot->code = code;
    slot->function = function;
    slot->line = first;
    Py_XDECREF((PyObject *)old);
  }
  HPy globals = hpyc_object(ctx, globals);
  PyFrameObject *frame = PyFrame_New(PyThreadState_Get(), slot->code, hpyc_py(ctx, globals), NULL);
  hpyc_const_close(ctx, globals);
  if (frame && PY_VERSION_HEX >= 0x030A0000) ((hpyc_frame_head *)frame)->f_lineno = line;
  return frame;
}
// The entry would work its line out from the code object.
static void hpyc_traceback_place(PyObject *entry, int line) {
  if (!entry) return;
  ((PyTracebackObject *)entry)->tb_lasti = -1;
  ((PyTracebackObject *)entry)->tb_lineno = line;
}
HPYC_COLD static void hpyc_traceback(HPyContext *ctx, int function, int line) {
  if (!line) return;
  PyObject *e = hpyc_py_fetch();
  if (!e) return;
  PyFrameObject *frame = hpyc_traceback_frame(ctx, function, line);
  if (!frame) PyErr_Clear();
  hpyc_py_restore(e);
  if (!frame) return;
  PyTraceBack_Here(frame);
  Py_DECREF((PyObject *)frame);
#if PY_VERSION_HEX >= 0x030C0000
  PyObject *raised = PyErr_GetRaisedException(), *entry = raised ? PyException_GetTraceback(raised) : NULL;
  hpyc_traceback_place(entry, line);
  Py_XDECREF(entry);
  PyErr_SetRaisedException(raised);
#else
  PyObject *type, *value, *entry;
  PyErr_Fetch(&type, &value, &entry);
  hpyc_traceback_place(entry, line);
  PyErr_Restore(type, value, entry);
#endif
}
#else
// Frames are those of generators that never ran (they keep no caller alive), one a function, kept by the helper.
static const char hpyc_traceback_text[] =
    "from types import TracebackType\n"
    "frames = {}\n"
    "def f(e, key, line, name, file, first, scope):\n"
    "  r = frames.get(key)\n"
    "  if r is None:\n"
    "    n = name if name.isidentifier() else 'f'; d = {}\n"
    "    exec(compile('\\n' * (first - 1) + 'def %s(): yield' % n, file, 'exec'), scope, d)\n"
    "    if n != name: d[n].__code__ = d[n].__code__.replace(co_name=name)\n"
    "    r = frames[key] = d[n]().gi_frame\n"
    "  t = e.__traceback__\n"
    "  while t and t.tb_frame.f_code.co_filename == '<hpyc>': t = t.tb_next\n"
    "  e.__traceback__ = TracebackType(t, r, -1, line)\n";
HPYC_COLD static void hpyc_traceback(HPyContext *ctx, int function, int line) {
  if (!line) return;
  const hpyc_function_info *info = &hpyc_functions[function];
  HPy a[7], r, e = hpyc_error_fetch(ctx);
  a[0] = e;
  a[1] = HPyLong_FromInt64_t(ctx, function);
  a[2] = HPyLong_FromInt64_t(ctx, line);
  a[3] = hpyc_const(ctx, info->name);
  a[4] = hpyc_source(ctx);
  a[5] = HPyLong_FromInt64_t(ctx, info->first_line);
  a[6] = hpyc_object(ctx, globals);
  r = hpyc_help_(ctx, HPYC_O_help_traceback, hpyc_traceback_text, a, 7);
  if (HPy_IsNull(r)) HPyErr_Clear(ctx);
  hpyc_close_nullable(ctx, r);
  for (int i = 1; i < 7; i++) hpyc_close_nullable(ctx, a[i]);
  hpyc_error_restore(ctx, e);
}
#endif
