"""Page requisites: the files that an article needs to be displayed as it was (style sheets, images, scripts, fonts,
icons).

In: the markup of a page (``page.requisites_of_page``) or a style sheet (``requisites_of_sheet``). Out: ``Requisite``
values, the URLs to request with their kinds. Begin at ``middleware_and_queue.RequisitesMiddleware``, which requests
them; all other modules are pure.
"""
