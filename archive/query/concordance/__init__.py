"""A concordance: every place where a query matches, in its sentence, beside its translation.

In come a query and filters; out come lines with counts, as text, JSON and CSV. Begin with ``concordance``;
``keyword_lines`` finds the lines of one document.
"""
