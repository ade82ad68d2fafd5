"""A counter, incremented in a loop. The bounds are literals, as in the study."""


def run():
    counter = 0
    for _ in range(20000):
        counter += 1
    return counter


def run_larger():
    counter = 0
    for _ in range(2000000):
        counter += 1
    return counter
