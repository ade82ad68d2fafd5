def matched(value):
    match value:
        case 1 | "a":
            return 1
        case [x, y]:
            return x
        case [first, *_, last] if first == last:
            return last
        case {"k": v, **rest}:
            return v, rest
        case Point(a, y=0) as p:
            return a, p
        case None:
            return None
        case other:
            return other
