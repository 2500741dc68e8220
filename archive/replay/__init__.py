"""Captured pages as they looked, in any browser and without the network (Memento, RFC 7089)."""
