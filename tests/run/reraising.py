"""`raise` alone, while a caller handles an exception or none does."""


def reraise():
    raise


def reraise_or_not(flag):
    if flag:
        raise
    return "quiet"


def test_nothing_to_reraise():
    raise


def test_nothing_to_reraise_in_a_call():
    return reraise()


def test_nothing_to_reraise_in_a_class():
    class C:
        raise

    return C


def test_branch_not_taken():
    return reraise_or_not(False)


INTERPRETED = """
def handle(error, function, *args):
    try:
        raise error
    except type(error):
        return function(*args)

def entries(error):
    found, entry = [], error.__traceback__
    while entry:
        found.append((entry.tb_frame.f_code.co_name, entry.tb_lineno))
        entry = entry.tb_next
    return found

def nested(error, function):
    try:
        raise KeyError("first")
    except KeyError:
        try:
            handle(error, function)
        except Exception as caught:
            return repr(caught), repr(caught.__context__), caught is error, entries(caught)

def twice(error, function):
    seen = []
    for _ in range(2):
        try:
            handle(error, function)
        except Exception as caught:
            seen.append(len(entries(caught)))
    return seen
"""
space = {}
exec(INTERPRETED, space)


def test_the_exception_of_an_interpreted_caller():
    return space["handle"](ValueError("handled"), reraise)


def test_it_is_the_same_exception():
    return space["nested"](OSError("again"), reraise)


def test_entries_of_the_traceback():
    return space["twice"](ValueError(1), reraise)


def test_only_if_asked():
    return space["handle"](ValueError("handled"), reraise_or_not, False)


def test_nothing_is_handled_afterwards():
    print(space["handle"](ValueError("handled"), reraise_or_not, False))
    return reraise()
