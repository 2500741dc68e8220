"""The facts of a speech: who gave it, as what, on which occasion, in which form and on which day.

In come the title, the subtitle and the blocks of an article; out comes ``archive.model.document.Speech``, or None
for what nobody delivered. Begin with ``facts.find_speech``: it reads the title (``speech_titles``), the lines below
it (``speaker_lines``), and what editors say (``editor_notes_and_signatures``), and asks whether the text was spoken
at all (``salutation_and_spoken_text``). What is said of a language stands in its data file below ``languages``, which
``language_data`` reads.
"""
