"""Who keeps the archive, as the foot of every page names them."""

import re
from dataclasses import dataclass

_MAIL = re.compile(r"[^\s@<>\"?&]+@[^\s@<>\"?&]+\.[^\s@<>\"?&]+")
_WEB = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Contact:
    """The text that is shown, and the address it leads to: None where it is no address of mail or web."""

    text: str
    href: str | None

    @classmethod
    def of(cls, text: str | None) -> "Contact | None":
        """A contact in the operator's words; None where there are none.

        >>> Contact.of(" keeper@archive.example ")
        Contact(text='keeper@archive.example', href='mailto:keeper@archive.example')
        >>> Contact.of("Room 12, second floor").href is None
        True
        """
        text = (text or "").strip()
        if not text:
            return None
        if _MAIL.fullmatch(text):
            return cls(text, f"mailto:{text}")
        return cls(text, text if _WEB.fullmatch(text) else None)
