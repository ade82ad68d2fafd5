"""Lists that a function makes for itself: every operation in loops, escapes, errors in the middle."""

from support_globals import replaced


class Recorder:
    """Compares equal to its number and says so."""

    def __init__(self, number, log):
        self.number = number
        self.log = log

    def __eq__(self, other):
        self.log.append(self.number)
        return self.number == other

    def __repr__(self):
        return "Recorder(%d)" % self.number


class Index:
    def __init__(self, number):
        self.number = number

    def __index__(self):
        return self.number


class Failing:
    def __eq__(self, other):
        raise ValueError("no comparison")

    def __index__(self):
        raise KeyError("no index")

    def __repr__(self):
        return "Failing()"


class Dying:
    """Tells when it is released."""

    def __init__(self, name, log):
        self.name = name
        self.log = log

    def __del__(self):
        self.log.append(self.name)


# ---- items --------------------------------------------------------------------------------------


def items(n):
    squares = [i * i for i in range(n)]
    total = 0
    for i in range(n):
        squares[i] += squares[-1 - i]
        total += squares[i] * i
    return total


def test_items():
    return items(0), items(1), items(10), items(100)


def fill(values, index):
    copy = list(values)
    for i in range(3):
        copy[index] = i
    return copy[index], len(copy)


def get(values, index):
    copy = list(values)
    x = None
    for i in range(2):
        x = copy[index]
    return x


def drop(values, index):
    copy = list(values)
    for i in range(2):
        del copy[index]
    x = 0
    for item in copy:
        x += item
    return x, len(copy)


def test_kinds_of_items():
    kinds = [1, 2.5, "text", None, True, False, 2**70, -0.0, (1,), 2**63 - 1, -(2**63)]
    result = []
    for i in range(len(kinds)):
        x = kinds[i]
        result.append((type(x), x))
    kinds[0], kinds[-1] = kinds[-1], kinds[0]
    for i in range(len(kinds)):
        kinds[i] = kinds[-i]
    result.append(tuple(kinds))
    return tuple(result)


def test_truth_of_items():
    kinds = [1, 0, 2.5, 0.0, "", "x", None, True, False, 2**70, [], [0]]
    result = 0
    for i in range(len(kinds)):
        result *= 2
        if kinds[i]:
            result += 1
        if not kinds[-i]:
            result += 1
    return result


def test_large_numbers():
    values = [2**62] * 3
    for i in range(10):
        values[0] += values[1]
        values[2] = values[0] * values[1]
    return values[0], values[2], values[1]


def test_index_objects():
    return get([1, 2, 3], Index(-1)), fill([1, 2], Index(1)), drop([1, 2, 3], Index(0))


def test_bool_indexes():
    return get([1, 2, 3], True), get([1, 2], False), fill([4, 5], True), drop([1, 2, 3], True)


CALLS = (
    "get([1, 2, 3], -3)",
    "get([1, 2, 3], 3)",
    "get([1, 2, 3], -4)",
    "get([1, 2, 3], 2**64)",
    "get([1, 2, 3], -2**64)",
    "get([1, 2, 3], 'a')",
    "get([1, 2, 3], 1.0)",
    "get([1, 2, 3], None)",
    "get((1, 2, 3), slice(None, None, 2))",
    "get(range(5), 3)",
    "get('abc', 1)",
    "get({1: 2}, 0)",
    "get(5, 0)",
    "get([], 0)",
    "get([1], Failing())",
    "fill([1, 2, 3], 3)",
    "fill([1, 2, 3], -4)",
    "fill([1, 2, 3], 2**64)",
    "fill([1, 2, 3], 'a')",
    "fill([1, 2, 3], 1.5)",
    "fill([1, 2, 3], slice(0, 1))",
    "fill([], 0)",
    "fill([1], Failing())",
    "drop([1, 2, 3], 2)",
    "drop([1, 2, 3], 1)",
    "drop([1, 2, 3], -1)",
    "drop([1, 2, 3], 'a')",
    "drop([1, 2, 3, 4], slice(0, 1))",
    "drop([], 0)",
    "between([1, 2, 3, 4, 5], 1, 3)",
    "between([1, 2, 3, 4, 5], -3, -1)",
    "between([1, 2, 3, 4, 5], 4, 1)",
    "between([1, 2, 3, 4, 5], -100, 100)",
    "between([1, 2, 3, 4, 5], None, 2)",
    "between([1, 2, 3, 4, 5], 1, None)",
    "between([1, 2, 3, 4, 5], 2**70, 2**80)",
    "between([1, 2, 3, 4, 5], Index(1), True)",
    "between([1, 2, 3, 4, 5], 'a', 2)",
    "between([1, 2, 3, 4, 5], 1, 1.5)",
    "between([], 0, 5)",
    "replace([1, 2, 3, 4, 5], 1, 3, [8, 9])",
    "replace([1, 2, 3, 4, 5], 1, 3, ())",
    "replace([1, 2, 3, 4, 5], 4, 1, (7,))",
    "replace([1, 2, 3, 4, 5], -2, 100, 'xyz')",
    "replace([1, 2, 3, 4, 5], 0, 2, (i for i in range(20)))",
    "replace([1, 2, 3, 4, 5], None, None, [1] * 50)",
    "replace([1, 2, 3, 4, 5], 0, 1, 5)",
    "replace([1, 2, 3, 4, 5], 'a', 1, [5])",
    "cut([1, 2, 3, 4, 5], 1, 3)",
    "cut([1, 2, 3, 4, 5], -1, 3)",
    "cut([1, 2, 3, 4, 5], None, 3)",
    "cut([1, 2, 3, 4, 5], 3.0, 3)",
    "pops([1, 2, 3], 0)",
    "pops([1, 2, 3], -1)",
    "pops([1, 2, 3], -3)",
    "pops([1, 2, 3], 3)",
    "pops([1, 2, 3], -4)",
    "pops([1, 2, 3], 2**64)",
    "pops([1, 2, 3], True)",
    "pops([1, 2, 3], Index(1))",
    "pops([1, 2, 3], 1.0)",
    "pops([], 0)",
    "inserts([1, 2, 3], 0, 9)",
    "inserts([1, 2, 3], 100, 9)",
    "inserts([1, 2, 3], -1, 'x')",
    "inserts([1, 2, 3], -100, None)",
    "inserts([1, 2, 3], Index(1), 2.5)",
    "inserts([1, 2, 3], 2**70, 2.5)",
    "inserts([1, 2, 3], 'a', 2.5)",
    "searches([1, 2.0, True, 'a', None], 1)",
    "searches([1, 2.0, True, 'a', None], 2)",
    "searches([1, 2.0, True, 'a', None], True)",
    "searches([1, 2.0, True, 'a', None], None)",
    "searches([1, 2.0, True, 'a', None], 'a')",
    "searches([1, 2.0, True, 'a', None], 7)",
    "searches([1, 2.0, True, 'a', None], 'b')",
    "searches([1, 2.0, True, 'a', None], Failing())",
    "searches([Failing()], 1)",
    "searches([2**53, 2**53 + 1], 2.0**53)",
    "removes([1, 2, 1, 3], 1)",
    "removes([1, 2, 3], 3)",
    "removes([1, 2, 3], 4)",
    "removes([1.0, True, 'a'], True)",
    "removes([Failing()], 1)",
    "extends([1], [2, 3])",
    "extends([1], (2, 3))",
    "extends([1], 'ab')",
    "extends([1], {'k': 1})",
    "extends([1], 5)",
    "adds([1], [2])",
    "adds([1], (2,))",
    "adds([1], 'xy')",
    "adds([1], 5)",
    "plus([1, 2], [3])",
    "times([1, 2], 3)",
    "times([1, 2], 0)",
    "times([1, 2], -1)",
    "times([1, 2], True)",
    "times([1, 2], Index(2))",
    "times([1, 2], 2**70)",
    "times([1, 2], 1.5)",
    "times([1, 2], 'a')",
    "times([], 10)",
    "repeated(5, 3)",
    "repeated('s', 3)",
    "repeated(None, -1)",
    "repeated(2.5, 'x')",
    "repeated(2.5, 2**63)",
    "multiplied([1, 2], 3)",
    "multiplied([1, 2], 0)",
    "multiplied([1, 2], 2.0)",
    "sorts([3, 1, 2])",
    "sorts([5])",
    "sorts([])",
    "sorts([2.5, -1.0, 0.0, -0.0, 0.0])",
    "sorts([3, 1.5, 2])",
    "sorts(['b', 'a'])",
    "sorts([True, False, 0])",
    "sorts([1, 'a'])",
    "sorts([(i * 7919) % 1009 for i in range(300)])",
    "sorts(list(range(100, 0, -1)))",
    "compares([1, 2], [1, 2])",
    "compares([1, 2], [1, 2, 3])",
    "compares([1, 3], [1, 2, 3])",
    "compares([1.0, True], [1, 1])",
    "compares(['a'], ['b'])",
    "compares([1], ['b'])",
    "compares([Failing()], [1])",
    "compares([], [])",
    "iterates([1, 2.5, 'a', None])",
    "iterates([])",
    "unpacks([1, 2, 3])",
    "unpacks([1, 2])",
    "unpacks([1, 2, 3, 4])",
    "ranges(0, 10, 3)",
    "ranges(10, 0, -3)",
    "ranges(10, 0, 3)",
    "ranges(2**63 - 5, 2**63 - 1, 2)",
    "ranges(-2**63, -2**63 + 9, 4)",
    "ranges(2**63 - 1, -2**63, -2**62)",
    "ranges(2**64, 2**64 + 3, 1)",
    "ranges(0, 1, 0)",
    "ranges(0, 'a', 1)",
    "ranges(0, 1.5, 1)",
    "ranges(Index(0), Index(3), True)",
    "late_bound(0)",
    "late_bound(3)",
    "deleted(0)",
    "deleted(1)",
    "raises_in_the_middle(3)",
    "raises_in_the_middle('a')",
    "builtin_replaced(lambda x: tuple(x))",
    "builtin_replaced(lambda x: x)",
    "builtin_replaced(lambda x: None)",
    "builtin_replaced(lambda x: Custom(x))",
    "builtin_replaced(lambda x: [7, 8, 9, 10])",
    "range_replaced(lambda n: 'abc')",
    "range_replaced(lambda n: 5)",
    "len_replaced(lambda x: x[0])",
    "len_replaced(lambda x: x)",
    "len_replaced(lambda x: 'a')",
)


# ---- slices -------------------------------------------------------------------------------------


def between(values, a, b):
    copy = list(values)
    total = 0
    for i in range(2):
        part = copy[a:b]
        for x in part:
            total += x
        total += len(copy[a:]) + 10 * len(copy[:b]) + 100 * len(copy[:])
    return total


def replace(values, a, b, new):
    copy = list(values)
    for i in range(2):
        copy[a:b] = new
        copy[0] = i
    return copy


def cut(values, a, b):
    copy = list(values)
    for i in range(2):
        del copy[a:b]
        copy[0] = i
    return copy


def test_slices_of_themselves():
    values = list(range(6))
    for i in range(3):
        values[1:3] = values
        values[:1] = values[2:4]
        values[-1:] = values[:]
    return values


def test_slice_moves():
    cards = list(range(8))
    for i in range(20):
        first = cards[0]
        part = cards[: first + 1]
        part.reverse()
        cards[: first + 1] = part
        cards[i % 8], cards[(i * 3) % 8] = cards[(i * 3) % 8], cards[i % 8]
    return cards


def test_steps():
    values = list(range(20))
    total = 0
    for i in range(3):
        values[0] += i
        total += values[3]
    return values[::3], values[::-1], total


# ---- methods ------------------------------------------------------------------------------------


def pops(values, index):
    copy = list(values)
    x = []
    for i in range(2):
        x.append(copy.pop(index))
        x.append(len(copy))
    return x, copy


def test_pop_at_the_end():
    values = list(range(5))
    total = 0
    while values:
        total = total * 10 + values.pop()
    return total


def test_pop_from_empty():
    values = [1.5]
    for i in range(3):
        values.pop()


def test_pop_index_of_empty():
    values = [1]
    for i in range(3):
        values.pop(0)


def inserts(values, index, x):
    copy = list(values)
    for i in range(10):
        copy.insert(index, x)
        copy.insert(i, i)
    return copy


def searches(values, x):
    copy = list(values)
    found = 0
    for i in range(2):
        copy[0] = copy[0]
        if x in copy:
            found += 1
        if x not in copy:
            found += 10
        found += 100 * copy.count(x)
    return found, copy.index(x)


def removes(values, x):
    copy = list(values)
    for i in range(2):
        copy[0] = copy[0]
        copy.remove(x)
    return copy


def test_comparisons_run_from_left_to_right():
    log = []
    values = [1, Recorder(2, log), 3.0, Recorder(4, log)]
    found = []
    for x in (1, 2, 3, 4, 5, "a"):
        values[0] = 1
        found.append(x in values)
        found.append(values.count(x))
    return found, log


def test_identity_comes_before_equality():
    nan = float("nan")
    other = float("nan")
    values = [0.0, nan]
    found = []
    for i in range(2):
        values[0] = 1.0 * i
        found.append(nan in values)
        found.append(other in values)
        found.append(values.count(nan))
        found.append(values.index(nan))
        found.append(values[1] is nan)
    copy = values[:]
    found.append(copy == values)
    found.append([nan] == [nan])
    found.append([nan] == [other])
    return found


def test_computed_nan():
    big = 1e300
    values = [0.0] * 3
    for i in range(3):
        values[i] = big * big - big * big
    copy = values[:]
    return values == copy, len(values), repr(values[0]), values[0] in values


def extends(values, more):
    copy = list(values)
    for i in range(2):
        copy.extend(more)
        copy[0] = i
    return copy


def adds(values, more):
    copy = list(values)
    same = copy
    for i in range(2):
        copy += more
        copy[0] = i
    return copy, copy is same


def test_extend_by_itself():
    values = [1, 2]
    for i in range(3):
        values.extend(values)
        values += values
        values[0] += 1
    return values


def plus(a, b):
    x = list(a)
    y = list(b)
    for i in range(3):
        z = x + y
        z[0] = i
        x = z + x
    return x


def times(values, n):
    copy = list(values)
    total = 0
    for i in range(2):
        product = copy * n
        for x in product:
            total += x
        for x in n * copy:
            total += 10 * x
    return total


def repeated(x, n):
    values = [x] * n
    for i in range(len(values)):
        values[i] = i
    return values


def multiplied(values, n):
    copy = list(values)
    same = copy
    for i in range(2):
        copy *= n
        copy.append(i)
    return copy, same is copy


def sorts(values):
    copy = list(values)
    for i in range(1):
        copy.sort()
        if copy:
            copy[0] = copy[0]
    copy.reverse()
    return copy


def test_clear_and_copy():
    values = list(range(4))
    sizes = 0
    for i in range(3):
        other = values.copy()
        values.clear()
        sizes = sizes * 10 + len(values) + len(other)
        values.append(i)
        values.append(sizes)
    return sizes, values


def compares(a, b):
    x = list(a)
    y = list(b)
    result = []
    for i in range(2):
        x[:] = x
        result.append(x == y)
        result.append(x != y)
        if x < y:
            result.append("less")
        if x >= y:
            result.append("not less")
        result.append((x <= y, x > y, x is y, x == x))
    return result


def test_methods_kept_in_variables():
    values = list(range(5))
    put = values.insert
    take = values.pop
    last = values.append
    total = 0
    for i in range(10):
        put(i % 3, take(0))
        last(take())
        total = total * 3 + values[2]
    return total


def test_method_kept_and_passed_on():
    values = [1, 2, 3]
    add = values.append
    for i in range(3):
        add(i)
        values[0] += 1
    return list(map(add, "ab")), values


def test_results_of_methods():
    values = [3, 1, 2]
    for i in range(2):
        x = values.append(i)
        y = values.sort()
        values[0] += i
    return x, y, values


def test_methods_with_wrong_arguments():
    values = [1]
    for i in range(2):
        values[0] += i
    values.append(1, 2)


def test_keyword_arguments():
    values = [3, 1, 2]
    for i in range(3):
        values[i] += i
    values.sort(reverse=True)
    return values


def test_index_with_bounds():
    values = [1, 2, 1]
    for i in range(3):
        values[0] += 0
    return values.index(1, 1)


def test_unknown_method():
    values = [1]
    for i in range(3):
        values[0] += i
    values.push(3)


# ---- loops over lists ---------------------------------------------------------------------------


def iterates(values):
    copy = list(values)
    seen = []
    for i in range(2):
        for x in copy:
            seen.append(x)
        for k, x in enumerate(copy):
            seen.append(k)
    return seen


def test_growing_while_iterated():
    values = [1]
    for x in values:
        if x < 50:
            values.append(x + x)
            values.append(x + 1) if x % 3 == 0 else None
    return values


def test_shrinking_while_iterated():
    values = list(range(20))
    seen = 0
    for x in values:
        seen = seen * 3 + x
        values.pop()
    return seen, values


def test_cleared_while_iterated():
    values = list(range(20))
    count = 0
    for x in values:
        count += 1
        if x == 3:
            values.clear()
        values.append(x)
        if count > 40:
            break
    else:
        count += 1000
    return count, len(values)


def test_nested_loops():
    values = [1, 2, 3]
    total = 0
    for a in values:
        for b in values:
            if b == 2:
                continue
            if a == 3:
                break
            total += a * b
        else:
            total += 100
    return total


def test_iterated_after_escape():
    values = list(range(5))
    total = 0
    for i in range(5):
        values[i] += i
    keep = [values]
    for x in values:
        total = total * 10 + x
        keep[0].append(1) if total < 100 else None
    return total, keep


def test_loop_variable_afterwards():
    values = [i * 2 for i in range(4)]
    for x in values:
        pass
    for y in values[4:]:
        pass
    return x


def unpacks(values):
    copy = list(values)
    total = 0
    for i in range(2):
        a, b, c = copy
        copy[0] = c
        copy[2] = a
        total = total * 10 + a
    return total, copy


def ranges(a, b, c):
    values = list(range(a, b, c))
    copy = list(values)
    for i in range(len(values)):
        copy[i] = values[-1 - i]
    first = list(range(3))
    second = list(range(1, 4))
    for i in range(3):
        first[i] *= second[i]
    return values, copy, first


# ---- where lists meet, and where they are unbound -----------------------------------------------


def late_bound(n):
    for i in range(n):
        values = [i] * 3
        for k in range(3):
            values[k] += k
    for k in range(3):
        values[k] += 1
    return values


def deleted(flag):
    values = [1, 2, 3]
    for i in range(3):
        values[i] += 1
    if flag:
        del values
    for i in range(3):
        values[i] = i
    return values


def test_swapped():
    a = [0] * 5
    b = [1] * 5
    for i in range(25):
        a[i % 5] += b[i * 3 % 5]
        a, b = b, a
    return a, b, a is b


def test_same_list_by_two_names():
    a = [0] * 4
    b = a
    for i in range(4):
        a[i] = i
        b[-1] += a[i]
        b.append(i)
    return a is b, a == b, len(a), b


def test_rows():
    row = [1]
    for n in range(10):
        new = [1]
        for k in range(n):
            new.append(row[k] + row[k + 1])
        new.append(1)
        row = new
    return row


def test_chosen_by_a_condition():
    total = 0
    for i in range(6):
        values = [i] * 4 if i % 2 else list(range(5))
        for k in range(4):
            total += values[k]
    return total


def test_lists_of_lists():
    grid = [[0] * 4 for i in range(4)]
    for i in range(4):
        for k in range(4):
            grid[i][k] = i * k
    grid[1] = grid[2]
    grid[2][3] = 99
    return grid, grid[1] is grid[2]


def test_list_in_itself():
    values = [1, 2]
    for i in range(2):
        values[i] += 1
    values.append(values)
    for i in range(2):
        values[i] += 1
    return values[2][2][0], len(values), repr(values)


def test_none_test():
    values = [1, 2, 3]
    count = 0
    for i in range(3):
        if values is not None:
            count += values[i]
        if values is None:
            count += 100
        if not values:
            count += 1000
    return count


# ---- escapes ------------------------------------------------------------------------------------


def keep_and_change(values, kept):
    kept.append(values)
    values[0] = "changed"


def test_given_away_and_changed():
    kept = []
    values = list(range(5))
    for i in range(5):
        values[i] *= 2
    keep_and_change(values, kept)
    total = values[0], values[1], len(values), values.pop(), 8 in values
    values.append(5)
    values[1:2] = [7, 8]
    values += [1]
    for x in values:
        total += (x,)
    kept[0].reverse()
    return total, values[:], kept[0] is values, values.index("changed"), values.count(1)


def test_every_operation_after_an_escape():
    values = list(range(6))
    for i in range(6):
        values[i] *= 2
    for i in range(6):
        values[i] += 1
    kept = (values,)
    values[0] = 10
    values.insert(1, 5)
    values.extend([1, 2])
    values.extend((3,))
    del values[2]
    del values[1:2]
    values.remove(10)
    values.sort()
    part = values[1:4]
    part[0] += 100
    other = values.copy()
    other.clear()
    both = values + part
    twice = part * 2
    values *= 2
    a, b, c = part
    return (kept, part, other, both, twice, a, b, c, values == both, values < both,
            list(values), values is kept[0], len(values), bool(values), values.pop(3))


def test_returned():
    values = [0] * 5
    for i in range(5):
        values[i] = i * 1.5
    return values


def test_in_a_tuple_and_a_dict():
    values = [0] * 3
    for i in range(3):
        values[i] = i
    return (values, values), {"k": values}


def test_in_a_string():
    values = [0] * 3
    for i in range(3):
        values[i] = i
    return f"{values}" + str(values) + "%r" % values


def test_starred():
    values = [0] * 3
    for i in range(3):
        values[i] = i
    first, *rest = values
    return first, rest, [*values, *values], (*values,), max(*values)


def test_library_functions():
    values = [0] * 5
    for i in range(5):
        values[i] = (i * 7) % 5
    return sum(values), max(values), min(values), sorted(values), tuple(values), set(values)


def test_equal_to_another_list():
    other = [1, 2, 3]
    values = [0] * 3
    for i in range(3):
        values[i] = i + 1
    return values == other, other == values, values != [1], values + other, values == (1, 2, 3)


def test_mixed_sums():
    values = [0] * 3
    for i in range(3):
        values[i] = i
    values + (1,)


def test_raised_with():
    values = [0] * 3
    for i in range(3):
        values[i] = i
    raise ValueError(values)


# ---- errors in the middle, releases -------------------------------------------------------------


def raises_in_the_middle(x):
    values = [1, "a", 2.5]
    total = 0
    other = [[1], [2]]
    for i in range(3):
        copy = values[:]
        copy.append(other)
        total += copy[i] + x
    return total


def test_dying_items():
    log = []
    values = [Dying(i, log) for i in range(6)]
    for i in range(2):
        values[i] = None
    log.append("deleting")
    del values[2]
    values[0:1] = [1, 2, 3]
    values.pop()
    log.append("popped")
    del values[-2:]
    log.append("sliced")
    values.clear()
    return log, len(values)


def test_unused_lists():
    for i in range(3):
        values = [i, "x", 2.5]
        other = values[1:] * 3
        values[0] = other[0]


def parts(n, limit):
    if n == 0:
        return 1
    ways = [0] * (limit + 1)
    total = 0
    for k in range(1, limit + 1):
        if k <= n:
            ways[k] = parts(n - k, k)
    for w in ways:
        total += w
    return total


def test_recursion():
    return parts(12, 12)


# ---- `list`, `range` and `len` may be anything --------------------------------------------------


class Custom:
    def __init__(self, items):
        self.items = [x for x in items]

    def __getitem__(self, i):
        return self.items[i]

    def __setitem__(self, i, x):
        self.items[i] = x

    def __iter__(self):
        return iter(self.items[::-1])

    def __len__(self):
        return 3

    def __add__(self, other):
        return "sum"

    def __iadd__(self, other):
        return Custom("xyz")

    @property
    def append(self):
        self.items.append("looked up")
        return self.items.append

    def pop(self, *arguments):
        return arguments


def in_general(x):
    values = list(x)
    seen = []
    add = values.append
    for i in range(2):
        seen.append(values[i])
        values[i] = i
        add(i)
        values.append(abs(i))
        seen.append(values.pop())
        seen.append(values.pop(0))
    for item in values:
        seen.append(item)
    seen.append(len(values))
    values += [1]
    seen.append(values[0])
    seen.append(values is None)
    return seen


def builtin_replaced(replacement):
    return replaced(globals(), "list", replacement, in_general, (1, 2, 3))


def from_range(n):
    values = list(range(n))
    total = []
    for i in range(3):
        total.append(values[i])
        values[i] = 0
    return total


def range_replaced(replacement):
    return replaced(globals(), "range", replacement, from_range, 3)


def lengths(n):
    values = [0] * n
    total = []
    for i in (1, 2):
        values[0] += i
        total.append(len(values))
    return total


def len_replaced(replacement):
    return replaced(globals(), "len", replacement, lengths, 3)
