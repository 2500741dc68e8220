"""``python measured.py COMMAND...``: runs the command and prints the most memory that it took, in kilobytes.

A process of its own, for a small one: on Linux a process begins with the peak of the one that started it, so that
what a test process had grown to would be counted too.
"""

import resource
import subprocess
import sys

if __name__ == "__main__":
    subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
