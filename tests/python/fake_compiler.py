"""A stand-in for the native compiler: it knows the command line, not the language.

The tests of building and loading use it, so that they test exactly that. Whatever the
source is, the C file defines a module with ``answer()`` and the string ``abi``, for all four
ABIs. Comments in the source ask for failures.
"""

import sys

C_TEMPLATE = r"""
/* written by hpyc (stand-in of the tests) */
#ifdef HPY
#include <hpy.h>
HPyDef_METH(@M@_answer, "answer", HPyFunc_NOARGS, .doc = "The answer.")
static HPy @M@_answer_impl(HPyContext *ctx, HPy self) {
  (void)self;
  return HPyLong_FromLong(ctx, 42);
}
HPyDef_SLOT(@M@_exec, HPy_mod_exec)
static int @M@_exec_impl(HPyContext *ctx, HPy module) {
  @IMPORT_HPY@
  HPy text = HPyUnicode_FromString(ctx, "@ABI_NAME@");
  int status = HPy_IsNull(text) ? -1 : HPy_SetAttr_s(ctx, module, "abi", text);
  if (!HPy_IsNull(text)) HPy_Close(ctx, text);
  return status;
}
static HPyDef *@M@_defines[] = {&@M@_answer, &@M@_exec, NULL};
static HPyModuleDef @M@_module = {.doc = "The doc.", .defines = @M@_defines};
HPy_MODINIT(@M@, @M@_module)
#else
#include <Python.h>
static PyObject *answer(PyObject *self, PyObject *unused) {
  (void)self; (void)unused;
  return PyLong_FromLong(42);
}
static PyMethodDef methods[] = {{"answer", answer, METH_NOARGS, "The answer."}, {0}};
static int exec_module(PyObject *module) {
  @IMPORT_CAPI@
  return PyModule_AddStringConstant(module, "abi", "@ABI_NAME@");
}
static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)exec_module}, {0}};
static PyModuleDef module = {
    PyModuleDef_HEAD_INIT, .m_name = "@M@", .m_doc = "The doc.", .m_methods = methods, .m_slots = slots};
PyMODINIT_FUNC PyInit_@M@(void) { return PyModuleDef_Init(&module); }
#endif
"""

ABI_MACRO = """
#if defined(HPY_ABI_UNIVERSAL)
#define ABI "universal"
#elif defined(HPY_ABI_HYBRID)
#define ABI "hybrid"
#elif defined(HPY_ABI_CPYTHON)
#define ABI "cpython"
#else
#define ABI "capi"
#endif
"""


def generate(text: str, module_name: str) -> str:
    """The C file for this source."""
    last = module_name.rpartition(".")[2]
    if "WRONG C" in text:
        return "/* hpyc */\n#include <stddef.h>\nint f(void) { return undeclared_thing; }\n"
    imported = text.partition("IMPORT ")[2].split()[:1]
    hpy = capi = ""
    if imported:
        hpy = f'HPy other = HPyImport_ImportModule(ctx, "{imported[0]}"); if (HPy_IsNull(other)) return -1; HPy_Close(ctx, other);'
        capi = f'PyObject *other = PyImport_ImportModule("{imported[0]}"); if (!other) return -1; Py_DECREF(other);'
    body = C_TEMPLATE.replace("@M@", last).replace('"@ABI_NAME@"', "ABI")
    return ABI_MACRO + body.replace("@IMPORT_HPY@", hpy).replace("@IMPORT_CAPI@", capi)


def main() -> int:
    """Behave like ``hpyc-compiler translate SRC -o OUT --module-name NAME …``."""
    arguments = sys.argv[1:]
    if arguments[0] == "check":
        print("checked", *arguments[1:])
        return 0
    assert arguments[0] == "translate", arguments
    source = arguments[1]
    output = arguments[arguments.index("-o") + 1]
    module_name = arguments[arguments.index("--module-name") + 1]
    with open(source, encoding="utf-8", errors="replace") as file:
        text = file.read()
    if "SYNTAX ERROR" in text:
        if "--diagnostics=json" in arguments:
            print('[{"message": "invalid syntax"}]')
        else:
            print(f"{source}:1:1: error: invalid syntax", file=sys.stderr)
        return 1
    if "CRASH" in text:
        import os
        import signal

        os.kill(os.getpid(), signal.SIGSEGV)
    if "NO OUTPUT" in text:
        return 0
    with open(output, "w", encoding="utf-8") as file:
        file.write(generate(text, module_name))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
