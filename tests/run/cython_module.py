# The Python of cython/cython_module.pyx, line by line.
"""The module cython: what changes nothing for objects, declared types, functions of the module alone."""





import sys


def test_imports_of_cython_bind_nothing():
    return [n for n in globals() if n in ("cython", "cy", "wrap", "cdivision")]


def test_compiled():
    return True, True






def decorated(x):
    """Documented."""
    if True:
        if True:
            return x // 2


def test_decorators_and_blocks():
    return decorated(-5), decorated.__doc__, decorated.__name__



class Decorated:
    @staticmethod

    def method(a):
        return a


def test_decorated_class():
    return Decorated.method(1), Decorated.__name__


def local_name(cy):
    return cy.compiled


def test_local_variables_hide_the_module():
    class C:
        compiled = "mine"
    return local_name(C)


def typed(d, l=None, o=1):
    if type(d) not in (dict, type(None)): raise TypeError("Argument 'd' has incorrect type (expected dict, got %s)" % type(d).__name__)
    if l is None:
        l = []
    l.append(d)
    f = lambda: d
    return l, f(), o


def test_declared_types():
    return typed({1: 2}), typed(None), typed({}, [1], 5)


def test_argument_of_another_type():
    typed([])


def test_argument_of_a_derived_type():
    class D(dict):
        pass
    typed(D())



def assigns(x):
    if type(x) is not list: raise TypeError("Expected list, got " + type(x).__name__)
    return x


def test_assignment_of_another_type():
    assigns([1])
    assigns((1,))


def declares(x):
    l = x

    m = {}
    def inner(y):
        nonlocal l
        l = y if type(y) is list else exec("raise TypeError('Expected list, got dict')")
    inner([3])
    try:
        inner({})
    except TypeError as e:
        return l, m, str(e)


def test_declared_variables():
    return declares([1])


hidden = [1, 2]
shown = [3]


def test_declared_variables_of_the_module():
    global hidden
    before = hidden
    hidden = [4]
    after = hidden
    hidden = before
    class C:
        other = hidden
        shown = 5
    return before, after, False, "shown" in globals(), C.other, C.shown


def test_type_of_variables_of_the_module():
    global hidden
    raise TypeError("Expected list, got tuple")


early = 8


def twice(x):
    return helper(x, 2)


def helper(a, b=3):
    """Not seen."""
    return a * b


def both(a, b): return (a, b, twice(a)) if type(b) is list else exec("raise TypeError('Expected list, got tuple')")




def test_functions_of_the_module_alone():
    f = twice
    return early, twice(1), helper(2), f("x"), False, False, both(1, [])


def test_errors_in_functions_of_the_module_alone():
    twice(None)


def test_wrong_type_for_a_declared_parameter():
    both(1, ())


def test_names_of_python_2():
    return "a", True, [0, 1], True


def annotated(a: "undefined_name", *b: "'x'", c: "int" = 1) -> "list[int]":
    local: undefined_name = 5
    return local


def test_annotations_are_text():
    class C:
        attribute: "not_there" = 1
    return annotated(1), annotated.__annotations__, C.__annotations__
