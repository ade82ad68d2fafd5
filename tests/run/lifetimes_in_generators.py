"""When a generator lets go of objects."""

import weakref


class Thing:
    def __init__(self, name):
        self.name = name


def things(n):
    for i in range(n):
        yield Thing(i)


def test_a_yielded_object_is_not_kept():
    out = []
    for thing in things(3):
        w = weakref.ref(thing)
        del thing
        out.append(w() is None)
    return out


def holds(a):
    b = Thing("b")
    yield weakref.ref(b)
    b = None
    yield None
    a = a.name
    yield a
    yield a


def test_variables_hold_their_objects():
    a = Thing("a")
    w = weakref.ref(a)
    g = holds(a)
    del a
    b = next(g)
    out = [w() is not None, b() is not None]
    next(g)
    out += [b() is None, w() is not None, next(g), w() is None]
    return out


def unfinished():
    a = Thing("a")
    b = Thing("b")
    try:
        yield weakref.ref(a), weakref.ref(b)
    finally:
        a = None


def test_what_an_unfinished_generator_holds():
    g = unfinished()
    a, b = next(g)
    out = [a() is not None, b() is not None]
    del g
    return out + [a() is None, b() is None]


def test_what_a_generator_that_never_started_holds():
    a = Thing("a")
    w = weakref.ref(a)
    g = holds(a)
    e = (x for x in [a])
    del a
    alive = w() is not None
    del g, e
    return alive, w() is None


def in_a_cycle(box):
    box.append((yield))
    yield box


def test_cycles_are_collected():
    import gc

    thing = Thing("cycle")
    w = weakref.ref(thing)
    box = [thing]
    g = in_a_cycle(box)
    next(g)
    g.send(g)
    del thing, box, g
    gc.collect()
    return w() is None


def finally_in_a_cycle(log, box):
    try:
        yield box.append
    finally:
        log.append("finally")


def test_collected_generators_are_closed():
    import gc

    log = []
    box = []
    g = finally_in_a_cycle(log, box)
    next(g)(g)
    del g, box
    gc.collect()
    return log
