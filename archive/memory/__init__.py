"""The translation memory on disk: bitext/X.jsonl, which follows from documents/X.jsonl."""
