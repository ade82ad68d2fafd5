def plain(f, x, y):
    f()
    f(x, 1)
    f(x, k=y, j=2)


def methods(obj, x):
    obj.method(x, 1)
    obj.method(k=x)
    obj.method(x + 1)
    obj.a.b(x).c()


def stars(f, a, b, x):
    f(*a)
    f(x, *a, 1, *b)
    f(*a, **b)
    f(x, k=1, **b, j=2)
    f(*a, k=x)


def order(f, g, h):
    return f(g(), k=h())


def namespaces():
    return globals()
