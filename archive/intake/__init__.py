"""Files of other tools, WARC and WACZ, taken into an archive after every record was held against what it says."""

from archive.intake.add import Added, Choice, add_file
from archive.intake.examine import Tell
from archive.intake.offered import Offered

__all__ = ["Added", "Choice", "Offered", "Tell", "add_file"]
