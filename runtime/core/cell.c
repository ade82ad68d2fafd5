// Cells of captured variables. Where Python.h is there they are the interpreter's own. In universal they are objects of a
// type of ours, whose content costs no attribute look-up; only the cell of __class__ is the interpreter's, because
// type.__new__ takes no other. GraalPy fails to store again into a field that held a small int, so there all are; and so
// they are with an emulated C API, which has no functions for cells.
#pragma once
#include "core/constants.h"
#include "object/exception.c"

// Bits of `use`: the cell belongs to a function around; it is that of __class__.
enum { HPYC_CELL_FREE = 1, HPYC_CELL_CLASS = 2 };

HPYC_COLD static void hpyc_cell_error(HPyContext *ctx, int name, int use) {
  if (use & HPYC_CELL_FREE)
    hpyc_name_error_(ctx, name, hpyc_version >= 0x030b0000
                                    ? "cannot access free variable '%.200s' where it is not associated with a value in enclosing scope"
                                    : "free variable '%.200s' referenced before assignment in enclosing scope");
  else
    hpyc_unbound(ctx, name);
}

#if !HPYC_UNIVERSAL && !HPYC_EMULATED
HPYC_INLINE HPy hpyc_cell_new(HPyContext *ctx, HPy content, int use) {
  return hpyc_from_py(ctx, PyCell_New(HPy_IsNull(content) ? NULL : hpyc_py(ctx, content)));
}
HPYC_INLINE HPy hpyc_cell_peek(HPyContext *ctx, HPy cell, int use) {
  PyObject *content = PyCell_GET(hpyc_py(ctx, cell));
  return content ? hpyc_from_borrowed(ctx, content) : HPy_NULL;
}
HPYC_INLINE void hpyc_cell_store(HPyContext *ctx, HPy cell, HPy content, int use) {
  PyObject *c = hpyc_py(ctx, cell), *old = PyCell_GET(c), *new = HPy_IsNull(content) ? NULL : hpyc_py(ctx, content);
  Py_XINCREF(new);
  PyCell_SET(c, new);
  Py_XDECREF(old);
}
#else
#if HPYC_EMULATED
#define HPYC_REAL_CELL(use) 1
#else
#define HPYC_REAL_CELL(use) ((use) & HPYC_CELL_CLASS || HPYC_UNLIKELY(hpyc_implementation == 2))
typedef struct {
  HPyField content;
} hpyc_cell;
#define hpyc_cell_of(ctx, h) ((hpyc_cell *)_HPy_AsStruct_Object(ctx, h))
HPyDef_SLOT(hpyc_cell_traverse, HPy_tp_traverse)
static int hpyc_cell_traverse_impl(void *self, HPyFunc_visitproc visit, void *arg) {
  HPy_VISIT(&((hpyc_cell *)self)->content);
  return 0;
}
// Methods that become a property: attributes in C must not raise on PyPy.
HPyDef_METH(hpyc_cell_get, "_get", HPyFunc_NOARGS)
static HPy hpyc_cell_get_impl(HPyContext *ctx, HPy self) {
  hpyc_cell *c = hpyc_cell_of(ctx, self);
  if (!HPyField_IsNull(c->content)) return HPyField_Load(ctx, self, c->content);
  HPyErr_SetString(ctx, ctx->h_ValueError, "Cell is empty");
  return HPy_NULL;
}
HPyDef_METH(hpyc_cell_set, "_set", HPyFunc_O)
static HPy hpyc_cell_set_impl(HPyContext *ctx, HPy self, HPy value) {
  HPyField_Store(ctx, self, &hpyc_cell_of(ctx, self)->content, value);
  return HPy_Dup(ctx, ctx->h_None);
}
HPyDef_METH(hpyc_cell_delete, "_delete", HPyFunc_NOARGS)
static HPy hpyc_cell_delete_impl(HPyContext *ctx, HPy self) { return hpyc_cell_set_impl(ctx, self, HPy_NULL); }
static const char hpyc_cell_text[] =
    "def f(t):\n"
    "  t.cell_contents = property(t._get, t._set, t._delete)\n"
    "  del t._get, t._set, t._delete\n";
HPyDef_SLOT(hpyc_cell_repr, HPy_tp_repr)
static HPy hpyc_cell_repr_impl(HPyContext *ctx, HPy self) {
  char text[400];
  hpyc_cell *c = hpyc_cell_of(ctx, self);
  HPy content = HPyField_IsNull(c->content) ? HPy_NULL : HPyField_Load(ctx, self, c->content);
  if (HPy_IsNull(content)) snprintf(text, sizeof text, "<cell at %p: empty>", (void *)self._i);
  else snprintf(text, sizeof text, "<cell at %p: %.80s object at %p>", (void *)self._i, hpyc_type_name(ctx, content), (void *)content._i);
  hpyc_close_nullable(ctx, content);
  return HPyUnicode_FromString(ctx, text);
}
static HPyDef *hpyc_cell_defines[] = {&hpyc_cell_traverse, &hpyc_cell_get, &hpyc_cell_set, &hpyc_cell_delete, &hpyc_cell_repr, NULL};
static HPyType_Spec hpyc_cell_spec = {.name = "builtins.cell",
                                      .basicsize = sizeof(hpyc_cell),
                                      .builtin_shape = HPyType_BuiltinShape_Object,
                                      .flags = HPy_TPFLAGS_DEFAULT | HPy_TPFLAGS_HAVE_GC,
                                      .defines = hpyc_cell_defines};
HPYC_COLD static HPy hpyc_cell_start(HPyContext *ctx) {
  HPy type = HPyType_FromSpec(ctx, &hpyc_cell_spec, NULL), done;
  if (HPy_IsNull(type)) return type;
  done = hpyc_help(ctx, HPYC_O_help_cell, hpyc_cell_text, &type, 1);
  if (HPy_IsNull(done)) return done;
  HPy_Close(ctx, done);
  hpyc_const_store(ctx, HPYC_O_cell_type, type);
  return type;
}
#endif
static HPYC_NOINLINE HPy hpyc_cell_new(HPyContext *ctx, HPy content, int use) {
  HPy type = HPYC_REAL_CELL(use) ? hpyc_object(ctx, cell_class) : hpyc_object(ctx, cell_type), cell = HPy_NULL;
  if (HPYC_REAL_CELL(use)) {
    cell = HPy_Call(ctx, type, &content, HPy_IsNull(content) ? 0 : 1, HPy_NULL);
#if HPYC_UNIVERSAL
  } else {
    hpyc_cell *c;
    if (HPYC_UNLIKELY(!HPy_TypeCheck(ctx, type, ctx->h_TypeType))) {
      type = hpyc_cell_start(ctx);
      if (HPy_IsNull(type)) return type;
    }
    cell = HPy_New(ctx, type, &c);
    if (!HPy_IsNull(cell) && !HPy_IsNull(content)) HPyField_Store(ctx, cell, &c->content, content);
#endif
  }
  hpyc_const_close(ctx, type);
  return cell;
}
HPYC_COLD static HPy hpyc_class_cell_peek(HPyContext *ctx, HPy cell) {
  HPy name = hpyc_name(ctx, cell_contents), content = HPy_GetAttr(ctx, cell, name);
  if (HPy_IsNull(content)) HPyErr_Clear(ctx);
  hpyc_const_close(ctx, name);
  return content;
}
HPYC_COLD static void hpyc_class_cell_store(HPyContext *ctx, HPy cell, HPy content) {
  HPy a[2] = {cell, hpyc_name(ctx, cell_contents)};
  if (!HPy_IsNull(content)) {
    HPy_SetAttr(ctx, cell, a[1], content);
  } else {
    HPy function = hpyc_object(ctx, delattr);
    hpyc_close_nullable(ctx, HPy_Call(ctx, function, a, 2, HPy_NULL));
    hpyc_const_close(ctx, function);
  }
  hpyc_const_close(ctx, a[1]);
}
HPYC_INLINE HPy hpyc_cell_peek(HPyContext *ctx, HPy cell, int use) {
  if (HPYC_REAL_CELL(use)) return hpyc_class_cell_peek(ctx, cell);
#if HPYC_UNIVERSAL
  HPyField content = hpyc_cell_of(ctx, cell)->content;
  return HPyField_IsNull(content) ? HPy_NULL : HPyField_Load(ctx, cell, content);
#endif
}
HPYC_INLINE void hpyc_cell_store(HPyContext *ctx, HPy cell, HPy content, int use) {
  if (HPYC_REAL_CELL(use)) hpyc_class_cell_store(ctx, cell, content);
#if HPYC_UNIVERSAL
  else HPyField_Store(ctx, cell, &hpyc_cell_of(ctx, cell)->content, content);
#endif
}
#endif

HPYC_INLINE HPy hpyc_cell_load(HPyContext *ctx, HPy cell, int name, int use) {
  HPy content = hpyc_cell_peek(ctx, cell, use);
  if (HPYC_UNLIKELY(HPy_IsNull(content))) hpyc_cell_error(ctx, name, use);
  return content;
}
static HPYC_NOINLINE int hpyc_cell_clear(HPyContext *ctx, HPy cell, int name, int use) {
  HPy content = hpyc_cell_load(ctx, cell, name, use);
  if (HPy_IsNull(content)) return -1;
  hpyc_cell_store(ctx, cell, HPy_NULL, use);
  HPy_Close(ctx, content);
  return 0;
}
