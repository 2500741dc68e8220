"""Loaded once by the process that ``tests.forked`` forks commands from: the program, and what Scrapy loads late."""

import gc
from importlib import import_module
from multiprocessing import get_context
from pkgutil import walk_packages

import scrapy.commands

import archive.cli
import crawler
from crawler.reextract import reextraction_of_files_and_worker_processes

_LATE = ("scrapy.core.downloader.handlers.http11", "scrapy.extensions.remote_control", "scrapy.extensions.telnet")
_NOT = ("crawler.settings", "crawler.templates")  # the settings read the environment as they are loaded

for package in (archive.cli, crawler, scrapy.commands):
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.startswith(_NOT):
            import_module(module.name)
for name in _LATE:
    import_module(name)
reextraction_of_files_and_worker_processes.get_context = lambda method: get_context("fork")  # type: ignore[assignment,attr-defined] # workers need not load it
gc.freeze()  # what is loaded is never garbage: no copy of it is made for marks
