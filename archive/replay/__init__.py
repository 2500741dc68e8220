"""Replay of captured pages as they looked, in any browser and without the network (Memento, RFC 7089).

A request for ``/TIME/URL`` comes in (``app``), the capture nearest to that time is chosen from the index
(``capture_to_replay_and_timemap``), and its response goes out (``replayed_response``), as stored or rewritten so that
its URLs stay in the archive (``html_and_css_rewriting``), under headers that confine it
(``origins_and_security_policies``). ``pages`` puts a bar above the page. Begin reading in ``app``.
"""
