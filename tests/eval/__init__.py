"""The evaluation of extraction: pages written for it, what a careful reader makes of each, and the scorer.

``corpus/<name>/`` holds ``page.html`` (bytes as a server would send them), ``headers.json`` (address and
Content-Type, null where the server sent none) and ``gold.json``. Run it with ``python -m tests.eval``.
"""
