// Names and objects that the runtime itself uses. The compiler prints these lists reduced to what a module's code refers to
// (HPYC_N_x, HPYC_O_x, HPYC_KNOWN_x, or the macros hpyc_name(ctx, x), hpyc_object(ctx, x)).
#pragma once

// Interned names.
#define HPYC_RUNTIME_NAMES(X)                                                                      \
  X(__init__) X(__init_subclass__) X(__class_getitem__) X(__setattr__) X(__delattr__) X(__new__) X(__name__) X(__qualname__) X(__module__) X(__dict__) X(__doc__)          \
  X(__file__) X(__builtins__) X(__class__) X(__build_class__) X(__import__) X(__package__)         \
  X(__path__) X(__all__) X(__prepare__) X(__orig_bases__) X(__mro_entries__) X(__cause__)          \
  X(__context__) X(__traceback__) X(__self__) X(__get__) X(keys) X(items) X(append) X(extend)      \
  X(update) X(add) X(pop) X(insert) X(reverse) X(sort) X(clear) X(copy) X(count) X(index) X(remove) X(get) X(join) X(format) X(tb_next)         \
  X(tb_frame) X(exc_value) X(object) X(unraisablehook) X(metaclass) X(modules) X(name) X(path) \
  X(cell_contents) X(__enter__) X(__exit__)

// Objects found as an attribute of a module when this module starts: X(id, "module", "attribute").
// A null module: starts as None in context ABIs and null in direct ones, filled by its owner.
#define HPYC_RUNTIME_OBJECTS(X)                                                                    \
  X(globals, 0, 0) X(builtins, 0, 0) X(module, 0, 0) X(function_type, 0, 0) X(sentinel, 0, 0)      \
  X(functions, 0, 0) X(modules, "sys", "modules") X(iter, "builtins", "iter")                      \
  X(next, "builtins", "next") X(method_type, "types", "MethodType")                                \
  X(trap, 0, 0) X(thrower, 0, 0)           \
  X(restorer, 0, 0) X(sys_dict, "sys", "__dict__") X(help_strip, 0, 0) X(help_traceback, 0, 0)     \
  X(help_import, 0, 0) X(help_star, 0, 0) X(help_class, 0, 0) X(help_class_methods, 0, 0) X(help_explain, 0, 0)                \
  X(help_merge, 0, 0) X(help_arguments, 0, 0) X(help_known, 0, 0) X(help_layout, 0, 0) X(help_code, 0, 0) X(help_cell, 0, 0) X(help_class_check, 0, 0) X(cell_type, 0, 0) X(cell_class, "types", "CellType") X(exc_info, "sys", "exc_info") X(module_type, "types", "ModuleType") X(intern, "sys", "intern") X(delattr, "builtins", "delattr") X(set, "builtins", "set") X(format_function, "builtins", "format") \
  X(help_chain, 0, 0) X(help_raise, 0, 0) X(help_handling, 0, 0) X(help_exit, 0, 0) X(help_enter, 0, 0)  \
  X(help_group_split, 0, 0) X(help_group_reraise, 0, 0) X(help_match_kind, 0, 0) X(help_match_keys, 0, 0)  \
  X(help_match_rest, 0, 0) X(help_match_class, 0, 0)  \
  X(graalpy_operators, 0, 0) X(drivers, 0, 0) X(generator_done, 0, 0) X(generator_from, 0, 0) X(frame_type, 0, 0) X(help_driver, 0, 0) \
  X(help_framed, 0, 0) X(help_recode, 0, 0) X(python_function, "types", "FunctionType") X(source, 0, 0) X(exhausted, 0, 0) X(help_source, 0, 0) X(help_module, 0, 0) X(help_first, 0, 0)

// Library functions that compiled code calls directly: X(id, "module", "attribute"), those of src/ir/known_functions.def.
#define HPYC_KNOWN_FUNCTIONS(X)                                                                    \
  X(range, "builtins", "range") X(len, "builtins", "len") X(abs, "builtins", "abs")                \
  X(min, "builtins", "min") X(max, "builtins", "max") X(isinstance, "builtins", "isinstance")      \
  X(list, "builtins", "list") X(tuple, "builtins", "tuple") X(int_, "builtins", "int")             \
  X(float_, "builtins", "float") X(bool_, "builtins", "bool") X(ord, "builtins", "ord")            \
  X(chr, "builtins", "chr") X(math_sqrt, "math", "sqrt") X(math_sin, "math", "sin")                \
  X(math_cos, "math", "cos") X(math_tan, "math", "tan") X(math_atan, "math", "atan")               \
  X(math_exp, "math", "exp") X(math_log, "math", "log") X(math_fabs, "math", "fabs")        \
  X(globals, "builtins", "globals") X(locals, "builtins", "locals") X(vars, "builtins", "vars")    \
  X(dir, "builtins", "dir") X(eval, "builtins", "eval") X(exec, "builtins", "exec")                \
  X(super, "builtins", "super")
// Those of them with a body hpyc_known_<id> for object arguments, and hpyc_known_num_<id> for numbers.
#define HPYC_KNOWN_CALLS(X)                                                                        \
  X(len) X(isinstance) X(list) X(tuple) X(int_) X(float_) X(bool_) X(ord) X(chr) X(abs) X(min) X(max)
#define HPYC_KNOWN_NUM_CALLS(X)                                                                    \
  X(abs) X(min) X(max) X(int_) X(float_) X(math_sqrt) X(math_sin) X(math_cos) X(math_tan)          \
  X(math_atan) X(math_exp) X(math_log) X(math_fabs)
// Methods of exact builtin types with a body hpyc_method_<type>_<name>(ctx, a, count), a[0] the receiver, count with it:
// X(type, name, minimum, maximum of count). Reduced to the names that the module calls (HPYC_METHOD_<name>).
#define HPYC_KNOWN_METHODS(X)                                                                      \
  X(list, append, 2, 2) X(list, pop, 1, 1) X(list, insert, 3, 3) X(list, reverse, 1, 1)            \
  X(dict, get, 2, 3) X(dict, setdefault, 2, 3) X(set, add, 2, 2) X(str, join, 2, 2)
