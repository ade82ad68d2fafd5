"""Scopes: locals, globals, builtins; unbound names; names changed from outside and at run time."""

counter = 0
shared = [1, 2]
replaced = 1
LIMIT = 10


def reads_global():
    return shared


def writes_global(n):
    global counter
    counter = n
    return counter


def augments_global():
    global counter
    counter += 5
    return counter


def defines_global():
    global created
    created = "now"
    return created


def deletes_global():
    global temporary
    temporary = 1
    del temporary
    return temporary


def deletes_missing_global():
    global never_existed
    del never_existed


def shadows_builtin(len):
    return len


def local_named_like_global():
    counter = "local"
    return counter


def unbound_before_assignment():
    value = later
    later = 1
    return value


def conditionally_bound(flag):
    if flag:
        x = 1
    return x


def bound_in_loop(items):
    for item in items:
        last = item
    return last


def unbound_augmented():
    total += 1
    return total


def unbound_after_delete(flag):
    x = 1
    if flag:
        del x
    return x


def deletes_unbound():
    del nothing_here
    nothing_here = 1


def deletes_twice():
    x = 1
    del x
    del x


def global_shadowed_by_assignment():
    value = LIMIT + 1
    return value


def undefined():
    return this_name_does_not_exist


def undefined_call(x):
    return not_a_function(x)


def calls_helper(x):
    return helper(x)


def helper(x):
    return ("original", x)


def counts(n):
    total = 0
    for i in range(n):
        total += 1
    return total


def measures(x):
    return len(x)


def builds(x):
    return (int(x), str(x), list(x), abs(-1), isinstance(x, str), max(x), sorted(x))


def prints(x):
    print("value", x)


class Uses:
    attribute = LIMIT

    def method(self):
        return helper(self.attribute)


def fake_range(n):
    return [1, 2]


def fake_len(x):
    return "fake"


def fake_helper(x):
    return ("fake", x)


def test_global():
    writes_global(3)
    augments_global()
    return (counter, writes_global(0), counter)


def test_created_global():
    defines_global()
    return created


def test_rebound_helper():
    global helper
    before = calls_helper(1)
    original = helper
    helper = fake_helper
    after = (calls_helper(1), Uses().method())
    helper = original
    return (before, after, calls_helper(1))


def test_rebound_helper_through_module_dict():
    import sys

    module = sys.modules[__name__]
    original = module.helper
    module.helper = fake_helper
    after = calls_helper(2)
    module.helper = original
    return (after, calls_helper(2))


def test_rebound_helper_of_other_arity():
    global helper
    original = helper
    helper = max
    result = calls_helper([1, 5])
    helper = original
    return result


def test_range_shadowed_by_global():
    globals()["range"] = fake_range
    shadowed = counts(10)
    del globals()["range"]
    return (shadowed, counts(10))


def test_len_shadowed_by_global():
    globals()["len"] = fake_len
    shadowed = measures("abc")
    del globals()["len"]
    return (shadowed, measures("abc"))


def test_builtin_replaced():
    import builtins

    original = builtins.len
    builtins.len = fake_len
    replaced = measures("abc")
    builtins.len = original
    return (replaced, measures("abc"))


def test_range_builtin_replaced():
    import builtins

    original = builtins.range
    builtins.range = fake_range
    replaced = counts(10)
    builtins.range = original
    return (replaced, counts(10))


def test_new_builtin():
    import builtins

    builtins.brand_new_builtin = 5
    result = brand_new_builtin
    del builtins.brand_new_builtin
    return result


def test_globals_function():
    g = globals()
    g["put_by_globals"] = 7
    result = (put_by_globals, g["shared"] is shared, g is globals(), g["__name__"])
    del g["put_by_globals"]
    return result


def test_method_replaced_on_class():
    original = Uses.method
    Uses.method = fake_helper
    result = Uses().method()[0]
    Uses.method = original
    return (result, Uses().method())


def test_function_attribute():
    return (helper.__name__, helper.__module__, callable(helper), helper.__qualname__, Uses.method.__qualname__)


def test_function_as_value():
    functions = [helper, fake_helper]
    result = []
    for f in functions:
        result.append(f("v"))
    return result


def test_function_equality():
    return (helper is helper, helper == fake_helper, helper in [helper], {helper: 1}[helper])


def test_module_attributes():
    return (__name__, __doc__, __file__.rpartition("/")[2].split(".")[0])


CALLS = (
    "reads_global()", "shadows_builtin(5)", "local_named_like_global()", "unbound_before_assignment()",
    "conditionally_bound(1)", "conditionally_bound(0)", "bound_in_loop([1, 2])", "bound_in_loop([])", "unbound_augmented()",
    "unbound_after_delete(0)", "unbound_after_delete(1)", "deletes_unbound()", "deletes_twice()", "deletes_global()",
    "deletes_missing_global()", "global_shadowed_by_assignment()", "undefined()", "undefined_call(1)", "calls_helper(5)",
    "counts(5)", "measures([1])", "measures(5)", "builds('321')", "builds(5)", "prints([1])", "Uses().method()",
    "globals().__setitem__('LIMIT', 20), global_shadowed_by_assignment(), globals().__setitem__('LIMIT', 10)",
    "globals().__setitem__('replaced', 2), replaced",
)  # fmt: skip
