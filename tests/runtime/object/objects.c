// Functions of runtime/object/ as Python functions (see harness.h).
#include "harness.h"

#include "object/class.c"
#include "object/display.c"
#include "object/exception.c"
#include "object/import.c"
#include "object/known.c"
#include "object/name.c"
#include "object/stack.c"
#include "object/string.c"
#include "object/traceback.c"
#include "object/unpack.c"

static int integer(HPyContext *ctx, HPy h) { return (int)HPyLong_AsInt64_t(ctx, h); }
static HPy optional(HPyContext *ctx, HPy h) { return HPy_Is(ctx, h, hpyc_none(ctx)) ? HPy_NULL : h; }
static HPy results_list(HPyContext *ctx, HPy *results, int count) {
  HPy list = hpyc_build_list(ctx, results, count);
  for (int i = 0; i < count; i++) HPy_Close(ctx, results[i]);
  return list;
}

TEST(set_name) {  // a constant that changes: what is cached for it has to go
  hpyc_const_store(ctx, K_name, a[0]);
  memset(hpyc_global_caches, 0, sizeof hpyc_global_caches);
  return NONE(0);
}
TEST(raise) {
  hpyc_raise(ctx, a[0], n > 1 ? a[1] : HPy_NULL);
  return HPy_NULL;
}
TEST(raise_assertion) {
  hpyc_raise_assertion(ctx, n ? a[0] : HPy_NULL);
  return HPy_NULL;
}
TEST(refetch) {  // call, fetch, restore
  HPy r = HPy_Call(ctx, a[0], a + 1, (size_t)n - 1, HPy_NULL);
  if (!HPy_IsNull(r)) return r;
  HPy e = hpyc_error_fetch(ctx);
  if (HPyErr_Occurred(ctx)) return HPyUnicode_FromString(ctx, "still pending");
  hpyc_error_restore(ctx, e);
  return HPy_NULL;
}
TEST(caught) {  // the exception that a call raises
  HPy r = HPy_Call(ctx, a[0], a + 1, (size_t)n - 1, HPy_NULL);
  return HPy_IsNull(r) ? hpyc_error_fetch(ctx) : r;
}
TEST(own_error) {  // raised by C, fetched, restored
  hpyc_error(ctx, HPYC_EXC(ValueError), "own");
  hpyc_error_restore(ctx, hpyc_error_fetch(ctx));
  return HPy_NULL;
}
TEST(trace) {  // trace(function, line, callable, …)
  HPy r = HPy_Call(ctx, a[2], a + 3, (size_t)n - 3, HPy_NULL);
  if (HPy_IsNull(r)) hpyc_traceback(ctx, integer(ctx, a[0]), integer(ctx, a[1]));
  return r;
}
TEST(trace_own) {
  hpyc_error(ctx, HPYC_EXC(ValueError), "own");
  hpyc_traceback(ctx, 0, 7);
  hpyc_traceback(ctx, 2, 8);
  return HPy_NULL;
}
TEST(check_bound) { return NONE(hpyc_check_bound(ctx, n ? a[0] : HPy_NULL, K_name)); }
TEST(name_error) {
  hpyc_name_error(ctx, K_name);
  return HPy_NULL;
}
TEST(name_load) { return hpyc_name_load(ctx, a[0], K_name); }
TEST(name_store) { return NONE(hpyc_name_store(ctx, a[0], a[1], K_name)); }
TEST(name_delete) { return NONE(hpyc_name_delete(ctx, a[0], K_name)); }
TEST(class_prepare) {  // bases, keywords
  HPy r[4];
  if (hpyc_class_prepare(ctx, a[0], optional(ctx, a[1]), K_name, r) < 0) return HPy_NULL;
  return results_list(ctx, r, 4);
}
TEST(class_create) { return hpyc_class_create(ctx, a[0], a[1], a[2], a[3], K_name); }
TEST(import_name) { return hpyc_import_name(ctx, optional(ctx, a[0]), K_name, integer(ctx, a[1])); }
TEST(import_from) { return hpyc_import_from(ctx, a[0], K_name); }
TEST(import_star) { return NONE(hpyc_import_star(ctx, a[0])); }
TEST(build_tuple) { return hpyc_build_tuple(ctx, a, n); }
TEST(build_list) { return hpyc_build_list(ctx, a, n); }
TEST(build_set) { return hpyc_build_set(ctx, a, n); }
TEST(build_dict) { return hpyc_build_dict(ctx, a, (int)n / 2); }
TEST(dict_set) { return NONE(hpyc_dict_set(ctx, a[0], a[1], a[2])); }
TEST(list_append) { return NONE(hpyc_list_append(ctx, a[0], a[1])); }
TEST(list_extend) { return NONE(hpyc_list_extend(ctx, a[0], a[1])); }
TEST(list_to_tuple) { return hpyc_list_to_tuple(ctx, a[0]); }
TEST(set_add) { return NONE(hpyc_set_add(ctx, a[0], a[1])); }
TEST(set_update) { return NONE(hpyc_set_update(ctx, a[0], a[1])); }
TEST(dict_update) { return NONE(hpyc_dict_update(ctx, a[0], a[1])); }
TEST(dict_merge) { return NONE(hpyc_dict_merge(ctx, a[0], a[1], a[2])); }
TEST(call_star_args) { return NONE(hpyc_call_star_args(ctx, a[0], a[1], a[2])); }
TEST(unpack) {  // object, count
  HPy r[8];
  int count = integer(ctx, a[1]);
  return hpyc_unpack(ctx, a[0], count, r) < 0 ? HPy_NULL : results_list(ctx, r, count);
}
TEST(unpack_star) {  // object, before, after
  HPy r[8];
  int before = integer(ctx, a[1]), after = integer(ctx, a[2]);
  return hpyc_unpack_star(ctx, a[0], before, after, r) < 0 ? HPy_NULL : results_list(ctx, r, before + 1 + after);
}
TEST(format) {  // value, spec or None, conversion as text
  const char *conversion = HPyUnicode_AsUTF8AndSize(ctx, a[2], NULL);
  return hpyc_format(ctx, a[0], optional(ctx, a[1]), conversion[0]);
}
TEST(build_string) { return hpyc_build_string(ctx, a, (int)n); }
static int deep(HPyContext *ctx, int *depth) {
  volatile char frame[200];
  frame[0] = 0;
  if (hpyc_check_stack(ctx) < 0) return -1;
  ++*depth;
  return deep(ctx, depth) + frame[0];
}
TEST(recurse) {  // until the end of the stack
  int depth = 0;
  if (deep(ctx, &depth) == 0) return NONE(0);
  HPy e = hpyc_error_fetch(ctx), r[2] = {e, HPyLong_FromInt64_t(ctx, depth)};
  return results_list(ctx, r, 2);
}

typedef struct {
  const char *type, *name;
  HPy (*body)(HPyContext *ctx, const HPy *a, int count);
  int minimum, maximum;
} known_row;
static const known_row known_rows[] = {
#define KNOWN_ROW(id) {"", #id, hpyc_known_##id, 0, 99},
    HPYC_KNOWN_CALLS(KNOWN_ROW)
#define METHOD_ROW(type, name, minimum, maximum) {#type, #name, hpyc_method_##type##_##name, minimum, maximum},
    HPYC_KNOWN_METHODS(METHOD_ROW)};
TEST(known) {  // type or "", name, callee or receiver, arguments; None: no body
  const char *type = HPyUnicode_AsUTF8AndSize(ctx, a[0], NULL), *name = HPyUnicode_AsUTF8AndSize(ctx, a[1], NULL);
  int count = (int)n - 2 - (*type == 0);
  for (size_t i = 0; i < sizeof known_rows / sizeof known_rows[0]; i++) {
    const known_row *row = &known_rows[i];
    if (!strcmp(row->type, type) && !strcmp(row->name, name) && row->body && row->minimum <= count && count <= row->maximum)
      return row->body(ctx, a + 2, count);
  }
  return HPy_CallMethod(ctx, a[1], a + 2, (size_t)(n - 2), HPy_NULL);
}

#define TESTS(X)                                                                                               \
  X(set_name) X(raise) X(raise_assertion) X(refetch) X(caught) X(own_error) X(trace) X(trace_own)     \
  X(check_bound) X(name_error) X(name_load) X(name_store) X(name_delete) X(class_prepare) X(class_create)      \
  X(import_name) X(import_from) X(import_star) X(build_tuple) X(build_list) X(build_set) X(build_dict)         \
  X(dict_set) X(list_append) X(list_extend) X(list_to_tuple) X(set_add) X(set_update) X(dict_update)           \
  X(dict_merge) X(call_star_args) X(unpack) X(unpack_star) X(format) X(build_string) X(recurse) \
  X(known)
DEFINE_MODULE(TESTS)
