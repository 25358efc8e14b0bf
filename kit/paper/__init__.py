"""Lessons on paper: a handout for classes without computers, and the teacher's answer sheet to it.

Both are made from what the notebook is made from: its prose, its items, the articles and their keys.
"""
