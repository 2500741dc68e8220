"""Commands of the Scrapy project, one module each: ``crawl``, ``extract``, ``genspider``, ``reextract``, ``sites``.

In: command-line arguments, and the settings of the project. Out: printed results and an exit code. The module of a
command has its name, by which Scrapy finds it (setting COMMANDS_MODULE). Begin with ``crawl``.
"""

import atexit
import gc

atexit.register(gc.freeze)  # as it ends, Python would look for cycles among all of Scrapy, for a tenth of a second
