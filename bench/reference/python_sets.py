"""What the published MPI notebook makes of counts of answers, for the test of our as-published figure.

Run: python bench/reference/python_sets.py > lib/surveys/fixtures/python_sets.json
Needs: CPython 3.7 or later on a 64-bit machine, nothing else. pandas' `value_counts()` is sorted by
frequency; the order of ties does not matter here, as equal shares are one member of the set.
"""

import json
import random

draw = random.Random(6)


def as_published(counts):
    """counts: how often each value occurs, the missing (0) among them; 0 where it does not occur."""
    ordered = sorted((count for count in counts if count > 0), reverse=True)[1:]
    total = sum(ordered)
    return list({count / total for count in ordered})


counts = [[draw.randint(0, 10 ** draw.randint(1, 6)) for _ in range(6)] for _ in range(120)]
counts += [[draw.randint(1, 4) for _ in range(6)] for _ in range(60)]
counts = [c for c in counts if sum(1 for x in c if x > 0) > 1]
sets = [[draw.choice([draw.random(), draw.randint(0, 50), draw.random() * 1e-20]) for _ in range(n)]
        for n in [1, 2, 4, 5, 6, 7, 12, 19, 20, 60] for _ in range(4)]

print(json.dumps({
    "published": [[c, as_published(c)] for c in counts],
    "sets": [[values, list(set(values))] for values in sets],
}))
