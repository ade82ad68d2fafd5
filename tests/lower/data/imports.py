import a, b.c, d.e.f as g, h as i
from j import k, l as m
from . import n
from ..o.p import (q, r)
from s import *


def local():
    import t.u
    from v import w
    return t, w
