"""raise in every form, and exceptions out of every kind of operation with their tracebacks."""


class Own(Exception):
    pass


class WithArguments(Exception):
    def __init__(self, a, b=2):
        Exception.__init__(self, a, b)
        self.a = a


class NotConstructible(Exception):
    def __init__(self):
        raise TypeError("cannot be made")


def test_class():
    raise ValueError


def test_instance():
    raise ValueError("text", 5)


def test_own():
    raise Own("own")


def test_own_with_arguments():
    raise WithArguments(1)


def test_own_wrong_arguments():
    raise WithArguments()


def test_from():
    raise KeyError("outer") from ValueError("cause")


def test_from_class():
    raise KeyError("outer") from ValueError


def test_from_none():
    raise KeyError("outer") from None


def test_from_wrong():
    raise KeyError("outer") from 5


def test_not_an_exception():
    raise 5


def test_string():
    raise "text"


def test_class_not_an_exception():
    raise int


def test_constructor_raises():
    raise NotConstructible


def test_variable():
    error = IndexError("kept")
    raise error


def test_expression():
    raise [ValueError, TypeError][1]("chosen")


def test_base_exception():
    raise KeyboardInterrupt("pressed")


def test_system_exit():
    raise SystemExit(3)


def test_stop_iteration():
    raise StopIteration(5)


def test_group_of_arguments():
    raise OSError(2, "No such file", "name")


def outer(x):
    return middle(x) + 1


def middle(x):
    y = x
    return inner(y)


def inner(x):
    if x == 0:
        raise ZeroDivisionError("inner")
    if x == 1:
        return x / 0
    if x == 2:
        return [][x]
    if x == 3:
        return {}[x]
    if x == 4:
        return x.attribute
    if x == 5:
        return missing_name
    if x == 6:
        return x + "a"
    if x == 7:
        return len(x)
    if x == 8:
        a, b = (x,)
    if x == 9:
        assert not x, "nine"
    if x == 10:
        for i in x:
            pass
    if x == 11:
        import missing_module
    if x == 12:
        x()
    if x == 13:
        inner(1, 2)
    if x == 14:
        del x.attribute
    if x == 15:
        x[0] = 1
    if x == 16:
        return -"a"
    if x == 17:
        return int("z")
    if x == 18:
        return (
            1
            + x
            + []
        )  # fmt: skip
    if x == 19:
        return f"{x:z}"
    if x == 20:
        while x < "a":
            pass
    if x == 21:
        del undefined_local
        undefined_local = 1
    if x == 22:
        x.attribute = 5
    if x == 23:
        return x in x
    if x == 24:
        return {x: 1, []: 2}
    if x == 25:
        return outer(*x)
    if x == 26:
        x += []
    return 100


class Thing:
    def __init__(self, x):
        self.x = outer(x)

    def method(self):
        return inner(0)

    def __getattr__(self, name):
        return inner(1)

    def __add__(self, other):
        return inner(2)

    def __len__(self):
        return inner(3)

    def __iter__(self):
        return inner(4)

    def __bool__(self):
        return inner(5)

    def __eq__(self, other):
        return inner(6)

    def __str__(self):
        return inner(7)

    def __call__(self):
        return inner(8)

    def __getitem__(self, key):
        return inner(9)


def test_in_init():
    return Thing(0)


def test_in_method():
    return Thing(99).method()


def test_in_getattr():
    return Thing(99).missing


def test_in_add():
    return Thing(99) + 1


def test_in_len():
    return len(Thing(99))


def test_in_iter():
    for x in Thing(99):
        return x


def test_in_bool():
    if Thing(99):
        return 1


def test_in_eq():
    return Thing(99) == 1


def test_in_str():
    return f"{Thing(99)}"


def test_in_call():
    return Thing(99)()


def test_in_getitem():
    return Thing(99)[0]


def test_in_class_body():
    return make_class()


def make_class():
    class_namespace = {"x": inner(98)}
    return type("Made", (), class_namespace).x


def test_through_builtin():
    return list(map(inner, [98, 0]))


def test_through_sort():
    return sorted([3, 2], key=inner)


def test_recursive():
    return recursive(3)


def recursive(n):
    if n == 0:
        raise RuntimeError("bottom")
    return recursive(n - 1)


def test_in_loop():
    total = 0
    for i in range(5):
        total += i
        for j in [3, 2, 1, 0]:
            total += 10 // j
    return total


def test_multi_line_call():
    return outer(
        inner(
            1,
        ),
    )


def test_nothing_leaks_from_half_done_work():
    return [1, "a" + "b", inner(0), inner(1)]


CALLS = (
    "outer(0)", "outer(1)", "outer(2)", "outer(3)", "outer(4)", "outer(5)", "outer(6)", "outer(7)", "outer(8)", "outer(9)",
    "outer(10)", "outer(11)", "outer(12)", "outer(13)", "outer(14)", "outer(15)", "outer(16)", "outer(17)", "outer(18)",
    "outer(19)", "outer(20)", "outer(21)", "outer(22)", "outer(23)", "outer(24)", "outer(25)", "outer(26)", "outer(27)",
    "Thing(1)", "Thing(99).x",
)  # fmt: skip
