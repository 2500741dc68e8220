"""The byline of an article: its source, author and times.

In come the text blocks around title and body, the page's elements and its head; out comes a ``Byline``. Begin with
``byline_search_and_wechat_posts``: it finds the lines that ``byline_line`` reads. ``publication_time_and_time_zone``
chooses among several days; ``dates_and_clock_times`` reads one.
"""
