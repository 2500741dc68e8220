"""A reader of link format (RFC 6690, section 2; RFC 8288, section 3) that shares nothing with what writes it."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its target and its parameters, names in lower case."""

    target: str
    parameters: dict[str, str]

    @property
    def relations(self) -> set[str]:
        return set(self.parameters.get("rel", "").split())


def parse_links(text: str) -> list[Link]:
    """The links of a document or header field.

    Raises ValueError where the text is none.
    """
    return list(_links(text.strip()))


def _links(text: str) -> Iterator[Link]:
    at = 0
    while at < len(text):
        if text[at] != "<":
            raise ValueError(f"a link begins with '<', not with {text[at : at + 20]!r}")
        end = text.index(">", at)
        parameters, at, target = {}, end + 1, text[at + 1 : end]
        while at < len(text) and text[at] in "; ":
            name, value, at = _parameter(text, at)
            parameters[name] = value
        yield Link(target, parameters)
        if at < len(text) and text[at] != ",":
            raise ValueError(f"between links stands ',', not {text[at : at + 20]!r}")
        at += 1
        while at < len(text) and text[at].isspace():
            at += 1


def _parameter(text: str, at: int) -> tuple[str, str, int]:
    while text[at] in "; ":
        at += 1
    equals = text.index("=", at)
    name = text[at:equals].lower()
    if text[equals + 1] == '"':
        end = text.index('"', equals + 2)
        return name, text[equals + 2 : end], end + 1
    end = min((found for mark in ";, \n" if (found := text.find(mark, equals)) > 0), default=len(text))
    return name, text[equals + 1 : end], end
