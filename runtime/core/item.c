// Subscripts and slices.
#pragma once
#include "core/number.c"

#define hpyc_delitem(ctx, o, key) HPy_DelItem(ctx, o, key)
// The place of an item of an exact list (or tuple), or null when the ordinary way must be taken.
#if HPYC_EMULATED
#define hpyc_list_items(o) ((PyObject **)NULL)
#else
#define hpyc_list_items(o) (((PyListObject *)(o))->ob_item)
#endif
HPYC_INLINE PyObject **hpyc_sequence_place(HPyContext *ctx, HPy h, hpyc_num key, int tuples) {
  int64_t i = key.i;
  if (!HPYC_RAW || HPYC_UNLIKELY(key.tag != HPYC_SMALL)) return NULL;
  PyObject *o = hpyc_py(ctx, h);
  if (hpyc_py_exact(ctx, o, List)) {
    if (i < 0) i += PyList_GET_SIZE(o);
    if (HPYC_LIKELY((uint64_t)i < (uint64_t)PyList_GET_SIZE(o))) return &hpyc_list_items(o)[i];
  } else if (tuples && hpyc_py_exact(ctx, o, Tuple)) {
    if (i < 0) i += PyTuple_GET_SIZE(o);
    if (HPYC_LIKELY((uint64_t)i < (uint64_t)PyTuple_GET_SIZE(o))) return &((PyTupleObject *)o)->ob_item[i];
  }
  return NULL;
}
static HPYC_NOINLINE HPy hpyc_getitem_boxed(HPyContext *ctx, HPy o, hpyc_num key) {
  HPy k = hpyc_box_operand(ctx, key), r = HPy_NULL;
  if (!HPy_IsNull(k)) r = HPy_GetItem(ctx, o, k);
  hpyc_close_operand(ctx, key, k);
  return r;
}
static HPYC_NOINLINE int hpyc_setitem_boxed(HPyContext *ctx, HPy o, hpyc_num key, HPy value) {
  HPy k = hpyc_box_operand(ctx, key);
  int r = HPy_IsNull(k) ? -1 : HPy_SetItem(ctx, o, k, value);
  hpyc_close_operand(ctx, key, k);
  return r;
}
HPYC_INLINE HPy hpyc_getitem_num(HPyContext *ctx, HPy o, hpyc_num key) {
  PyObject **place = hpyc_sequence_place(ctx, o, key, 1);
  return HPYC_LIKELY(place != NULL) ? hpyc_from_borrowed(ctx, *place) : hpyc_getitem_boxed(ctx, o, key);
}
HPYC_INLINE int hpyc_setitem_num(HPyContext *ctx, HPy o, hpyc_num key, HPy value) {
  PyObject **place = hpyc_sequence_place(ctx, o, key, 0);
  if (HPYC_UNLIKELY(!place)) return hpyc_setitem_boxed(ctx, o, key, value);
  hpyc_place_store(ctx, place, hpyc_py(ctx, value));
  return 0;
}
// An item as a num, and a num stored as one (borrowed): no handle for the number in between.
static HPYC_NOINLINE hpyc_num hpyc_getitem_as_num_boxed(HPyContext *ctx, HPy o, hpyc_num key) {
  return hpyc_num_take(ctx, hpyc_getitem_boxed(ctx, o, key));
}
HPYC_INLINE hpyc_num hpyc_getitem_as_num(HPyContext *ctx, HPy o, hpyc_num key) {
  PyObject **place = hpyc_sequence_place(ctx, o, key, 1);
  return HPYC_LIKELY(place != NULL) ? hpyc_num_of(ctx, *place) : hpyc_getitem_as_num_boxed(ctx, o, key);
}
static HPYC_NOINLINE int hpyc_setitem_from_num_boxed(HPyContext *ctx, HPy o, hpyc_num key, hpyc_num n) {
  HPy value = hpyc_box_operand(ctx, n);
  int r = HPy_IsNull(value) ? -1 : hpyc_setitem_boxed(ctx, o, key, value);
  hpyc_close_operand(ctx, n, value);
  return r;
}
HPYC_INLINE int hpyc_setitem_from_num(HPyContext *ctx, HPy o, hpyc_num key, hpyc_num n) {
  PyObject **place = hpyc_sequence_place(ctx, o, key, 0);
  return HPYC_LIKELY(place != NULL) ? hpyc_place_number(ctx, place, n) : hpyc_setitem_from_num_boxed(ctx, o, key, n);
}
static HPYC_NOINLINE HPy hpyc_getitem(HPyContext *ctx, HPy o, HPy key) {
#if !HPYC_UNIVERSAL
  PyObject *p = hpyc_py(ctx, o);
  if (PyDict_CheckExact(p)) {
    PyObject *found = PyDict_GetItemWithError(p, hpyc_py(ctx, key));
    if (HPYC_LIKELY(found != NULL)) return hpyc_from_borrowed(ctx, found);
    if (PyErr_Occurred()) return HPy_NULL;
    return HPy_GetItem(ctx, o, key);
  }
#endif
  if (HPYC_RAW && HPYC_EXACT(key, Long)) return hpyc_getitem_num(ctx, o, hpyc_num_view(ctx, key));
  return HPy_GetItem(ctx, o, key);
}
static HPYC_NOINLINE int hpyc_setitem(HPyContext *ctx, HPy o, HPy key, HPy value) {
#if !HPYC_UNIVERSAL
  PyObject *p = hpyc_py(ctx, o);
  if (PyDict_CheckExact(p)) return PyDict_SetItem(p, hpyc_py(ctx, key), hpyc_py(ctx, value));
#endif
  if (HPYC_RAW && HPYC_EXACT(key, Long)) return hpyc_setitem_num(ctx, o, hpyc_num_view(ctx, key), value);
  return HPy_SetItem(ctx, o, key, value);
}

// ---- slices -------------------------------------------------------------------------------------------------------
#if !HPYC_UNIVERSAL
static HPYC_NOINLINE HPy hpyc_build_slice(HPyContext *ctx, HPy start, HPy stop, HPy step) {
  PyObject *p[3];
  const HPy h[] = {start, stop, step};
  for (int i = 0; i < 3; i++) p[i] = HPy_IsNull(h[i]) ? NULL : hpyc_py(ctx, h[i]);
  return hpyc_from_py(ctx, PySlice_New(p[0], p[1], p[2]));
}
#define hpyc_cached_slice(ctx, start, stop) hpyc_build_slice(ctx, start, stop, HPy_NULL)
#else
static HPYC_NOINLINE HPy hpyc_build_slice(HPyContext *ctx, HPy start, HPy stop, HPy step) {
  HPy a[] = {start, stop, step};
  for (int i = 0; i < 3; i++)
    if (HPy_IsNull(a[i])) a[i] = ctx->h_None;
  return HPy_Call(ctx, ctx->h_SliceType, a, 3, HPy_NULL);
}
// A slice of absent or exact int bounds, which are kept: a slice object costs more than what is done with it.
static HPYC_NOINLINE HPy hpyc_cached_slice(HPyContext *ctx, HPy start, HPy stop) {
  static struct {
    int64_t start, stop;
    int known;  // bit 0: used, 1: start present, 2: stop present
  } keys[HPYC_SLICE_COUNT], key;
  const hpyc_num none = {HPYC_SMALL, {.i = 0}};
  hpyc_num from = HPy_IsNull(start) ? none : hpyc_num_view(ctx, start), to = HPy_IsNull(stop) ? none : hpyc_num_view(ctx, stop);
  if ((from.tag | to.tag) != HPYC_SMALL) return hpyc_build_slice(ctx, start, stop, HPy_NULL);
  key.start = from.i;
  key.stop = to.i;
  key.known = 1 | !HPy_IsNull(start) << 1 | !HPy_IsNull(stop) << 2;
  unsigned at = (unsigned)(key.start * 7 + key.stop + key.known) % HPYC_SLICE_COUNT;
  if (!memcmp(&keys[at], &key, sizeof key)) return HPyGlobal_Load(ctx, hpyc_slices[at]);
  HPy slice = hpyc_build_slice(ctx, start, stop, HPy_NULL);
  if (!HPy_IsNull(slice)) {
    keys[at] = key;
    HPyGlobal_Store(ctx, &hpyc_slices[at], slice);
  }
  return slice;
}
#endif
// Bounds that are absent or exact ints: 1; others need the slice object.
static int hpyc_slice_bound(HPyContext *ctx, HPy bound, Py_ssize_t absent, Py_ssize_t *result) {
  if (HPy_IsNull(bound) || HPy_Is(ctx, bound, hpyc_none(ctx))) return *result = absent, 1;
  hpyc_num n = hpyc_num_view(ctx, bound);
  return n.tag == HPYC_SMALL && (*result = n.i, 1);
}
static int hpyc_slice_range(HPyContext *ctx, HPy start, HPy stop, Py_ssize_t length, Py_ssize_t *from, Py_ssize_t *to) {
  if (!hpyc_slice_bound(ctx, start, 0, from) || !hpyc_slice_bound(ctx, stop, length, to)) return 0;
  if (*from < 0 && (*from += length) < 0) *from = 0;
  if (*to < 0 && (*to += length) < 0) *to = 0;
  if (*from > length) *from = length;
  if (*to > length) *to = length;
  return 1;
}
#if HPYC_UNIVERSAL
static HPy hpyc_list_slice(HPyContext *ctx, PyObject *list, Py_ssize_t from, Py_ssize_t to) {
  Py_ssize_t count = to > from ? to - from : 0;
  HPy r = HPyList_New(ctx, count);
  if (!HPy_IsNull(r))
    for (Py_ssize_t i = 0; i < count; i++) Py_INCREF(PyList_GET_ITEM(hpyc_py(ctx, r), i) = PyList_GET_ITEM(list, from + i));
  return r;
}
#else
#define hpyc_list_slice(ctx, list, from, to) hpyc_from_py(ctx, PyList_GetSlice(list, from, to))
#endif
static HPYC_NOINLINE HPy hpyc_getslice(HPyContext *ctx, HPy o, HPy start, HPy stop) {
  if (HPYC_RAW) {
    PyObject *p = hpyc_py(ctx, o);
    Py_ssize_t from, to;
    if (hpyc_py_exact(ctx, p, List) && hpyc_slice_range(ctx, start, stop, PyList_GET_SIZE(p), &from, &to))
      return hpyc_list_slice(ctx, p, from, to);
#if !HPYC_UNIVERSAL
    if (PyTuple_CheckExact(p) && hpyc_slice_range(ctx, start, stop, PyTuple_GET_SIZE(p), &from, &to))
      return hpyc_from_py(ctx, PyTuple_GetSlice(p, from, to));
#endif
  }
  HPy slice = hpyc_cached_slice(ctx, start, stop), r;
  if (HPy_IsNull(slice)) return slice;
  r = HPy_GetItem(ctx, o, slice);
  HPy_Close(ctx, slice);
  return r;
}
static HPYC_NOINLINE int hpyc_setslice(HPyContext *ctx, HPy o, HPy start, HPy stop, HPy value) {
  if (HPYC_RAW && HPYC_EXACT(o, List) && HPYC_EXACT(value, List)) {
    PyObject *p = hpyc_py(ctx, o), *v = hpyc_py(ctx, value), *old[32];
    Py_ssize_t from, to, count;
    if (p != v && hpyc_slice_range(ctx, start, stop, PyList_GET_SIZE(p), &from, &to)) {
      count = to - from;
      if (count >= 0 && count <= 32 && PyList_GET_SIZE(v) == count) {
        PyObject **items = hpyc_list_items(p) + from;
        for (Py_ssize_t i = 0; i < count; i++) {
          old[i] = items[i];
          Py_INCREF(items[i] = PyList_GET_ITEM(v, i));
        }
        for (Py_ssize_t i = 0; i < count; i++) hpyc_py_close(ctx, old[i]);
        return 0;
      }
#if !HPYC_UNIVERSAL
      return PyList_SetSlice(p, from, from > to ? from : to, v);
#endif
    }
  }
  HPy slice = hpyc_cached_slice(ctx, start, stop);
  if (HPy_IsNull(slice)) return -1;
  int r = HPy_SetItem(ctx, o, slice, value);
  HPy_Close(ctx, slice);
  return r;
}
static HPYC_NOINLINE int hpyc_delslice(HPyContext *ctx, HPy o, HPy start, HPy stop) {
  HPy slice = hpyc_cached_slice(ctx, start, stop);
  if (HPy_IsNull(slice)) return -1;
  int r = HPy_DelItem(ctx, o, slice);
  HPy_Close(ctx, slice);
  return r;
}
