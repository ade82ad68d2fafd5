# run: python>=3.11
"""except*."""

import sys


def seen():
    error = sys.exc_info()[1]
    return shape(error)


def shape(error):
    if error is None:
        return None
    if isinstance(error, BaseExceptionGroup):
        return [error.message] + [shape(e) for e in error.exceptions]
    return repr(error)


def chained(error):
    return (shape(error), shape(error.__context__), shape(error.__cause__))


def group():
    return ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("h", [ValueError(3), KeyError(4)])])


def split(error):
    log = []
    try:
        if error is not None:
            raise error
        log.append("fine")
    except* ValueError as e:
        log.append(("value", shape(e), seen()))
    except* (TypeError, OSError) as e:
        log.append(("type", shape(e)))
    except* KeyError:
        log.append(("key", seen()))
    else:
        log.append("else")
    finally:
        log.append("finally")
    log.append(seen())
    return log


def partial(error):
    log = []
    try:
        try:
            raise error
        except* ValueError:
            log.append("value")
    except BaseException as rest:
        return (log, chained(rest))
    return log


def raising(error, how):
    log = []
    x = "before"
    try:
        try:
            raise error
        except* ValueError as e:
            x = "value"
            log.append(1)
            if how == "again":
                raise
            if how == "named":
                raise e
            if how == "new":
                raise IndexError("new")
            if how == "from":
                raise IndexError("new") from e
            x = "value end"
        except* TypeError as e:
            log.append((x, seen()))
            if how == "new":
                raise OSError("second")
            if how == "again":
                raise
        x += "!"
    except BaseException as result:
        return (log, x, chained(result))
    return (log, x, "nothing raised")


def bad(error, kind):
    try:
        try:
            raise error
        except* kind:
            return_value = 1
    except BaseException as result:
        return (type(result).__name__, str(result), chained(result))
    return return_value


def unbound(error):
    try:
        raise error
    except* ValueError as e:
        pass
    return e


def in_loop():
    log = []
    for i in range(3):
        try:
            if i:
                raise ExceptionGroup("g", [ValueError(i)] * i)
        except* ValueError as e:
            for inner in e.exceptions:
                if inner.args[0] > 5:
                    break
                log.append(inner.args)
        else:
            log.append(i)
    return log


def test_in_loop():
    return in_loop()


def test_leftover():
    try:
        raise group()
    except* ValueError:
        pass


def test_new():
    try:
        raise group()
    except* ValueError:
        raise IndexError("new")


def test_naked():
    try:
        raise ValueError("naked")
    except* ValueError as e:
        raise IndexError(shape(e))


def test_naked_unmatched():
    try:
        raise ValueError("naked")
    except* TypeError:
        pass


def test_own_split():
    class Own(ExceptionGroup):
        def derive(self, excs):
            return type(self)("derived", excs)

    try:
        raise Own("own", [ValueError(1), KeyError(2)])
    except* ValueError as e:
        return_value = type(e).__name__ + e.message


ERRORS = [
    "None", "ValueError(0)", "TypeError(0)", "KeyError(0)", "group()", "SystemExit(1)",
    "ExceptionGroup('k', [KeyError(1)])", "BaseExceptionGroup('b', [KeyboardInterrupt(), ValueError(1)])",
]  # fmt: skip
CALLS = ["split(%s)" % error for error in ERRORS]
CALLS += ["partial(%s)" % error for error in ERRORS[1:]]
CALLS += ["raising(%s, %r)" % (error, how) for error in ERRORS[1:5] for how in ("", "again", "named", "new", "from")]
CALLS += ["bad(group(), %s)" % kind for kind in ("int", "5", "ExceptionGroup", "(ValueError, ExceptionGroup)", "()")]
CALLS += ["unbound(ValueError(1))"]


def test_single_new_exception_is_not_wrapped():
    try:
        raise ExceptionGroup("eg", [TypeError(1), ValueError(2)])
    except* (TypeError, ValueError):
        raise KeyError(3)


def test_two_new_exceptions():
    try:
        raise ExceptionGroup("eg", [TypeError(1), ValueError(2)])
    except* TypeError:
        raise KeyError(3)
    except* ValueError:
        raise KeyError(4)
