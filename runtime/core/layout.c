// Finds out when the module starts whether handles are plain addresses, and in universal whether core/layout.h describes the
// interpreter. What is to be used is first compared with what the interpreter says of itself; memory is read only within the
// sizes that it gives.
#pragma once
#include "core/attribute.c"
#include "core/call.c"
#include "core/function.c"
#include "core/number.c"

#if HPYC_UNIVERSAL
// Rows (object, its address, offset, kind, value) and what the rest is tried on: a class with slots, an instance, the descriptor
// of its second slot, … Kind 8, 4: at that offset there is that value, of so many bytes; 1, 2: there is the same as in the object
// at that address, or something else. Nothing where the version or a size is not one that we know.
static const char hpyc_layout_text[] =
    "def f():\n"
    "  import gc, sys\n"
    "  class P: __slots__ = 'a', 'b'\n"
    "  class Q(P):\n"
    "    __slots__ = ()\n"
    "    __getattr__ = __setattr__ = __new__ = lambda *a: None\n"
    "  p = P(); p.a = 1.5; p.b = p.a + 1; m = P.b; old = sys.hexversion < 0x30c0000; L = [p, m]; T = p, m; D = {}; I = type(iter(L)); J = type(iter(T))\n"
    "  sizes = [(t.__basicsize__, t.__itemsize__) for t in (object, float, int, list, tuple, dict, type(m))]\n"
    "  if (not 0x3080000 <= sys.hexversion < 0x30e0000 or sys.maxsize != 2**63 - 1 or type.__basicsize__ < 408\n"
    "      or sizes != [(16, 0), (24, 0), (24, 4), (40, 0), (24, 8), (48, 0), (48, 0)]): return\n"
    "  rows = []\n"
    "  def row(o, *facts, kind=8):\n"
    "    for i in range(0, len(facts), 2): rows.append((o, id(o), facts[i], kind, facts[i + 1]))\n"
    "  for o in (p, p.a, 7, L, T, D, m, P, float, list): row(o, 8, id(type(o)))\n"
    "  for t in (P, Q, float, int, list, tuple, object, type(m), I):\n"
    "    row(t, 32, t.__basicsize__, 40, t.__itemsize__, 168, t.__flags__, 208, t.__weakrefoffset__, 288, t.__dictoffset__,\n"
    "        336, id(t.__bases__), 344, id(t.__mro__), *(256, id(t.__base__)) * (t is not object))\n"
    "  for t in P, Q: row(t, 264, id(gc.get_referents(t.__dict__)[0]))\n"
    "  for k in 144, 152, 312: row(P, k, id(object), kind=1); row(Q, k, id(object), kind=2)\n"
    "  for n in (7, -7, 2**30 - 1, 1 - 2**30):\n"
    "    row(n, 16, (-1 if n < 0 else 1) if old else 10 if n < 0 else 8); row(n, 24, abs(n), kind=4)\n"
    "  row(0, 16, 0 if old else 1); row(2**30, 16, 2 if old else 16); row(p.a, 16, 0x3ff8 << 48)\n"
    "  row(L, 16, 2); row(T, 16, 2, 24, id(p), 32, id(m)); row(m, 16, id(P), 24, id(m.__name__)); row(list, 224, 0); row(int, 216, 0, 224, 0)\n"
    "  row(I, 224, id(list), 224, id(J), 216, id(int), kind=2); row(I, 216, id(J), kind=1)\n"
    "  return rows, P, Q, p, m, L, D, float, p.b\n";
enum { HPYC_T_ROWS, HPYC_T_P, HPYC_T_Q, HPYC_T_p, HPYC_T_m, HPYC_T_L, HPYC_T_D, HPYC_T_float, HPYC_T_b, HPYC_T_COUNT };
#define HPYC_WORD(address) (*(int64_t *)(address))
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
    int64_t at = fact[0] + fact[1], kind = fact[2], value = fact[3];
    fits = o._i == fact[0] + 1 && _HPy_AsStruct_Legacy(ctx, o) == (void *)fact[0];
    if (fits) fits = ((kind == 4 ? *(uint32_t *)at : HPYC_WORD(at)) == (kind < 4 ? HPYC_WORD(value + fact[1]) : value)) == (kind != 2);
    HPy_Close(ctx, row);
    HPy_Close(ctx, o);
  }
  return fits;
}
// The version of a class that has an attribute `a`, after a look-up.
HPYC_COLD static unsigned hpyc_layout_version(HPyContext *ctx, HPy type) {
  HPy r = HPy_GetAttr_s(ctx, type, "a");
  hpyc_close_nullable(ctx, r);
  return hpyc_type_version((PyTypeObject *)hpyc_py(ctx, type));
}
HPYC_COLD static int64_t hpyc_layout_try(HPyContext *ctx, const HPy *h) {
  PyObject *o[HPYC_T_COUNT];
  if (!hpyc_layout_rows(ctx, h[HPYC_T_ROWS]) || ctx->h_FloatType._i != h[HPYC_T_float]._i) return 0;
  for (int i = 0; i < HPYC_T_COUNT; i++) o[i] = hpyc_py(ctx, h[i]);
  PyObject **items = ((PyListObject *)o[HPYC_T_L])->ob_item;
  if (!items || items[0] != o[HPYC_T_p] || items[1] != o[HPYC_T_m]) return 0;
  PyMemberDef *member = ((PyMemberDescrObject *)o[HPYC_T_m])->d_member;
  if (!member || !member->name || strcmp(member->name, "b") || member->type != T_OBJECT_EX || member->flags) return 0;
  if (member->offset < 16 || member->offset + 8 > ((PyTypeObject *)o[HPYC_T_P])->tp_basicsize) return 0;
  if (HPYC_WORD((char *)o[HPYC_T_p] + member->offset) != (int64_t)o[HPYC_T_b]) return 0;
  unsigned first = hpyc_layout_version(ctx, h[HPYC_T_P]), other = hpyc_layout_version(ctx, h[HPYC_T_Q]);
  if (!first || !other || first == other || hpyc_layout_version(ctx, h[HPYC_T_P]) != first) return 0;
  if (HPy_SetAttr_s(ctx, h[HPYC_T_P], "c", ctx->h_None) < 0 || hpyc_type_version((PyTypeObject *)o[HPYC_T_P]) == first) return 0;
  unsigned second = hpyc_layout_version(ctx, h[HPYC_T_P]);
  if (!second || second == first || second == other) return 0;
  PyDictObject *dict = (PyDictObject *)o[HPYC_T_D];
  int64_t count = HPYC_WORD(dict), more, version[4] = {(int64_t)dict->ma_version_tag, 0, 0, 0}, layout = 1 | HPYC_LAYOUT_IMMORTAL;
  HPy again = ctx->ctx_Dup(ctx, h[HPYC_T_D]);
  more = again._i == h[HPYC_T_D]._i ? HPYC_WORD(dict) - count : 0;
  ctx->ctx_Close(ctx, again);
  if (count < 1 || count > 9 || more != 1 || HPYC_WORD(dict) != count) return 0;
  if (hpyc_version < 0x030C0000) {
    layout = 1 | HPYC_LAYOUT_DIGITS | HPYC_LAYOUT_VERSIONS;
    for (int i = 1; i < 4; i++) {  // a new key, a look-up, another value
      HPy r = i == 2 ? HPy_GetItem(ctx, h[HPYC_T_D], ctx->h_None) : HPy_NULL;
      int failed = i == 2 ? HPy_IsNull(r) : HPy_SetItem(ctx, h[HPYC_T_D], ctx->h_None, i == 1 ? ctx->h_True : ctx->h_False) < 0;
      hpyc_close_nullable(ctx, r);
      version[i] = failed ? 0 : (int64_t)dict->ma_version_tag;
    }
    if (version[0] == version[1] || version[1] != version[2] || version[2] == version[3] || dict->ma_used != 1) return 0;
  } else if (!(HPYC_WORD(ctx->h_None._i - 1) & HPYC_LAYOUT_IMMORTAL)) {
    return 0;
  }
  return Py_TYPE(o[HPYC_T_m]) == hpyc_member_type ? layout : 0;
}
// What was found out is kept in hpy.universal for the other modules of the process; a change of the test needs another name.
HPYC_COLD static int64_t hpyc_layout_find(HPyContext *ctx) {
  int64_t layout = 0;
  HPy cache = HPyImport_ImportModule(ctx, "hpy.universal"), seen = HPy_NULL, all = HPy_NULL, h[HPYC_T_COUNT];
  if (!HPy_IsNull(cache)) seen = HPy_GetAttr_s(ctx, cache, "_hpyc_layout_1");
  if (HPy_IsNull(seen)) {
    HPyErr_Clear(ctx);
    all = hpyc_help(ctx, HPYC_O_help_layout, hpyc_layout_text, NULL, 0);
    int known = !HPy_IsNull(all) && !HPy_Is(ctx, all, ctx->h_None);
    for (int i = 0; i < HPYC_T_COUNT && known; i++) h[i] = HPy_GetItem_i(ctx, all, i);
    if (known) layout = hpyc_layout_try(ctx, h);
    for (int i = 0; i < HPYC_T_COUNT && known; i++) HPy_Close(ctx, h[i]);
    seen = HPyLong_FromInt64_t(ctx, layout);
    if (!HPy_IsNull(cache) && !HPy_IsNull(seen)) HPy_SetAttr_s(ctx, cache, "_hpyc_layout_1", seen);
  } else {
    layout = HPyLong_AsInt64_t(ctx, seen);
  }
  hpyc_close_nullable(ctx, all);
  hpyc_close_nullable(ctx, seen);
  hpyc_close_nullable(ctx, cache);
  return layout;
}
#endif
#if HPYC_CONTEXT
HPYC_COLD static int hpyc_layout_start(HPyContext *ctx) {
  const char *choice = getenv("HPYC_LAYOUT");
  if (strcmp(ctx->name, "HPy Universal ABI (CPython backend)") || hpyc_implementation || sizeof(void *) != 8 || (choice && *choice == '0')) return 0;
  int64_t layout = 1;
#if HPYC_UNIVERSAL
  hpyc_function *payload;
  HPy member = hpyc_library_load(ctx, "types", "MemberDescriptorType"), type = hpyc_object(ctx, function_type), function;
  if (HPy_IsNull(member) || HPy_IsNull(function = HPy_New(ctx, type, &payload))) return -1;
  hpyc_member_type = (PyTypeObject *)hpyc_py(ctx, member);
  layout = hpyc_layout_find(ctx);
  if (layout && (payload != hpyc_py_function(function._i - 1) || !hpyc_py_is_function(function._i - 1))) layout = 0;
  if (type._i != hpyc_stored[HPYC_O_function_type]._i) layout = 0;
  HPy_Close(ctx, function);
  HPy_Close(ctx, member);
  hpyc_const_close(ctx, type);
  if (!layout) HPyErr_Clear(ctx);
  for (int i = 0; i < HPYC_SMALL_INTS && layout; i++) {
    HPy number = HPyLong_FromInt64_t(ctx, i - 5);
    if (HPy_IsNull(number)) return -1;
    if (hpyc_small_ints[i]) HPy_Close(ctx, number);
    else hpyc_small_ints[i] = hpyc_py(ctx, number);
  }
#else
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
