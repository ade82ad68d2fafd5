// Displays: lists, tuples, sets and dicts built by expressions and by calls with * and **.
#pragma once
#include "object/exception.c"
#include "object/item.h"

// method(o, x), the result of which does not matter
static int hpyc_update_by(HPyContext *ctx, int method, HPy o, HPy x) {
  HPy name = hpyc_const(ctx, method), a[2] = {o, x}, result = HPy_CallMethod(ctx, name, a, 2, HPy_NULL);
  hpyc_const_close(ctx, name);
  if (HPy_IsNull(result)) return -1;
  HPy_Close(ctx, result);
  return 0;
}
static inline HPy hpyc_build_tuple(HPyContext *ctx, const HPy *items, HPy_ssize_t count) { return hpyc_tuple_from(ctx, items, count); }
HPYC_NOINLINE static HPy hpyc_build_list(HPyContext *ctx, const HPy *items, HPy_ssize_t count) {
#if HPYC_DIRECT
  PyObject *list = PyList_New(count);
  if (list)
    for (HPy_ssize_t i = 0; i < count; i++) PyList_SET_ITEM(list, i, _h2py(HPy_Dup(ctx, items[i])));
  return _py2h(list);
#else
  if (!count) return HPyList_New(ctx, 0);
  HPyListBuilder builder = HPyListBuilder_New(ctx, count);
  for (HPy_ssize_t i = 0; i < count; i++) HPyListBuilder_Set(ctx, builder, i, items[i]);
  return HPyListBuilder_Build(ctx, builder);
#endif
}
HPYC_NOINLINE static HPy hpyc_build_dict(HPyContext *ctx, const HPy *items, int pairs) {
  HPy dict = HPyDict_New(ctx);
  for (int i = 0; !HPy_IsNull(dict) && i < pairs; i++)
    if (HPy_SetItem(ctx, dict, items[2 * i], items[2 * i + 1]) < 0) {
      HPy_Close(ctx, dict);
      dict = HPy_NULL;
    }
  return dict;
}
#if HPYC_DIRECT
#define hpyc_dict_set(ctx, dict, key, value) PyDict_SetItem(_h2py(dict), _h2py(key), _h2py(value))
#define hpyc_list_append(ctx, list, item) PyList_Append(_h2py(list), _h2py(item))
#define hpyc_list_to_tuple(ctx, list) _py2h(PyList_AsTuple(_h2py(list)))
#define hpyc_set_add(ctx, set, item) PySet_Add(_h2py(set), _h2py(item))
#else
#define hpyc_dict_set(ctx, dict, key, value) HPy_SetItem(ctx, dict, key, value)
#define hpyc_list_append(ctx, list, item) HPyList_Append(ctx, list, item)
#define hpyc_list_to_tuple(ctx, list) HPy_Call(ctx, ctx->h_TupleType, &(list), 1, HPy_NULL)
#define hpyc_set_add(ctx, set, item) hpyc_update_by(ctx, HPYC_N_add, set, item)
#endif
HPYC_NOINLINE static HPy hpyc_build_set(HPyContext *ctx, const HPy *items, HPy_ssize_t count) {
#if HPYC_DIRECT
  HPy set = _py2h(PySet_New(NULL));
  for (HPy_ssize_t i = 0; !HPy_IsNull(set) && i < count; i++)
    if (PySet_Add(_h2py(set), _h2py(items[i])) < 0) {
      HPy_Close(ctx, set);
      set = HPy_NULL;
    }
  return set;
#else
  HPy type = hpyc_object(ctx, set), all = hpyc_tuple_from(ctx, items, count);
  HPy set = HPy_IsNull(all) ? all : HPy_Call(ctx, type, &all, count != 0, HPy_NULL);
  hpyc_close_nullable(ctx, all);
  HPy_Close(ctx, type);
  return set;
#endif
}
#define hpyc_set_update(ctx, set, x) hpyc_update_by(ctx, HPYC_N_update, set, x)

// Better words for a TypeError about something that is not iterable.
// how: 0 unpacking, 1 `*x` in a display, 2 `c(*x)`.
static const char hpyc_iterable_text[] =
    "def f(how, x, c):\n"
    "  t = type(x)\n"
    "  if hasattr(t, '__iter__') or hasattr(t, '__getitem__'): return\n"
    "  if how == 0: a, = x\n"
    "  if how == 1: [*x]\n"
    "  c(*x)\n";
HPYC_COLD static int hpyc_not_iterable(HPyContext *ctx, int how, HPy x, HPy callee) {
  if (HPyErr_ExceptionMatches(ctx, HPYC_EXC(TypeError))) {
    HPy a[3] = {HPyLong_FromInt64_t(ctx, how), x, callee};
    hpyc_explain(ctx, HPYC_O_help_explain, hpyc_iterable_text, a, 3);
    HPy_Close(ctx, a[0]);
  }
  return -1;
}
static int hpyc_extend(HPyContext *ctx, HPy list, HPy x) {
#if HPYC_DIRECT
  PyObject *same = PySequence_InPlaceConcat(_h2py(list), _h2py(x));
  Py_XDECREF(same);
  return same ? 0 : -1;
#else
  return hpyc_update_by(ctx, HPYC_N_extend, list, x);
#endif
}
HPYC_NOINLINE static int hpyc_list_extend(HPyContext *ctx, HPy list, HPy x) {
  return HPYC_LIKELY(hpyc_extend(ctx, list, x) == 0) ? 0 : hpyc_not_iterable(ctx, 1, x, list);
}
HPYC_NOINLINE static int hpyc_call_star_args(HPyContext *ctx, HPy callee, HPy list, HPy x) {
  if (HPYC_LIKELY(hpyc_extend(ctx, list, x) == 0)) return 0;
  return hpyc_not_iterable(ctx, HPy_Length(ctx, list) ? 1 : 2, x, callee);  // only a lone * names the function
}

// AttributeError where x is not a mapping.
static int hpyc_mapping_update(HPyContext *ctx, HPy dict, HPy x) {
#if HPYC_DIRECT
  return PyDict_Update(_h2py(dict), _h2py(x));
#else
  HPy name = hpyc_name(ctx, keys), keys = HPyDict_Check(ctx, x) ? HPy_Dup(ctx, x) : HPy_GetAttr(ctx, x, name);
  HPy_Close(ctx, name);
  if (HPy_IsNull(keys)) return -1;
  HPy_Close(ctx, keys);
  return hpyc_update_by(ctx, HPYC_N_update, dict, x);
#endif
}
HPYC_NOINLINE static int hpyc_dict_update(HPyContext *ctx, HPy dict, HPy x) {
  int failed = hpyc_mapping_update(ctx, dict, x);
  if (failed && HPyErr_ExceptionMatches(ctx, HPYC_EXC(AttributeError))) {
    HPyErr_Clear(ctx);
    hpyc_error(ctx, HPYC_EXC(TypeError), "'%.200s' object is not a mapping", hpyc_type_name(ctx, x));
  }
  return failed;
}
// The interpreter's own words where `c(**d, **x)` cannot be called; what is no mapping must not be asked again.
static const char hpyc_merge_text[] =
    "def f(c, d, x, bad):\n"
    "  if bad: x = x if not hasattr(type(x), 'keys') else type(type(x).__name__, (), {})()\n"
    "  c(**d, **x)\n";
HPYC_COLD static int hpyc_merge_error(HPyContext *ctx, HPy callee, HPy dict, HPy x, int bad) {
  HPy a[4] = {callee, dict, x, bad ? hpyc_true(ctx) : hpyc_false(ctx)};
  HPy r = hpyc_help(ctx, HPYC_O_help_merge, hpyc_merge_text, a, 4);
  hpyc_close_nullable(ctx, r);
  return -1;
}
HPYC_NOINLINE static int hpyc_dict_merge(HPyContext *ctx, HPy callee, HPy dict, HPy x) {
  HPy_ssize_t count = HPy_Length(ctx, dict);
  int failed = 0, known = HPyDict_Check(ctx, x);
  HPy more = known ? HPy_Dup(ctx, x) : HPyDict_New(ctx), all = HPy_NULL;
  if (!known && hpyc_mapping_update(ctx, more, x) < 0) {
    failed = -1;
    if (HPyErr_ExceptionMatches(ctx, HPYC_EXC(AttributeError))) {
      HPyErr_Clear(ctx);
      hpyc_merge_error(ctx, callee, dict, x, 1);
    }
  } else if (count) {  // a result that is too short: some key is in both
    all = HPyDict_Copy(ctx, dict);
    failed = HPy_IsNull(all) ? -1 : hpyc_mapping_update(ctx, all, more);
    if (!failed && HPy_Length(ctx, all) != count + HPy_Length(ctx, more))
      failed = hpyc_merge_error(ctx, callee, dict, more, 0);
    hpyc_close_nullable(ctx, all);
  }
  if (!failed) failed = hpyc_mapping_update(ctx, dict, more);
  HPy_Close(ctx, more);
  return failed;
}
