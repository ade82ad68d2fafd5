// Types of the tables that the emitter writes, and of the values that compiled code holds.
#pragma once
#include "abi.h"

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
  int64_t current, step;
  uint64_t remaining;
  HPy iterator;  // null: counting
} hpyc_range;

// A list that no Python code can see, shared by the values that hold it; see core/local_list.c.
enum { HPYC_ITEM_NONE = HPYC_ERROR + 1, HPYC_ITEM_FALSE, HPYC_ITEM_TRUE };  // tags of items only
typedef struct hpyc_list_data {
  hpyc_num *items, *block;  // the items may start behind the start of the block
  HPy_ssize_t length, capacity, references;  // capacity: from items on
  HPy object;  // null: the items are here; otherwise they are in this object, and length and capacity are 0
  struct hpyc_list_data *next;  // of those kept for reuse
} *hpyc_list;

// HPYC_GUARDED: compiled code asks whether an object is this function. Asynchronous generators have the last two.
enum { HPYC_VAR_POSITIONAL = 1, HPYC_VAR_KEYWORD = 2, HPYC_GUARDED = 4, HPYC_GENERATOR = 8, HPYC_COROUTINE = 16 };
typedef struct {
  HPy (*entry)(HPyContext *ctx, HPy function, const HPy *arguments);  // one per parameter, defaults filled in
  int name, qualname, doc;                                            // constants; doc -1: none
  short positional_only, positional, keyword_only, flags;             // positional includes positional-only
  int first_line;
  const int *parameters;  // constants: names of the parameters, in the order of `arguments`
  int cell_count;         // captured variables, and their names
  const int *cells;
} hpyc_function_info;

// kind: 'n' interned str, 's' str, 'b' bytes (text, length), 'i' int in int64 range, 'l' other int (text: Python literal,
// hexadecimal with optional '-'), 'f' float, 'c' imaginary number, 't' tuple (items, length), 'N' 'T' 'F' 'E' None, True, False, ...
typedef struct {
  char kind;
  int length;
  union {
    const char *text;
    int64_t integer;
    double number;
    const int *items;
  };
} hpyc_constant_info;

// The most variables that a function of the module captures.
#ifndef HPYC_CELL_COUNT
#define HPYC_CELL_COUNT 0
#endif

// Written by the emitter; the counts are defined before the runtime's text.
static const hpyc_function_info hpyc_functions[HPYC_FUNCTION_COUNT];
static const hpyc_constant_info hpyc_constant_table[HPYC_CONSTANT_COUNT];
static HPy f0_module(HPyContext *ctx);
