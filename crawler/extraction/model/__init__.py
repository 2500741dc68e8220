"""What was learned of pages in general: which of their pieces are text, beside the rules for the pages of our users.

In come the pieces, the evidence on them and the rules' body; out comes the body of both, with the log-odds of each
piece. Begin with ``blocks``: it measures each piece (``features``, ``surroundings``), scores it by the shipped
``weights`` (a ``forest`` of trees), and lets runs of pieces change sides. ``make model`` makes the weights.
"""
