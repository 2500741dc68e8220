"""Training of the weights with which extraction judges blocks and pages: ``make model``.

Nothing here is needed to run the program; ``tools/model.in`` has what training needs beside it.
"""

SEED = 1
"""Of all that is drawn by lot, so that the same pages give the same weights."""
