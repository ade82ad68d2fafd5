// Finds out when the module starts whether handles are plain addresses, and in universal whether core/layout.h describes the
// interpreter. What is to be used is first compared with what the interpreter says of itself; memory is read only within the
// sizes that it gives.
#pragma once
#include "core/attribute.c"
#include "core/function.c"
#include "core/number.c"

#if HPYC_UNIVERSAL
// Rows (object, its address, offset, size, value): at that offset there is that value; then the class, instance and
// descriptor that the rest is tried on. Nothing where the version or a size is not one that we know.
static const char hpyc_layout_text[] =
    "def f():\n"
    "  import gc, sys\n"
    "  class P: __slots__ = 'a', 'b'\n"
    "  class Q(P):\n"
    "    __slots__ = ()\n"
    "    def __getattr__(self, name): pass\n"
    "    def __setattr__(self, name, value): pass\n"
    "    def __new__(self): pass\n"
    "  p = P(); p.a = 1.5; p.b = p.a + 1; m = P.b; v = sys.hexversion; old = v < 0x30c0000; L = [p, m]; T = p, m; D = {}; rows = []\n"
    "  sizes = [(t.__basicsize__, t.__itemsize__) for t in (object, float, int, list, tuple, dict, type(m))]\n"
    "  if (not 0x3080000 <= v < 0x30e0000 or sys.maxsize != 2**63 - 1 or type.__basicsize__ < 408\n"
    "      or sizes != [(16, 0), (24, 0), (24, 4), (40, 0), (24, 8), (48, 0), (48, 0)]): return\n"
    "  def row(o, offset, value, size=8): rows.append((o, id(o), offset, size, value))\n"
    "  for o in (p, p.a, 7, L, T, D, m, P, float, list): row(o, 8, id(type(o)))\n"
    "  for t in (P, Q, float, int, list, tuple, object, type(m), type(iter(L))):\n"
    "    row(t, 32, t.__basicsize__); row(t, 40, t.__itemsize__); row(t, 168, t.__flags__); row(t, 208, t.__weakrefoffset__)\n"
    "    row(t, 288, t.__dictoffset__); row(t, 336, id(t.__bases__)); row(t, 344, id(t.__mro__))\n"
    "    if t.__base__: row(t, 256, id(t.__base__))\n"
    "  for t in P, Q: row(t, 264, id(gc.get_referents(t.__dict__)[0]))\n"
    "  for n in (7, -7, 2**30 - 1, 1 - 2**30):\n"
    "    row(n, 16, (-1 if n < 0 else 1) if old else 10 if n < 0 else 8); row(n, 24, abs(n), 4)\n"
    "  row(0, 16, 0 if old else 1); row(2**30, 16, 2 if old else 16)\n"
    "  for o in L, T: row(o, 16, 2)\n"
    "  row(p.a, 16, 0x3ff8 << 48); row(T, 24, id(p)); row(T, 32, id(m)); row(m, 16, id(P)); row(m, 24, id(m.__name__))\n"
    "  row(list, 224, 0); row(int, 216, 0); row(int, 224, 0)\n"
    "  return rows, P, Q, p, m, L, D, float, object, type(iter(L)), type(iter(T)), p.b\n";
#define HPYC_WORD(o, offset) (*(int64_t *)((char *)(o) + (offset)))
// The version of a class that has an attribute `a`, after a look-up.
HPYC_COLD static unsigned hpyc_layout_version(HPyContext *ctx, HPy type) {
  HPy r = HPy_GetAttr_s(ctx, type, "a");
  hpyc_close_nullable(ctx, r);
  return hpyc_type_version((PyTypeObject *)hpyc_py(ctx, type));
}
HPYC_COLD static int hpyc_layout_rows(HPyContext *ctx, HPy rows) {
  int fits = HPy_Length(ctx, rows) > 0;
  for (HPy_ssize_t i = 0, n = HPy_Length(ctx, rows); i < n && fits; i++) {
    int64_t fact[4];
    HPy row = HPy_GetItem_i(ctx, rows, i), o = HPy_GetItem_i(ctx, row, 0);
    for (int k = 0; k < 4; k++) {
      HPy number = HPy_GetItem_i(ctx, row, k + 1);
      fact[k] = HPyLong_AsInt64_t(ctx, number);
      HPy_Close(ctx, number);
    }
    fits = o._i == fact[0] + 1 && _HPy_AsStruct_Legacy(ctx, o) == (void *)fact[0];
    if (fits) fits = (fact[2] == 8 ? HPYC_WORD(fact[0], fact[1]) : *(uint32_t *)(fact[0] + fact[1])) == fact[3];
    HPy_Close(ctx, row);
    HPy_Close(ctx, o);
  }
  return fits;
}
// P: a class with slots a and b; Q: one with __getattr__, __setattr__ and __new__; p: a P; m: the descriptor of P.b.
enum { HPYC_T_ROWS, HPYC_T_P, HPYC_T_Q, HPYC_T_p, HPYC_T_m, HPYC_T_L, HPYC_T_D, HPYC_T_float, HPYC_T_object, HPYC_T_I, HPYC_T_J, HPYC_T_b, HPYC_T_COUNT };
HPYC_COLD static int64_t hpyc_layout_try(HPyContext *ctx, const HPy *h) {
  PyObject *o[HPYC_T_COUNT];
  int64_t layout = 1;
  if (!hpyc_layout_rows(ctx, h[HPYC_T_ROWS])) return 0;
  for (int i = 0; i < HPYC_T_COUNT; i++) o[i] = hpyc_py(ctx, h[i]);
  if (ctx->h_FloatType._i != h[HPYC_T_float]._i || ctx->h_BaseObjectType._i != h[HPYC_T_object]._i) return 0;
  PyTypeObject *P = (PyTypeObject *)o[HPYC_T_P], *Q = (PyTypeObject *)o[HPYC_T_Q], *base = (PyTypeObject *)o[HPYC_T_object];
  if (P->tp_getattro != base->tp_getattro || P->tp_setattro != base->tp_setattro || P->tp_new != base->tp_new) return 0;
  if (Q->tp_getattro == base->tp_getattro || Q->tp_setattro == base->tp_setattro || Q->tp_new == base->tp_new) return 0;
  PyTypeObject *I = (PyTypeObject *)o[HPYC_T_I], *J = (PyTypeObject *)o[HPYC_T_J];
  if (!I->tp_iternext || !J->tp_iternext || I->tp_iternext == J->tp_iternext || !I->tp_iter || I->tp_iter != J->tp_iter) return 0;
  PyListObject *list = (PyListObject *)o[HPYC_T_L];
  if (!list->ob_item || list->ob_item[0] != o[HPYC_T_p] || list->ob_item[1] != o[HPYC_T_m]) return 0;
  PyMemberDef *member = ((PyMemberDescrObject *)o[HPYC_T_m])->d_member;
  if (!member || !member->name || strcmp(member->name, "b") || member->type != T_OBJECT_EX || member->flags) return 0;
  if (member->offset < 16 || member->offset + 8 > P->tp_basicsize || HPYC_WORD(o[HPYC_T_p], member->offset) != (int64_t)o[HPYC_T_b]) return 0;
  unsigned first = hpyc_layout_version(ctx, h[HPYC_T_P]), other = hpyc_layout_version(ctx, h[HPYC_T_Q]);
  if (!first || !other || first == other || hpyc_layout_version(ctx, h[HPYC_T_P]) != first) return 0;
  if (HPy_SetAttr_s(ctx, h[HPYC_T_P], "c", ctx->h_None) < 0 || hpyc_type_version(P) == first) return 0;
  unsigned second = hpyc_layout_version(ctx, h[HPYC_T_P]);
  if (!second || second == first || second == other) return 0;
  // References: of this object only ours and that of the result.
  int64_t count = o[HPYC_T_D]->ob_refcnt;
  if (count < 1 || count > 9) return 0;
  HPy again = ctx->ctx_Dup(ctx, h[HPYC_T_D]);
  int counts = again._i == h[HPYC_T_D]._i && o[HPYC_T_D]->ob_refcnt == count + 1;
  ctx->ctx_Close(ctx, again);
  if (!counts || o[HPYC_T_D]->ob_refcnt != count) return 0;
  if (hpyc_version >= 0x030C0000) {
    if (!(hpyc_py(ctx, ctx->h_None)->ob_refcnt & HPYC_LAYOUT_IMMORTAL)) return 0;
    layout |= HPYC_LAYOUT_IMMORTAL;
  } else {
    PyDictObject *dict = (PyDictObject *)o[HPYC_T_D];
    uint64_t version = dict->ma_version_tag, next;
    if (HPy_SetItem(ctx, h[HPYC_T_D], ctx->h_None, ctx->h_True) < 0 || (next = dict->ma_version_tag) == version) return 0;
    if (HPy_Contains(ctx, h[HPYC_T_D], ctx->h_None) != 1 || dict->ma_version_tag != next || dict->ma_used != 1) return 0;
    if (HPy_SetItem(ctx, h[HPYC_T_D], ctx->h_None, ctx->h_False) < 0 || dict->ma_version_tag == next) return 0;
    layout |= HPYC_LAYOUT_DIGITS | HPYC_LAYOUT_VERSIONS;
  }
  HPy type = hpyc_object(ctx, function_type), function;
  hpyc_function *payload;
  int fits = type._i == hpyc_stored[HPYC_O_function_type]._i && !HPy_IsNull(function = HPy_New(ctx, type, &payload));
  if (fits) {
    fits = payload == hpyc_py_function(hpyc_py(ctx, function)) && hpyc_py_is_function(hpyc_py(ctx, function));
    HPy_Close(ctx, function);
  }
  hpyc_const_close(ctx, type);
  hpyc_member_type = Py_TYPE(o[HPYC_T_m]);
  return fits ? layout : 0;
}
#endif
#if HPYC_CONTEXT
HPYC_COLD static int hpyc_layout_start(HPyContext *ctx) {
  const char *choice = getenv("HPYC_LAYOUT");
  int64_t layout = 0;
#if HPYC_UNIVERSAL
  if (hpyc_implementation || strcmp(ctx->name, "HPy Universal ABI (CPython backend)") || sizeof(void *) != 8 || (choice && !strcmp(choice, "0"))) return 0;
  HPy all = hpyc_help(ctx, HPYC_O_help_layout, hpyc_layout_text, NULL, 0), h[HPYC_T_COUNT];
  if (HPy_IsNull(all)) return -1;
  if (!HPy_Is(ctx, all, ctx->h_None)) {
    for (int i = 0; i < HPYC_T_COUNT; i++) h[i] = HPy_GetItem_i(ctx, all, i);
    layout = hpyc_layout_try(ctx, h);
    for (int i = 0; i < HPYC_T_COUNT; i++) HPy_Close(ctx, h[i]);
  }
  HPy_Close(ctx, all);
  for (int i = 0; i < HPYC_SMALL_INTS && layout; i++) {
    HPy number = HPyLong_FromInt64_t(ctx, i - 5);
    if (HPy_IsNull(number)) return -1;
    if (hpyc_small_ints[i]) HPy_Close(ctx, number);
    else hpyc_small_ints[i] = hpyc_py(ctx, number);
  }
#else
  if (strcmp(ctx->name, "HPy Universal ABI (CPython backend)") || (choice && !strcmp(choice, "0"))) return 0;
  layout = 1;
  for (int i = 0; i < HPYC_CONSTANT_COUNT; i++) {
    HPy h = HPy_FromPyObject(ctx, hpyc_stored[i]);
    layout &= h._i == (intptr_t)hpyc_stored[i] + 1 && hpyc_legacy(ctx, h) == hpyc_stored[i];
    HPy_Close(ctx, h);
  }
#endif
  hpyc_layout = layout;
  return 0;
}
#endif
