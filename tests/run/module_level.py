"""Code at module level: runs at import, in order, and prints."""

print("begins", __name__)

x = 1
y = x + 1
x, y = y, x
a = b = [0]
a[0] += 5
print(x, y, a, b)

if x > y:
    chosen = "x"
else:
    chosen = "y"
print("chosen", chosen)

total = 0
for i in range(5):
    if i == 3:
        continue
    total += i
else:
    print("loop done", i, total)

n = 3
while n:
    n -= 1
    if n == 1:
        break
else:
    print("never")
print("n", n)

for key, (low, high) in {"k": (1, 2)}.items():
    print(key, low, high)

numbers = list(range(3))
del numbers[0]
del key

text = f"{x}-{y}"
print(text, "%s" % chosen, sep="|")


def early():
    return "early", later_value


later_value = 5
print(early())


class InOrder:
    print("in class body", x)
    member = later_value

    def method(self):
        return self.member


print(InOrder().method(), InOrder.member)

import os as operating_system

print(operating_system.sep, __doc__[:4])
print("ends")


def early():
    return "replaced"


def test_final_state():
    return (x, y, a, total, n, i, numbers, text, chosen, early(), "key" in globals())
