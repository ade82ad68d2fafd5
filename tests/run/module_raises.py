"""An import that fails half way, in a function called at module level."""
# run: leaks=no


def first(x):
    return second(x)


def second(x):
    return x / 0


before = 1
print("before")
after = first(
    before,
)
print("never")
