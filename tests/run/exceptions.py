"""try, except, raise in handlers, and what code sees of the exception that is being handled."""

import logging
import io
import sys
import traceback
import warnings


class Own(Exception):
    def __init__(self, *args, **kw):
        Exception.__init__(self, *args)
        self.more = kw


class Sub(Own):
    pass


class Meta(type):
    def __instancecheck__(cls, instance):
        return True

    def __subclasscheck__(cls, other):
        return True


class Lying(Exception, metaclass=Meta):
    pass


def seen():
    kind, value, tb = sys.exc_info()
    return (kind and kind.__name__, str(value), tb is not None)


def chain(error):
    names = []
    while error is not None and len(names) < 10:
        names.append(type(error).__name__ + ("!" if error.__suppress_context__ else ""))
        error = error.__context__
    return names


def entries(error):
    return [(e.name, e.lineno) for e in traceback.extract_tb(error.__traceback__) if e.filename.endswith("exceptions.py")]


# --- matching


def matching(raised, caught):
    try:
        raise raised
    except caught as error:
        return ("caught", type(error).__name__, error.args)
    except Own:
        return "own"
    except BaseException as error:
        return ("any", type(error).__name__, str(error), chain(error), entries(error))


CALLS = [
    "matching(KeyError(1), KeyError)",
    "matching(KeyError(1), LookupError)",
    "matching(KeyError(1), (ValueError, KeyError))",
    "matching(KeyError(1), ())",
    "matching(KeyError(1), ((KeyError,),))",
    "matching(KeyError(1), (ValueError, 5, KeyError))",
    "matching(KeyError(1), (KeyError, 5))",
    "matching(KeyError(1), 5)",
    "matching(KeyError(1), int)",
    "matching(KeyError(1), None)",
    "matching(KeyError(1), 'KeyError')",
    "matching(KeyError(1), KeyError(1))",
    "matching(KeyError(1), Lying)",
    "matching(Sub(1), Own)",
    "matching(Own(1), Sub)",
    "matching(Own, Own)",
    "matching(5, KeyError)",
    "matching(KeyboardInterrupt(), Exception)",
    "matching(GeneratorExit(), BaseException)",
    "matching(StopIteration(4), StopIteration)",
    "unbound_after(0)",
    "unbound_after(1)",
    "name_deleted(0)",
    "name_deleted(1)",
    "name_deleted(2)",
    "order('key')",
    "order('value')",
    "order('type')",
    "order('none')",
    "assigned_before_error(0)",
    "assigned_before_error(1)",
    "assigned_before_error(2)",
    "assigned_before_error(3)",
    "deleted_before_error(0)",
    "deleted_before_error(1)",
    "counting(['1', 'x', '3', None])",
    "parameter_changed(1, 2)",
    "parameter_changed(1, 0)",
    "parameter_changed(None, 0)",
    "retry(3)",
    "retry(0)",
    "sum_of([1, 2, 'x', 4.5, None])",
    "interpreted_around(lambda: chain_in_callee())",
    "interpreted_around(lambda: reraise_bare())",
    "interpreted_around(lambda: catches_inside())",
    "interpreted_around(lambda: raises_in_handler())",
    "interpreted_around(lambda: raises_twice())",
    "interpreted_around(lambda: seen())",
    "interpreted_around(lambda: cleanup_restores())",
    "with_assert(1)",
    "with_assert(0)",
    "with_assert('')",
    "conditional_import('json')",
    "conditional_import('no_such_module_at_all')",
    "unpacking([1, 2])",
    "unpacking([1])",
    "unpacking([1, 2, 3])",
    "unpacking(5)",
]


def interpreted_around(function):
    try:
        raise KeyError("around")
    except KeyError as error:
        try:
            result = function()
        except Exception as inner:
            result = (chain(inner), entries(inner))
        return (result, chain(error), seen())




def kind_of(log, which):
    log.append(which.__name__)
    return which


def order(action):
    log = []
    try:
        if action == "key":
            raise KeyError
        if action == "value":
            raise ValueError
        if action == "type":
            raise TypeError
    except kind_of(log, KeyError):
        log.append("key")
    except (kind_of(log, ValueError), kind_of(log, IndexError)):
        log.append("value")
    except:
        log.append("rest")
    else:
        log.append("none")
    return log


# --- variables


def unbound_after(raises):
    try:
        if raises:
            raise ValueError
        x = 1
    except ValueError:
        pass
    return x


def name_deleted(what):
    error = "before"
    try:
        if what:
            raise ValueError("v")
    except ValueError as error:
        if what == 2:
            error = 5
            del error
    return error


def assigned_before_error(when):
    x = "none"
    y = 1
    try:
        if when == 0:
            raise ValueError
        x = "first"
        if when == 1:
            raise ValueError
        x = x + "second"
        y += 2
        if when == 2:
            raise ValueError
        x = [x]
    except ValueError:
        x = (x, y)
    return (x, y)


def deleted_before_error(when):
    x = 1
    try:
        del x
        if when:
            raise ValueError
        x = 2
    except ValueError:
        return x
    return x


def counting(items):
    good = bad = 0
    for item in items:
        try:
            good += int(item)
        except ValueError:
            bad += 1
        except TypeError as error:
            bad -= 10
    return good, bad


def sum_of(items):
    total = 0
    errors = []
    for i, item in enumerate(items):
        try:
            total += item
            last = i
        except TypeError as error:
            errors.append((i, last, str(error)))
        else:
            total += 1
    return total, errors, last, i


def parameter_changed(a, b):
    try:
        a = a + 1
        b = a / b
    except ZeroDivisionError:
        return ("zero", a, b)
    except TypeError:
        a, b = b, a
    return a, b


def retry(fails):
    attempts = 0
    while True:
        attempts += 1
        try:
            if attempts <= fails:
                raise OSError(attempts)
            return attempts
        except OSError as error:
            if attempts > 5:
                raise
            continue


def unpacking(value):
    a = b = None
    try:
        a, b = value
    except (ValueError, TypeError) as error:
        return (a, b, str(error))
    return (a, b)


def conditional_import(name):
    try:
        module = __import__(name)
    except ImportError as error:
        module = None
        return ("missing", error.name)
    return module.__name__


def with_assert(value):
    try:
        assert value, ("message", value)
    except AssertionError as error:
        return error.args
    return "fine"


def test_swap_in_loop():
    a, b, log = 0, 1, []
    for i in range(4):
        try:
            a, b = b, a + b
            if i % 2:
                raise ValueError(i)
        except ValueError as error:
            log.append((a, b, error.args))
    return a, b, log


# --- what is being handled


def test_exc_info():
    before = seen()
    try:
        raise ValueError("one")
    except ValueError:
        inside = seen()
        direct = sys.exc_info()[0].__name__
        try:
            raise KeyError("two")
        except KeyError:
            nested = seen()
        back = seen()
    return (before, inside, direct, nested, back, seen())


def test_exc_info_in_finally():
    log = []
    try:
        try:
            raise ValueError("one")
        finally:
            log.append(seen())
    except ValueError:
        log.append(seen())
    try:
        pass
    finally:
        log.append(seen())
    return log


def test_print_exc():
    out = io.StringIO()
    try:
        raise ValueError("shown")
    except ValueError:
        traceback.print_exc(file=out)
    text = out.getvalue()
    return ("ValueError: shown" in text, "test_print_exc" in text)


def test_format_exc_of_method():
    try:
        raise ValueError("shown")
    except ValueError:
        text = traceback.format_exc()
    return text.splitlines()[-1]


def test_logging():
    out = io.StringIO()
    log = logging.Logger("own")
    log.addHandler(logging.StreamHandler(out))
    try:
        {}["missing"]
    except KeyError:
        log.exception("it %s", "failed")
    text = out.getvalue()
    return (text.startswith("it failed\nTraceback"), text.endswith("KeyError: 'missing'\n"))


def raise_current():
    raise


def raise_current_after(log):
    log.append(seen())
    raise


def test_bare_raise_in_callee():
    try:
        try:
            raise ValueError("again")
        except ValueError:
            raise_current()
    except ValueError as error:
        return (str(error), chain(error), entries(error))


def test_bare_raise_in_callee_after():
    log = []
    try:
        try:
            raise ValueError("again")
        except ValueError:
            raise_current_after(log)
    except ValueError as error:
        return (log, chain(error), entries(error))


def test_nothing_to_reraise():
    raise


def test_nothing_to_reraise_caught():
    try:
        raise
    except RuntimeError as error:
        return (str(error), chain(error), entries(error))


def test_nothing_to_reraise_after():
    try:
        raise ValueError
    except ValueError:
        pass
    raise


def test_reraise():
    try:
        raise ValueError("one")
    except ValueError:
        raise


def test_reraise_after_inner():
    try:
        raise ValueError("one")
    except ValueError:
        try:
            raise KeyError("two")
        except KeyError:
            pass
        raise


def reraise_bare():
    try:
        raise ValueError("one")
    except ValueError:
        raise


# --- chaining


def chain_in_callee():
    try:
        raise ValueError("one")
    except ValueError:
        fails_inside()


def fails_inside():
    try:
        raise KeyError("two")
    except KeyError as error:
        found = chain(error)
    raise IndexError(found)


def catches_inside():
    try:
        raise ValueError("one")
    except ValueError:
        try:
            raise KeyError("two")
        except KeyError as error:
            return chain(error)


def raises_in_handler():
    try:
        raise ValueError("one")
    except ValueError:
        raise KeyError("two")


def raises_twice():
    try:
        try:
            raise ValueError("one")
        except ValueError:
            [][1]
    except IndexError:
        {}["three"]


def cleanup_restores():
    try:
        raises_twice()
    except KeyError as error:
        found = chain(error)
    return (found, seen())


def test_chain_in_callee():
    chain_in_callee()


def test_chain_implicit():
    raises_in_handler()


def test_chain_of_operations():
    raises_twice()


def test_chain_in_finally():
    try:
        raise ValueError("one")
    finally:
        raise KeyError("two")


def test_chain_in_else():
    try:
        pass
    except ValueError:
        pass
    else:
        raise KeyError("two")


def test_chain_in_type_expression():
    try:
        raise ValueError("one")
    except [][1]:
        pass


def test_chain_in_bad_class():
    try:
        raise ValueError("one")
    except 7:
        pass


def test_raise_same():
    try:
        raise ValueError("one")
    except ValueError as error:
        raise error


def test_raise_older():
    old = KeyError("old")
    old.__context__ = OSError("replaced")
    try:
        raise ValueError("one")
    except ValueError:
        raise old


def test_raise_handled_one_again():
    try:
        raise ValueError("one")
    except ValueError as first:
        try:
            raise KeyError("two")
        except KeyError:
            raise first


def test_cycle_is_broken():
    a, b = ValueError("a"), KeyError("b")
    try:
        try:
            raise a
        except ValueError:
            raise b
    except KeyError:
        try:
            raise a
        except ValueError as last:
            return (chain(last), chain(b))


def test_from():
    try:
        raise ValueError("one")
    except ValueError as error:
        raise KeyError("two") from error


def test_from_none():
    try:
        raise ValueError("one")
    except ValueError:
        raise KeyError("two") from None


def test_from_new():
    try:
        raise ValueError("one")
    except ValueError:
        raise KeyError("two") from OSError


def test_from_bad():
    try:
        raise ValueError("one")
    except ValueError:
        raise KeyError("two") from 5


def test_raise_bad_in_handler():
    try:
        raise ValueError("one")
    except ValueError:
        raise 5


def test_raise_class_that_fails():
    try:
        raise ValueError("one")
    except ValueError:
        raise Own.__mro__[0].__init__


def test_assertion_in_handler():
    try:
        raise ValueError("one")
    except ValueError:
        assert False, "two"


def test_unbound_in_handler():
    try:
        raise ValueError("one")
    except ValueError:
        nothing
        nothing = 1


def test_argument_error_in_handler():
    try:
        raise ValueError("one")
    except ValueError:
        chain()


def test_method_in_handler():
    class Tool:
        def work(self, a, *, b=2):
            return (a, b, seen())

    tool = Tool()
    try:
        raise ValueError("one")
    except ValueError:
        return (tool.work(1), tool.work(1, b=3), tool.work(*[4]), tool.work(5, **{"b": 6}))


def test_list_append_in_handler():
    log = []
    for i in range(3):
        try:
            [][i]
        except IndexError:
            log.append(i)
    return log


# --- tracebacks


def thrower(n):
    if n == 0:
        raise ValueError("deep")
    thrower(n - 1)


def test_traceback_of_caught():
    try:
        thrower(2)
    except ValueError as error:
        return entries(error)


def test_traceback_of_raised_again():
    try:
        try:
            thrower(1)
        except ValueError:
            raise
    except ValueError as error:
        return entries(error)


def test_traceback_of_raised_named():
    try:
        try:
            thrower(1)
        except ValueError as first:
            raise first
    except ValueError as error:
        return entries(error)


def test_traceback_through_finally():
    try:
        try:
            thrower(1)
        finally:
            seen()
    except ValueError as error:
        return entries(error)


def test_traceback_through_unmatched():
    try:
        try:
            thrower(1)
        except KeyError:
            pass
        except (IndexError, OSError):
            pass
    except ValueError as error:
        return entries(error)


def test_traceback_from_handler_callee():
    try:
        raise KeyError
    except KeyError:
        thrower(2)


def test_traceback_out():
    try:
        thrower(1)
    except KeyError:
        pass
    finally:
        seen()


# --- special exceptions


def recursive(n):
    return recursive(n + 1) + 1


def test_recursion():
    try:
        recursive(0)
    except RecursionError:
        return "too deep"


def test_recursion_with_handlers():
    try:
        handled_recursion(0)
    except RecursionError as error:
        return "too deep"


def handled_recursion(n):
    try:
        return handled_recursion(n + 1)
    except KeyError:
        return 0


def test_stop_iteration():
    it = iter([1])
    log = []
    while True:
        try:
            log.append(next(it))
        except StopIteration as stop:
            log.append(stop.value)
            break
    return log


def test_keyboard_interrupt():
    try:
        raise KeyboardInterrupt("x")
    except Exception:
        return "exception"
    except BaseException as error:
        return repr(error)


def test_system_exit():
    try:
        sys.exit(4)
    except SystemExit as error:
        return error.code


def test_warning_as_error():
    with_filter = warnings.filters[:]
    try:
        warnings.simplefilter("error")
        warnings.warn("careful", UserWarning)
    except UserWarning as warning:
        return str(warning)
    finally:
        warnings.filters[:] = with_filter


# --- module and class level

try:
    raise ValueError("module")
except ValueError as module_error:
    module_text = str(module_error)
    module_seen = seen()

try:
    unknown_at_module_level
except NameError as module_error:
    module_text += str(module_error)
else:
    module_text = "none"
finally:
    module_text += "."


def test_module_level():
    return (module_text, module_seen, "module_error" in globals(), seen())


class WithTry:
    try:
        value = int("x")
    except ValueError as error:
        value = -1
        text = str(error)
    finally:
        done = True


def test_class_level():
    return (WithTry.value, WithTry.text, WithTry.done, "error" in vars(WithTry))


# --- loops


def test_break_through_two():
    log = []
    for i in range(3):
        try:
            try:
                log.append(i)
                if i == 1:
                    break
            finally:
                log.append("inner")
        finally:
            log.append("outer")
    else:
        log.append("else")
    return log


def test_continue_in_while():
    i = 0
    log = []
    while i < 4:
        i += 1
        try:
            if i == 2:
                continue
            log.append(i)
        finally:
            log.append(-i)
    else:
        log.append("else")
    return log


def test_nested_loops():
    log = []
    for i in range(3):
        for j in range(3):
            try:
                if j == i:
                    continue
                if j == 2:
                    break
                log.append((i, j))
            finally:
                log.append(j)
    return log


def test_return_in_loop_finally():
    for i in [1, 2, 3]:
        try:
            return i
        finally:
            i = 10


def test_return_value_kept():
    x = [1]
    try:
        return x
    finally:
        x = [2]


def test_return_value_changed():
    x = [1]
    try:
        return x
    finally:
        x.append(2)


def test_loop_error():
    log = []
    try:
        for a, b in [(1, 2), (3,)]:
            log.append(a)
    except ValueError as error:
        log.append(str(error))
    return log, a, b


class Failing:
    def __iter__(self):
        return self

    def __next__(self):
        raise OSError("next")


def test_iterator_error():
    try:
        for item in Failing():
            pass
    except OSError as error:
        return (str(error), entries(error))


def test_comprehension():
    i = "kept"
    try:
        return [1 // i for i in [1, 0]]
    except ZeroDivisionError:
        return i


def test_walrus():
    try:
        [y := x for x in [1, 2, "a"] if x + 0]
    except TypeError:
        return y


def numeric(n):
    total = 0
    try:
        for i in range(n):
            total += i * 2
            if total > 100:
                raise OverflowError
    except OverflowError:
        return -total
    return total


def test_numeric():
    return (numeric(5), numeric(50))


def test_many_levels():
    log = []
    try:
        try:
            try:
                try:
                    log.append(1 / 0)
                except KeyError:
                    log.append("key")
                finally:
                    log.append("f1")
            except ZeroDivisionError:
                log.append("zero")
                raise ValueError
            finally:
                log.append("f2")
        except ValueError:
            log.append("value")
        else:
            log.append("else")
        finally:
            log.append("f3")
    finally:
        log.append("f4")
    return log
