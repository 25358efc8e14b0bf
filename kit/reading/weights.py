"""Learned weights: a score from 0 to 1 for a few readable signs, and which of them weighed most.

A sign is a word or a countable feature ("word=may", "head=be", "numbers"); its weight is above 0 where it
speaks for the decision and below 0 where it speaks against. The weights are data (``weights/*.toml``) that
``benchmarks/learn.py`` writes: they can be read, argued with and learned again.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "weights"
VERSION = 1

Signs = Mapping[str, float]


@dataclass(frozen=True)
class Weights:
    """The weights of one decision; ``threshold`` is the least score that decides for it."""

    name: str
    bias: float
    threshold: float
    learned_from: str
    cite: tuple[str, ...]
    weights: Mapping[str, float] = field(repr=False)

    def score(self, signs: Signs) -> float:
        """Return the score from 0 to 1; a sign without a weight counts nothing."""
        total = self.bias + sum(self.weights.get(sign, 0.0) * value for sign, value in signs.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def heaviest(self, signs: Signs, number: int = 3) -> list[tuple[str, float]]:
        """Return the signs that spoke most strongly for the decision, with what each added."""
        added = ((sign, self.weights.get(sign, 0.0) * value) for sign, value in signs.items())
        return sorted((pair for pair in added if pair[1] > 0), key=lambda pair: (-pair[1], pair[0]))[:number]


@cache
def load(name: str) -> Weights:
    """Load ``weights/NAME.toml``. Raises ``ValueError`` where it is of a later version or cites nothing."""
    data = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    if data["v"] > VERSION:
        raise ValueError(
            f"weights {name!r} are of version {data['v']}; this is {VERSION}: update Second Look"
        )
    works = tuple(f"{work['author']} ({work['year']}). {work['title']}" for work in data["cite"].values())
    if not works:
        raise ValueError(f"weights {name!r} cite nothing; give the corpus that they were learned from")
    return Weights(name, data["bias"], data["threshold"], data["learned_from"], works, data["weights"])


def ones(signs: Iterable[str]) -> dict[str, float]:
    """Return signs that are there or not as signs of value 1."""
    return dict.fromkeys(signs, 1.0)
