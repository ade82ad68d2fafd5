"""Small whole programs that use many constructs at once."""


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def __repr__(self):
        return "Point(%r, %r)" % (self.x, self.y)


class Stack:
    def __init__(self):
        self.items = []

    def push(self, item):
        self.items.append(item)
        return self

    def pop(self):
        return self.items.pop()

    def __len__(self):
        return len(self.items)


class Node:
    def __init__(self, key, left=None, right=None):
        self.key = key
        self.left = left
        self.right = right


class Tree:
    def __init__(self):
        self.root = None
        self.size = 0

    def insert(self, key):
        if self.root is None:
            self.root = Node(key)
            self.size += 1
            return True
        node = self.root
        while True:
            if key == node.key:
                return False
            if key < node.key:
                if node.left is None:
                    node.left = Node(key)
                    break
                node = node.left
            else:
                if node.right is None:
                    node.right = Node(key)
                    break
                node = node.right
        self.size += 1
        return True

    def walk(self, node, into):
        if node is not None:
            self.walk(node.left, into)
            into.append(node.key)
            self.walk(node.right, into)
        return into


def sieve(n):
    flags = [True] * (n + 1)
    flags[0:2] = [False, False]
    for i in range(2, int(n**0.5) + 1):
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
    primes = []
    for i, flag in enumerate(flags):
        if flag:
            primes.append(i)
    return primes


def matrix_multiply(a, b):
    n, m, p = len(a), len(b), len(b[0])
    result = []
    for i in range(n):
        row = [0] * p
        for k in range(m):
            x = a[i][k]
            for j in range(p):
                row[j] += x * b[k][j]
        result.append(row)
    return result


def bubble_sort(items):
    items = items[:]
    n = len(items)
    for i in range(n):
        swapped = False
        for j in range(n - 1 - i):
            if items[j] > items[j + 1]:
                items[j], items[j + 1] = items[j + 1], items[j]
                swapped = True
        if not swapped:
            break
    return items


def quick_sort(items):
    if len(items) <= 1:
        return items
    pivot = items[0]
    less, equal, greater = [], [], []
    for item in items:
        if item < pivot:
            less.append(item)
        elif item == pivot:
            equal.append(item)
        else:
            greater.append(item)
    return quick_sort(less) + equal + quick_sort(greater)


def word_count(text):
    counts = {}
    for word in text.lower().split():
        word = word.strip(".,;!?")
        if not word:
            continue
        counts[word] = counts.get(word, 0) + 1
    return sorted(counts.items())


def evaluate(expression):
    """Reverse Polish notation."""
    stack = Stack()
    for token in expression.split():
        if token in "+-*/" and len(token) == 1:
            b = stack.pop()
            a = stack.pop()
            if token == "+":
                stack.push(a + b)
            elif token == "-":
                stack.push(a - b)
            elif token == "*":
                stack.push(a * b)
            else:
                stack.push(a / b)
        else:
            stack.push(float(token))
    if len(stack) != 1:
        raise ValueError("bad expression: %d values left" % len(stack))
    return stack.pop()


def hanoi(n, source, target, spare, moves):
    if n == 0:
        return 0
    count = hanoi(n - 1, source, spare, target, moves)
    moves.append((source, target))
    return count + 1 + hanoi(n - 1, spare, target, source, moves)


def queens(n, row, columns, diagonals, antidiagonals):
    if row == n:
        return 1
    solutions = 0
    for column in range(n):
        if column in columns or row + column in diagonals or row - column in antidiagonals:
            continue
        columns.add(column)
        diagonals.add(row + column)
        antidiagonals.add(row - column)
        solutions += queens(n, row + 1, columns, diagonals, antidiagonals)
        columns.remove(column)
        diagonals.remove(row + column)
        antidiagonals.remove(row - column)
    return solutions


def life(cells, width, height):
    neighbours = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = ((x + dx) % width, (y + dy) % height)
                    neighbours[key] = neighbours.get(key, 0) + 1
    alive = set()
    for cell, count in neighbours.items():
        if count == 3 or count == 2 and cell in cells:
            alive.add(cell)
    return alive


def binary_search(items, wanted):
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        if items[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low if low < len(items) and items[low] == wanted else -1


def levenshtein(a, b):
    previous = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        current = [i]
        for j, cb in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (ca != cb)))
        previous = current
    return previous[-1]


def test_points():
    p = Point(1, 2) + Point(3.5, -2)
    return (p, p == Point(4.5, 0), p != Point(4.5, 0), p)


def test_points_of_other_type():
    return Point(1, 2) + 5


def test_tree():
    tree = Tree()
    inserted = []
    for key in [5, 2, 8, 1, 9, 2, 5, 7]:
        inserted.append(tree.insert(key))
    return (tree.size, inserted, tree.walk(tree.root, []))


def test_hanoi():
    moves = []
    return (hanoi(4, "a", "c", "b", moves), moves)


def test_queens():
    return queens(6, 0, set(), set(), set())


def test_life():
    cells = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
    for _ in range(4):
        cells = life(cells, 8, 8)
    return sorted(cells)


CALLS = (
    "sieve(50)", "sieve(1)", "sieve('a')", "matrix_multiply([[1, 2], [3, 4]], [[0, 1], [1, 0]])",
    "matrix_multiply([[1.5]], [['a']])", "bubble_sort([3, 1, 2, 5, 4])", "bubble_sort(['b', 'a'])", "bubble_sort([1, 'a'])",
    "quick_sort([3, 6, 1, 8, 2, 9, 2])", "quick_sort('hello')", "word_count('The cat. The dog, the END !')",
    "evaluate('1 2 + 3 *')", "evaluate('1 0 /')", "evaluate('1 +')", "evaluate('1 2')", "evaluate('x')",
    "binary_search([1, 3, 5, 7], 5)", "binary_search([1, 3], 2)", "binary_search([], 1)", "levenshtein('kitten', 'sitting')",
    "levenshtein('', 'abc')", "Stack().pop()", "len(Stack().push(1).push(2))", "Tree().insert(None)",
)  # fmt: skip
