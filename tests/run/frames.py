"""Builtins that look at the frame they are called from."""

import builtins

module_variable = "module"


def test_locals():
    a = 1
    b = [2]
    return locals()


def test_locals_of_parameters(a=1, /, b=2, *rest, c=3, **more):
    d = 4
    return locals()


def test_order_of_locals(first=1):
    second = 2

    def inner():
        return zeta, alpha

    zeta = 3
    alpha = 4
    third = 5
    return [*locals()]


def test_unbound_variables_are_left_out(flag=False):
    if flag:
        missing = 1
    gone = 2
    del gone
    there = 3
    return locals()


def test_locals_in_a_loop():
    found = []
    for i in range(2):
        found.append(sorted(locals()))
        late = i
    return found


def test_locals_are_a_new_dict():
    a = 1
    first = locals()
    first["a"] = 2
    return a


def test_free_variables_are_locals():
    a = 1
    unused = 2

    def inner(b):
        c = a
        return locals()

    return inner(3)


def test_unbound_free_variable_is_left_out():
    def inner():
        if not True:
            print(later)
        return locals()

    found = inner()
    later = 1
    return found


def test_class_cell_is_a_local():
    class C:
        def f(self):
            super()
            return sorted(locals())

    return C().f()


def test_vars_and_dir():
    b, a = 1, 2

    def inner():
        return a

    return sorted(vars()), dir()


def without_special(names):
    """Newer interpreters put more of these into classes."""
    return [name for name in names if not name.startswith("__")]


def test_locals_of_a_class():
    n = 1

    class C:
        a = n
        names = sorted(locals())
        also = sorted(vars())
        listed = dir()
        locals()["added"] = 5

    return without_special(C.names), without_special(C.also), without_special(C.listed), C.added


def test_locals_of_the_module():
    return module_locals is globals(), module_vars is globals(), "module_variable" in module_dir


module_locals = locals()
module_vars = vars()
module_dir = dir()
evaluated = eval("module_variable * 2")
exec("executed = module_variable + '!'")


def test_module_level_eval_and_exec():
    return evaluated, executed


def test_eval_sees_locals():
    a, b = 2, 3

    def inner():
        return b

    return eval("a + b"), eval("module_variable"), eval("inner()")


def test_eval_of_missing_names():
    return eval("missing_name")


def test_eval_of_bad_text():
    return eval("1 +")


def test_eval_of_a_code_object():
    a = 5
    return eval(compile("a * a", "<text>", "eval"))


def test_eval_evaluates_its_argument_first():
    def text():
        nonlocal a
        a = 10
        return "a"

    a = 1
    return eval(text())


def test_exec_does_not_bind_locals():
    a = 1
    exec("a = 2; b = 3")
    return a


def test_exec_sees_locals():
    a = [1]
    exec("a.append(module_variable)")
    return a


def test_exec_with_global_statement():
    exec("global from_exec\nfrom_exec = 7")
    return from_exec


def test_eval_with_namespaces():
    a = 1
    return eval("a", {"a": 2}), eval("a", {}, {"a": 3})


def test_eval_and_exec_in_a_class():
    class C:
        a = 4
        b = eval("a + 1")
        exec("c = b + 1")

    return C.b, C.c


def test_locals_in_a_lambda():
    n = 3
    return (lambda a, b=2: locals())(1), (lambda: (n, locals()))()


def test_too_many_arguments():
    return locals(1)


def test_globals():
    return globals()["module_variable"], globals() is globals()


def test_names_bound_elsewhere():
    def locals():
        return "mine"

    return locals(), (lambda eval: eval("x"))(lambda text: text * 2)


def replaced(name, function):
    keep = getattr(builtins, name)
    setattr(builtins, name, function)
    return lambda: setattr(builtins, name, keep)


def ask():
    x = 1
    return locals(), eval("x"), dir()


def test_replaced_builtins():
    undo = [
        replaced("locals", lambda: "my locals"),
        replaced("eval", lambda text: ("my eval", text)),
        replaced("dir", lambda: "my dir"),
    ]
    found = ask()
    for f in undo:
        f()
    return found, ask()


def test_name_found_at_last():
    from builtins import vars as locals

    value = 1
    return locals(builtins)["len"] is len


CALLS = ["test_locals_of_parameters(5, 6, 7, c=8, z=9)", "test_unbound_variables_are_left_out(True)", "ask()"]
