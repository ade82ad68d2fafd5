"""Functions, lambdas and classes that use variables of the functions around them."""


# --- reading and rebinding ---------------------------------------------------------------


def counter(start=0):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    return step


def test_counters_have_variables_of_their_own():
    a, b = counter(), counter(10)
    return a(), a(), b(), a(5), b(by=2)


def test_inner_function_sees_later_bindings():
    def inner():
        return x

    x = 1
    first = inner()
    x = 2
    return first, inner()


def adder(n):
    return lambda x: x + n


def test_captured_parameter():
    return adder(3)(4), adder("a")("b")


def all_kinds(a, /, b, *rest, c=3, **more):
    def show():
        return a, b, rest, c, more

    a += 1
    rest += (9,)
    more["z"] = 0
    return show


def test_all_kinds_of_parameters_are_captured():
    return all_kinds(1, 2, 3, 4, c=5, d=6)(), all_kinds(1, b=2)()


def test_two_functions_share_a_variable():
    value = None

    def put(v):
        nonlocal value
        value = v

    def get():
        return value

    before = get()
    put([1, 2])
    value.append(3)
    return before, get(), value


def nested_deep(a):
    def one(b):
        def two(c):
            def three(d):
                nonlocal a
                a += d
                return a, b, c, d

            return three

        return two

    return one


def test_variable_passes_through_functions_in_between():
    three = nested_deep(1)(2)(3)
    return three(4), three(5)


def test_recursion_of_an_inner_function():
    def factorial(n):
        return 1 if n < 2 else n * factorial(n - 1)

    def is_even(n):
        return n == 0 or is_odd(n - 1)

    def is_odd(n):
        return n != 0 and is_even(n - 1)

    return factorial(10), factorial(30), is_even(10), is_odd(10)


space = {}
exec(
    """
def error_of(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return type(error).__name__, str(error)
""",
    space,
)


def test_recursion_without_end_is_an_error():
    def forever(n):
        return forever(n + 1)

    return space["error_of"](forever, 0)


def test_augmented_assignment_of_a_captured_variable():
    total = 1
    items = []

    def add(n):
        nonlocal total, items
        total *= n
        items += [n]

    for n in range(1, 6):
        add(n)
    total -= 20
    return total, items


def test_loop_variable_is_one_variable():
    functions = []
    for i in range(3):
        functions.append(lambda: i)
    return [f() for f in functions], i


def test_default_argument_keeps_the_value():
    functions = []
    for i in range(3):
        functions.append(lambda i=i: i)
    return [f() for f in functions]


def test_defaults_and_annotations_are_evaluated_outside():
    base = 10

    def inner(a: base, b=base, *, c: base + 1 = base * 2) -> "r":
        return a, b, c, base

    base = 20
    return inner(1), inner.__annotations__, inner.__defaults__, inner.__kwdefaults__


def test_captured_variable_shadows_a_global():
    counter = "local"
    return (lambda: counter)()


def test_conditional_definition():
    results = []
    for flag in (True, False):
        if flag:

            def choose():
                return "yes", flag

        else:

            def choose():
                return "no", flag

        results.append(choose())
    return results


def decorated(prefix):
    def decorate(function):
        def wrapper(*args, **kwargs):
            return prefix, function(*args, **kwargs)

        wrapper.__name__ = function.__name__
        return wrapper

    return decorate


@decorated("outer")
@decorated("inner")
def greet(name, mark="!"):
    return name + mark


def test_decorators_with_arguments():
    return greet("a"), greet(name="b", mark="?"), greet.__name__


def test_decorator_on_an_inner_function():
    seen = []

    def note(function):
        seen.append(function.__name__)
        return function

    @note
    def one():
        return seen

    @note
    @decorated(1)
    def two():
        return seen

    return one(), two()


# --- unbound variables -------------------------------------------------------------------


def test_free_variable_without_value():
    def inner():
        return later

    inner()
    later = 1


def test_own_captured_variable_without_value():
    def inner():
        return later

    print(later)
    later = 1
    return inner


def test_deleted_captured_variable():
    x = 1

    def inner():
        return x

    print(inner())
    del x
    return inner()


def test_deleted_captured_parameter():
    def outer(p):
        def inner():
            return p

        del p
        return p

    return outer(1)


def test_delete_by_the_inner_function():
    x = [1]

    def remove():
        nonlocal x
        del x

    remove()
    return x


def test_delete_twice():
    x = 1

    def remove():
        nonlocal x
        del x

    remove()
    remove()


def test_delete_of_an_unbound_own_variable():
    def inner():
        return x

    del x
    x = 1
    return inner


def test_rebound_after_delete():
    x = 1

    def inner():
        return x

    del x
    x = 2
    return inner()


def test_deleting_releases_the_value():
    released = []

    class Noisy:
        def __del__(self):
            released.append("released")

    x = Noisy()

    def inner():
        return x

    del x
    return released


def test_variable_bound_in_dead_code_only():
    def outer():
        def inner():
            return missing_one

        return inner
        missing_one = 1

    return outer()()


# --- comprehensions ----------------------------------------------------------------------


def test_lambdas_in_a_comprehension_share_its_variable():
    return [f() for f in [lambda: i for i in range(4)]]


def test_each_run_of_a_comprehension_has_its_variables():
    return [[f() for f in [lambda: (i, j) for j in range(2)]] for i in range(3)]


def test_comprehension_reads_captured_variables():
    n = 2

    def inner():
        return [n * i for i in range(3)], {i: n for i in "ab"}, {n + i for i in range(2)}

    return inner()


def test_lambda_in_a_comprehension_captures_both():
    k = 5
    functions = {i: (lambda x: x + i + k) for i in range(3)}
    k = 100
    return [functions[i](10) for i in range(3)]


def test_comprehension_in_a_loop_makes_new_cells():
    kept = []
    for n in range(3):
        kept += [lambda: m for m in [n]]
    return [f() for f in kept]


def test_walrus_binds_a_captured_variable():
    def show():
        return last

    values = [(last := i) for i in range(3)]
    return values, show(), last


module_functions = [lambda: i for i in range(3)]


def test_lambdas_in_a_comprehension_of_the_module():
    return [f() for f in module_functions]


def test_condition_of_a_comprehension():
    return [f() for f in [lambda: i for i in range(6) if (lambda: i % 2)()]]


# --- classes -----------------------------------------------------------------------------


def make_class(value):
    class Holder:
        kind = value
        both = [value, kind]

        def get(self):
            return value

        def set(self, new):
            nonlocal value
            value = new
            return self

    return Holder


def test_class_captures():
    holder = make_class(1)
    return holder.kind, holder.both, holder().set(2).get(), holder.kind, holder().get()


def test_class_body_looks_in_its_namespace_first():
    x = "outer"

    class C:
        a = x
        x = "inner"  # no effect on a: the name is the class's
        b = x

    return C.a, C.b


x = "global"


def test_class_that_binds_a_name_reads_the_global_first():
    class C:
        a = x
        x = "own"

        def f(self):
            return x

    return C.a, C.x, C().f()


def test_class_that_binds_a_captured_name():
    y = "outer"

    class C:
        y = "own"
        z = y

        def f(self):
            return y

    return C.y, C.z, C().f()


def test_class_with_nonlocal():
    x = 1

    class C:
        nonlocal x
        x = 2
        x += 3
        seen = x

    return x, C.seen, hasattr(C, "x")


def test_class_deletes_a_nonlocal():
    x = 1

    class C:
        nonlocal x
        del x

    return x


class Prepared(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return {"x": "prepared"}


def test_namespace_of_prepare_comes_before_the_cell():
    x = "outer"

    class C(metaclass=Prepared):
        seen = x

        def f(self):
            return x

    return C.seen, C().f()


def test_class_body_with_an_unbound_free_variable():
    class C:
        a = later

    later = 1
    return C


def test_class_in_a_class_in_a_function():
    value = 1

    class A:
        value = 2

        class B:
            seen = value

            def f(self):
                return value

    return A.value, A.B.seen, A.B().f()


def test_comprehension_in_a_class_in_a_function():
    n = 3

    class C:
        items = [i * n for i in range(n)]
        functions = [lambda: i + n for i in range(2)]

    n = 10
    return C.items, [f() for f in C.functions]


def test_base_and_decorator_use_captured_variables():
    def mark(cls):
        cls.mark = base
        return cls

    base = dict

    @mark
    class C(base):
        pass

    return C.__bases__, C.mark, (lambda: base)()


def test_private_names_are_captured_mangled():
    class C:
        def f(self, __x):
            def g():
                nonlocal __x
                __x += 1
                return __x

            return g(), g.__code__.co_freevars

    return C().f(1)


# --- names and lives ---------------------------------------------------------------------


def test_qualified_names():
    def inner():
        class C:
            def f(self):
                return lambda: self

        return C

    c = inner()
    return inner.__qualname__, c.__qualname__, c.f.__qualname__, c().f().__qualname__


def test_global_in_an_inner_function():
    def inner():
        global created_by_inner
        created_by_inner = 5
        return lambda: created_by_inner

    return inner()(), created_by_inner


def test_cycles_of_functions_and_cells_are_collected():
    import gc
    import weakref

    class Marker:
        pass

    def make():
        marker = Marker()

        def itself():
            return itself, marker

        return weakref.ref(marker)

    gc.collect()
    refs = [make() for _ in range(3)]
    gc.collect()
    gc.collect()
    return [ref() for ref in refs]


def test_method_that_removes_itself_while_it_runs():
    value = ["kept"]

    class C:
        def f(self):
            del C.f
            return value, self is not None

    return C().f()


def test_many_captures():
    a, b, c, d, e, f, g, h = range(8)

    def inner():
        nonlocal h
        h += 1
        return lambda: (h, g, f, e, d, c, b, a)

    return inner()(), inner()()


def test_closure_as_key_function():
    order = {"c": 0, "a": 1, "b": 2}
    return sorted("abc", key=lambda k: order[k]), max("abc", key=lambda k: order[k])


def test_numbers_in_cells():
    total = 0.0
    count = 0

    def add(x):
        nonlocal total, count
        total += x
        count += 1

    for i in range(100):
        add(i * 0.5)
    return total, count, total / count


def test_wrong_arguments_of_a_closure():
    n = 1

    def inner(a, b=n, *, c):
        return a, b, c, n

    return inner(1, 2, 3, c=4)


def test_missing_keyword_of_a_closure():
    n = 1

    def inner(a, *, c):
        return a, c, n

    return inner(1)


def test_error_inside_of_a_closure():
    n = 0

    def divide(a):
        def really():
            return a / n

        return really()

    return divide(1)


def memoize(function):
    cache = {}

    def wrapper(n):
        if n not in cache:
            cache[n] = function(n)
        return cache[n]

    wrapper.cache = cache
    return wrapper


@memoize
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def test_memoized_function():
    return fib(60), len(fib.cache)


def compose(*functions):
    def composed(x):
        for f in functions:
            x = f(x)
        return x

    return composed


def test_composition():
    return compose(lambda x: x + 1, lambda x: x * 2, adder(10), str)(5)


CALLS = [
    "adder(1)(2)",
    "adder('a')(2)",
    "counter()(1, 2, 3)",
    "nested_deep(1)(2)(3)(4)",
    "make_class([])().get()",
    "compose()(1)",
]
