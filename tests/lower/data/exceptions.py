def plain(f):
    try:
        f()
    except KeyError:
        return 1
    return 2


def named(f):
    x = 1
    try:
        x = f(x)
    except (KeyError, ValueError) as error:
        print(error, x)
    else:
        x = 2
    return x


def cleaned(f):
    for i in f:
        try:
            if i:
                break
            if f(i):
                return i
        finally:
            print(i)


def raising(f):
    try:
        f()
    except:
        f.close()
        raise OSError(f) from None


def again():
    raise


def managed(f):
    with f() as x, f.lock:
        return x


def groups(f):
    try:
        f()
    except* ValueError as e:
        print(e)


try:
    import fast
except ImportError as error:
    fast = None
