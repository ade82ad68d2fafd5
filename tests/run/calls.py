"""Every form of call, made by compiled code."""


def show(*args, **kwargs):
    return (args, sorted(kwargs.items()))


def two(a, b):
    return (a, b)


def kw_only(a, *, k=0):
    return (a, k)


def nothing():
    pass


class Thing:
    def __init__(self, *args):
        self.args = args

    def method(self, a, b=2):
        return (len(self.args), a, b)

    def chained(self):
        return self


class CallMe:
    def __call__(self, *args, **kwargs):
        return (args, sorted(kwargs.items()))


class Descriptor:
    def __get__(self, instance, owner):
        return show


class Owner:
    attribute = Descriptor()
    function_in_class = len


def test_positional():
    return show(1, 2, "three")


def test_keywords():
    return show(1, b=2, a=3)


def test_star():
    args = [1, 2]
    return show(0, *args, 3, *"ab", *())


def test_double_star():
    options = {"x": 1}
    return show(**options, y=2, **{"z": 3})


def test_star_and_double_star():
    return show(*(1, 2), 3, k=4, *[5], **{"m": 6})


def test_star_of_own_iterator():
    return show(*iter([1, 2, 3]), *{"k": 1}, *range(2))


def test_no_result_is_none():
    return nothing()


def test_method():
    return Thing(1, 2).method(3)


def test_method_keywords():
    return Thing().method(b=5, a=6)


def test_method_star():
    return Thing(1).method(*[7, 8])


def test_method_of_method():
    return Thing(1).chained().chained().method("x")


def test_bound_method_in_local():
    method = Thing(1, 2, 3).method
    return (method(1), method(2, 3), method(a=4))


def test_unbound_method():
    return Thing.method(Thing(), 1)


def test_method_of_builtin_types():
    text = "a,b,c"
    numbers = [3, 1, 2]
    numbers.sort(reverse=True)
    numbers.append(9)
    return (text.split(","), text.upper(), numbers, {"a": 1}.get("a"), {"a": 1}.get("b", 2), (1, 2, 1).count(1))


def test_callable_instance():
    return CallMe()(1, a=2)


def test_function_from_descriptor():
    return Owner().attribute(1, 2)


def test_builtin_in_class_does_not_bind():
    return Owner().function_in_class([1, 2])


def test_function_in_instance_does_not_bind():
    thing = Thing()
    thing.method = show
    return thing.method(1)


def test_call_result_of_call():
    return CallMe()(two)[0][0](1, 2)


def test_call_subscript():
    functions = {"f": two, "g": [len]}
    return (functions["f"](1, 2), functions["g"][0]("abc"))


def test_call_conditional():
    flag = 1
    return (len if flag else two)("abc")


def test_builtins():
    return (len("abc"), abs(-3), max(1, 5, 3), min([4, 2]), sum([1, 2, 3]), int("12"), str(5), ord("a"), chr(98))


def test_builtin_types():
    return (list("ab"), tuple([1]), dict(a=1), set([1, 1]), bool([]), float("1.5"), bytes(2), range(3), complex(1, 2))


def test_builtin_keyword():
    return (sorted([1, 3, 2], reverse=True), int("ff", base=16), print("a", "b", sep="-", end="!\n"))


def test_type_with_one_argument():
    return type(5) is int


def test_isinstance():
    return (isinstance(5, int), isinstance(5, (str, list)), isinstance(True, int), issubclass(bool, int))


def test_recursion():
    return factorial(30)


def factorial(n):
    if n < 2:
        return 1
    return n * factorial(n - 1)


def test_mutual_recursion():
    return (is_even(10), is_even(7))


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


def test_not_callable():
    value = 5
    return value()


def test_none_not_callable():
    return nothing()(1)


def test_too_few():
    return two(1)


def test_too_many():
    return two(1, 2, 3)


def test_unexpected_keyword():
    return two(1, 2, c=3)


def test_multiple_values():
    return two(1, a=2)


def test_missing_method_argument():
    return Thing().method()


def test_builtin_too_many():
    return len([], [])


def test_builtin_keyword_refused():
    return len(obj=[])


def test_star_not_iterable():
    return show(*5)


def test_double_star_not_mapping():
    return show(**5)


def test_double_star_twice_the_same():
    return show(**{"a": 1}, **{"a": 2})


def test_keyword_and_double_star_the_same():
    return show(a=1, **{"a": 2})


def test_double_star_key_not_string():
    return show(**{1: 2})


def test_keyword_only_given_by_position():
    return kw_only(1, 2)


def test_missing_attribute_called():
    return Thing().missing(1)


def test_missing_global_called():
    return no_such_function(1)


def test_deep_recursion_is_an_error():
    return type(endless) is None or endless(0)


def endless(n):
    return endless(n + 1) if n < 200 else n
