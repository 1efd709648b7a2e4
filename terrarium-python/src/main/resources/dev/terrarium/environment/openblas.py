"""Loads the OpenBLAS that this NumPy was built with, which lies beside it.

NumPy imports a module of this name, if there is one, before its own libraries.
"""

import ctypes
import os

_folder = os.path.join(os.path.dirname(os.path.dirname(__file__)), "numpy.libs")
_files = sorted(os.listdir(_folder))
for _stem in ("libgcc_s", "libquadmath", "libgfortran", "libopenblas"):
    for _file in _files:
        if _file.startswith(_stem):
            ctypes.CDLL(os.path.join(_folder, _file))
