"""The four benchmarks of the study: plain, untyped Python.

Every module has a function ``run``; ``hpyc.study.programs`` says how the study calls it.
"""
