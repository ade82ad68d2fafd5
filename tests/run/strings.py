"""String literals, f-strings, `%` and `format`."""


def simple(x):
    return f"x={x}"


def several(a, b, c):
    return f"{a} and {b!r} or {c!s} {a}{b}"


def conversions(x):
    return f"{x!r}|{x!s}|{x!a}"


def formats(x):
    return f"{x:>10}|{x:<10}|{x:^10}|"


def number_format(x):
    return f"{x:05d}|{x:+}|{x:x}|{x:#o}|{x:,}"


def float_format(x):
    return f"{x:.3f}|{x:10.2e}|{x:g}|{x:%}"


def nested_format(x, width, precision):
    return f"{x:{width}.{precision}}"


def expressions(a, b):
    return f"{a + b} {a * 2 if b else 'no'} {[a, b][0]} {len(str(a))} {a == b}"


def braces(x):
    return f"{{}} {{{x}}} }}{{"


def quotes(d):
    return f"{d['key']} {d.get('other', 'none')}"


def debug(value):
    return f"{value=} {value!r:>5} {[value]=}"


def joined(x):
    return "plain " f"{x} " "more " f"{x!r}"


def percent(a, b):
    return "%s %r %d%%" % (a, a, b)


def percent_one(x):
    return "value: %s" % x


def percent_format(template, values):
    return template % values


def percent_widths(x):
    return "%5d|%-5d|%05d|%x|%e|%.2f|%c|%o" % (x, x, x, x, x, x, x, x)


def percent_mapping(d):
    return "%(a)s %(b)05.1f" % d


def format_method(a, b):
    return "{} {1} {0!r}".format(a, b) if 0 else "{1} {0!r} {0:>5} {k}".format(a, b, k=3)


def format_builtin(x, spec):
    return format(x, spec)


def concatenate(items):
    text = ""
    for item in items:
        text += item
    return text


def repeat(s, n):
    return s * n


def methods(s):
    return (s.upper(), s.strip(), s.split(), s.replace("a", "b"), s.find("b"), s.startswith("a"), s.join(["1", "2"]))


def characters(s):
    result = []
    for c in s:
        result.append(ord(c))
    return result


def classify(s):
    digits = letters = 0
    for c in s:
        if "0" <= c <= "9":
            digits += 1
        elif c.isalpha():
            letters += 1
    return (digits, letters)


class Formats:
    def __format__(self, spec):
        return "<" + spec + ">"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "rëpr"


class BadFormat:
    def __format__(self, spec):
        return 5


class RaisesInFormat:
    def __format__(self, spec):
        raise KeyError(spec)


def test_literals():
    return ("a\tb\n\\ \x41 \u00e4 \U0001f600 \N{SNOWMAN} \101", r"raw\n{x}", 'it"s', """three
lines""", "a" "b" 'c', "", "\0", "é☃", "\ud800" == "\ud800")


def test_bytes_literals():
    return (b"abc", b"\x00\xff\n", rb"\n", b"a" b"b", b"", b"'\"")


def test_empty_fstring():
    return (f"", f"text", f"{''}", f"{'a'}{'b'}")


def test_own_format():
    f = Formats()
    return (f"{f}", f"{f:abc}", f"{f!r}", f"{f!s:>5}", f"{f!a}", format(f), format(f, "x"))


def test_bad_format():
    return f"{BadFormat()}"


def test_raises_in_format():
    return f"{RaisesInFormat():spec}"


def test_wrong_spec():
    return f"{'a':d}"


def test_unknown_spec():
    return f"{1:Q}"


def test_order():
    log = []
    text = f"{step(log, 1)}{step(log, 2):{step(log, 3)}}{step(log, 4)}"
    return (text, log)


def step(log, n):
    log.append(n)
    return n


def test_implicit_join_of_long_parts():
    x = 5
    return f"{x}" * 3 + f"{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}"


def test_interned_names_are_equal():
    d = {"key": 1}
    k = "ke" + "y"
    return (d[k], k == "key", getattr(d, "ge" + "t")("key"))


CALLS = (
    "simple(1)", "simple('a')", "simple(None)", "simple([1, 'b'])", "simple(1.5)", "simple('ä☃')", "simple(True)",
    "several(1, 'b', 2.5)", "conversions('ä\\n')", "conversions(5)", "conversions([])", "formats('ab')", "formats(5)",
    "formats(None)", "number_format(42)", "number_format(-7)", "number_format(1.5)", "number_format('a')",
    "number_format(10**20)", "float_format(3.14159)", "float_format(2)", "float_format('a')", "float_format(float('inf'))",
    "nested_format(3.14159, 10, 3)", "nested_format('abcdef', 4, 2)", "nested_format(1, 'x', 1)", "expressions(1, 2)",
    "expressions('a', 'b')", "expressions(1, 'b')", "braces(1)", "quotes({'key': 1})", "quotes({})", "debug(5)",
    "debug('a')", "joined('x')", "percent('a', 5)", "percent('a', 'b')", "percent((1, 2), 3)", "percent_one(5)",
    "percent_one((1,))", "percent_one((1, 2))", "percent_one(())", "percent_one({'a': 1})", "percent_format('%d', 5)",
    "percent_format('%d %d', (1,))", "percent_format('%d', (1, 2))", "percent_format('%q', 1)", "percent_format('%', 1)",
    "percent_format('%s', 'x')", "percent_format('%*d', (5, 42))", "percent_format('abc', ())", "percent_format('abc', 1)",
    "percent_format(b'%s', b'x')", "percent_format('%(a)d', {'a': 5})", "percent_format('%(a)d', {})",
    "percent_format('%(a)d', 5)", "percent_widths(65)", "percent_widths('a')", "percent_widths(-5)",
    "percent_mapping({'a': 1, 'b': 2})", "percent_mapping({'a': 1})", "format_method(1, 'x')", "format_builtin(5, '>4')",
    "format_builtin('a', 5)", "format_builtin(5, 'z')", "concatenate(['a', 'b', 'ä', '☃'])", "concatenate([])",
    "concatenate(['a', 1])", "concatenate('hello' * 20)", "repeat('ab', 3)", "repeat('ab', 'c')", "repeat('', 10**6)",
    "methods(' a b ')", "methods(5)", "characters('aä☃😀')", "characters('')", "characters(b'a')", "classify('a1b22c')",
    "classify([1])",
)  # fmt: skip
