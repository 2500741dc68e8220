"""The reading room and its JSON API: the archive in a browser.

A request comes in through ``server`` and the middleware that ``app`` stacks (``request_limits_and_priority``,
``host_guard_and_security_headers``, ``response_cache``, ``etags_and_compression``); a function in ``pages`` or
``api`` reads the index; a page goes out through ``rendering_and_error_responses``, or JSON. Begin reading in ``app``,
then in the page's module in ``pages``.
"""
