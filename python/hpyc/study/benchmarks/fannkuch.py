"""Fannkuch: how many prefix reversals a permutation can need, over all permutations.

Lists of small ints, slices, slice assignment and list methods kept in local variables.
"""


def fannkuch(n):
    rotations = list(range(1, n + 1))
    order = list(range(n))
    put = order.insert
    take = order.pop
    last = n - 1
    most = 0
    depth = n

    while True:
        while depth != 1:
            rotations[depth - 1] = depth
            depth -= 1

        if order[0] != 0 and order[last] != last:
            cards = order[:]
            flips = 0
            top = cards[0]
            while top:
                prefix = cards[: top + 1]
                prefix.reverse()
                cards[: top + 1] = prefix
                flips += 1
                top = cards[0]
            if flips > most:
                most = flips

        # The next permutation: rotate the first places, one place more where one is used up.
        while depth != n:
            put(depth, take(0))
            rotations[depth] -= 1
            if rotations[depth] > 0:
                break
            depth += 1
        else:
            return most


def run(size=6):
    return fannkuch(size)
