def formatted(a, b):
    return f"{a}", f"x{a!r:>{b}}y" "z", f"{a=}", f"{a = :x}", f"{{}}", f"{a!s}{b!a}"


def texts():
    return "\0\ud800é", b"\xff", ""
