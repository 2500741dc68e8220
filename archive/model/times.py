"""Points in time as the archive writes them: UTC, to the microsecond, RFC 3339 with 'Z'."""

from datetime import UTC, datetime

from archive.errors import UsageError


def utc_now() -> datetime:
    """Return the present time in UTC, aware."""
    return datetime.now(UTC)


def format_time(moment: datetime) -> str:
    """Format a time as the archive writes it, ``2026-11-24T09:32:26.481203Z``, the form of WARC-Date in WARC/1.1.

    >>> format_time(datetime(2026, 11, 24, 9, 32, 26, 481203, tzinfo=UTC))
    '2026-11-24T09:32:26.481203Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_time(text: str) -> datetime:
    """Parse a time in RFC 3339 to an aware UTC moment; a time without a zone is UTC.

    Raises ValueError when it is not RFC 3339.

    >>> parse_time("2026-11-24T09:32:26Z").isoformat()
    '2026-11-24T09:32:26+00:00'
    """
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def normal_time(text: str) -> str:
    """Convert a WARC date of any precision (WARC/1.1, 5.4) to the archive's form; ``text`` itself where it is none.

    >>> normal_time("2016-01"), normal_time("2016-11-24T09:32:26Z"), normal_time("noon")
    ('2016-01-01T00:00:00.000000Z', '2016-11-24T09:32:26.000000Z', 'noon')
    """
    whole = text + "-01-01"[len(text) - 4 :] if len(text) in (len("YYYY"), len("YYYY-MM")) else text
    try:
        return format_time(parse_time(whole))
    except (ValueError, OverflowError):
        return text


def format_stamp(moment: datetime) -> str:
    """Format a time as 14 digits (``20261124093226``), as file names and replay addresses have it."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def http_time(text: str) -> str:
    """Convert a time of the archive to an HTTP date (RFC 9110, 5.6.7), cut to whole seconds.

    Raises ValueError when it is no time.

    >>> http_time("2026-11-24T09:32:26.981203Z")
    'Tue, 24 Nov 2026 09:32:26 GMT'
    """
    from email.utils import format_datetime  # slow to import

    return format_datetime(parse_time(text).replace(microsecond=0), usegmt=True)


def parse_moment(at: str) -> str:
    """Convert a time that a reader gave (RFC 3339, a day, 14 digits as in a memento URL) to the archive's form.

    Raises UsageError when ``at`` is no time.

    >>> parse_moment("20261124093226")
    '2026-11-24T09:32:26.000000Z'
    """
    try:
        if len(at) == len("YYYYmmddHHMMSS") and at.isascii() and at.isdigit():
            return format_time(datetime.strptime(at, "%Y%m%d%H%M%S").replace(tzinfo=UTC))
        return format_time(parse_time(at))
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{at!r} is no time; write it like 2026-11-24T09:32:26Z, 2026-11-24 or 20261124093226"
        ) from error
