def targets(a, obj):
    x = y = a
    obj.x = a
    obj[a] = x
    obj[1:] = y
    obj[::2] = y
    obj[a, 1:2] = x
    (p, [q, r]), *rest = a
    return p, q, r, rest


def swap(a, b):
    a, b = b, a
    return a, b


def augmented(a, obj, k):
    a += 1
    a **= k
    obj.x -= a
    obj[k] |= a
    obj[k:] *= 2
    return a


def delete(a, obj):
    del a, obj.x, obj[0], obj[1:2], (obj[2], [obj[3]])
    return a


def maybe(flag):
    if flag:
        x = 1
    return x


def walrus(f):
    while (chunk := f()):
        print(chunk)
    return chunk


counter = 0


def count():
    global counter
    counter += 1
