"""Training of the weights with which extraction judges blocks and pages: ``make model SETS=DIR``.

Nothing here is needed to run the program; ``tools/model.in`` has what training needs beside it.
"""
