# run: python>=3.10
"""The match statement."""

import array
import collections
import sys


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


class Point3(Point):
    def __init__(self, x, y, z):
        Point.__init__(self, x, y)
        self.z = z


class Color:
    RED = 1
    GREEN = "green"
    NONE = None


class BadArgs:
    __match_args__ = ["x"]
    x = 1


class BadNames:
    __match_args__ = ("x", 5)
    x = 1


class NoArgs:
    x = 1


class Text(str):
    pass


class Numbers(list):
    pass


class Lazy:
    __match_args__ = ("missing",)

    def __getattr__(self, name):
        raise AttributeError(name)


class Failing:
    @property
    def x(self):
        raise ValueError("x")


class Meta(type):
    def __instancecheck__(cls, instance):
        Meta.asked += 1
        return instance == 5


Meta.asked = 0


class Five(metaclass=Meta):
    pass


class Default(collections.defaultdict):
    pass


class BadLength(list):
    def __len__(self):
        return 2


class Equal:
    def __init__(self, to):
        self.to = to

    def __eq__(self, other):
        if self.to == "error":
            raise OSError("eq")
        return self.to == other


def literals(value):
    match value:
        case 1:
            return "one"
        case -2:
            return "minus two"
        case 1.5:
            return "float"
        case 2 + 3j:
            return "complex"
        case "text":
            return "str"
        case b"text":
            return "bytes"
        case "joined" "text":
            return "joined"
        case None:
            return "none"
        case True:
            return "true"
        case False:
            return "false"
        case Color.RED:
            return "red"
        case Color.GREEN:
            return "green"
    return "nothing"


def sequences(value):
    match value:
        case []:
            return "empty"
        case [x]:
            return ("one", x)
        case (1, y):
            return ("first is 1", y)
        case [_, 2]:
            return "second is 2"
        case [a, [b, c]]:
            return ("nested", a, b, c)
        case [1, *rest]:
            return ("rest", rest)
        case [*most, "end"]:
            return ("most", most)
        case ["start", *_, last]:
            return ("last", last)
        case ["w", *_]:
            return "wild"
        case [a, *middle, b]:
            return (a, middle, b)
    return "nothing"


def stars(value):
    match value:
        case [*_] if len(value) == 7:
            return "seven"
        case [_, _]:
            return "two"
        case [_, *_, _, _, _, _]:
            return "five or more"
        case [*everything]:
            return everything
    return "no sequence"


def mappings(value):
    match value:
        case {"kind": "a", "value": v}:
            return ("a", v)
        case {"kind": "b", **rest}:
            return ("b", rest)
        case {1: x, 2.5: y}:
            return (x, y)
        case {Color.GREEN: x, "nested": {"deep": [a, b]}}:
            return (x, a, b)
        case {"only": _}:
            return "only"
        case {None: x}:
            return ("none", x)
        case {**everything} if len(everything) == 4:
            return everything
        case {}:
            return "mapping"
    return "nothing"


class Keys:
    pass


def duplicate(value, one, two):
    keys = Keys()
    keys.a = one
    keys.b = two
    match value:
        case {keys.a: x, keys.b: y}:
            return (x, y)
    return "nothing"


def classes(value):
    match value:
        case Point(0, 0):
            return "origin"
        case Point3(x=1, z=z):
            return ("three", z)
        case Point(x, y=5):
            return ("five", x)
        case Point(Point(x, y), _):
            return ("nested", x, y)
        case Point(x=x, y=y) if x == y:
            return ("diagonal", x)
        case Point():
            return "point"
        case int(n) | float(n):
            return ("number", n)
        case str() as text:
            return ("text", text)
        case list([x, *_]):
            return ("list", x)
        case dict({"a": x}):
            return ("dict", x)
        case bytes(b) | bytearray(b):
            return ("bytes", b)
        case Lazy(m):
            return "lazy"
        case Lazy():
            return "lazy without"
    return "nothing"


def bad_classes(value, which):
    match value, which:
        case BadArgs(x), "args":
            return x
        case BadNames(x, y), "names":
            return x
        case NoArgs(x), "none":
            return x
        case Point(x, y, z), "many":
            return x
        case Point(x, x=y), "twice":
            return x
        case int(x, y), "int":
            return x
        case NoArgs(nothing=1), "missing":
            return 1
        case Failing(x=x), "failing":
            return x
    return "nothing"


def not_a_class(value, cls):
    match value:
        case cls():
            return "matched"
    return "nothing"


def five(value):
    Meta.asked = 0
    match value:
        case Five():
            return ("five", Meta.asked)
    return ("other", Meta.asked)


def alternatives(value):
    match value:
        case 1 | 2 | 3:
            return "small"
        case [x, "a"] | ["b", x] | {"c": x}:
            return ("x", x)
        case [a, b, "ab"] | ["ba", b, a]:
            return (a, b)
        case ([1, 2] | [3, 4]) as pair:
            return pair
        case (("p" | "q") as letter, _):
            return letter
    return "nothing"


def captures(value):
    x = "before"
    y = "before"
    match value:
        case [x, y, 1]:
            pass
        case [x, 2] if x > 5:
            return ("guard", x)
        case [y, 2] as whole:
            return (x, y, whole)
    return (x, y)


def guards(value):
    log = []
    match value:
        case n if log.append("first"):
            return n
        case n if n / 1 > 3 and not log.append("second"):
            return ("big", n, log)
        case _ if log:
            return ("log", log)
        case _:
            return "rest"


def in_loop(values):
    found = []
    for value in values:
        match value:
            case "skip":
                continue
            case "stop":
                break
            case [a, b]:
                found.append(a + b)
            case _:
                found.append(value)
    else:
        found.append("end")
    return found


def in_try(value):
    try:
        match value:
            case {"x": x}:
                return 1 / x
            case [x, y]:
                return x / y
    except ZeroDivisionError as error:
        return (str(error), x)
    finally:
        value = None
    return "nothing"


def unbound(value):
    match value:
        case [x]:
            pass
    return x


def subject(*values):
    match values[0], *values[1:]:
        case 1, 2:
            return "one two"
        case x, *rest:
            return (x, rest)


def of_name(value):
    match (value):
        case match:
            return match


LITERALS = "1 -2 1.5 2+3j 'text' b'text' 'joinedtext' None True False 1.0 'green' 0 [] Text('text') Equal(1) Equal('error')"
CALLS = ["literals(%s)" % text for text in LITERALS.split()]
SEQUENCES = """[]|[1]|(1, 2)|[3, 2]|[3, [4, 5]]|[1, 2, 3]|[5, 6, 'end']|['start', 1, 2, 3]|['w', 1, 2]|[7, 8, 9]|()|'ab'
b'ab'|bytearray(b'a')|range(3)|collections.deque([1, 2])|array.array('i', [1, 5])|memoryview(b'a')|{1: 2}|{1, 2}|iter([])
None|Numbers([1])|collections.namedtuple('N', 'a b')(1, 9)|collections.UserList([4])|dict.fromkeys('a').keys()
BadLength([1])|BadLength([1, 5, 6])|[3, 'ab']|[[1], [2, 3]]"""
CALLS += ["sequences(%s)" % text for text in SEQUENCES.replace("\n", "|").split("|")]
CALLS += ["stars(%s)" % text for text in ("[]", "[1]", "[1, 2]", "[1, 2, 3, 4, 5]", "range(7)", "5", "'abc'")]
MAPPINGS = """{}|{'kind': 'a', 'value': 5}|{'kind': 'a'}|{'kind': 'b'}|{'kind': 'b', 'x': 1, 'y': 2}|{1: 2, 2.5: 3}|{True: 4, 2.5: 1}
{'green': 1, 'nested': {'deep': (1, 2)}}|{'green': 1, 'nested': {'deep': 5}}|{'only': 1}|{None: 3}|dict(a=1, b=2, c=3, d=4)
[]|None|collections.OrderedDict(only=1)|collections.UserDict({'kind': 'b', 'z': 1})|Default(int)|Default(int, only=3)
collections.ChainMap({'only': 1})|{(1, 2)}|vars(Color)"""
CALLS += ["mappings(%s)" % text for text in MAPPINGS.replace("\n", "|").split("|")]
CALLS += ["duplicate({1: 2, 3: 4}, 1, 3)", "duplicate({1: 2, 3: 4}, 1, 1)", "duplicate({1: 2, 3: 4}, 1, 1.0)"]
CALLS += ["duplicate({1: 2, 3: 4}, [], 1)", "duplicate({}, 1, 1)", "duplicate({1: 2, 3: 4}, 5, 5)"]
CLASSES = """Point(0, 0)|Point3(1, 2, 3)|Point(7, 5)|Point(Point(1, 2), 3)|Point(4, 4)|Point(1, 2)|5|True|2.5|'t'|Text('x')|[9, 8]|[]
{'a': 3}|{'b': 3}|b'b'|bytearray(b'c')|Lazy()|None|Point|Numbers([3])|frozenset()"""
CALLS += ["classes(%s)" % text for text in CLASSES.replace("\n", "|").split("|")]
CALLS += ["bad_classes(%s)" % text for text in (
    "BadArgs(), 'args'", "BadNames(), 'names'", "NoArgs(), 'none'", "Point(1, 2), 'many'", "Point(1, 2), 'twice'",
    "5, 'int'", "NoArgs(), 'missing'", "Failing(), 'failing'", "Point3(1, 2, 3), 'many'",
)]  # fmt: skip
CALLS += ["not_a_class(5, %s)" % text for text in ("int", "str", "5", "None", "(int, str)", "len")]
CALLS += ["five(5)", "five(6)"]
CALLS += ["alternatives(%s)" % text for text in (
    "2", "4", "[1, 'a']", "['b', 2]", "{'c': 3}", "[1, 2, 'ab']", "['ba', 2, 1]", "[3, 4]", "[1, 2]", "['q', 1]", "['r', 1]",
)]  # fmt: skip
CALLS += ["captures(%s)" % text for text in ("[1, 2, 1]", "[1, 2, 3]", "[6, 2]", "[4, 2]", "[]", "['a', 2]")]
CALLS += ["guards(%s)" % text for text in ("1", "5", "'a'")]
CALLS += ["in_loop([1, 'skip', [2, 3], 4])", "in_loop([1, 'stop', 2])", "in_loop([])", "in_loop([[1, 'a']])"]
CALLS += ["in_try(%s)" % text for text in ("{'x': 0}", "{'x': 2}", "[1, 0]", "[1, 'a']", "5", "{}")]
CALLS += ["unbound([1])", "unbound(5)", "subject(1, 2)", "subject(1, 3)", "subject(2)", "of_name(4)"]

match sys.argv:
    case [first, *_]:
        module_level = type(first).__name__
    case _:
        module_level = None


class InClass:
    match (1, 2):
        case (a, b) if a < b:
            c = a + b


def test_levels():
    return (module_level, InClass.a, InClass.b, InClass.c)


def test_sequence_that_is_a_dict_too():
    import collections

    class Both(collections.UserList, dict):
        pass

    match Both():
        case {}:
            return "mapping"
        case []:
            return "sequence"
