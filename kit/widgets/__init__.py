"""What students see: anywidget classes whose views are the modules in ``static/``.

The keeper (``kit/keeper``) draws the same modules from the notebook file, with or without a kernel.
"""
