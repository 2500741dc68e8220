"""Captured pages as they looked, in any browser and without the network (Memento, RFC 7089).

A request for ``/TIME/URL`` comes in (``replay_urls``), the capture nearest to that time is chosen from the index
(``memento``), and its response goes out, as stored or rewritten (``replayed_response``, ``rewriting``), under headers
that confine it (``security``). ``frame`` puts a bar above the page. Begin reading in ``endpoints``.
"""
