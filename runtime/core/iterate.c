// Iterators and counting loops.
#pragma once
#include "core/call.c"

#if !HPYC_UNIVERSAL
#define hpyc_iter(ctx, o) hpyc_from_py(ctx, PyObject_GetIter(hpyc_py(ctx, o)))
#else
static HPYC_NOINLINE HPy hpyc_iter(HPyContext *ctx, HPy o) {
  if (HPYC_EXACT(o, List) || HPYC_EXACT(o, Tuple))
    if (HPYC_RAW) return hpyc_from_py(ctx, Py_TYPE(hpyc_py(ctx, o))->tp_iter(hpyc_py(ctx, o)));
  HPy f = hpyc_object(ctx, iter), r = HPy_Call(ctx, f, &o, 1, HPy_NULL);
  HPy_Close(ctx, f);
  return r;
}
#endif
#if HPYC_EMULATED
static int hpyc_next_called(HPyContext *ctx, HPy iterator, HPy *item) {
  *item = hpyc_from_py(ctx, PyIter_Next(hpyc_py(ctx, iterator)));
  return !HPy_IsNull(*item) ? 1 : HPyErr_Occurred(ctx) ? -1 : 0;
}
#elif HPYC_DIRECT
#define hpyc_next_called(ctx, iterator, item) 0
#else
// next(iterator, sentinel): no exception is made at the end. In hybrid only for HPy's debug mode, where a context ends when
// 16 functions have been called below it, unless it is in a call of HPy itself.
static HPYC_NOINLINE int hpyc_next_called(HPyContext *ctx, HPy iterator, HPy *item) {
  HPy f = hpyc_object(ctx, next), a[2] = {iterator, hpyc_object(ctx, sentinel)}, r = HPy_Call(ctx, f, a, 2, HPy_NULL);
  int found = HPy_IsNull(r) ? -1 : !hpyc_same(ctx, r, a[1]);
  HPy_Close(ctx, f);
  HPy_Close(ctx, a[1]);
  if (found > 0) *item = r;
  if (found == 0) HPy_Close(ctx, r);
  return found;
}
#endif
static HPYC_NOINLINE int hpyc_next_end(HPyContext *ctx) {
  if (!HPyErr_Occurred(ctx)) return 0;
  if (!HPyErr_ExceptionMatches(ctx, HPYC_EXC(StopIteration))) return -1;
  HPyErr_Clear(ctx);
  return 0;
}
HPYC_INLINE int hpyc_next(HPyContext *ctx, HPy iterator, HPy *item) {
  if (!HPYC_RAW || !HPYC_PLAIN) return hpyc_next_called(ctx, iterator, item);
  PyObject *it = hpyc_py(ctx, iterator), *o = Py_TYPE(it)->tp_iternext(it);
  if (HPYC_UNLIKELY(!o)) return hpyc_next_end(ctx);
  *item = hpyc_from_py(ctx, o);
  return 1;
}

static HPYC_COLD hpyc_range hpyc_range_generic(HPyContext *ctx, HPy callee, const hpyc_num *a, int count) {
  hpyc_range range = {.iterator = HPy_NULL, .step = 0};
  HPy call[4] = {callee}, o = HPy_NULL;
  int boxed = 0;
  while (boxed < count && !HPy_IsNull(call[boxed + 1] = hpyc_box_num(ctx, a[boxed]))) boxed++;
  if (boxed == count) o = HPy_Call(ctx, callee, call + 1, (size_t)count, HPy_NULL);
  while (boxed > 0) HPy_Close(ctx, call[boxed--]);
  if (HPy_IsNull(o)) return range;
  range.iterator = hpyc_iter(ctx, o);
  HPy_Close(ctx, o);
  return range;
}
HPYC_INLINE int hpyc_range_begin(HPyContext *ctx, HPy callee, const hpyc_num *a, int count, hpyc_range *result) {
  hpyc_range range = {.current = count > 1 ? a[0].i : 0, .step = count > 2 ? a[2].i : 1, .iterator = HPy_NULL};
  int64_t stop = count > 1 ? a[1].i : a[0].i;
  int small = a[0].tag == HPYC_SMALL && (count < 2 || a[1].tag == HPYC_SMALL) && (count < 3 || a[2].tag == HPYC_SMALL);
  if (HPYC_LIKELY(small && range.step != 0 && hpyc_is_known(ctx, callee, HPYC_KNOWN_range))) {
    uint64_t up = (uint64_t)stop - (uint64_t)range.current, down = 0 - up, step = (uint64_t)range.step;
    if (range.step > 0) range.remaining = range.current < stop ? (step == 1 ? up : (up - 1) / step + 1) : 0;
    else range.remaining = range.current > stop ? (down - 1) / (0 - step) + 1 : 0;
  } else {
    range = hpyc_range_generic(ctx, callee, a, count);
    *result = range;
    return -HPy_IsNull(range.iterator);
  }
  *result = range;
  return 0;
}
static HPYC_NOINLINE hpyc_num hpyc_range_item(HPyContext *ctx, HPy iterator, int *found) {
  HPy item = HPy_NULL;
  *found = hpyc_next(ctx, iterator, &item);
  return *found > 0 ? hpyc_num_take(ctx, item) : hpyc_num_error();
}
HPYC_INLINE int hpyc_range_next(HPyContext *ctx, hpyc_range *range, hpyc_num *item) {
  if (HPYC_LIKELY(HPy_IsNull(range->iterator))) {
    if (!range->remaining) return 0;
    range->remaining--;
    *item = hpyc_num_i64(ctx, range->current);
    range->current = (int64_t)((uint64_t)range->current + (uint64_t)range->step);
    return 1;
  }
  int found;
  *item = hpyc_range_item(ctx, range->iterator, &found);
  return found;
}
HPYC_INLINE void hpyc_range_close(HPyContext *ctx, hpyc_range *range) {
  if (HPYC_UNLIKELY(!HPy_IsNull(range->iterator))) HPy_Close(ctx, range->iterator);
}
