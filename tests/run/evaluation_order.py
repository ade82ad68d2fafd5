"""Everything is evaluated from left to right, once, also where something raises."""

log = []


def note(x):
    log.append(x)
    return x


def fail(x):
    log.append(("fail", x))
    raise ValueError(x)


def taken():
    result = log[:]
    del log[:]
    return result


class Spy:
    def __init__(self, name):
        self.name = name

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        log.append((self.name, "get", name))
        return 1

    def __getitem__(self, key):
        log.append((self.name, "getitem", key))
        return 1

    def __setitem__(self, key, value):
        log.append((self.name, "setitem", key, value))

    def __add__(self, other):
        log.append((self.name, "add"))
        return self

    def method(self, *args):
        log.append((self.name, "method", args))
        return self


def spy(name):
    log.append(name)
    return Spy(name)


def test_binary():
    note(1) + note(2) * note(3) - note(4)
    return taken()


def test_comparison():
    note(1) < note(2)
    return taken()


def test_call():
    spy("f").method(note(1), *[note(2)], note(3))
    return taken()


def test_call_keywords():
    dict(a=note(1), b=note(2), **{"c": note(3)})
    return taken()


def test_function_before_arguments():
    undefined_function(note(1))


def test_function_before_arguments_log():
    return taken()


def test_attribute_of_call():
    spy("a").x + spy("b").y
    return taken()


def test_subscript():
    spy("a")[note(1)]
    spy("b")[note(2) : note(3) : note(4)]
    return taken()


def test_store_subscript():
    spy("target")[note("key")] = note("value")
    return taken()


def test_augmented_subscript():
    spy("target")[note("key")] += note(5)
    return taken()


def test_several_targets():
    spy("a")[note(1)] = spy("b")[note(2)] = note("value")
    return taken()


def test_tuple_targets():
    spy("a")[note(1)], spy("b")[note(2)] = note("x"), note("y")
    return taken()


def test_dict_display():
    {note("k1"): note("v1"), note("k2"): note("v2")}
    return taken()


def test_list_and_tuple():
    [note(1), (note(2), note(3))], {note(4)}
    return taken()


def test_conditional():
    note("yes") if note(1) else note("no")
    return taken()


def test_boolean():
    note(0) or note(2) and note(3)
    return taken()


def test_return_expression():
    returns()
    return taken()


def returns():
    return note(1), note(2)


def test_default_evaluated_at_definition():
    with_default()
    with_default(1)
    return taken()


def with_default(x=note("default at import")):
    return x


def test_delete():
    items = {1: 1, 2: 2}
    del items[note(1)], items[note(2)]
    return (taken(), items)


def test_assert():
    assert note(1), note("message")
    return taken()


def test_fail_left():
    fail(1) + note(2)


def test_fail_left_log():
    return taken()


def test_fail_argument():
    spy("f").method(note(1), fail(2), note(3))


def test_fail_argument_log():
    return taken()


def test_fail_value_before_target():
    spy("target")[note("key")] = fail("value")


def test_fail_value_before_target_log():
    return taken()


def test_fail_display():
    [note(1), fail(2), note(3)]


def test_fail_display_log():
    return taken()


def test_fail_in_augmented():
    spy("a")[note(1)] += fail(2)


def test_fail_in_augmented_log():
    return taken()


def test_local_read_before_call_changes_global():
    return (value_and_change() + shared_value, reset())


shared_value = 1


def value_and_change():
    global shared_value
    shared_value = 10
    return 1


def reset():
    global shared_value
    shared_value = 1
    return shared_value


def test_left_operand_read_first():
    x = shared_value
    y = shared_value + value_and_change()
    reset()
    return (x, y)


def test_argument_rebinding():
    x = 1
    return pair(x, change_list([x]))


def pair(a, b):
    return (a, b)


def change_list(items):
    items[0] = 5
    return items
