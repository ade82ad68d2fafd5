// Entries of compiled functions in tracebacks.
#pragma once
#include "object/exception.c"

// Line 0: an exception that is raised again, which gets no entry.
#if !HPYC_UNIVERSAL && !(HPYC_EMULATED == 2)
#include <frameobject.h>
// The entry is a frame that never ran, of an empty code object whose first line is the line; a few code objects are kept.
HPYC_COLD static void hpyc_traceback(HPyContext *ctx, int function, int line) {
  if (!line) return;
  static struct {
    int function, line;
    PyCodeObject *code;
  } codes[64], *slot;
  slot = &codes[(unsigned)(function * 31 + line) % 64];
  PyObject *e = hpyc_py_fetch();
  if (!e) return;
  if (!slot->code || slot->function != function || slot->line != line) {
    HPy name = hpyc_const(ctx, hpyc_functions[function].name);
    PyCodeObject *code = PyCode_NewEmpty(HPYC_SOURCE_NAME, hpyc_utf8(ctx, name), line), *old = slot->code;
    hpyc_const_close(ctx, name);
    if (code) {
      slot->code = code;
      slot->function = function;
      slot->line = line;
      Py_XDECREF((PyObject *)old);
    }
  }
  HPy globals = hpyc_object(ctx, globals);
  PyFrameObject *frame = slot->code ? PyFrame_New(PyThreadState_Get(), slot->code, hpyc_py(ctx, globals), NULL) : NULL;
  hpyc_const_close(ctx, globals);
  if (!frame) PyErr_Clear();
  hpyc_py_restore(e);
  if (frame) PyTraceBack_Here(frame);
  Py_XDECREF((PyObject *)frame);
}
#else
// GraalPy's C API gives entries without lines. Frames are those of generators that never ran (they keep no caller alive), one a function, kept by the helper.
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
  a[4] = HPyUnicode_FromString(ctx, HPYC_SOURCE_NAME);
  a[5] = HPyLong_FromInt64_t(ctx, info->first_line);
  a[6] = hpyc_object(ctx, globals);
  r = hpyc_help_(ctx, HPYC_O_help_traceback, hpyc_traceback_text, a, 7);
  if (HPy_IsNull(r)) HPyErr_Clear(ctx);
  hpyc_close_nullable(ctx, r);
  hpyc_const_close(ctx, a[3]);
  hpyc_const_close(ctx, a[6]);
  for (int i = 1; i < 6; i++)
    if (i != 3) hpyc_close_nullable(ctx, a[i]);
  hpyc_error_restore(ctx, e);
}
#endif
