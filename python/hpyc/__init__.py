"""hpyc: compile Python and Cython modules to C for CPython's API and the HPy ABIs.

This file imports nothing on purpose: ``hpyc translate`` is called often by build tools
and must reach the native compiler without loading the rest of the package.
"""

__version__ = "0.1.0"
