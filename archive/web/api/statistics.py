"""``/api/statistics``."""

from starlette.requests import Request

from archive.query.statistics import count_files, statistics_values
from archive.web.access import access, reading
from archive.web.api.operation import Given, Operation, Values


def _respond(request: Request, _given: Given) -> Values:
    with reading(request) as index:
        counts = index.counts()
    return statistics_values(count_files(access(request).archive, counts))


STATISTICS = Operation(
    "statistics",
    "/api/statistics",
    "What the archive holds: captures, documents, sites, kinds, languages, years, bytes.",
    (),
    "Statistics",
    _respond,
)
