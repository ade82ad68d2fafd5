"""When objects go: variables hold theirs until they are rebound, deleted or the function returns."""

import weakref

log = []


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(self.name)


def finished(*parts):
    result = list(log), parts
    log.clear()
    return result


def test_held_after_last_use():
    noisy = Noisy("a")
    reference = weakref.ref(noisy)
    return reference() is noisy


def held_until_return():
    noisy = Noisy("a")
    reference = weakref.ref(noisy)
    alive = reference() is not None
    log.append("before the return")
    return alive


def test_released_by_return():
    return held_until_return(), finished()


def test_released_by_rebinding():
    noisy = Noisy("first")
    log.append("made")
    noisy = Noisy("second")
    log.append("rebound")
    noisy = None
    log.append("none")
    return finished(noisy)


def test_released_by_del():
    noisy = Noisy("a")
    log.append("before")
    del noisy
    log.append("after")
    return finished()


def test_temporary_goes_at_once():
    Noisy("temporary").name
    log.append("after")
    return finished()


def test_loop_variable_lives_one_round_longer():
    for i in range(3):
        noisy = Noisy(i)
        log.append("round")
    log.append("done")
    return finished(noisy.name)


def test_item_outlives_its_list():
    items = [Noisy(1), Noisy(2)]
    for item in items:
        log.append(item.name * 10)
    items = None
    log.append("list gone")
    item = None
    log.append("item gone")
    return finished(items, item)


def conditional(flag):
    if flag:
        noisy = Noisy("bound")
    log.append("joined")
    other = Noisy("other")
    log.append("end")
    return flag


def test_conditional_both():
    first = conditional(True)
    after_first = finished()
    second = conditional(False)
    return first, after_first, second, finished()


def early(flag):
    noisy = Noisy("early")
    if flag:
        log.append("returns early")
        return 1
    log.append("goes on")
    other = Noisy("late")
    return 2


def test_early_both():
    return early(True), finished(), early(False), finished()


def order_of_locals():
    b = Noisy("b")
    a = Noisy("a")
    c = Noisy("c")
    return 0


def test_order_is_that_of_binding():
    return order_of_locals(), finished()


def mixed_with_numbers(n):
    held = 0
    total = 0
    for i in range(n):
        total += i * 2
        held = Noisy(i) if i % 2 else i
        log.append(("round", i))
    log.append(total)
    return total


def test_mixed():
    return mixed_with_numbers(4), finished()


def returned_value_is_not_released():
    noisy = Noisy("result")
    other = noisy
    log.append("returning")
    return noisy


def test_returned():
    result = returned_value_is_not_released()
    log.append("got it")
    name = result.name
    result = None
    return finished(name)


def parameter_rebound(noisy):
    noisy = Noisy("inner")
    log.append("rebound")
    return 1


def test_parameters():
    outer = Noisy("outer")
    parameter_rebound(outer)
    log.append("back")
    return finished(outer.name)


def test_while_with_old_value():
    previous = None
    n = 0
    while n < 3:
        current = Noisy(n)
        previous = current
        n += 1
        log.append("turn")
    return finished(previous.name, current.name)


def test_unpacked():
    a, b = Noisy("a"), Noisy("b")
    a, b = b, a
    log.append("swapped")
    a = None
    log.append("a gone")
    return finished(a, b.name)


def test_deleted_below_a_handler():
    class Noisy:
        def __del__(self):
            print("gone")

    noisy = Noisy()
    with open("/dev/null"):
        del noisy
        print("after")


def test_deleted_in_a_try():
    class Noisy:
        def __del__(self):
            print("gone")

    noisy = Noisy()
    try:
        del noisy
        print("after")
    except ValueError:
        pass
    print("end")


def test_locals_after_a_handler():
    a = 1
    try:
        a = 2
        raise ValueError
    except ValueError:
        pass
    return sorted(locals())


def test_assigned_below_a_handler_seen_by_locals():
    a = 1
    try:
        a = 2
        raise ValueError
    except ValueError:
        pass
    return locals()
