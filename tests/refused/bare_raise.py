"""`raise` without an exception."""


def test_nothing_to_reraise():
    raise  # refused: raise without an exception
