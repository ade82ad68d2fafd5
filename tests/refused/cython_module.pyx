# cython: language_level=3
"""What Cython's language has and the compiler cannot translate yet."""
import cython
cimport libc.math  # refused: cimport
from cpython cimport array  # refused: cimport

x = cython.declare(int, 1)  # refused: variables of C types
y = cython.sizeof(x)  # refused: cython.sizeof
z = cython.int  # refused: cython.int as a value


@cython.cfunc  # refused: cython.cfunc
def f(a):
    with cython.nogil:  # refused: cython.nogil as a value
        return a


@cython.cclass  # refused: cython.cclass
class C:
    pass


@cython.locals(i=cython.int, l=list)  # refused: variables of C types
def g(i, l):
    return i


cdef int typed(a):  # refused: cdef functions with C types
    return a


cdef annotated(a: list):  # refused: parameters with C types
    return a


cdef takes(int a, b):  # refused: parameters with C types
    return a
