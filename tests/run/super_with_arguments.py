"""`super` with arguments, and `__init_subclass__`."""


class Base:
    def __init__(self, name):
        self.name = name

    def who(self):
        return "Base " + self.name


class Cooperative(Base):
    def __init__(self, name):
        super(Cooperative, self).__init__(name + "!")

    def who(self):
        return "co-" + super(Cooperative, self).who()


class Left(Base):
    def who(self):
        return "left " + super(Left, self).who()


class Right(Base):
    def who(self):
        return "right " + super(Right, self).who()


class Diamond(Left, Right):
    def who(self):
        return "diamond " + super(Diamond, self).who()


class Registry:
    def __init_subclass__(cls, tag="none", **rest):
        super(Registry, cls).__init_subclass__(**rest)
        cls.tag = tag


class Tagged(Registry, tag="t1"):
    pass


def test_super():
    return Cooperative("c").who()


def test_diamond():
    names = []
    for base in Diamond.__mro__:
        names.append(base.__name__)
    return (Diamond("x").who(), names)


def test_unbound():
    return super(Cooperative, Cooperative("c")).name


def test_wrong_object():
    return super(Cooperative, Base("b")).who()


def test_init_subclass():
    return (Tagged.tag, Registry.__subclasses__() == [Tagged])
