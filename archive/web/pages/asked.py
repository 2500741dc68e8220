"""A question as its address writes it."""

from dataclasses import dataclass, replace

from starlette.requests import Request

from archive.index import Filters
from archive.web.pages.addresses import address
from archive.web.pages.view import asked

NARROWED_BY_NOTHING = Filters()
FILTERS = ("lang", "site", "kind", "speaker", "since", "until", "rights")
_PARAMETERS = {"since": "from", "until": "to"}
"""The names that filters have in addresses, where those are others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, what narrows it, and from where its hits go on."""

    query: str = ""
    filters: Filters = NARROWED_BY_NOTHING
    after: str | None = None

    @classmethod
    def of(cls, request: Request) -> "Asked":
        """What a request asks.

        Raises UsageError for a filter that is none.
        """
        values = {name: asked(request, _PARAMETERS.get(name, name)) for name in FILTERS}
        return cls(asked(request, "q") or "", Filters(**values), asked(request, "after"))

    @property
    def nothing(self) -> bool:
        """Whether neither words nor a filter are given."""
        return not self.query and self.filters == NARROWED_BY_NOTHING

    @property
    def parameters(self) -> dict[str, str | None]:
        """The question as parameters of an address."""
        filters = {_PARAMETERS.get(name, name): getattr(self.filters, name) for name in FILTERS}
        return {"q": self.query or None, **filters}

    def address(self, path: str = "/", **more: str | None) -> str:
        """The address of the question, from its beginning unless ``after`` is given."""
        return address(path, **self.parameters, **more)

    def with_filters(self, **changed: str | None) -> "Asked":
        """The question with some filters set, or taken away by None."""
        return Asked(self.query, replace(self.filters, **changed))
