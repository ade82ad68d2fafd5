"""Floating-point work on objects with slots: attributes, methods and calls of `math`."""

import math


class Point:
    """A point in space; its coordinates come from a number."""

    __slots__ = ("x", "y", "z")

    def __init__(self, i):
        x = math.sin(i)
        self.x = x
        self.y = math.cos(i) * 3
        self.z = x * x / 2

    def __repr__(self):
        return "Point(%r, %r, %r)" % (self.x, self.y, self.z)

    def normalize(self):
        """Bring the point to distance 1 from the origin."""
        length = math.sqrt(self.x * self.x + self.y * self.y + self.z * self.z)
        self.x /= length
        self.y /= length
        self.z /= length

    def maximum(self, other):
        """Take each coordinate from whichever point has the larger one."""
        self.x = self.x if self.x > other.x else other.x
        self.y = self.y if self.y > other.y else other.y
        self.z = self.z if self.z > other.z else other.z
        return self


def largest(points):
    best = points[0]
    for point in points[1:]:
        best = best.maximum(point)
    return best


def run(size=100):
    points = []
    for i in range(size):
        points.append(Point(i))
    for point in points:
        point.normalize()
    return largest(points)
