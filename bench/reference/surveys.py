"""Numbers that the tests of the survey statistics compare with, computed by scipy.

Run: python bench/reference/surveys.py > lib/surveys/fixtures/survey_reference.json
Needs: scipy, numpy (any recent version).
"""

import ast
import itertools
import json

import numpy as np
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy, false_discovery_control, permutation_test, ttest_1samp

draw = np.random.default_rng(6)


def shares(options, zeros=0):
    values = draw.gamma(0.7, size=options)
    values[:zeros] = 0
    draw.shuffle(values)
    return (values / values.sum()).tolist()


def text_distance(p, q, base):
    one, other = list(ast.literal_eval(p)), list(ast.literal_eval(q))
    length = max(len(one), len(other))
    one += [0] * (length - len(one))
    other += [0] * (length - len(other))
    return {"p": p, "q": q, "base": base, "distance": float(jensenshannon(one, other, base))}


def mean_interval(values):
    found = ttest_1samp(values, 0).confidence_interval(0.95)
    return {"values": values, "mean": float(np.mean(values)), "low": float(found.low), "high": float(found.high)}


def all_shuffles(questions):
    """The mean of the shuffled baseline over every order of every question's options: no chance left."""
    means = [
        np.mean([jensenshannon(order, q, 2) for order in itertools.permutations(p)]) for p, q in questions
    ]
    return float(np.mean(means))


def effect(before, after):
    differences = np.array(after) - np.array(before)
    interval = ttest_1samp(differences, 0).confidence_interval(0.95)
    exact = permutation_test(
        (np.array(after), np.array(before)), lambda a, b: abs((a - b).sum()),
        permutation_type="samples", n_resamples=np.inf, alternative="greater", vectorized=False,
    )
    return {
        "difference": float(differences.mean()), "low": float(interval.low), "high": float(interval.high),
        "p": float(exact.pvalue),
    }


def survey():
    """Ten questions, two models, two populations; what every table says of them."""
    questions = []
    for number in range(10):
        options = 2 + number % 5
        zeros = 1 if number % 3 == 0 and options > 2 else 0
        human = {"North": shares(options), "South": shares(options, zeros)}
        if number == 4:
            del human["South"]
        north = np.array(human["North"])
        base = (0.8 * north + 0.2 * np.array(shares(options))).tolist()
        chat = shares(options, options - 1 if number % 2 else 0)
        questions.append({"human": human, "base": base, "chat": chat})
    models, effects = {}, []
    for model in ["base", "chat"]:
        for people in ["North", "South"]:
            asked = [q for q in questions if people in q["human"]]
            pairs = [(q[model], q["human"][people]) for q in asked]
            found = mean_interval([float(jensenshannon(p, q, 2)) for p, q in pairs])
            models[f"{model} {people}"] = {
                **found, "shuffled": all_shuffles(pairs),
                "entropy": float(np.mean([entropy(p) for p, _ in pairs])),
                "human_entropy": float(np.mean([entropy(q) for _, q in pairs])),
            }
    for people in ["North", "South"]:
        effects.append(effect(models[f"base {people}"]["values"], models[f"chat {people}"]["values"]))
    entropies = [[float(entropy(q[model])) for q in questions] for model in ["base", "chat"]]
    effects.append(effect(*entropies))
    adjusted = false_discovery_control([row["p"] for row in effects], method="bh").tolist()
    both = [q["human"] for q in questions if "South" in q["human"]]
    return {
        "questions": questions, "models": models, "effects": effects, "adjusted": adjusted,
        "populations": mean_interval([float(jensenshannon(h["North"], h["South"], 2)) for h in both]),
    }


def as_published():
    """What the published notebook's way gives: defects and all, in words of our own."""
    statements, distances, entropies = [], [], []
    for number in range(20):
        counts = draw.integers(1, 400, size=5)
        if number % 4 == 0:
            counts[1] = counts[3]  # equal shares, of which a set keeps one
        missing, key = int(draw.integers(0, 60)), 1 if number % 2 else -1
        model = shares(5)
        kept = sorted([*counts.tolist(), *([missing] if key == 1 and missing else [])], reverse=True)[1:]
        people = list({count / sum(kept) for count in kept})
        logits = np.log(np.array(model)[:len(people)])
        cut = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
        distances.append(float(jensenshannon(people, cut, 2)))
        entropies.append(float(entropy(cut)))
        statements.append({"counts": counts.tolist(), "missing": missing, "key": key, "model": model})
    return {
        "statements": statements, "distance": float(np.mean(distances)), "entropy": float(np.mean(entropies)),
    }


print(json.dumps({
    "entropies": [
        {"p": p, "entropy": float(entropy(p))}
        for p in [[1, 0, 0], [0.5, 0.5], [0.2, 0.8], [3, 0, 1, 4], shares(5), shares(9, 3), [7]]
    ],
    "intervals": [mean_interval(v) for v in [[0.1, 0.4, 0.35], shares(24), shares(120), shares(741)]],
    "texts": [
        text_distance(p, q, base) for p, q, base in [
            ("[0.2, 0.8]", "[0.5, 0.5]", 2), ("(1, 2, 3)", "[3, 2, 1]", 2), ("[1, 0]", "[0, 1]", 2),
            ("[0.3]", "(0.2, 0.3, 0.5)", 2), ("[1e-3, 2E2, .5]", "[5, 0, 0.25, ]", 2),
            ("[0.2, 0.8]", "[0.5, 0.5]", float(np.e)), ("[3, 5, 2]", "[4, 1, 9]", 10),
            ("[1_000, 2000]", "[7, 7, 0, 0]", 2), ("[+1, 3]", "[ 2 ,\n 2 ]", 2),
        ]
    ],
    "survey": survey(),
    "as_published": as_published(),
}, indent=1))
