x: int = 1
y: "str"
(z): int = 2
if x:
    obj.attribute: float = 3
    obj[f()]: g()


def function():
    local: not_evaluated = 1
    other: not_evaluated
    return local


class C:
    field: int
    __mangled: str = ""
