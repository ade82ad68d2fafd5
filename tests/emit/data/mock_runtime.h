// A stand-in for the runtime library: handles are numbers of a table with a payload each, so that
// a use after release, a double release and a leak are seen. Every operation mixes what it reads
// into a trace; from the operation number `fail_at` on, all that can fail does.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  long index;
} HPy;
typedef struct {
  int unused;
} HPyContext;
enum { HPYC_SMALL, HPYC_FLOAT, HPYC_OBJECT, HPYC_ERROR };
typedef struct {
  int tag;
  union {
    int64_t i;
    double d;
    HPy o;
  };
} hpyc_num;
typedef struct {
  uint32_t state;
  int open;
} hpyc_range;
typedef struct {
  HPy (*entry)(HPyContext*, HPy, const HPy*);
  int name, qualname, doc;
  short positional_only, positional, keyword_only, flags;
  int first_line;
  const int* parameters;
} hpyc_function_info;
typedef struct {
  char kind;
  int length;
  union {
    const char* text;
    int64_t integer;
    double number;
    const int* items;
  };
} hpyc_constant_info;
static const hpyc_function_info hpyc_functions[HPYC_FUNCTION_COUNT];
static const hpyc_constant_info hpyc_constant_table[HPYC_CONSTANT_COUNT];

#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wtautological-compare"
#define HPYC_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define HPy_NULL ((HPy){0})
#define HPy_IsNull(h) ((h).index == 0)
enum { HPy_LT, HPy_LE, HPy_EQ, HPy_NE, HPy_GT, HPy_GE };
enum { FIRST_HANDLE = 8, HANDLES = 20000, NONE = 1 };

static uint32_t payloads[HANDLES], trace;
static char states[HANDLES];  // 1 open, 2 open and a constant, 3 closed
static long handles, live, constants;
static int events, fail_at;

static void die(const char* what) {
  printf("%s\n", what);
  exit(1);
}
static uint32_t mix(uint32_t a, uint32_t b) { return (a ^ b) * 2654435761u ^ (a >> 15) ^ (b << 7); }
static int event(uint32_t kind) {
  trace = mix(trace, kind);
  return ++events >= fail_at;
}
static HPy make(uint32_t payload, char state) {
  if (handles == HANDLES) die("too many handles");
  payloads[handles] = payload;
  states[handles] = state;
  *(state == 2 ? &constants : &live) += 1;
  return (HPy){handles++};
}
static uint32_t payload(HPy h) {
  if (h.index == 0) return 0;
  if (h.index == NONE) return 6;
  if (states[h.index] != 1 && states[h.index] != 2) die("use after release");
  return payloads[h.index];
}
static HPy result(uint32_t value) {
  trace = mix(trace, value);
  return make(value, 1);
}

#define hpyc_none(ctx) ((HPy){NONE})
static HPy HPy_Dup(HPyContext* ctx, HPy h) {
  return h.index == NONE ? make(6, 1) : make(payload(h), 1);
}
static HPy hpyc_dup_nullable(HPyContext* ctx, HPy h) { return h.index ? HPy_Dup(ctx, h) : h; }
static void HPy_Close(HPyContext* ctx, HPy h) {
  if (h.index < FIRST_HANDLE || states[h.index] != 1) die("wrong release");
  states[h.index] = 3;
  live--;
}
static void hpyc_close_nullable(HPyContext* ctx, HPy h) {
  if (h.index) HPy_Close(ctx, h);
}
static HPy hpyc_const(HPyContext* ctx, int k) {
  return make((uint32_t)hpyc_constant_table[k].integer * 2 + 20, 2);
}
static void hpyc_const_close(HPyContext* ctx, HPy h) {
  if (states[h.index] != 2) die("wrong release of a constant");
  states[h.index] = 3;
  constants--;
}
static uint32_t num_payload(hpyc_num n) {
  return n.tag == HPYC_SMALL ? (uint32_t)n.i : payload(n.o);
}
static hpyc_num num_of(uint32_t p) {
  return p & 1 ? (hpyc_num){HPYC_SMALL, {.i = p}} : (hpyc_num){HPYC_OBJECT, {.o = make(p, 1)}};
}
static hpyc_num hpyc_num_error(void) { return (hpyc_num){HPYC_ERROR, {.i = 0}}; }
static void hpyc_num_close(HPyContext* ctx, hpyc_num n) {
  if (n.tag == HPYC_OBJECT) HPy_Close(ctx, n.o);
}
static hpyc_num hpyc_num_dup(HPyContext* ctx, hpyc_num n) { return num_of(num_payload(n)); }
static hpyc_num hpyc_num_from(HPyContext* ctx, HPy o) { return num_of(payload(o)); }
static void hpyc_range_close(HPyContext* ctx, hpyc_range* r) {
  if (!r->open) die("wrong release of a range");
  r->open = 0;
  live--;
}

static HPy operation(uint32_t kind, uint32_t a, uint32_t b) {
  if (event(kind)) return HPy_NULL;
  return result(mix(mix(kind, a), b));
}
static HPy hpyc_binary_add(HPyContext* ctx, HPy a, HPy b) {
  return operation(1, payload(a), payload(b));
}
static HPy hpyc_global_load(HPyContext* ctx, int k) { return operation(2, 0, 0); }
static HPy hpyc_call(HPyContext* ctx, const HPy* a, int count) {
  uint32_t sum = payload(a[0]);
  for (int i = 1; i <= count; i++) sum = mix(sum, payload(a[i]));
  return operation(3, sum, 0);
}
static HPy hpyc_getslice(HPyContext* ctx, HPy o, HPy a, HPy b) {
  return operation(4, payload(o), mix(payload(a), payload(b)));
}
static HPy hpyc_iter(HPyContext* ctx, HPy o) { return operation(5, payload(o), 0); }
static hpyc_num hpyc_num_binary_add(HPyContext* ctx, hpyc_num a, hpyc_num b) {
  uint32_t p = mix(mix(6, num_payload(a)), num_payload(b));
  if (event(6)) return hpyc_num_error();
  trace = mix(trace, p);
  return num_of(p);
}
static HPy hpyc_box_num(HPyContext* ctx, hpyc_num n) {
  uint32_t p = num_payload(n);
  return event(7) ? HPy_NULL : result(p);
}
static HPy hpyc_box_i64(HPyContext* ctx, int64_t i) {
  return event(8) ? HPy_NULL : result((uint32_t)i);
}
static int test(uint32_t kind, uint32_t p) {
  if (event(kind)) return -1;
  return mix(trace, p) >> 9 & 1;
}
static int hpyc_i64_compare(HPyContext* ctx, int64_t a, int64_t b, int op) {
  return op == HPy_LT ? a < b : a >= b;
}
static int hpyc_truth(HPyContext* ctx, HPy o) { return test(9, payload(o)); }
static int HPy_Is(HPyContext* ctx, HPy a, HPy b) { return payload(a) == payload(b); }
static int hpyc_unpack(HPyContext* ctx, HPy o, int count, HPy* results) {
  uint32_t p = payload(o);
  if (event(10)) return -1;
  for (int i = 0; i < count; i++) results[i] = result(mix(p, (uint32_t)i));
  return 0;
}
static int hpyc_check_bound(HPyContext* ctx, HPy o, int k) {
  uint32_t p = payload(o);
  return event(11) || (trace = mix(trace, p), p == 0) ? -1 : 0;
}
static int hpyc_global_store(HPyContext* ctx, HPy o, int k) {
  trace = mix(trace, payload(o));
  return event(12) ? -1 : 0;
}
static void hpyc_raise(HPyContext* ctx, HPy a, HPy b) {
  trace = mix(trace, mix(payload(a), payload(b)));
  event(13);
}
static int hpyc_next(HPyContext* ctx, HPy it, HPy* item) {
  int more = test(14, payload(it));
  *item = more == 1 ? result(trace) : (HPy){-1};
  return more;
}
static int hpyc_range_begin(HPyContext* ctx, HPy callee, const hpyc_num* a, int count,
                            hpyc_range* out) {
  uint32_t p = mix(payload(callee), num_payload(a[0]));
  if (event(15)) return -1;
  *out = (hpyc_range){p, 1};
  live++;
  return 0;
}
static int hpyc_range_next(HPyContext* ctx, hpyc_range* r, hpyc_num* item) {
  if (!r->open) die("use of a closed range");
  int more = test(16, r->state);
  r->state = mix(r->state, 1);
  if (more == 1)
    trace = mix(trace, r->state), *item = num_of(r->state);
  else
    *item = (hpyc_num){99, {.i = 99}};
  return more;
}
static void hpyc_traceback(HPyContext* ctx, int function, int line) {
  trace = mix(trace, (uint32_t)line);
}
