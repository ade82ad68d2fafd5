# cython: language_level=3, boundscheck=False
"""The module cython: what changes nothing for objects, declared types, functions of the module alone."""
cimport cython
import cython as cy
from cython cimport wraparound as wrap
from cython import cdivision
import cython.parallel
import sys


def test_imports_of_cython_bind_nothing():
    return [n for n in globals() if n in ("cython", "cy", "wrap", "cdivision")]


def test_compiled():
    return cython.compiled, cy.compiled


@cython.boundscheck(False)
@wrap(False)
@cdivision(True)
@cython.test_assert_path_exists("//NameNode", "//x[@a = 1]")
def decorated(x):
    """Documented."""
    with cython.boundscheck(False), cython.cdivision(True):
        with wrap(True):
            return x // 2


def test_decorators_and_blocks():
    return decorated(-5), decorated.__doc__, decorated.__name__


@cython.initializedcheck(False)
class Decorated:
    @staticmethod
    @cython.nonecheck(True)
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


@cython.locals(d=dict, l=list, o=object)
def typed(d, l=None, o=1):
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


@cython.locals(l=list)
def assigns(x):
    l = x
    return l


def test_assignment_of_another_type():
    assigns([1])
    assigns((1,))


def declares(x):
    l = cython.declare(list, x)
    m = cython.declare(dict)
    m = {}
    def inner(y):
        nonlocal l
        l = y
    inner([3])
    try:
        inner({})
    except TypeError as e:
        return l, m, str(e)


def test_declared_variables():
    return declares([1])


hidden = cython.declare(list, [1, 2])
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
    return before, after, "hidden" in globals(), "shown" in globals(), C.other, C.shown


def test_type_of_variables_of_the_module():
    global hidden
    hidden = ()


early = twice(4)


cdef twice(x):
    return helper(x, 2)


cdef object helper(object a, b=3):
    """Not seen."""
    return a * b


cpdef both(a, list b):
    """Shown."""
    return a, b, twice(a)


def test_functions_of_the_module_alone():
    f = twice
    return early, twice(1), helper(2), f("x"), "twice" in globals(), "helper" in globals(), both(1, [])


def test_errors_in_functions_of_the_module_alone():
    twice(None)


def test_wrong_type_for_a_declared_parameter():
    both(1, ())


def test_names_of_python_2():
    return unicode("a"), isinstance("", basestring), list(xrange(2)), intern("q") is sys.intern("q")


def annotated(a: undefined_name, *b: "x", c: int = 1) -> list[int]:
    local: undefined_name = 5
    return local


def test_annotations_are_text():
    class C:
        attribute: not_there = 1
    return annotated(1), annotated.__annotations__, C.__annotations__
