"""Programs that compute: specialised clones, escapes to arbitrary precision, counting loops."""

import math
def gcd(a, b):
    while b:
        a, b = b, a % b
    return a
def ack(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))
def collatz(n):
    steps = 0
    while n != 1:
        if n % 2 == 0:
            n //= 2
        else:
            n = 3 * n + 1
        steps += 1
    return steps
def fact(n):
    if n <= 1:
        return 1
    return n * fact(n - 1)
def is_even(n):
    if n == 0: return True
    return is_odd(n - 1)
def is_odd(n):
    if n == 0: return False
    return is_even(n - 1)
def mandel(cr, ci, limit):
    zr = 0.0
    zi = 0.0
    for i in range(limit):
        zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
        if zr * zr + zi * zi > 4.0:
            return i
    return limit
def sieve(n):
    flags = [True] * (n + 1)
    count = 0
    for i in range(2, n + 1):
        if flags[i]:
            count += 1
            for j in range(i * i, n + 1, i):
                flags[j] = False
    return count
def matmul(n):
    a = []
    for i in range(n):
        row = []
        for j in range(n):
            row.append(i * j + 1.5)
        a.append(row)
    c = []
    for i in range(n):
        row = []
        for j in range(n):
            s = 0
            for k in range(n):
                s += a[i][k] * a[k][j]
            row.append(s)
        c.append(row)
    return c[n - 1][n - 1], c[0]
def queens(n):
    cols = [0] * n
    return place(0, n, cols)
def place(row, n, cols):
    if row == n:
        return 1
    total = 0
    for c in range(n):
        ok = True
        for r in range(row):
            if cols[r] == c or abs(cols[r] - c) == row - r:
                ok = False
                break
        if ok:
            cols[row] = c
            total += place(row + 1, n, cols)
    return total
def power_sum(n):
    t = 0
    for i in range(n):
        t += i ** 3 - i // 7 * (i & 5) + (i << 2 ^ 3)
    return t
def overflow(n):
    x = 1
    for i in range(n):
        x = x * 3 + i
    return x
def harmonic(n):
    s = 0.0
    for i in range(1, n + 1):
        s += 1 / i
    return s
def norm(x, y):
    return math.sqrt(x * x + y * y)
def word(n):
    s = ""
    for i in range(n):
        s += "ab" if i % 3 else "c%d" % i
    return s
def div(a, b):
    if a > 100:
        return a
    return div(a + a // b, b)
class Vec:
    count = 0
    def __init__(self, x, y=2):
        self.x = x; self.y = y
        Vec.count += 1
    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y)
    def __repr__(self):
        return f"Vec({self.x!r}, {self.y:>4})"
def vecs(n):
    v = Vec(0)
    for i in range(n):
        v = v + Vec(i, i * 0.5)
    return v, Vec.count
def fibbig(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a
def kw(a, *args, b=1, **k):
    return a, args, b, sorted(k.items())
CALLS = ["gcd(1071, 462)", "gcd(2**70, 2**65+2**5)", "ack(2, 3)", "collatz(27)", "fact(5)", "fact(25)", "fact(100)", "fact(20)","fact(21)", "is_even(10)", "is_odd(7)", "mandel(-0.5, 0.5, 50)", "mandel(1, 1, 50)", "mandel(0.3,0.02,300)",
 "sieve(1000)", "matmul(12)", "queens(6)", "power_sum(100)", "power_sum(3000000)", "overflow(30)", "overflow(60)", "harmonic(1000)", "norm(3, 4)", "norm(3.5, 1e200)", "norm('a', 1)", "word(20)", "div(3, 0)", "div(7, 3)", "div(7.5, 2)",
 "vecs(10)", "fibbig(300)", "kw(1,2,3,b=4,c=5)", "kw()", "gcd(1.5, 0.25)", "gcd('a', 1)", "fact('x')", "fact(3.5)", "fact(True)", "collatz(2**65)", "collatz(1.0)","range_check()"]
def range_check():
    out = []
    for i in range(5, 0, -2):
        out.append(i)
    for i in range(0):
        out.append("no")
    for i in range(3, 3 + 2):
        out.append(i)
    else:
        out.append("else")
    return out, i
