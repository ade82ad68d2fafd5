from __future__ import annotations

x: dict[str, list[int | None]] = {}


def f(a: Callable[[int, ...], "text"], *b: (1 + 2) * 3) -> lambda x, *, y=1: x if y else -x:
    pass
