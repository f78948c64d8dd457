"""Prints sizes and their text, with the arithmetic of Python: python3 sizes.py > sizes.tsv"""
import random

UNITS = [(1024 ** i, unit) for i, unit in enumerate("B KiB MiB GiB TiB PiB EiB ZiB YiB".split())]


def text(n):
    value, unit = [pair for pair in UNITS if pair[0] <= max(n, 1)][-1]
    return "{:.2f} {}".format(n / value, unit)


random.seed(2026)
sizes = [0, 1, 999, 1000, 5592405, 8589934592, 2 ** 53 + 1, 2 ** 63 - 1, 1500 * 2 ** 80, 10 ** 30]
sizes += [n + d for n, _ in UNITS[1:] for d in (-1, 0, 1)]
sizes += [1024 * eighths // 8 for eighths in (9, 11, 13, 15)] + [2 ** 30 * eighths // 8 for eighths in (9, 11, 13, 15)]
sizes += [random.getrandbits(random.randrange(1, 90)) for _ in range(200)]
for n in sizes:
    print(n, text(n), sep="\t")
