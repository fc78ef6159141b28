"""Writes the pickles that VerificationSetTest and PickleReaderTest read.

Usage: python3 make_pickles.py DIRECTORY
Made with Python 3.11. The lists are longer than the 1,000 items that pickle appends at once.
"""

import pathlib
import pickle
import sys

directory = pathlib.Path(sys.argv[1])
contents = [b"", b"a", b"bc" * 150]
images = [contents[i % 3] if i % 2 else b"%d" % i for i in range(2002)]
same = [i % 3 == 0 for i in range(1001)]
for protocol in (3, 4, 5):
    path = directory / f"protocol-{protocol}.bin"
    path.write_bytes(pickle.dumps((images, same), protocol=protocol))

# Python 3 writes bytes in protocol 2 as a call: nothing that a safe reader could read.
(directory / "call.bin").write_bytes(pickle.dumps(([b"a", b"b"], [True]), protocol=2))
