"""``/api/statistics``."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.query.statistics import count_files, statistics_values
from archive.web.access import access, reading
from archive.web.api.answer import answer


def statistics(request: Request) -> Response:
    """What the archive holds."""
    with reading(request) as index:
        counts = index.counts()
    return answer(request, statistics_values(count_files(access(request).archive, counts)))


routes = [Route("/api/statistics", statistics)]
