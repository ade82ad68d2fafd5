"""Fibonacci numbers by recursion: calls, comparison and addition."""


def fibonacci(n):
    if n <= 1:
        return n
    return fibonacci(n - 1) + fibonacci(n - 2)


def run(size=10):
    return fibonacci(size)
