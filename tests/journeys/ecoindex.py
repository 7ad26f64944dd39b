"""EcoIndex: one mark out of 100 for the weight of a page.

The published method (GreenIT, 2019): each of three measures is placed among twenty quantiles of the web, then
the page loses points for its nodes (three parts of six), its requests (two), its kilobytes (one).
"""

from itertools import pairwise

NODES = [
    0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479,
    594601,
]  # fmt: skip
REQUESTS = [0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920]
KILOBYTES = [
    0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08,
    2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26,
]  # fmt: skip
GRADES = [(80, "A"), (70, "B"), (55, "C"), (40, "D"), (25, "E"), (10, "F")]


def ecoindex(nodes: int, requests: int, kilobytes: float) -> float:
    """Return the mark of a page, from 0 to 100."""
    lost = 3 * rank(nodes, NODES) + 2 * rank(requests, REQUESTS) + rank(kilobytes, KILOBYTES)
    return 100 - 5 * lost / 6


def grade(mark: float) -> str:
    return next((letter for floor, letter in GRADES if mark > floor), "G")


def rank(value: float, quantiles: list[float]) -> float:
    """Return where `value` stands among the quantiles, from 0 to 20, with the fraction of its interval."""
    for index, (low, high) in enumerate(pairwise(quantiles)):
        if value < high:
            return index + (value - low) / (high - low)
    return len(quantiles) - 1
