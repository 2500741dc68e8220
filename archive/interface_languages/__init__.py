"""The languages of the reading room's and the replay's pages: a TOML file for each, which a translator edits.

A request comes in; ``texts.texts_for`` gives the texts in the language that its reader prefers, and
``texts.localized`` an error message in that language. A file that is added here is a language more: no code names
the languages. Begin reading in ``en.toml``.
"""
