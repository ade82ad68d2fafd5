"""Calls with another value for a global name."""


def replaced(namespace, name, value, function, *arguments):
    namespace[name] = value
    try:
        return function(*arguments)
    finally:
        del namespace[name]
