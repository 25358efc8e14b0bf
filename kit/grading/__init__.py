"""The autograder: what students hand in is read as data, and no code of theirs ever runs.

In the order in which a submission passes through: ``files`` reads it, ``submissions`` says whose it is,
``reader`` parses it, ``answers`` gathers its records, ``grade`` scores them against the key of the
``exercise``, ``book`` writes nbgrader's gradebook, ``copies`` the notebook that a person marks, ``pages`` the
student's feedback and ``report`` the summary; ``run`` joins these steps. ``platforms`` then fills grades into
the file that Canvas, Moodle or Gradescope gave (``exports`` is what they share).
``release`` makes what students get; ``command`` is ``kit release`` and ``kit grade``.
"""
