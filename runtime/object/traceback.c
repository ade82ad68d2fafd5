// Entries of compiled functions in tracebacks.
#pragma once
#include "object/exception.c"

// Line 0: an exception that is raised again, which gets no entry.
#if !HPYC_UNIVERSAL && !(HPYC_EMULATED == 2)
#include <frameobject.h>
// The entry is a frame that never ran, of an empty code object; a few code objects are kept. Since 3.11 the code object has a
// table of lines, which must give the line for traceback.py; in 3.10 the frame has a word for it; before, the line is the
// first one of the code object.
#if PY_VERSION_HEX >= 0x030B0000 && !HPYC_EMULATED
// One entry for all of the code: no columns, the line as a signed difference.
static int hpyc_traceback_lines(PyCodeObject *code, int line) {
  int delta = line - code->co_firstlineno, size = 1;
  unsigned number = delta < 0 ? ((unsigned)-delta << 1) | 1 : (unsigned)delta << 1;
  char table[8] = {(char)(0x80 | 13 << 3 | (Py_SIZE(code) > 8 ? 7 : (int)Py_SIZE(code) - 1))};
  for (; number >= 64; number >>= 6) table[size++] = (char)(0x40 | (number & 63));
  table[size++] = (char)number;
  PyObject *bytes = PyBytes_FromStringAndSize(table, size), *old = code->co_linetable;
  if (!bytes) return -1;
  code->co_linetable = bytes;
  Py_XDECREF(old);
  return 0;
}
#endif
HPYC_COLD static PyFrameObject *hpyc_traceback_frame(HPyContext *ctx, int function, int line) {
  static struct {
    int function, line;
    PyCodeObject *code;
  } codes[64], *slot;
  slot = &codes[(unsigned)(function * 31 + line) % 64];
  if (!slot->code || slot->function != function || slot->line != line) {
    int first = PY_VERSION_HEX >= 0x030A0000 && !HPYC_EMULATED ? hpyc_functions[function].first_line : line;
    HPy name = hpyc_const(ctx, hpyc_functions[function].name), source = hpyc_source(ctx);
    PyCodeObject *code = PyCode_NewEmpty(hpyc_utf8(ctx, source), hpyc_utf8(ctx, name), first), *old = slot->code;
    hpyc_const_close(ctx, name);
    HPy_Close(ctx, source);
    if (!code) return NULL;
#if PY_VERSION_HEX >= 0x030B0000 && !HPYC_EMULATED
    if (hpyc_traceback_lines(code, line) < 0) {
      Py_DECREF(code);
      return NULL;
    }
#endif
    slot->code = code;
    slot->function = function;
    slot->line = line;
    Py_XDECREF((PyObject *)old);
  }
  HPy globals = hpyc_object(ctx, globals);
  PyFrameObject *frame = PyFrame_New(PyThreadState_Get(), slot->code, hpyc_py(ctx, globals), NULL);
  hpyc_const_close(ctx, globals);
#if PY_VERSION_HEX >= 0x030A0000 && PY_VERSION_HEX < 0x030B0000 && !HPYC_EMULATED
  if (frame) frame->f_lineno = line;
#endif
  return frame;
}
HPYC_COLD static void hpyc_traceback(HPyContext *ctx, int function, int line) {
  if (!line) return;
  PyObject *e = hpyc_py_fetch();
  if (!e) return;
  PyFrameObject *frame = hpyc_traceback_frame(ctx, function, line);
  if (!frame) PyErr_Clear();
  hpyc_py_restore(e);
  if (frame) PyTraceBack_Here(frame);
  Py_XDECREF((PyObject *)frame);
}
#else
// GraalPy's C API gives entries without lines.
// Frames are those of generators that never ran (they keep no caller alive), kept by the helper: one a function, since 3.11 one
// a line, with a table of lines that traceback.py reads.
static const char hpyc_traceback_text[] =
    "import sys\n"
    "from types import TracebackType\n"
    "frames = {}\n"
    "lines = sys.implementation.name == 'cpython' and sys.version_info >= (3, 11)\n"
    "def table(units, delta):\n"
    "  n = delta * 2 if delta >= 0 else 1 - delta * 2\n"
    "  b = []\n"
    "  while units > 0:\n"
    "    b.append(0x80 | 13 << 3 | min(units, 8) - 1)\n"
    "    while n >= 64: b.append(0x40 | n & 63); n >>= 6\n"
    "    b.append(n); n = 0; units -= 8\n"
    "  return bytes(b)\n"
    "def f(e, key, line, name, file, first, scope):\n"
    "  if lines: key = key, line\n"
    "  r = frames.get(key)\n"
    "  if r is None:\n"
    "    n = name if name.isidentifier() else 'f'; d = {}\n"
    "    exec(compile('\\n' * (first - 1) + 'def %s(): yield' % n, file, 'exec'), scope, d)\n"
    "    if n != name: d[n].__code__ = d[n].__code__.replace(co_name=name)\n"
    "    if lines:\n"
    "      c = d[n].__code__\n"
    "      d[n].__code__ = c.replace(co_linetable=table(len(c.co_code) >> 1, line - first))\n"
    "    r = frames[key] = d[n]().gi_frame\n"
    "  t = e.__traceback__\n"
    "  while t and t.tb_frame.f_code.co_filename == '<hpyc>': t = t.tb_next\n"
    "  e.__traceback__ = TracebackType(t, r, 0 if lines else -1, line)\n";
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
  hpyc_const_close(ctx, a[3]);
  hpyc_const_close(ctx, a[6]);
  for (int i = 1; i < 6; i++)
    if (i != 3) hpyc_close_nullable(ctx, a[i]);
  hpyc_error_restore(ctx, e);
}
#endif
