// Lists that a function has made and that no Python code can see yet: items in an array, numbers unboxed.
// When an object is needed, hpyc_local_real makes it and the items move there; from then on length and capacity are 0, so
// that the fast paths fail, and every operation is left to the object. That object may be something other than a list, when
// `list` is not the builtin: then it has been foreign from the start.
// Items have the tags of hpyc_num, or HPYC_ITEM_NONE … for the objects that come so often. A NaN is always an object, as
// its identity counts. Items are closed in the interpreter's order.
#pragma once
#include "core/call.c"
#include "core/item.c"
#include "core/iterate.c"
#include "object/exception.c"
#include "object/unpack.c"

// ---- items --------------------------------------------------------------------------------------------------------
#define HPYC_ITEM_PLAIN(n) HPYC_LIKELY((n).tag != HPYC_FLOAT || (n).d == (n).d)
#define hpyc_local_literal(ctx, z) ((hpyc_num){HPYC_ITEM_NONE + (z), {.i = 0}})
#define hpyc_local_bool(ctx, b) ((hpyc_num){HPYC_ITEM_FALSE + (b), {.i = 0}})
// Owned.
static HPYC_NOINLINE HPy hpyc_local_box(HPyContext *ctx, hpyc_num n) {
  if (n.tag <= HPYC_ERROR) return hpyc_box_num(ctx, n);
  return HPy_Dup(ctx, n.tag == HPYC_ITEM_NONE ? hpyc_none(ctx) : n.tag == HPYC_ITEM_TRUE ? hpyc_true(ctx) : hpyc_false(ctx));
}
// An object as an item, owned. The handle is consumed; null is an error.
static HPYC_NOINLINE hpyc_num hpyc_local_take(HPyContext *ctx, HPy o) {
  if (HPy_IsNull(o)) return hpyc_num_error();
  hpyc_num n = {o._i == hpyc_none(ctx)._i ? HPYC_ITEM_NONE : o._i == hpyc_true(ctx)._i ? HPYC_ITEM_TRUE : HPYC_ITEM_FALSE, {.i = 0}};
  if (n.tag == HPYC_ITEM_FALSE && o._i != hpyc_false(ctx)._i) n = hpyc_num_view(ctx, o);
  if (n.tag == HPYC_OBJECT || !HPYC_ITEM_PLAIN(n)) return hpyc_num_object(o);
  HPy_Close(ctx, o);
  return n;
}
#define hpyc_local_value(ctx, o) hpyc_local_take(ctx, HPy_Dup(ctx, o))
// An item as a num of its own.
HPYC_INLINE hpyc_num hpyc_local_item(HPyContext *ctx, hpyc_num n) {
  if (HPYC_UNLIKELY(n.tag > HPYC_FLOAT)) return hpyc_num_object(n.tag == HPYC_OBJECT ? HPy_Dup(ctx, n.o) : hpyc_local_box(ctx, n));
  return n;
}
// Equal or identical, with `a` on the left.
static HPYC_NOINLINE int hpyc_local_equal(HPyContext *ctx, hpyc_num a, hpyc_num b, int op) {
  hpyc_num n[2] = {a, b};
  for (int i = 0; i < 2; i++)
    if (n[i].tag >= HPYC_ITEM_FALSE) n[i] = hpyc_num_i64(ctx, n[i].tag - HPYC_ITEM_FALSE);
  if (n[0].tag <= HPYC_FLOAT && n[1].tag <= HPYC_FLOAT) return hpyc_num_compare(ctx, n[0], n[1], op);
  HPy x = hpyc_local_box(ctx, a), y = hpyc_local_box(ctx, b);
  int r = HPy_IsNull(x) || HPy_IsNull(y) ? -1 : HPy_RichCompareBool(ctx, x, y, op);
  hpyc_close_nullable(ctx, x);
  hpyc_close_nullable(ctx, y);
  return r;
}
HPYC_INLINE int hpyc_local_same(HPyContext *ctx, hpyc_num a, hpyc_num b) {
  return HPYC_BOTH_SMALL(a, b) ? a.i == b.i : hpyc_local_equal(ctx, a, b, HPy_EQ);
}

// ---- storage ------------------------------------------------------------------------------------------------------
// Lists that are dead, with their arrays: making one costs no allocation then.
#ifndef Py_GIL_DISABLED
#define HPYC_KEPT_LISTS 16
#define HPYC_KEPT_ITEMS 128
#else
#define HPYC_KEPT_LISTS 0
#define HPYC_KEPT_ITEMS 0
#endif
static hpyc_list hpyc_kept_lists;
static int hpyc_kept_count;
static void hpyc_local_to_start(hpyc_list l) {
  if (l->items == l->block) return;
  memmove(l->block, l->items, (size_t)l->length * sizeof *l->items);
  l->capacity += l->items - l->block;
  l->items = l->block;
}
static HPYC_NOINLINE int hpyc_local_reserve(HPyContext *ctx, hpyc_list l, HPy_ssize_t capacity) {
  hpyc_num *items = NULL;
  if (capacity <= l->capacity) return 0;
  hpyc_local_to_start(l);
  if (capacity <= l->capacity) return 0;
  capacity = (capacity + 7) & ~(HPy_ssize_t)7;
  if (capacity > 0 && capacity < PTRDIFF_MAX / (HPy_ssize_t)sizeof *items) items = realloc(l->block, (size_t)capacity * sizeof *items);
  if (!items) return HPyErr_NoMemory(ctx), -1;
  l->items = l->block = items;
  l->capacity = capacity;
  return 0;
}
static void hpyc_local_no_items(hpyc_list l) {
  free(l->block);
  l->items = l->block = NULL;
  l->capacity = 0;
}
static void hpyc_local_drop(HPyContext *ctx, hpyc_list l, HPy_ssize_t from, HPy_ssize_t to) {
  while (to-- > from)
    if (l->items[to].tag == HPYC_OBJECT) HPy_Close(ctx, l->items[to].o);
}
static HPYC_NOINLINE void hpyc_local_free(HPyContext *ctx, hpyc_list l) {
  hpyc_local_drop(ctx, l, 0, l->length);
  hpyc_close_nullable(ctx, l->object);
  l->length = 0;
  hpyc_local_to_start(l);
  if (hpyc_kept_count < HPYC_KEPT_LISTS && l->capacity <= HPYC_KEPT_ITEMS) {
    hpyc_kept_count++;
    l->next = hpyc_kept_lists;
    hpyc_kept_lists = l;
    return;
  }
  free(l->block);
  free(l);
}
static HPYC_NOINLINE hpyc_list hpyc_local_new(HPyContext *ctx, HPy_ssize_t capacity) {
  hpyc_list l = hpyc_kept_lists;
  if (l) {
    hpyc_kept_lists = l->next;
    hpyc_kept_count--;
  } else if (!(l = calloc(1, sizeof *l))) {
    return HPyErr_NoMemory(ctx), l;
  }
  l->references = 1;
  l->object = HPy_NULL;
  if (hpyc_local_reserve(ctx, l, capacity) == 0) return l;
  hpyc_local_free(ctx, l);
  return NULL;
}
HPYC_INLINE hpyc_list hpyc_local_dup(HPyContext *ctx, hpyc_list l) { return l->references++, l; }
HPYC_INLINE void hpyc_local_close(HPyContext *ctx, hpyc_list l) {
  if (HPYC_UNLIKELY(--l->references == 0)) hpyc_local_free(ctx, l);
}
HPYC_INLINE hpyc_list hpyc_local_dup_nullable(HPyContext *ctx, hpyc_list l) { return l ? hpyc_local_dup(ctx, l) : l; }
HPYC_INLINE void hpyc_local_close_nullable(HPyContext *ctx, hpyc_list l) {
  if (l) hpyc_local_close(ctx, l);
}
HPYC_INLINE int hpyc_local_check_bound(HPyContext *ctx, hpyc_list l, int name) {
  return HPYC_LIKELY(l != NULL) ? 0 : hpyc_check_bound(ctx, HPy_NULL, name);
}
#define HPYC_NATIVE(l) HPYC_LIKELY(HPy_IsNull((l)->object))
// There is room; copies items of another list or of this one.
static void hpyc_local_put(HPyContext *ctx, hpyc_list l, HPy_ssize_t at, const hpyc_num *items, HPy_ssize_t count) {
  for (HPy_ssize_t i = 0; i < count; i++) l->items[at + i] = hpyc_num_dup(ctx, items[i]);
}

// ---- objects ------------------------------------------------------------------------------------------------------
// The object, borrowed; null with an error.
static HPYC_NOINLINE HPy hpyc_local_real(HPyContext *ctx, hpyc_list l) {
  if (!HPYC_NATIVE(l)) return l->object;
  HPy_ssize_t length = l->length;
#if !HPYC_UNIVERSAL
  PyObject *list = PyList_New(length);
  for (HPy_ssize_t i = 0; list && i < length; i++) {
    HPy o = hpyc_local_box(ctx, l->items[i]);
    if (HPy_IsNull(o)) {
      Py_CLEAR(list);
      break;
    }
    Py_INCREF(hpyc_py(ctx, o));
    PyList_SET_ITEM(list, i, hpyc_py(ctx, o));
    HPy_Close(ctx, o);
  }
  HPy object = hpyc_from_py(ctx, list);
#else
  HPy object = HPyList_New(ctx, 0);
  if (length && !HPy_IsNull(object)) {
    HPy_Close(ctx, object);
    HPyListBuilder builder = HPyListBuilder_New(ctx, length);
    for (HPy_ssize_t i = 0; i < length; i++) {
      HPy o = hpyc_local_box(ctx, l->items[i]);
      if (HPy_IsNull(o)) return HPyListBuilder_Cancel(ctx, builder), o;
      HPyListBuilder_Set(ctx, builder, i, o);
      HPy_Close(ctx, o);
    }
    object = HPyListBuilder_Build(ctx, builder);
  }
#endif
  if (HPy_IsNull(object)) return object;
  l->object = object;
  l->length = 0;
  hpyc_local_drop(ctx, l, 0, length);
  hpyc_local_no_items(l);
  return object;
}
static HPy hpyc_local_object(HPyContext *ctx, hpyc_list l) {
  HPy o = hpyc_local_real(ctx, l);
  return HPy_IsNull(o) ? o : HPy_Dup(ctx, o);
}
// The object that an operation is left to, owned. One that fails because of an index does so on an empty list too.
HPYC_COLD static HPy hpyc_local_general(HPyContext *ctx, hpyc_list l, int fails) {
  return fails && HPYC_NATIVE(l) ? HPyList_New(ctx, 0) : hpyc_local_object(ctx, l);
}
// A list for an object that other code may see. Consumes it; null is an error.
HPYC_COLD static hpyc_list hpyc_local_wrap(HPyContext *ctx, HPy o) {
  hpyc_list l = HPy_IsNull(o) ? NULL : hpyc_local_new(ctx, 0);
  if (!l) return hpyc_close_nullable(ctx, o), l;
  l->object = o;
  hpyc_local_no_items(l);
  return l;
}
static int hpyc_local_is_list(HPyContext *ctx, HPy o) { return HPYC_EXACT(o, List); }
static int hpyc_local_is_sequence(HPyContext *ctx, HPy o) { return HPYC_EXACT(o, List) || HPYC_EXACT(o, Tuple); }
// Appends the items of an exact list or tuple.
static HPYC_NOINLINE int hpyc_local_collect(HPyContext *ctx, hpyc_list l, HPy o) {
  HPy_ssize_t count = HPy_Length(ctx, o);
  if (count < 0 || hpyc_local_reserve(ctx, l, l->length + count) < 0) return -1;
  for (HPy_ssize_t i = 0; i < count; i++) {
    hpyc_num n = hpyc_local_take(ctx, HPy_GetItem_i(ctx, o, i));
    if (n.tag == HPYC_ERROR) return -1;
    l->items[l->length++] = n;
  }
  return 0;
}
static HPYC_NOINLINE hpyc_list hpyc_local_copied(HPyContext *ctx, HPy o) {
  hpyc_list l = hpyc_local_new(ctx, 0);
  if (!l || hpyc_local_collect(ctx, l, o) == 0) return l;
  hpyc_local_close(ctx, l);
  return NULL;
}
// A list for the result of an operation, which is new if it is a list (`fresh`).
static HPYC_NOINLINE hpyc_list hpyc_local_adopt(HPyContext *ctx, HPy o, int fresh) {
  if (HPy_IsNull(o) || !fresh || !hpyc_local_is_list(ctx, o)) return hpyc_local_wrap(ctx, o);
  hpyc_list l = hpyc_local_copied(ctx, o);
  HPy_Close(ctx, o);
  return l;
}
// A method of the object: what was looked up before, or its attribute.
HPYC_COLD static HPy hpyc_local_forward(HPyContext *ctx, HPy method, HPy o, int name, const hpyc_num *a, int count) {
  HPy call[4] = {o}, r = HPy_NULL;
  int boxed = 0;
  if (HPy_IsNull(o)) return o;
  while (boxed < count && !HPy_IsNull(call[boxed + 1] = hpyc_local_box(ctx, a[boxed]))) boxed++;
  if (boxed == count && !HPy_IsNull(method)) {
    r = HPy_Call(ctx, method, call + 1, (size_t)count, HPy_NULL);
  } else if (boxed == count) {
    HPy text = hpyc_const(ctx, name);
    r = HPy_CallMethod(ctx, text, call, (size_t)count + 1, HPy_NULL);
    hpyc_const_close(ctx, text);
  }
  while (boxed > 0) HPy_Close(ctx, call[boxed--]);
  HPy_Close(ctx, o);
  return r;
}
// The item or slice of an object, got (0), set (1) or deleted (2). Consumes the object and the key, which may be null
// (errors). A handle that is null with an error.
HPYC_COLD static HPy hpyc_local_at(HPyContext *ctx, HPy o, HPy key, int what, HPy value) {
  HPy r = HPy_NULL;
  if (!HPy_IsNull(o) && !HPy_IsNull(key)) {
    if (what == 0) r = HPy_GetItem(ctx, o, key);
    else if ((what == 1 ? HPy_SetItem(ctx, o, key, value) : HPy_DelItem(ctx, o, key)) == 0) r = HPy_Dup(ctx, o);
  }
  hpyc_close_nullable(ctx, o);
  hpyc_close_nullable(ctx, key);
  return r;
}
HPYC_COLD static int hpyc_local_done(HPyContext *ctx, HPy result) {
  if (HPy_IsNull(result)) return -1;
  HPy_Close(ctx, result);
  return 0;
}
HPYC_COLD static int hpyc_local_method(HPyContext *ctx, hpyc_list l, int name, HPy *result) {
  int real = HPYC_NATIVE(l) || hpyc_local_is_list(ctx, l->object);
  *result = HPy_NULL;
  if (real) return 0;
  HPy text = hpyc_const(ctx, name);
  *result = HPy_GetAttr(ctx, l->object, text);
  hpyc_const_close(ctx, text);
  return -HPy_IsNull(*result);
}

// ---- making -------------------------------------------------------------------------------------------------------
static HPYC_NOINLINE hpyc_num hpyc_local_nan(HPyContext *ctx, hpyc_num n) {
  HPy o = HPyFloat_FromDouble(ctx, n.d);
  return HPy_IsNull(o) ? hpyc_num_error() : hpyc_num_object(o);
}
static HPYC_NOINLINE hpyc_list hpyc_local_make(HPyContext *ctx, const hpyc_num *items, HPy_ssize_t count) {
  hpyc_list l = hpyc_local_new(ctx, count);
  HPy_ssize_t i = 0;
  for (; l && i < count; i++) {
    hpyc_num n = HPYC_ITEM_PLAIN(items[i]) ? items[i] : hpyc_local_nan(ctx, items[i]);
    if (n.tag == HPYC_ERROR) {
      hpyc_local_close(ctx, l);
      l = NULL;
      break;
    }
    l->items[l->length++] = n;
  }
  for (; !l && i < count; i++) hpyc_num_close(ctx, items[i]);
  return l;
}
static HPYC_NOINLINE hpyc_list hpyc_local_list(HPyContext *ctx, HPy callee, HPy o) {
  int known = hpyc_is_known(ctx, callee, HPYC_KNOWN_list);
  if (known && hpyc_local_is_sequence(ctx, o)) return hpyc_local_copied(ctx, o);
  return hpyc_local_adopt(ctx, HPy_Call(ctx, callee, &o, 1, HPy_NULL), known);
}
static HPYC_NOINLINE hpyc_list hpyc_local_range(HPyContext *ctx, HPy callee, HPy range, const hpyc_num *a, int count) {
  uint64_t item = (uint64_t)(count > 1 ? a[0].i : 0), stop = (uint64_t)a[count > 1].i, step = (uint64_t)(count > 2 ? a[2].i : 1), total = 0;
  int small = step != 0 && hpyc_is_known(ctx, callee, HPYC_KNOWN_list) && hpyc_is_known(ctx, range, HPYC_KNOWN_range);
  for (int i = 0; i < count; i++) small &= a[i].tag == HPYC_SMALL;
  if (small) {
    if ((int64_t)step > 0 ? (int64_t)item < (int64_t)stop : (int64_t)item > (int64_t)stop)
      total = (int64_t)step > 0 ? (stop - item - 1) / step + 1 : (item - stop - 1) / (0 - step) + 1;
    hpyc_list l = hpyc_local_new(ctx, total < PTRDIFF_MAX / 64 ? (HPy_ssize_t)total : PTRDIFF_MAX / 8);
    for (; l && total; total--, item += step) l->items[l->length++] = hpyc_num_i64(ctx, (int64_t)item);
    return l;
  }
  HPy o = hpyc_local_forward(ctx, range, HPy_Dup(ctx, range), 0, a, count);
  hpyc_list l = HPy_IsNull(o) ? NULL : hpyc_local_list(ctx, callee, o);
  hpyc_close_nullable(ctx, o);
  return l;
}

// ---- items by index -----------------------------------------------------------------------------------------------
HPYC_INLINE int64_t hpyc_local_place(hpyc_list l, hpyc_num key) { return key.i + (key.i < 0 ? l->length : 0); }
#define HPYC_INSIDE(l, key, at) HPYC_LIKELY((key).tag == HPYC_SMALL && (uint64_t)(at = hpyc_local_place(l, key)) < (uint64_t)(l)->length)
// Indexes that are bool objects; otherwise as it is.
static hpyc_num hpyc_local_key(HPyContext *ctx, hpyc_num key) {
  if (key.tag != HPYC_OBJECT) return key;
  int truth = hpyc_same(ctx, key.o, hpyc_true(ctx));
  return truth || hpyc_same(ctx, key.o, hpyc_false(ctx)) ? hpyc_num_i64(ctx, truth) : key;
}
static HPYC_NOINLINE hpyc_num hpyc_local_get_slow(HPyContext *ctx, hpyc_list l, hpyc_num given) {
  int64_t at;
  hpyc_num key = hpyc_local_key(ctx, given);
  if (HPYC_INSIDE(l, key, at)) return hpyc_local_item(ctx, l->items[at]);
  return hpyc_num_take(ctx, hpyc_local_at(ctx, hpyc_local_general(ctx, l, key.tag == HPYC_SMALL), hpyc_local_box(ctx, given), 0, HPy_NULL));
}
HPYC_INLINE hpyc_num hpyc_local_get(HPyContext *ctx, hpyc_list l, hpyc_num key) {
  int64_t at;
  return HPYC_INSIDE(l, key, at) ? hpyc_local_item(ctx, l->items[at]) : hpyc_local_get_slow(ctx, l, key);
}
static HPYC_NOINLINE int hpyc_local_get_truth_slow(HPyContext *ctx, hpyc_list l, hpyc_num key) {
  hpyc_num n = hpyc_local_get(ctx, l, key);
  if (n.tag == HPYC_ERROR) return -1;
  int truth = hpyc_num_truth(ctx, n);
  hpyc_num_close(ctx, n);
  return truth;
}
HPYC_INLINE int hpyc_local_get_truth(HPyContext *ctx, hpyc_list l, hpyc_num key) {
  int64_t at;
  if (HPYC_INSIDE(l, key, at)) {
    hpyc_num n = l->items[at];
    if (n.tag > HPYC_ERROR) return n.tag == HPYC_ITEM_TRUE;
    if (n.tag == HPYC_SMALL) return n.i != 0;
  }
  return hpyc_local_get_truth_slow(ctx, l, key);
}
static HPYC_NOINLINE int hpyc_local_set_slow(HPyContext *ctx, hpyc_list l, hpyc_num given, hpyc_num value) {
  int64_t at;
  hpyc_num key = hpyc_local_key(ctx, given);
  if (!HPYC_ITEM_PLAIN(value) && (value = hpyc_local_nan(ctx, value)).tag == HPYC_ERROR) return -1;
  if (HPYC_INSIDE(l, key, at)) {
    hpyc_num old = l->items[at];
    l->items[at] = value;
    hpyc_num_close(ctx, old);
    return 0;
  }
  HPy v = hpyc_local_box(ctx, value), o = HPy_IsNull(v) ? v : hpyc_local_general(ctx, l, key.tag == HPYC_SMALL);
  int r = hpyc_local_done(ctx, hpyc_local_at(ctx, o, hpyc_local_box(ctx, given), 1, v));
  hpyc_close_nullable(ctx, v);
  hpyc_num_close(ctx, value);
  return r;
}
HPYC_INLINE int hpyc_local_set(HPyContext *ctx, hpyc_list l, hpyc_num key, hpyc_num value) {
  int64_t at;
  if (HPYC_INSIDE(l, key, at) && HPYC_ITEM_PLAIN(value)) {
    hpyc_num old = l->items[at];
    l->items[at] = value;
    hpyc_num_close(ctx, old);
    return 0;
  }
  return hpyc_local_set_slow(ctx, l, key, value);
}
// Takes out an item that is there, owned.
static hpyc_num hpyc_local_take_out(HPyContext *ctx, hpyc_list l, int64_t at) {
  hpyc_num n = l->items[at];
  l->length--;
  if (at < l->length / 2 || at == 0) {
    memmove(l->items + 1, l->items, (size_t)at * sizeof n);
    l->items++;
    l->capacity--;
  } else {
    memmove(l->items + at, l->items + at + 1, (size_t)(l->length - at) * sizeof n);
  }
  return n.tag > HPYC_ERROR ? hpyc_local_item(ctx, n) : n;
}
static HPYC_NOINLINE int hpyc_local_delete(HPyContext *ctx, hpyc_list l, hpyc_num given) {
  int64_t at;
  hpyc_num key = hpyc_local_key(ctx, given);
  if (HPYC_INSIDE(l, key, at)) {
    hpyc_num_close(ctx, hpyc_local_take_out(ctx, l, at));
    return 0;
  }
  return hpyc_local_done(ctx, hpyc_local_at(ctx, hpyc_local_general(ctx, l, key.tag == HPYC_SMALL), hpyc_local_box(ctx, given), 2, HPy_NULL));
}

// ---- slices -------------------------------------------------------------------------------------------------------
static HPy_ssize_t hpyc_local_bound(int64_t i, HPy_ssize_t length) {
  if (i < 0 && (i += length) < 0) return 0;
  return i > length ? length : (HPy_ssize_t)i;
}
// given: bit 0 start, bit 1 stop. 0 when the general way must be taken.
static int hpyc_local_bounds(hpyc_list l, hpyc_num start, hpyc_num stop, int given, HPy_ssize_t *from, HPy_ssize_t *to) {
  if (!HPYC_NATIVE(l) || (start.tag | stop.tag) != HPYC_SMALL) return 0;
  *from = given & 1 ? hpyc_local_bound(start.i, l->length) : 0;
  *to = given & 2 ? hpyc_local_bound(stop.i, l->length) : l->length;
  if (*to < *from) *to = *from;
  return 1;
}
// The same on the object; `what` as for hpyc_local_at.
HPYC_COLD static HPy hpyc_local_slice_general(HPyContext *ctx, hpyc_list l, hpyc_num start, hpyc_num stop, int given, int what, HPy value) {
  HPy a = given & 1 ? hpyc_local_box(ctx, start) : HPy_NULL, b = given & 2 ? hpyc_local_box(ctx, stop) : HPy_NULL, key = HPy_NULL, o = HPy_NULL;
  if (!(given & 1 && HPy_IsNull(a)) && !(given & 2 && HPy_IsNull(b))) key = hpyc_build_slice(ctx, a, b, HPy_NULL);
  if (!HPy_IsNull(key)) o = hpyc_local_object(ctx, l);
  hpyc_close_nullable(ctx, a);
  hpyc_close_nullable(ctx, b);
  return hpyc_local_at(ctx, o, key, what, value);
}
static HPYC_NOINLINE hpyc_list hpyc_local_part(HPyContext *ctx, hpyc_list l, HPy_ssize_t from, HPy_ssize_t to) {
  hpyc_list r = hpyc_local_new(ctx, to - from);
  if (!r) return r;
  hpyc_local_put(ctx, r, 0, l->items + from, to - from);
  r->length = to - from;
  return r;
}
static HPYC_NOINLINE hpyc_list hpyc_local_slice(HPyContext *ctx, hpyc_list l, hpyc_num start, hpyc_num stop, int given) {
  HPy_ssize_t from, to;
  if (hpyc_local_bounds(l, start, stop, given, &from, &to)) return hpyc_local_part(ctx, l, from, to);
  HPy r = hpyc_local_slice_general(ctx, l, start, stop, given, 0, HPy_NULL);
  return hpyc_local_adopt(ctx, r, hpyc_local_is_list(ctx, l->object));
}
// Items [from, to) become `count` copies of others, which are not this list's own.
static int hpyc_local_replace(HPyContext *ctx, hpyc_list l, HPy_ssize_t from, HPy_ssize_t to, const hpyc_num *items, HPy_ssize_t count) {
  HPy_ssize_t length = l->length - (to - from) + count;
  if (length > l->capacity && hpyc_local_reserve(ctx, l, length + length / 8) < 0) return -1;
  hpyc_local_drop(ctx, l, from, to);
  if (count != to - from) memmove(l->items + from + count, l->items + to, (size_t)(l->length - to) * sizeof *items);
  l->length = length;
  hpyc_local_put(ctx, l, from, items, count);
  return 0;
}
static HPYC_NOINLINE int hpyc_local_set_slice(HPyContext *ctx, hpyc_list l, hpyc_num start, hpyc_num stop, hpyc_list value, int given) {
  HPy_ssize_t from, to;
  if (HPYC_NATIVE(value) && hpyc_local_bounds(l, start, stop, given, &from, &to)) {
    hpyc_list source = l == value ? hpyc_local_part(ctx, l, 0, l->length) : value;
    int r = source ? hpyc_local_replace(ctx, l, from, to, source->items, source->length) : -1;
    if (source && source != value) hpyc_local_close(ctx, source);
    return r;
  }
  HPy v = hpyc_local_object(ctx, value);
  int r = HPy_IsNull(v) ? -1 : hpyc_local_done(ctx, hpyc_local_slice_general(ctx, l, start, stop, given, 1, v));
  hpyc_close_nullable(ctx, v);
  return r;
}
static HPYC_NOINLINE int hpyc_local_set_slice_object(HPyContext *ctx, hpyc_list l, hpyc_num start, hpyc_num stop, HPy value, int given) {
  HPy_ssize_t from, to;
  if (!hpyc_local_is_sequence(ctx, value) || !hpyc_local_bounds(l, start, stop, given, &from, &to))
    return hpyc_local_done(ctx, hpyc_local_slice_general(ctx, l, start, stop, given, 1, value));
  hpyc_list source = hpyc_local_copied(ctx, value);
  if (!source) return -1;
  int r = hpyc_local_replace(ctx, l, from, to, source->items, source->length);
  hpyc_local_close(ctx, source);
  return r;
}
static HPYC_NOINLINE int hpyc_local_delete_slice(HPyContext *ctx, hpyc_list l, hpyc_num start, hpyc_num stop, int given) {
  HPy_ssize_t from, to;
  if (hpyc_local_bounds(l, start, stop, given, &from, &to)) return hpyc_local_replace(ctx, l, from, to, NULL, 0);
  return hpyc_local_done(ctx, hpyc_local_slice_general(ctx, l, start, stop, given, 2, HPy_NULL));
}

// ---- length, iteration --------------------------------------------------------------------------------------------
HPYC_COLD static hpyc_num hpyc_local_len_slow(HPyContext *ctx, HPy callee, hpyc_list l) {
  HPy o = hpyc_local_real(ctx, l);
  return hpyc_num_take(ctx, HPy_IsNull(o) ? o : HPy_Call(ctx, callee, &o, 1, HPy_NULL));
}
HPYC_INLINE hpyc_num hpyc_local_len(HPyContext *ctx, HPy callee, hpyc_list l) {
  if (HPYC_LIKELY(HPYC_NATIVE(l) && hpyc_is_known(ctx, callee, HPYC_KNOWN_len))) return hpyc_num_i64(ctx, l->length);
  return hpyc_local_len_slow(ctx, callee, l);
}
HPYC_INLINE int hpyc_local_truth(HPyContext *ctx, hpyc_list l) { return HPYC_NATIVE(l) ? l->length != 0 : HPy_IsTrue(ctx, l->object); }
HPYC_COLD static int hpyc_local_iter(HPyContext *ctx, hpyc_list l, HPy *result) {
  int real = HPYC_NATIVE(l) || hpyc_local_is_list(ctx, l->object);
  *result = real ? HPy_NULL : hpyc_iter(ctx, l->object);
  return !real && HPy_IsNull(*result) ? -1 : 0;
}
HPYC_COLD static int hpyc_local_next_slow(HPyContext *ctx, HPy iterator, hpyc_list l, int64_t i, hpyc_num *item) {
  HPy o = HPy_NULL;
  int found = 0;
  if (!HPy_IsNull(iterator)) {
    found = hpyc_next(ctx, iterator, &o);
  } else if (!HPYC_NATIVE(l)) {
    HPy_ssize_t length = HPy_Length(ctx, l->object);
    if (i < length) o = HPy_GetItem_i(ctx, l->object, (HPy_ssize_t)i);
    found = i < length && !HPy_IsNull(o) ? 1 : i < length || length < 0 ? -1 : 0;
  }
  if (found > 0) *item = hpyc_num_take(ctx, o);
  return found;
}
HPYC_INLINE int hpyc_local_next(HPyContext *ctx, HPy iterator, hpyc_list l, int64_t i, hpyc_num *item) {
  if (HPYC_UNLIKELY(i >= l->length)) return hpyc_local_next_slow(ctx, iterator, l, i, item);
  *item = hpyc_local_item(ctx, l->items[i]);
  return 1;
}
static HPYC_NOINLINE int hpyc_local_unpack(HPyContext *ctx, hpyc_list l, int count, HPy *results) {
  if (!HPYC_NATIVE(l) || l->length != count) {
    HPy o = hpyc_local_real(ctx, l);
    return HPy_IsNull(o) ? -1 : hpyc_unpack(ctx, o, count, results);
  }
  for (int i = 0; i < count; i++)
    if (HPy_IsNull(results[i] = hpyc_local_box(ctx, l->items[i]))) {
      while (i--) HPy_Close(ctx, results[i]);
      return -1;
    }
  return 0;
}

// ---- methods: `m` is what hpyc_local_method gave ------------------------------------------------------------------
static HPYC_NOINLINE int hpyc_local_append_slow(HPyContext *ctx, HPy m, hpyc_list l, hpyc_num value) {
  int r = HPYC_ITEM_PLAIN(value) || (value = hpyc_local_nan(ctx, value)).tag != HPYC_ERROR ? 0 : -1;
  if (r == 0 && HPYC_NATIVE(l)) {
    r = l->length < l->capacity ? 0 : hpyc_local_reserve(ctx, l, l->capacity + l->capacity / 2 + 8);
    if (r == 0) return l->items[l->length++] = value, 0;
  } else if (r == 0) {
    r = hpyc_local_done(ctx, hpyc_local_forward(ctx, m, hpyc_local_object(ctx, l), HPYC_N_append, &value, 1));
  }
  hpyc_num_close(ctx, value);
  return r;
}
HPYC_INLINE int hpyc_local_append(HPyContext *ctx, HPy m, hpyc_list l, hpyc_num value) {
  if (HPYC_UNLIKELY(l->length >= l->capacity) || !HPYC_ITEM_PLAIN(value)) return hpyc_local_append_slow(ctx, m, l, value);
  l->items[l->length++] = value;
  return 0;
}
HPYC_COLD static hpyc_num hpyc_local_pop_slow(HPyContext *ctx, HPy m, hpyc_list l) {
  return hpyc_num_take(ctx, hpyc_local_forward(ctx, m, hpyc_local_general(ctx, l, 1), HPYC_N_pop, NULL, 0));
}
HPYC_INLINE hpyc_num hpyc_local_pop(HPyContext *ctx, HPy m, hpyc_list l) {
  if (HPYC_UNLIKELY(l->length == 0)) return hpyc_local_pop_slow(ctx, m, l);
  hpyc_num n = l->items[--l->length];
  return HPYC_UNLIKELY(n.tag > HPYC_ERROR) ? hpyc_local_item(ctx, n) : n;
}
static HPYC_NOINLINE hpyc_num hpyc_local_pop_at(HPyContext *ctx, HPy m, hpyc_list l, hpyc_num given) {
  int64_t at;
  hpyc_num key = hpyc_local_key(ctx, given);
  if (HPYC_INSIDE(l, key, at)) return hpyc_local_take_out(ctx, l, at);
  HPy o = hpyc_local_general(ctx, l, key.tag == HPYC_SMALL);
  // "pop index out of range" needs an item.
  if (!HPy_IsNull(o) && HPYC_NATIVE(l) && l->length && HPyList_Append(ctx, o, o) < 0) {
    HPy_Close(ctx, o);
    return hpyc_num_error();
  }
  return hpyc_num_take(ctx, hpyc_local_forward(ctx, m, o, HPYC_N_pop, &given, 1));
}
static HPYC_NOINLINE int hpyc_local_insert(HPyContext *ctx, HPy m, hpyc_list l, hpyc_num given, hpyc_num value) {
  hpyc_num key = hpyc_local_key(ctx, given);
  if (HPYC_NATIVE(l) && key.tag == HPYC_SMALL) {
    HPy_ssize_t at = hpyc_local_bound(key.i, l->length);
    if (at <= l->length / 2 && l->items != l->block && HPYC_ITEM_PLAIN(value)) {
      l->items--;
      l->capacity++;
      l->length++;
      memmove(l->items, l->items + 1, (size_t)at * sizeof value);
      l->items[at] = value;
      return 0;
    }
    if (hpyc_local_append(ctx, m, l, value) < 0) return -1;
    value = l->items[l->length - 1];
    memmove(l->items + at + 1, l->items + at, (size_t)(l->length - 1 - at) * sizeof value);
    l->items[at] = value;
    return 0;
  }
  hpyc_num a[] = {given, value};
  int r = hpyc_local_done(ctx, hpyc_local_forward(ctx, m, hpyc_local_object(ctx, l), HPYC_N_insert, a, 2));
  hpyc_num_close(ctx, value);
  return r;
}
static HPYC_NOINLINE int hpyc_local_reverse(HPyContext *ctx, HPy m, hpyc_list l) {
  if (!HPYC_NATIVE(l)) return hpyc_local_done(ctx, hpyc_local_forward(ctx, m, hpyc_local_object(ctx, l), HPYC_N_reverse, NULL, 0));
  for (hpyc_num *a = l->items, *b = a + l->length; a < b && a < --b; a++) {
    hpyc_num n = *a;
    *a = *b;
    *b = n;
  }
  return 0;
}
static HPYC_NOINLINE int hpyc_local_clear(HPyContext *ctx, HPy m, hpyc_list l) {
  if (!HPYC_NATIVE(l)) return hpyc_local_done(ctx, hpyc_local_forward(ctx, m, hpyc_local_object(ctx, l), HPYC_N_clear, NULL, 0));
  return hpyc_local_replace(ctx, l, 0, l->length, NULL, 0);
}
static HPYC_NOINLINE hpyc_list hpyc_local_copy(HPyContext *ctx, HPy m, hpyc_list l) {
  if (HPYC_NATIVE(l)) return hpyc_local_part(ctx, l, 0, l->length);
  HPy r = hpyc_local_forward(ctx, m, hpyc_local_object(ctx, l), HPYC_N_copy, NULL, 0);
  return hpyc_local_adopt(ctx, r, hpyc_local_is_list(ctx, l->object));
}
static HPYC_NOINLINE hpyc_list hpyc_local_list_local(HPyContext *ctx, HPy callee, hpyc_list l) {
  if (HPYC_NATIVE(l) && hpyc_is_known(ctx, callee, HPYC_KNOWN_list)) return hpyc_local_part(ctx, l, 0, l->length);
  HPy o = hpyc_local_real(ctx, l);
  return HPy_IsNull(o) ? NULL : hpyc_local_list(ctx, callee, o);
}
HPYC_INLINE int hpyc_local_before(hpyc_num a, hpyc_num b) { return a.tag == HPYC_SMALL ? a.i < b.i : a.d < b.d; }
// Small ints only, or floats only: merge sort, which is stable (0.0 and -0.0 are equal). Runs that are in order are kept.
static HPYC_NOINLINE int hpyc_local_sort(HPyContext *ctx, HPy m, hpyc_list l) {
  HPy_ssize_t n = l->length, sorted = 1;
  hpyc_num *a = l->items, *b = NULL;
  int alike = HPYC_NATIVE(l);
  for (HPy_ssize_t i = 0; alike && i < n; i++) alike = a[i].tag <= HPYC_FLOAT && a[i].tag == a[0].tag;
  while (alike && sorted < n && !hpyc_local_before(a[sorted], a[sorted - 1])) sorted++;
  if (alike && sorted >= n) return 0;
  if (alike) b = malloc((size_t)n * sizeof *b);
  if (!b) return hpyc_local_done(ctx, hpyc_local_forward(ctx, m, hpyc_local_object(ctx, l), HPYC_N_sort, NULL, 0));
  for (HPy_ssize_t start = 0; start < n; start += 8)
    for (HPy_ssize_t i = start + 1; i < n && i < start + 8; i++) {
      hpyc_num x = a[i];
      HPy_ssize_t k = i;
      for (; k > start && hpyc_local_before(x, a[k - 1]); k--) a[k] = a[k - 1];
      a[k] = x;
    }
  for (HPy_ssize_t width = 8; width < n; width *= 2) {
    for (HPy_ssize_t start = 0; start < n; start += 2 * width) {
      HPy_ssize_t i = start, middle = start + width < n ? start + width : n, k = middle, end = middle + width < n ? middle + width : n;
      for (HPy_ssize_t to = start; to < end; to++) b[to] = i < middle && (k >= end || !hpyc_local_before(a[k], a[i])) ? a[i++] : a[k++];
    }
    hpyc_num *swap = a;
    a = b;
    b = swap;
  }
  if (a != l->items) memcpy(l->items, b = a, (size_t)n * sizeof *a);
  free(b);
  return 0;
}
// The place of the first equal item from `from` on, the length if there is none, or -1.
static HPYC_NOINLINE HPy_ssize_t hpyc_local_find(HPyContext *ctx, hpyc_list l, hpyc_num value, HPy_ssize_t from) {
  for (; from < l->length; from++) {
    int same = hpyc_local_same(ctx, l->items[from], value);
    if (same < 0) return -1;
    if (same) break;
  }
  return from;
}
static HPYC_NOINLINE int hpyc_local_contains(HPyContext *ctx, hpyc_num value, hpyc_list l) {
  if (HPYC_NATIVE(l)) {
    HPy_ssize_t at = hpyc_local_find(ctx, l, value, 0);
    return at < 0 ? -1 : at < l->length;
  }
  HPy v = hpyc_local_box(ctx, value);
  int r = HPy_IsNull(v) ? -1 : HPy_Contains(ctx, l->object, v);
  hpyc_close_nullable(ctx, v);
  return r;
}
static HPYC_NOINLINE hpyc_num hpyc_local_count(HPyContext *ctx, HPy m, hpyc_list l, hpyc_num value) {
  if (!HPYC_NATIVE(l)) return hpyc_num_take(ctx, hpyc_local_forward(ctx, m, hpyc_local_object(ctx, l), HPYC_N_count, &value, 1));
  int64_t count = 0;
  for (HPy_ssize_t at = -1; (at = hpyc_local_find(ctx, l, value, at + 1)) < l->length; count++)
    if (at < 0) return hpyc_num_error();
  return hpyc_num_i64(ctx, count);
}
static HPYC_NOINLINE hpyc_num hpyc_local_index(HPyContext *ctx, HPy m, hpyc_list l, hpyc_num value) {
  HPy_ssize_t at = HPYC_NATIVE(l) ? hpyc_local_find(ctx, l, value, 0) : 0;
  if (at < 0) return hpyc_num_error();
  if (at < l->length) return hpyc_num_i64(ctx, at);
  return hpyc_num_take(ctx, hpyc_local_forward(ctx, m, hpyc_local_general(ctx, l, 1), HPYC_N_index, &value, 1));
}
static HPYC_NOINLINE int hpyc_local_remove(HPyContext *ctx, HPy m, hpyc_list l, hpyc_num value) {
  HPy_ssize_t at = HPYC_NATIVE(l) ? hpyc_local_find(ctx, l, value, 0) : 0;
  if (at < 0) return -1;
  if (at < l->length) return hpyc_local_delete(ctx, l, hpyc_num_i64(ctx, at));
  return hpyc_local_done(ctx, hpyc_local_forward(ctx, m, hpyc_local_general(ctx, l, 1), HPYC_N_remove, &value, 1));
}

// ---- operators ----------------------------------------------------------------------------------------------------
static HPYC_NOINLINE int hpyc_local_extend_object(HPyContext *ctx, HPy m, hpyc_list l, HPy o) {
  if (HPYC_NATIVE(l) && hpyc_local_is_sequence(ctx, o)) return hpyc_local_collect(ctx, l, o);
  hpyc_num a = hpyc_num_object(o);
  return hpyc_local_done(ctx, hpyc_local_forward(ctx, m, hpyc_local_object(ctx, l), HPYC_N_extend, &a, 1));
}
static HPYC_NOINLINE int hpyc_local_extend(HPyContext *ctx, HPy m, hpyc_list l, hpyc_list other) {
  HPy_ssize_t count = other->length;
  if (HPYC_NATIVE(l) && HPYC_NATIVE(other)) {
    if (l->length + count > l->capacity && hpyc_local_reserve(ctx, l, l->length + count + l->length / 2) < 0) return -1;
    hpyc_local_put(ctx, l, l->length, other->items, count);
    l->length += count;
    return 0;
  }
  HPy o = hpyc_local_object(ctx, other);
  int r = HPy_IsNull(o) ? -1 : hpyc_local_extend_object(ctx, m, l, o);
  hpyc_close_nullable(ctx, o);
  return r;
}
// The result of an operator that may work in place.
HPYC_COLD static hpyc_list hpyc_local_updated(HPyContext *ctx, hpyc_list l, HPy result) {
  if (HPy_IsNull(result) || !hpyc_same(ctx, result, l->object)) return hpyc_local_wrap(ctx, result);
  HPy_Close(ctx, result);
  return hpyc_local_dup(ctx, l);
}
static HPYC_NOINLINE hpyc_list hpyc_local_inplace_add_object(HPyContext *ctx, hpyc_list l, HPy o) {
  if (HPYC_NATIVE(l) && hpyc_local_is_sequence(ctx, o)) return hpyc_local_collect(ctx, l, o) < 0 ? NULL : hpyc_local_dup(ctx, l);
  HPy own = hpyc_local_real(ctx, l);
  return HPy_IsNull(own) ? NULL : hpyc_local_updated(ctx, l, HPy_InPlaceAdd(ctx, own, o));
}
static HPYC_NOINLINE hpyc_list hpyc_local_inplace_add(HPyContext *ctx, hpyc_list l, hpyc_list other) {
  if (HPYC_NATIVE(l) && HPYC_NATIVE(other)) return hpyc_local_extend(ctx, HPy_NULL, l, other) < 0 ? NULL : hpyc_local_dup(ctx, l);
  HPy o = hpyc_local_object(ctx, other);
  hpyc_list r = HPy_IsNull(o) ? NULL : hpyc_local_inplace_add_object(ctx, l, o);
  hpyc_close_nullable(ctx, o);
  return r;
}
static HPYC_NOINLINE hpyc_list hpyc_local_add(HPyContext *ctx, hpyc_list a, hpyc_list b) {
  if (HPYC_NATIVE(a) && HPYC_NATIVE(b)) {
    hpyc_list r = hpyc_local_new(ctx, a->length + b->length);
    if (!r) return r;
    hpyc_local_put(ctx, r, 0, a->items, a->length);
    hpyc_local_put(ctx, r, a->length, b->items, b->length);
    r->length = a->length + b->length;
    return r;
  }
  HPy x = hpyc_local_real(ctx, a), y = hpyc_local_real(ctx, b);
  if (HPy_IsNull(x) || HPy_IsNull(y)) return NULL;
  return hpyc_local_adopt(ctx, HPy_Add(ctx, x, y), hpyc_local_is_list(ctx, x) && hpyc_local_is_list(ctx, y));
}
// reversed: n * l
static HPYC_NOINLINE hpyc_list hpyc_local_multiply(HPyContext *ctx, hpyc_list l, hpyc_num n, int reversed) {
  HPy_ssize_t length = l->length, total;
  if (HPYC_NATIVE(l) && n.tag == HPYC_SMALL && !__builtin_mul_overflow(length, n.i < 0 ? 0 : n.i, &total)) {
    hpyc_list r = hpyc_local_new(ctx, total);
    if (!r) return r;
    if (length == 1 && l->items[0].tag != HPYC_OBJECT)
      for (hpyc_num item = l->items[0]; r->length < total;) r->items[r->length++] = item;
    else
      for (; r->length < total; r->length += length) hpyc_local_put(ctx, r, r->length, l->items, length);
    return r;
  }
  HPy o = hpyc_local_real(ctx, l), x = HPy_IsNull(o) ? o : hpyc_local_box(ctx, n);
  if (HPy_IsNull(x)) return NULL;
  hpyc_list r = hpyc_local_adopt(ctx, reversed ? HPy_Multiply(ctx, x, o) : HPy_Multiply(ctx, o, x), n.tag == HPYC_SMALL && hpyc_local_is_list(ctx, o));
  HPy_Close(ctx, x);
  return r;
}
static HPYC_NOINLINE hpyc_list hpyc_local_inplace_multiply(HPyContext *ctx, hpyc_list l, hpyc_num n) {
  HPy_ssize_t length = l->length, total;
  if (HPYC_NATIVE(l) && n.tag == HPYC_SMALL && !__builtin_mul_overflow(length, n.i < 0 ? 0 : n.i, &total)) {
    if (total == 0) hpyc_local_replace(ctx, l, 0, length, NULL, 0);
    else if (hpyc_local_reserve(ctx, l, total) < 0) return NULL;
    for (; l->length < total; l->length += length) hpyc_local_put(ctx, l, l->length, l->items, length);
    return hpyc_local_dup(ctx, l);
  }
  HPy o = hpyc_local_real(ctx, l), x = HPy_IsNull(o) ? o : hpyc_local_box(ctx, n);
  if (HPy_IsNull(x)) return NULL;
  hpyc_list r = hpyc_local_updated(ctx, l, HPy_InPlaceMultiply(ctx, o, x));
  HPy_Close(ctx, x);
  return r;
}
static HPYC_NOINLINE int hpyc_local_compare(HPyContext *ctx, hpyc_list a, hpyc_list b, int op) {
  if (!HPYC_NATIVE(a) || !HPYC_NATIVE(b)) {
    HPy x = hpyc_local_real(ctx, a), y = hpyc_local_real(ctx, b);
    return HPy_IsNull(x) || HPy_IsNull(y) ? -1 : hpyc_compare_truth(ctx, x, y, op);
  }
  HPy_ssize_t i = 0;
  int equality = op == HPy_EQ || op == HPy_NE, same = 1;
  if (equality && a->length != b->length) return op == HPy_NE;
  while (i < a->length && i < b->length && (same = hpyc_local_same(ctx, a->items[i], b->items[i])) > 0) i++;
  if (same < 0) return -1;
  if (same) return hpyc_i64_compare(ctx, a->length, b->length, op);
  return equality ? op == HPy_NE : hpyc_local_equal(ctx, a->items[i], b->items[i], op);
}
HPYC_INLINE int hpyc_local_is(HPyContext *ctx, hpyc_list a, hpyc_list b) {
  return a == b || (!HPYC_NATIVE(a) && !HPYC_NATIVE(b) && HPy_Is(ctx, a->object, b->object));
}
#define hpyc_local_is_none(ctx, l) (!HPYC_NATIVE(l) && HPy_Is(ctx, (l)->object, hpyc_none(ctx)))
