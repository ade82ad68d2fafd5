// Functions of runtime/core/ as functions of a module that is defined as generated ones are.
#define HPYC_MODULE_NAME "core"
#define HPYC_MODULE_INIT core
#define HPYC_SOURCE_NAME "core.py"
#define HPYC_DOC K_doc
#define HPYC_SITE_COUNT 16

#define BINARY(X) X(add) X(subtract) X(multiply) X(truedivide) X(floordivide) X(remainder) X(power) X(matmultiply) X(lshift) X(rshift) X(and) X(or) X(xor)
#define UNARY(X) X(negative) X(positive) X(invert) X(absolute)
#define COMPARE(X) X(lt, LT) X(le, LE) X(eq, EQ) X(ne, NE) X(gt, GT) X(ge, GE)
#define MATH(X) X(math_sqrt) X(math_sin) X(math_exp) X(math_log) X(math_fabs) X(abs) X(int_) X(float_)
// X(name, positional-only, positional, keyword-only, flags, names)
#define PLAIN(X)                                                                                                   \
  X(getx, 0, 1, 0, 0) X(setx, 0, 2, 0, 0) X(delx, 0, 1, 0, 0) X(method, 0, 1, 0, 0) X(method1, 0, 2, 0, 0)         \
  X(append, 0, 2, 0, 0) X(call0, 0, 1, 0, 0) X(call1, 0, 2, 0, 0) X(call_kw, 0, 2, 0, 0) X(method_kw, 0, 2, 0, 0)  \
  X(call_ex, 0, 3, 0, 0) X(load, 0, 0, 0, 0) X(store, 0, 1, 0, 0) X(delete, 0, 0, 0, 0) X(collect, 0, 1, 0, 0)     \
  X(count1, 0, 1, 0, 0) X(count2, 0, 2, 0, 0) X(count3, 0, 3, 0, 0) X(item, 0, 2, 0, 0) X(item_num, 0, 2, 0, 0)    \
  X(set_item, 0, 3, 0, 0) X(set_item_num, 0, 3, 0, 0) X(del_item, 0, 2, 0, 0) X(slice, 0, 3, 0, 0)                 \
  X(set_slice, 0, 4, 0, 0) X(del_slice, 0, 3, 0, 0) X(slice_object, 0, 3, 0, 0) X(contains, 0, 2, 0, 0)            \
  X(local, 0, 5, 0, 0) X(local_range, 0, 3, 0, 0)                                                                   \
  X(truth, 0, 1, 0, 0) X(num_truth, 0, 1, 0, 0) X(length, 0, 2, 0, 0) X(known, 0, 1, 0, 0) X(roundtrip, 0, 1, 0, 0) \
  X(constants, 0, 0, 0, 0) X(power3, 0, 3, 0, 0) X(guards, 0, 0, 0, 0) X(make, 0, 3, 0, 0) X(next_of, 0, 1, 0, 0)   \
  X(p0, 0, 0, 0, 0) X(p1, 0, 1, 0, 0) X(p3, 0, 3, 0, 0) X(po, 2, 3, 0, 0) X(ko, 0, 1, 2, 0) X(va, 0, 1, 0, 1)        \
  X(vk, 0, 1, 0, 2) X(all_kinds, 1, 2, 1, 3) X(only_keywords, 0, 0, 1, 0) X(init, 0, 2, 0, 0) X(both_methods, 0, 2, 0, 0) \
  X(getx_num, 0, 1, 0, 0) X(setx_num, 0, 2, 0, 0) X(item_as_num, 0, 2, 0, 0) X(set_item_from_num, 0, 3, 0, 0) \
  X(layout, 0, 0, 0, 0)
#define K_OF_PLAIN(name, a, b, c, d) K_##name,
#define K_OF_BINARY(op) K_num_##op, K_num_inplace_##op, K_obj_##op, K_obj_inplace_##op, K_imm_##op, K_checked_##op,
#define K_OF_UNARY(op) K_num_##op, K_obj_##op,
#define K_OF_COMPARE(op, c) K_num_##op, K_obj_##op, K_truth_##op, K_imm_##op,
#define K_OF_MATH(op) K_call_##op,
enum { K_a, K_b, K_c, K_d, K_e, K_x, K_m, K_names, K_range, K_len, K_math, K_G, K_doc, K_surrogate, K_zero, K_bytes, K_int, K_big, K_minus_big, K_float, K_complex,
  K_none, K_true, K_false, K_ellipsis, K_tuple, K_empty, K_least, K_module, K_Point_init,
  PLAIN(K_OF_PLAIN) BINARY(K_OF_BINARY) UNARY(K_OF_UNARY) COMPARE(K_OF_COMPARE) MATH(K_OF_MATH) HPYC_CONSTANT_COUNT };
#define F_OF_PLAIN(name, a, b, c, d) F_##name,
#define F_OF_BINARY(op) F_num_##op, F_num_inplace_##op, F_obj_##op, F_obj_inplace_##op, F_imm_##op, F_checked_##op,
#define F_OF_UNARY(op) F_num_##op, F_obj_##op,
#define F_OF_COMPARE(op, c) F_num_##op, F_obj_##op, F_truth_##op, F_imm_##op,
#define F_OF_MATH(op) F_call_##op,
enum { F_module, PLAIN(F_OF_PLAIN) BINARY(F_OF_BINARY) UNARY(F_OF_UNARY) COMPARE(F_OF_COMPARE) MATH(F_OF_MATH) HPYC_FUNCTION_COUNT };
#include "all.h"

#define ENTRY(name) static HPy e_##name(HPyContext *ctx, HPy function, const HPy *a)
static HPy none_unless(HPyContext *ctx, int failed) { return failed < 0 ? HPy_NULL : HPy_Dup(ctx, hpyc_none(ctx)); }
static HPy boolean(HPyContext *ctx, int r) { return r < 0 ? HPy_NULL : hpyc_box_bool(ctx, r); }
static HPy optional(HPyContext *ctx, HPy h) { return HPy_Is(ctx, h, hpyc_none(ctx)) ? HPy_NULL : h; }

#define DEFINE_NUM(prefix, call)                                                       \
  ENTRY(prefix) {                                                                      \
    hpyc_num x = hpyc_num_from(ctx, a[0]), y = hpyc_num_from(ctx, a[1]), r = call;     \
    hpyc_num_close(ctx, x);                                                            \
    hpyc_num_close(ctx, y);                                                            \
    return hpyc_box_owned(ctx, r);                                                     \
  }
#define hpyc_i64_checked_matmultiply(ctx, a, b, r) (-1)
#define hpyc_i64_checked_power(ctx, a, b, r) (-1)
#define hpyc_i64_checked_truedivide(ctx, a, b, r) (-1)
// Ints that fit: checked arithmetic or "escape"; floats: f64.checked where there is one.
#define DEFINE_BINARY(op)                                                              \
  DEFINE_NUM(num_##op, hpyc_num_binary_##op(ctx, x, y))                                \
  DEFINE_NUM(num_inplace_##op, hpyc_num_inplace_##op(ctx, x, y))                       \
  ENTRY(obj_##op) { return hpyc_binary_##op(ctx, a[0], a[1]); }                        \
  ENTRY(obj_inplace_##op) { return hpyc_inplace_##op(ctx, a[0], a[1]); }               \
  ENTRY(imm_##op) { return hpyc_binary_imm_##op(ctx, a[0], 3); }                       \
  ENTRY(checked_##op) {                                                                \
    hpyc_num x = hpyc_num_from(ctx, a[0]), y = hpyc_num_from(ctx, a[1]);               \
    int64_t r = 0;                                                                     \
    int failed = x.tag || y.tag || hpyc_i64_checked_##op(ctx, x.i, y.i, &r) < 0;       \
    hpyc_num_close(ctx, x);                                                            \
    hpyc_num_close(ctx, y);                                                            \
    return failed ? HPy_Dup(ctx, hpyc_none(ctx)) : hpyc_box_i64(ctx, r);               \
  }
BINARY(DEFINE_BINARY)
#define DEFINE_UNARY(op)                                                               \
  ENTRY(num_##op) {                                                                    \
    hpyc_num x = hpyc_num_from(ctx, a[0]), r = hpyc_num_unary_##op(ctx, x);            \
    if (x.tag == HPYC_OBJECT) hpyc_num_close(ctx, x);                                  \
    return hpyc_box_owned(ctx, r);                                                     \
  }                                                                                    \
  ENTRY(obj_##op) { return hpyc_unary_##op(ctx, a[0]); }
UNARY(DEFINE_UNARY)
#define DEFINE_COMPARE(op, c)                                                          \
  ENTRY(num_##op) {                                                                    \
    hpyc_num x = hpyc_num_from(ctx, a[0]), y = hpyc_num_from(ctx, a[1]);               \
    int r = hpyc_num_compare(ctx, x, y, HPy_##c);                                      \
    hpyc_num_close(ctx, x);                                                            \
    hpyc_num_close(ctx, y);                                                            \
    return boolean(ctx, r);                                                            \
  }                                                                                    \
  ENTRY(obj_##op) { return hpyc_compare(ctx, a[0], a[1], HPy_##c); }                   \
  ENTRY(truth_##op) { return boolean(ctx, hpyc_compare_truth(ctx, a[0], a[1], HPy_##c)); } \
  ENTRY(imm_##op) { return boolean(ctx, hpyc_compare_imm_truth(ctx, a[0], 3, HPy_##c)); }
COMPARE(DEFINE_COMPARE)
#define DEFINE_MATH(op)                                                                \
  ENTRY(call_##op) {                                                                   \
    hpyc_num x = hpyc_num_from(ctx, a[1]), r = hpyc_call_known_num(ctx, a[0], (hpyc_num[]){x}, 1, HPYC_KNOWN_##op); \
    hpyc_num_close(ctx, x);                                                            \
    return hpyc_box_owned(ctx, r);                                                     \
  }
MATH(DEFINE_MATH)

ENTRY(getx) { return hpyc_getattr(ctx, a[0], K_x, 0); }
ENTRY(setx) { return none_unless(ctx, hpyc_setattr(ctx, a[0], a[1], K_x, 1)); }
ENTRY(delx) { return none_unless(ctx, hpyc_delattr(ctx, a[0], K_x)); }
ENTRY(getx_num) { return hpyc_box_owned(ctx, hpyc_getattr_as_num(ctx, a[0], K_x, 6)); }
ENTRY(setx_num) {
  hpyc_num n = hpyc_num_from(ctx, a[1]);
  int r = hpyc_setattr_from_num(ctx, a[0], n, K_x, 7);
  hpyc_num_close(ctx, n);
  return none_unless(ctx, r);
}
ENTRY(item_as_num) {
  hpyc_num key = hpyc_num_from(ctx, a[1]), r = hpyc_getitem_as_num(ctx, a[0], key);
  hpyc_num_close(ctx, key);
  return hpyc_box_owned(ctx, r);
}
ENTRY(set_item_from_num) {
  hpyc_num key = hpyc_num_from(ctx, a[1]), n = hpyc_num_from(ctx, a[2]);
  int r = hpyc_setitem_from_num(ctx, a[0], key, n);
  hpyc_num_close(ctx, key);
  hpyc_num_close(ctx, n);
  return none_unless(ctx, r);
}
ENTRY(method) { return hpyc_call_method(ctx, (HPy[]){a[0]}, 1, K_m, 2); }
ENTRY(method1) { return hpyc_call_method(ctx, (HPy[]){a[0], a[1]}, 2, K_m, 3); }
ENTRY(append) { return hpyc_call_method(ctx, (HPy[]){a[0], a[1]}, 2, K_append, 4); }
ENTRY(call0) { return hpyc_call(ctx, (HPy[]){a[0]}, 0); }
ENTRY(call1) { return hpyc_call(ctx, (HPy[]){a[0], a[1]}, 1); }
ENTRY(call_kw) { return hpyc_call_kw(ctx, (HPy[]){a[0], a[1], a[1], a[0]}, 3, K_names); }
ENTRY(method_kw) { return hpyc_call_method_kw(ctx, (HPy[]){a[0], a[1], a[1], a[0]}, 4, K_m, K_names); }
ENTRY(call_ex) { return hpyc_call_ex(ctx, a[0], a[1], optional(ctx, a[2])); }
ENTRY(load) { return hpyc_global_load(ctx, K_G); }
ENTRY(store) { return none_unless(ctx, hpyc_global_store(ctx, a[0], K_G)); }
ENTRY(delete) { return none_unless(ctx, hpyc_global_delete(ctx, K_G)); }
ENTRY(collect) {
  HPy it = hpyc_iter(ctx, a[0]), item = HPy_NULL, list;
  if (HPy_IsNull(it)) return it;
  list = hpyc_build_list(ctx, NULL, 0);
  int found;
  while ((found = hpyc_next(ctx, it, &item)) > 0) {
    hpyc_list_append(ctx, list, item);
    HPy_Close(ctx, item);
  }
  HPy_Close(ctx, it);
  if (found == 0) return list;
  HPy_Close(ctx, list);
  return HPy_NULL;
}
ENTRY(next_of) {
  HPy item = HPy_NULL;
  int found = hpyc_next(ctx, a[0], &item);
  return found > 0 ? item : found < 0 ? HPy_NULL : HPy_Dup(ctx, hpyc_ellipsis(ctx));
}
static HPy counted(HPyContext *ctx, const HPy *a, int count) {
  hpyc_num n[3], item;
  hpyc_range range;
  HPy callee = hpyc_global_load(ctx, K_range), list = HPy_NULL;
  if (HPy_IsNull(callee)) return callee;
  for (int i = 0; i < count; i++) n[i] = hpyc_num_from(ctx, a[i]);
  int found = count == 1   ? hpyc_range_begin(ctx, callee, n, 1, &range)
              : count == 2 ? hpyc_range_begin(ctx, callee, n, 2, &range)
                           : hpyc_range_begin(ctx, callee, n, 3, &range);
  for (int i = 0; i < count; i++) hpyc_num_close(ctx, n[i]);
  HPy_Close(ctx, callee);
  if (found < 0) return HPy_NULL;
  list = hpyc_build_list(ctx, NULL, 0);
  for (int i = 0; i < 20 && (found = hpyc_range_next(ctx, &range, &item)) > 0; i++) {
    HPy h = hpyc_box_owned(ctx, item);
    hpyc_list_append(ctx, list, h);
    HPy_Close(ctx, h);
  }
  hpyc_range_close(ctx, &range);
  if (found >= 0) return list;
  HPy_Close(ctx, list);
  return HPy_NULL;
}
ENTRY(count1) { return counted(ctx, a, 1); }
ENTRY(count2) { return counted(ctx, a, 2); }
ENTRY(count3) { return counted(ctx, a, 3); }
ENTRY(item) { return hpyc_getitem(ctx, a[0], a[1]); }
ENTRY(item_num) {
  hpyc_num key = hpyc_num_from(ctx, a[1]);
  HPy r = hpyc_getitem_num(ctx, a[0], key);
  hpyc_num_close(ctx, key);
  return r;
}
ENTRY(set_item) { return none_unless(ctx, hpyc_setitem(ctx, a[0], a[1], a[2])); }
ENTRY(set_item_num) {
  hpyc_num key = hpyc_num_from(ctx, a[1]);
  int r = hpyc_setitem_num(ctx, a[0], key, a[2]);
  hpyc_num_close(ctx, key);
  return none_unless(ctx, r);
}
ENTRY(del_item) { return none_unless(ctx, hpyc_delitem(ctx, a[0], a[1])); }
ENTRY(slice) { return hpyc_getslice(ctx, a[0], optional(ctx, a[1]), optional(ctx, a[2])); }
ENTRY(set_slice) { return none_unless(ctx, hpyc_setslice(ctx, a[0], optional(ctx, a[1]), optional(ctx, a[2]), a[3])); }
ENTRY(del_slice) { return none_unless(ctx, hpyc_delslice(ctx, a[0], optional(ctx, a[1]), optional(ctx, a[2]))); }
// local(list, items, operation, arguments, real): an operation on a local list, before or after its object was made. Gives
// the result and the list. Slices: start, stop, bits of what is given, value.
ENTRY(local) {
  int what = (int)HPyLong_AsInt64_t(ctx, a[2]), count = (int)HPy_Length(ctx, a[3]), real = HPy_IsTrue(ctx, a[4]);
  int given = (int)HPyLong_AsInt64_t(ctx, a[2]) / 100, failed = 1, truth = 0;
  HPy h[4] = {HPy_NULL, HPy_NULL, HPy_NULL, HPy_NULL}, r = HPy_NULL, parts[2];
  hpyc_list l = hpyc_local_list(ctx, a[0], a[1]), other = NULL, made = NULL;
  if (!l || (real && HPy_IsNull(hpyc_local_real(ctx, l)))) return hpyc_local_close_nullable(ctx, l), r;
  for (int i = 0; i < count && i < 4; i++) h[i] = HPy_GetItem_i(ctx, a[3], i);
  hpyc_num x = count > 0 ? hpyc_local_value(ctx, h[0]) : hpyc_num_i64(ctx, 0), y = count > 1 ? hpyc_local_value(ctx, h[1]) : hpyc_num_i64(ctx, 0);
  hpyc_num k = count > 0 ? hpyc_num_from(ctx, h[0]) : hpyc_num_i64(ctx, 0), k2 = count > 1 ? hpyc_num_from(ctx, h[1]) : hpyc_num_i64(ctx, 0);
  hpyc_num n = hpyc_num_error();
  int last = count - 1;
  if (last >= 0 && HPYC_EXACT(h[last], List)) {
    other = hpyc_local_copied(ctx, h[last]);
    if (real & (what & 1)) hpyc_local_real(ctx, other);
  }
  switch (what % 100) {
    case 0: n = hpyc_local_get(ctx, l, k); break;
    case 1: failed = (truth = hpyc_local_get_truth(ctx, l, k)) < 0; break;
    case 2: failed = hpyc_local_set(ctx, l, k, hpyc_num_dup(ctx, y)); break;
    case 3: failed = hpyc_local_delete(ctx, l, k); break;
    case 4: made = hpyc_local_slice(ctx, l, k, k2, given); break;
    case 5: failed = hpyc_local_set_slice(ctx, l, k, k2, other ? other : l, given); break;
    case 6: failed = hpyc_local_set_slice_object(ctx, l, k, k2, h[last], given); break;
    case 7: failed = hpyc_local_delete_slice(ctx, l, k, k2, given); break;
    case 8: failed = (truth = hpyc_local_truth(ctx, l)) < 0; break;
    case 9: failed = hpyc_local_append(ctx, HPy_NULL, l, hpyc_num_dup(ctx, x)); break;
    case 10: n = hpyc_local_pop(ctx, HPy_NULL, l); break;
    case 11: n = hpyc_local_pop_at(ctx, HPy_NULL, l, k); break;
    case 12: failed = hpyc_local_insert(ctx, HPy_NULL, l, k, hpyc_num_dup(ctx, y)); break;
    case 13: failed = hpyc_local_reverse(ctx, HPy_NULL, l); break;
    case 14: failed = hpyc_local_clear(ctx, HPy_NULL, l); break;
    case 15: failed = hpyc_local_sort(ctx, HPy_NULL, l); break;
    case 16: failed = hpyc_local_remove(ctx, HPy_NULL, l, x); break;
    case 17: failed = other ? hpyc_local_extend(ctx, HPy_NULL, l, other) : hpyc_local_extend_object(ctx, HPy_NULL, l, h[0]); break;
    case 18: made = hpyc_local_copy(ctx, HPy_NULL, l); break;
    case 19: n = hpyc_local_count(ctx, HPy_NULL, l, x); break;
    case 20: n = hpyc_local_index(ctx, HPy_NULL, l, x); break;
    case 21: failed = (truth = hpyc_local_contains(ctx, x, l)) < 0; break;
    case 22: made = hpyc_local_add(ctx, l, other); break;
    case 23: made = hpyc_local_multiply(ctx, l, k, 0); break;
    case 24: made = hpyc_local_multiply(ctx, l, k, 1); break;
    case 25: made = other ? hpyc_local_inplace_add(ctx, l, other) : hpyc_local_inplace_add_object(ctx, l, h[0]); break;
    case 26: made = hpyc_local_inplace_multiply(ctx, l, k); break;
    case 27: failed = (truth = hpyc_local_compare(ctx, l, other, HPy_LT)) < 0; break;
    case 28: failed = (truth = hpyc_local_compare(ctx, l, other, HPy_LE)) < 0; break;
    case 29: failed = (truth = hpyc_local_compare(ctx, l, other, HPy_EQ)) < 0; break;
    case 30: failed = (truth = hpyc_local_compare(ctx, l, other, HPy_NE)) < 0; break;
    case 31: failed = (truth = hpyc_local_compare(ctx, l, other, HPy_GT)) < 0; break;
    case 32: failed = (truth = hpyc_local_compare(ctx, l, other, HPy_GE)) < 0; break;
    case 33: failed = hpyc_local_unpack(ctx, l, 2, parts); break;
    case 34: made = hpyc_local_list_local(ctx, a[0], l); break;
    case 35: n = hpyc_local_len(ctx, h[0], l); break;
    default: {
      int64_t total = 0;
      failed = 0;
      for (int64_t i = 0; (truth = hpyc_local_next(ctx, HPy_NULL, l, i, &n)) > 0; i++, hpyc_num_close(ctx, n)) total += i;
      n = hpyc_num_i64(ctx, total);
    }
  }
  if (n.tag != HPYC_ERROR) r = hpyc_box_owned(ctx, n);
  else if (made) r = hpyc_local_object(ctx, made);
  else if (what % 100 == 33 && !failed) {
    r = hpyc_tuple_from(ctx, parts, 2);
    HPy_Close(ctx, parts[0]);
    HPy_Close(ctx, parts[1]);
  } else if (!failed) r = what % 100 == 1 || what % 100 == 8 || what % 100 == 21 || (what >= 27 && what <= 32) ? hpyc_box_bool(ctx, truth) : HPy_Dup(ctx, hpyc_none(ctx));
  hpyc_local_close_nullable(ctx, made);
  hpyc_local_close_nullable(ctx, other);
  hpyc_num_close(ctx, x);
  hpyc_num_close(ctx, y);
  hpyc_num_close(ctx, k);
  hpyc_num_close(ctx, k2);
  for (int i = 0; i < 4; i++) hpyc_close_nullable(ctx, h[i]);
  if (!HPy_IsNull(r)) {
    parts[0] = r;
    parts[1] = hpyc_local_object(ctx, l);
    r = HPy_IsNull(parts[1]) ? parts[1] : hpyc_tuple_from(ctx, parts, 2);
    HPy_Close(ctx, parts[0]);
    hpyc_close_nullable(ctx, parts[1]);
  }
  hpyc_local_close(ctx, l);
  return r;
}
ENTRY(local_range) {
  hpyc_num n[3] = {{0}};
  int count = (int)HPy_Length(ctx, a[2]);
  for (int i = 0; i < count; i++) n[i] = hpyc_num_take(ctx, HPy_GetItem_i(ctx, a[2], i));
  hpyc_list l = hpyc_local_range(ctx, a[0], a[1], n, count);
  for (int i = 0; i < count; i++) hpyc_num_close(ctx, n[i]);
  HPy r = l ? hpyc_local_object(ctx, l) : HPy_NULL;
  hpyc_local_close_nullable(ctx, l);
  return r;
}
ENTRY(slice_object) { return hpyc_build_slice(ctx, a[0], optional(ctx, a[1]), optional(ctx, a[2])); }
ENTRY(contains) { return boolean(ctx, hpyc_contains(ctx, a[0], a[1])); }
ENTRY(truth) { return boolean(ctx, hpyc_truth(ctx, a[0])); }
ENTRY(num_truth) {
  hpyc_num x = hpyc_num_from(ctx, a[0]);
  int r = hpyc_num_truth(ctx, x);
  hpyc_num_close(ctx, x);
  return boolean(ctx, r);
}
ENTRY(length) { return hpyc_box_owned(ctx, hpyc_call_len(ctx, a[0], a[1])); }
ENTRY(known) { return hpyc_box_i64(ctx, hpyc_is_known(ctx, a[0], HPYC_KNOWN_len) + 2 * hpyc_is_known(ctx, a[0], HPYC_KNOWN_math_sin)); }
ENTRY(roundtrip) {
  hpyc_num x = hpyc_num_from(ctx, a[0]);
  int tag = x.tag;
  HPy pair[2] = {hpyc_box_i64(ctx, tag), hpyc_box_num(ctx, x)}, r = hpyc_tuple_from(ctx, pair, 2);
  HPy_Close(ctx, pair[0]);
  HPy_Close(ctx, pair[1]);
  hpyc_num_close(ctx, x);
  return r;
}
ENTRY(constants) {
  HPy items[K_least - K_surrogate + 1], r;
  for (int i = K_surrogate; i <= K_least; i++) items[i - K_surrogate] = hpyc_const_owned(ctx, i);
  r = hpyc_tuple_from(ctx, items, K_least - K_surrogate + 1);
  for (int i = K_surrogate; i <= K_least; i++) HPy_Close(ctx, items[i - K_surrogate]);
  return r;
}
ENTRY(power3) { return hpyc_power(ctx, a[0], a[1], a[2]); }
ENTRY(layout) {
#if HPYC_CONTEXT
  HPy pair[2] = {HPyUnicode_FromString(ctx, HPYC_UNIVERSAL ? "universal" : "hybrid"), HPyLong_FromInt64_t(ctx, HPYC_PLAIN ? hpyc_layout : 0)}, r;
#else
  HPy pair[2] = {HPyUnicode_FromString(ctx, "direct"), HPyLong_FromInt64_t(ctx, 0)}, r;
#endif
  r = hpyc_tuple_from(ctx, pair, 2);
  HPy_Close(ctx, pair[0]);
  HPy_Close(ctx, pair[1]);
  return r;
}
ENTRY(guards) {
  return hpyc_box_i64(ctx, hpyc_global_is_function(ctx, K_p1, F_p1) | hpyc_global_is_known(ctx, K_len, HPYC_KNOWN_len) << 1 |
                               hpyc_global_attribute_is_known(ctx, K_math, HPYC_KNOWN_math_sqrt) << 2);
}
// A function made again, with defaults, keyword defaults and annotations.
ENTRY(make) { return hpyc_make_function(ctx, optional(ctx, a[0]), optional(ctx, a[1]), optional(ctx, a[2]), F_all_kinds); }
#define DEFINE_ARGUMENTS(name, count) ENTRY(name) { return hpyc_tuple_from(ctx, a, count); }
DEFINE_ARGUMENTS(p0, 0)
DEFINE_ARGUMENTS(p1, 1)
DEFINE_ARGUMENTS(p3, 3)
DEFINE_ARGUMENTS(po, 3)
DEFINE_ARGUMENTS(ko, 3)
DEFINE_ARGUMENTS(va, 2)
DEFINE_ARGUMENTS(vk, 2)
DEFINE_ARGUMENTS(all_kinds, 5)
DEFINE_ARGUMENTS(only_keywords, 1)
ENTRY(both_methods) { return hpyc_tuple_from(ctx, a, 2); }
ENTRY(init) { return hpyc_truth(ctx, a[1]) ? none_unless(ctx, hpyc_setattr(ctx, a[0], a[1], K_x, 5)) : HPy_Dup(ctx, a[1]); }

static const int parameter_names[] = {K_a, K_b, K_c, K_d, K_e};
#define ROW(name, only, positional, keyword, flags) {e_##name, K_##name, K_##name, -1, only, positional, keyword, flags, 1, parameter_names},
#define ROW_PLAIN(name, only, positional, keyword, flags) ROW(name, only, positional, keyword, (flags) | HPYC_GUARDED)
#define ROW_BINARY(op) ROW(num_##op, 0, 2, 0, 0) ROW(num_inplace_##op, 0, 2, 0, 0) ROW(obj_##op, 0, 2, 0, 0) ROW(obj_inplace_##op, 0, 2, 0, 0) ROW(imm_##op, 0, 1, 0, 0) ROW(checked_##op, 0, 2, 0, 0)
#define ROW_UNARY(op) ROW(num_##op, 0, 1, 0, 0) ROW(obj_##op, 0, 1, 0, 0)
#define ROW_COMPARE(op, c) ROW(num_##op, 0, 2, 0, 0) ROW(obj_##op, 0, 2, 0, 0) ROW(truth_##op, 0, 2, 0, 0) ROW(imm_##op, 0, 1, 0, 0)
#define ROW_MATH(op) ROW(call_##op, 0, 2, 0, 0)
static const hpyc_function_info hpyc_functions[HPYC_FUNCTION_COUNT] = {
    {NULL, K_module, K_module, -1, 0, 0, 0, 0, 1, NULL}, PLAIN(ROW_PLAIN) BINARY(ROW_BINARY) UNARY(ROW_UNARY) COMPARE(ROW_COMPARE) MATH(ROW_MATH)};
#define N(text) {'n', sizeof(text) - 1, {text}},
#define N_PLAIN(name, a, b, c, d) N(#name)
#define N_BINARY(op) N("num_" #op) N("num_inplace_" #op) N("obj_" #op) N("obj_inplace_" #op) N("imm_" #op) N("checked_" #op)
#define N_UNARY(op) N("num_" #op) N("obj_" #op)
#define N_COMPARE(op, c) N("num_" #op) N("obj_" #op) N("truth_" #op) N("imm_" #op)
#define N_MATH(op) N("call_" #op)
static const hpyc_constant_info hpyc_constant_table[HPYC_CONSTANT_COUNT] = {
    N("a") N("b") N("c") N("d") N("e") N("x") N("m") {'t', 2, {.items = (const int[]){K_b, K_c}}}, N("range") N("len") N("math") N("G")
    {'s', 12, {"the docs \303\274!"}}, {'s', 4, {"\355\262\200x"}}, {'s', 3, {"a\0b"}}, {'b', 3, {"\377\0x"}}, {'i', 0, {.integer = -7}},
    {'l', 0, {"0x8000000000000000"}}, {'l', 0, {"-0x123456789abcdef0123456789abcdef"}}, {'f', 0, {.number = 0x1.8p-3}}, {'c', 0, {.number = 2.5}},
    {'N', 0, {0}}, {'T', 0, {0}}, {'F', 0, {0}}, {'E', 0, {0}}, {'t', 3, {.items = (const int[]){K_int, K_none, K_names}}}, {'t', 0, {NULL}},
    {'i', 0, {.integer = INT64_MIN}}, N("<module>") N("Point.__init__")
    PLAIN(N_PLAIN) BINARY(N_BINARY) UNARY(N_UNARY) COMPARE(N_COMPARE) MATH(N_MATH)};
static HPy f0_module(HPyContext *ctx) {
  for (int i = 1; i < HPYC_FUNCTION_COUNT; i++) {
    HPy f = hpyc_make_function(ctx, HPy_NULL, HPy_NULL, HPy_NULL, i);
    if (HPy_IsNull(f)) return f;
    int failed = hpyc_global_store(ctx, f, hpyc_functions[i].name);
    HPy_Close(ctx, f);
    if (failed < 0) return HPy_NULL;
  }
  return HPy_Dup(ctx, hpyc_none(ctx));
}
#include "core/module.c"
