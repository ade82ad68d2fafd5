"""if, while, for, else, break, continue, return, pass, del, assert, conditional expressions."""


def if_chain(x):
    if x < 0:
        return "negative"
    elif x == 0:
        return "zero"
    elif x < 10:
        return "small"
    else:
        return "large"


def nested_if(a, b):
    if a:
        if b:
            result = "both"
        else:
            result = "a"
    elif b:
        result = "b"
    else:
        result = "none"
    return result


def while_else(n, stop):
    i = 0
    while i < n:
        if i == stop:
            break
        i += 1
    else:
        return ("finished", i)
    return ("broken", i)


def for_else(items, wanted):
    for index, item in enumerate(items):
        if item == wanted:
            break
    else:
        return "not found"
    return index


def continues(items):
    kept = []
    for item in items:
        if item % 2:
            continue
        if item > 6:
            continue
        kept.append(item)
    return kept


def nested_loops(n):
    pairs = []
    for i in range(n):
        for j in range(n):
            if j > i:
                break
            if (i + j) % 3 == 0:
                continue
            pairs.append((i, j))
        else:
            pairs.append("full")
        if i == n - 2:
            continue
    return pairs


def loop_variable_after(n):
    i = "before"
    for i in range(n):
        pass
    return i


def loop_variable_changed(n):
    seen = []
    for i in range(n):
        seen.append(i)
        i = 100
        seen.append(i)
    return seen


def ranges(a, b, c):
    result = []
    for i in range(a, b, c):
        result.append(i)
    return result


def range_bounds_change(n):
    count = 0
    for i in range(n):
        n = 0
        count += 1
    return (n, count)


def list_grows(items):
    for item in items:
        if len(items) < 6:
            items.append(item + 1)
    return items


def dict_changes(d):
    for key in d:
        d[key + "x"] = 1
    return d


def while_true(limit):
    n = 0
    while True:
        n += 1
        if n >= limit:
            return n


def while_one_continue(limit):
    n = 0
    total = 0
    while 1:
        n += 1
        if n > limit:
            break
        if n % 2:
            continue
        total += n
    return total


def return_from_nested(rows, wanted):
    for row in rows:
        for value in row:
            while value > 0:
                if value == wanted:
                    return (row, value)
                value -= 1
    return None


def early_return(x):
    if x:
        return
    return 1


def falls_off():
    pass


def conditional(x):
    return "a" if x > 2 else "b" if x > 1 else "c"


def boolean(a, b, c):
    return (a and b, a or b, a and b or c, not a, not (a and b), a or b and c, (a or b) and c)


def short_circuit(log, value):
    log.append(value)
    return value


def assertion(x):
    assert x
    return x


def assertion_message(x, message):
    assert x > 0, message
    return x


def assertion_computed(x):
    assert x != 0, "x is %d" % x
    return x


def deletes_local(x):
    y = x
    del y
    return y


def deletes_several(a, b):
    del a, b
    return 1


def deletes_items(items):
    del items[0], items[-1]
    return items


def deletes_slice(items):
    del items[1:3]
    return items


def deep_nesting(n):
    total = 0
    for a in range(n):
        for b in range(n):
            for c in range(n):
                for d in range(n):
                    if a == b:
                        if c == d:
                            total += 1
                        else:
                            continue
                    elif a > b:
                        break
    return total


def chained_assignment(x):
    a = b = c = x
    a += [1]
    return (a is b, b is c, c)


def test_short_circuit_and():
    log = []
    result = short_circuit(log, 0) and short_circuit(log, 1)
    return (result, log)


def test_short_circuit_or():
    log = []
    result = short_circuit(log, []) or short_circuit(log, "x") or short_circuit(log, 3)
    return (result, log)


def test_for_over_everything():
    result = []
    for item in "ab":
        result.append(item)
    for item in (1, 2.5):
        result.append(item)
    for item in {"k": 1}:
        result.append(item)
    for item in {7}:
        result.append(item)
    for item in b"xy":
        result.append(item)
    for item in reversed([1, 2]):
        result.append(item)
    for item in zip("ab", [1, 2]):
        result.append(item)
    for key, value in {"a": 1}.items():
        result.append((key, value))
    for item in map(str, [1]):
        result.append(item)
    for item in iter([]):
        result.append("never")
    return result


def test_for_targets():
    class_like = [None, None]
    holder = {}
    for class_like[0] in range(3):
        pass
    for holder["k"] in "ab":
        pass
    for first, *rest in [(1, 2, 3), "xyz"]:
        pass
    for (a, b), c in [((1, 2), 3)]:
        pass
    return (class_like, holder, first, rest, a, b, c)


def test_loop_variable_unbound():
    for never in []:
        pass
    return never


def test_big_range():
    for i in range(10**20, 10**20 + 2):
        last = i
    return last


def test_range_not_integer():
    for i in range(1.5):
        return i


def test_range_step_zero():
    for i in range(1, 2, 0):
        return i


def test_range_of_bool_and_index():
    result = []
    for i in range(True, 3):
        result.append(i)
    return result


def test_while_with_else_never_entered():
    while 0:
        return 1
    else:
        return 2


def test_pass_everywhere():
    if 1:
        pass
    for i in ():
        pass
    while False:
        pass
    return "passed"


def test_expression_statements():
    1
    "text"
    len("abc")
    [1, 2][0]
    None
    ...
    return "ok"


def test_dead_code():
    return 1
    raise RuntimeError


CALLS = (
    "if_chain(-1)", "if_chain(0)", "if_chain(5)", "if_chain(50)", "if_chain(2.5)", "if_chain('a')", "if_chain(None)",
    "nested_if(1, 1)", "nested_if(1, 0)", "nested_if(0, 'b')", "nested_if([], {})",
    "while_else(3, 1)", "while_else(3, 9)", "while_else(0, 0)", "while_else(2.5, 2)", "while_else('a', 1)",
    "for_else('abc', 'b')", "for_else([1], 2)", "for_else([], 1)", "for_else(5, 1)",
    "continues(range(12))", "continues([1, 'a'])", "nested_loops(4)", "loop_variable_after(3)", "loop_variable_after(0)",
    "loop_variable_changed(2)", "ranges(0, 10, 3)", "ranges(10, 0, -4)", "ranges(0, 0, 1)", "ranges(5, 1, 1)",
    "ranges(2**63 - 2, 2**63 + 1, 1)", "ranges(-2**63, -2**63 + 3, 2)", "ranges(0, 5, 0)", "ranges('a', 1, 1)",
    "ranges(0, 2**62, 2**61)", "ranges(2**62, -2**63, -2**62)", "range_bounds_change(4)", "list_grows([1])",
    "dict_changes({'a': 1})", "while_true(5)", "while_one_continue(10)", "return_from_nested([[1], [2, 5]], 3)",
    "return_from_nested([], 1)", "early_return(1)", "early_return(0)", "falls_off()", "conditional(3)",
    "conditional(2)", "conditional(1)", "boolean(1, 2, 3)", "boolean(0, '', 3)", "boolean([], 5, None)",
    "assertion(1)", "assertion(0)", "assertion([])", "assertion_message(1, 'x')", "assertion_message(0, 'too small')",
    "assertion_message(0, (1, 2))", "assertion_computed(0)", "deletes_local(1)", "deletes_several(1, 2)",
    "deletes_items([1, 2, 3, 4])", "deletes_items([])", "deletes_slice([1, 2, 3, 4])", "deletes_slice(5)",
    "deep_nesting(4)", "chained_assignment([0])",
)  # fmt: skip


def leaves_at_once(values):
    for value in list(values):
        try:
            break
        except ValueError:
            pass
    return value


def leaves_a_range_at_once(n):
    for i in range(n):
        try:
            break
        finally:
            n += 1
    return i, n


def leaves_a_display_at_once(x):
    total = 0
    for y in [x, x + 1]:
        for z in [y, y]:
            total += z
            break
    return total


CALLS += (
    "leaves_at_once('abc')",
    "leaves_at_once('')",
    "leaves_a_range_at_once(3)",
    "leaves_a_range_at_once(0)",
    "leaves_a_display_at_once(2)",
)
