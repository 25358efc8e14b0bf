import numpy as np

from benchmarks import logistic

ROWS = [{"wet": 1.0, "noise": float(i % 2)} for i in range(40)] + [{"dry": 1.0} for _ in range(40)]
TRUTH = [1] * 40 + [0] * 40


def test_what_decides_gets_the_weight():
    _, learned = logistic.fit(ROWS, TRUTH, penalty=1)
    assert learned["wet"] > 1
    assert learned["dry"] < -1
    assert abs(learned["noise"]) < 0.5 * learned["wet"]


def test_learning_twice_gives_the_same_weights():
    assert logistic.fit(ROWS, TRUTH, penalty=1) == logistic.fit(ROWS, TRUTH, penalty=1)


def test_rare_signs_are_left_out():
    _, learned = logistic.fit([*ROWS, {"once": 1.0}], [*TRUTH, 1], penalty=1, least=2)
    assert "once" not in learned


def test_a_gradient_of_zero_is_reached():
    """At the minimum, what a sign adds to the error is what the penalty takes."""
    bias, learned = logistic.fit(ROWS, TRUTH, penalty=1)
    scores = [1 / (1 + np.exp(-bias - sum(learned[s] * v for s, v in row.items()))) for row in ROWS]
    error = np.array(scores) - TRUTH
    for sign, weight in learned.items():
        values = np.array([row.get(sign, 0.0) for row in ROWS])
        assert abs(error @ values + weight) < 0.05
