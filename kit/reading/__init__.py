"""The machine reader: claims, sources, hedges and loaded words of an article, each with its reason.

>>> from kit.articles import load
>>> from kit.reading import read
>>> [mark.quote(load("alliance").text) for mark in read(load("alliance")).of("weasel")]
['critics argue', 'experts warn']
"""

from kit.reading.reader import measured, place, read, read_all, refusal, to_rows
from kit.reading.result import Reading, Sentence

__all__ = ["Reading", "Sentence", "measured", "place", "read", "read_all", "refusal", "to_rows"]
