"""The JSON that a page's scripts hold: JSON-LD, what frameworks store for their start, and what scripts assign."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from lxml import etree

_MAX_SCRIPTS = 200
_MAX_ATTEMPTS = 12  # values of scripts that are tried, so that time is linear in the length of the page
_MAX_TOKENS = 400_000
_LEAST = 80  # characters of a script that holds a text
_GROWTH = 1_000_000  # characters that names in a literal may add
_NUXT = "__NUXT_DATA__"
_WRAPPERS = frozenset(("Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef"))
_ASSIGNED = re.compile(
    r"(?<![\w$.])(?:(?:window|self|globalThis)(?:\.|\[\s*[\"'])|(?:var|let|const)\s+)"
    r"(?P<name>[A-Za-z_$][\w$]{0,60})(?:[\"']\s*\])?\s*=\s*(?=[\[{\"'(J!d])"
)
_STATE = re.compile(
    r"state|data|props|nuxt|store|page|article|context|content|detail|news|post|apollo|initial", re.IGNORECASE
)
_PARSED = re.compile(r"(?:JSON\.parse\s*\(\s*)?(?P<encoded>decodeURIComponent\s*\(\s*)?(?=[\"'])")
_CALLED = re.compile(r"[!(]?\s*function\s*\w*\((?P<names>[\w$,\s]{0,20000})\)\s*\{")
_RETURN = re.compile(r"\breturn\s*(?=[{\[])")
_ARGUMENTS = re.compile(r"\s*;?\s*\}\s*\)?\s*\(")
_TOKEN = re.compile(
    r"\s++|\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|void 0|!0|!1|[A-Za-z_$][\w$]*+"
    r"|-?\.?\d[\w.]*+(?:(?<=[eE])[+-]\d+)?|.",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|[\"\\/bfnrt]|.)|\"", re.DOTALL)
_WORDS = {"true": "true", "false": "false", "null": "null", "void 0": "null", "!0": "true", "!1": "false"}


def stored_values(root: etree._Element) -> Iterator[tuple[etree._Element, Any]]:
    """The JSON values in the scripts of the page with this root, in page order, each with its script.

    Values share parts, and hold themselves, where a script says so.
    """
    attempts, scripts = _MAX_ATTEMPTS, _Script()
    for number, script in enumerate(root.iter("script")):
        text = script.text or ""
        if number >= _MAX_SCRIPTS or attempts <= 0:
            return
        if len(text) < _LEAST:
            continue
        if "json" in (script.get("type") or "").lower() or script.get("id") in (_NUXT, "__NEXT_DATA__"):
            attempts -= 1
            value = _load(text.strip().removeprefix("<!--").removesuffix("-->").rstrip("; \n"))
            linked = script.get("id") == _NUXT or script.get("data-nuxt-data") is not None
            yield script, _linked(value) if linked and isinstance(value, list) else value
        else:
            for match in _ASSIGNED.finditer(text):
                if attempts > 0 and _STATE.search(match["name"]):
                    attempts -= 1
                    yield script, scripts.assigned(text, match.end())


def _load(text: str) -> Any:
    """The value of JSON; None for what is none, or too deep."""
    for attempt in (text, html.unescape(text)) if "&quot;" in text[:200] else (text,):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


class _Script:
    """Reads what scripts assign, no more of it than takes a moment."""

    def __init__(self) -> None:
        self._tokens = _MAX_TOKENS

    def assigned(self, text: str, start: int) -> Any:
        """The value of the expression that begins at ``start``, without running anything."""
        try:
            if text[start] in "{[":
                return self._literal(text, start, {})[0]
            if quoted := _PARSED.match(text, start):
                said = self._literal(text, quoted.end(), {})[0]
                return _load(unquote(said) if quoted["encoded"] or said[:3].upper() in ("%7B", "%5B") else said)
            return self._returned(text, start)
        except (ValueError, RecursionError, IndexError):
            return None

    def _returned(self, text: str, start: int) -> Any:
        """What a function returns that is called at once, its parameters replaced: how Nuxt 2 stores a page."""
        called = _CALLED.match(text, start)
        found = _RETURN.search(text, called.end()) if called else None
        if called is None or found is None:
            return None
        given = _ARGUMENTS.match(text, self._literal(text, found.end(), {})[1])
        if given is None:
            return None
        values = self._literal(text, given.end() - 1, {})[0]
        names = [name.strip() for name in called["names"].split(",")]
        return self._literal(text, found.end(), dict(zip(names, map(json.dumps, values), strict=False)))[0]

    def _literal(self, text: str, start: int, names: Mapping[str, str]) -> tuple[Any, int]:
        """The value of the literal that begins at ``start``, and where it ends; what is in round brackets is a list.

        ``names`` are the parameters that it may name, as JSON. Raises ValueError for what is no literal.
        """
        if text[start] in "{[" and not names:
            try:
                return json.JSONDecoder(strict=False).raw_decode(text, start)
            except ValueError:
                pass  # no JSON, but perhaps a literal of JavaScript
        parts: list[str] = []
        depth, left = 0, _GROWTH
        for token in _TOKEN.finditer(text, start):
            written = token[0]
            self._tokens -= 1
            if self._tokens < 0:
                raise ValueError("the page's scripts hold more than is read")
            if written.isspace():
                continue
            if written in ")]}" and parts[-1:] == [","]:
                parts.pop()
            depth += (written in "([{") - (written in ")]}")
            part = _token(written, names, is_key=text[token.end() : token.end() + 40].lstrip()[:1] == ":")
            left -= max(0, len(part) - 6 * len(written))
            if left < 0:
                raise ValueError("the names in a literal stand for too much")
            parts.append(part)
            if depth <= 0:
                return json.loads("".join(parts), strict=False), token.end()
        raise ValueError("a literal has no end")


def _token(written: str, names: Mapping[str, str], is_key: bool) -> str:
    """A token of JavaScript as JSON."""
    if written in ('"', "'"):
        raise ValueError("a string has no end")
    if written[0] in "\"'":
        return f'"{_ESCAPE.sub(_escape, written[1:-1])}"'
    if written[0].isalpha() or written[0] in "_$":
        return json.dumps(written) if is_key else _WORDS.get(written) or names.get(written, "null")
    if written[0] == "." and len(written) > 1:
        return f"0{written}"
    return {"(": "[", ")": "]"}.get(written) or _WORDS.get(written, written)


def _escape(found: re.Match[str]) -> str:
    """An escape in a string of JavaScript as JSON has it."""
    escaped = found[1]
    if escaped is None:
        return '\\"'
    if escaped[0] == "x":
        return f"\\u00{escaped[1:]}"
    return found[0] if escaped[0] in 'u"\\/bfnrt' and escaped != "u" else escaped


def _linked(values: Sequence[Any]) -> Any:
    """The first of flat values in which objects and lists name their parts by number, as Nuxt 3 stores a page."""
    built: list[Any] = [
        {} if isinstance(value, dict) else [] if isinstance(value, list) else value for value in values
    ]

    def part(number: object) -> Any:
        for _ in range(len(_WRAPPERS)):
            if not isinstance(number, int) or not 0 <= number < len(values):
                return None
            value = values[number]
            if not (
                isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and value[0] in _WRAPPERS
            ):
                return built[number]
            number = value[1]
        return None

    for value, own in zip(values, built, strict=True):
        if isinstance(value, dict):
            own.update((name, part(number)) for name, number in value.items())
        elif isinstance(value, list) and not (value and isinstance(value[0], str)):
            own.extend(map(part, value))
    return part(0)
