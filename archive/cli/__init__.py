"""The command ``archive``, also ``python -m archive``.

Arguments come in, one line of errors and an exit code go out (``app``). Each command parses its options, calls the
package that does the work, and prints what that returns (``options_and_output``). A command is a function of its name
in the module that ``app.MODULES`` names. Begin with ``app``.
"""

from archive.cli.app import main

__all__ = ["main"]
