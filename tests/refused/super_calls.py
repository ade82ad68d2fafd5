"""`super()` without arguments: these cases move to tests/run once it is translated."""


class Base:
    kind = "base"
    count = 0

    def __init__(self, name):
        self.name = name
        Base.count = 0

    def who(self):
        return "Base " + self.name

    def template(self):
        return "<" + self.who() + ">"


class Cooperative(Base):
    def __init__(self, name):
        super().__init__(name + "!")  # refused: super() without arguments

    def who(self):
        return "co-" + super().who()  # refused: super() without arguments

    def old_super(self):
        return super(Cooperative, self).who()


class Left(Base):
    def who(self):
        return "left " + super().who()  # refused: super() without arguments


class Right(Base):
    def who(self):
        return "right " + super().who()  # refused: super() without arguments


class Diamond(Left, Right):
    def who(self):
        return "diamond " + super().who()  # refused: super() without arguments


class Registry:
    seen = []

    def __init_subclass__(cls, tag="none", **rest):
        super().__init_subclass__(**rest)  # refused: super() without arguments
        cls.tag = tag


class Tagged(Registry, tag="t1"):
    pass


def test_super():
    c = Cooperative("c")
    return (c.who(), c.template(), c.old_super())


def test_diamond():
    names = []
    for base in Diamond.__mro__:
        names.append(base.__name__)
    return (Diamond("x").who(), names)


def test_init_subclass():
    return (Tagged.tag, Registry.seen)
