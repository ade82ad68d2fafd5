"""The binaries that one generated C file compiles to.

This table is the only place of the Python package that knows ABIs one by one; an ABI
that comes later is one more row.
"""

from __future__ import annotations

from dataclasses import dataclass


IMPLEMENTATION_TAGS = {"cpython": "cp"}
"""How file names call an implementation, where it is not by ``sys.implementation.name``."""


@dataclass(frozen=True)
class Abi:
    """One way to compile a generated C file."""

    name: str
    """What the user writes after ``--abi``."""
    macros: tuple[str, ...]
    """Definitions that select it in the C file."""
    needs_hpy_headers: bool
    """Compiled against HPy's headers and helper sources."""
    needs_python_headers: bool
    """May include ``Python.h``."""
    needs_loader: bool
    """The interpreter cannot import the binary by itself: a loader goes beside it."""
    static_context: bool
    """HPy's ``ctx_*.c`` sources are linked into the extension."""
    per_version: bool
    """The binary fits one Python version only."""

    @property
    def cpython_only(self) -> bool:
        """It mixes HPy with CPython's objects as they lie in memory."""
        return self.needs_python_headers and self.needs_hpy_headers

    def binary_suffix(
        self, extension_suffix: str, version: tuple[int, int], implementation: str = "cpython"
    ) -> str:
        """What follows the module's name in the binary's file name."""
        if not self.needs_loader:
            return extension_suffix
        if self.per_version:
            tag = IMPLEMENTATION_TAGS.get(implementation, implementation)
            return f".hpy0-{tag}{version[0]}{version[1]}.so"
        return ".hpy0.so"


ABIS: dict[str, Abi] = {
    abi.name: abi
    for abi in (
        Abi(
            "capi",
            macros=(),
            needs_hpy_headers=False,
            needs_python_headers=True,
            needs_loader=False,
            static_context=False,
            per_version=True,
        ),
        Abi(
            "cpython",
            macros=("HPY", "HPY_ABI_CPYTHON"),
            needs_hpy_headers=True,
            needs_python_headers=True,
            needs_loader=False,
            static_context=True,
            per_version=True,
        ),
        Abi(
            "universal",
            macros=("HPY", "HPY_ABI_UNIVERSAL"),
            needs_hpy_headers=True,
            needs_python_headers=False,
            needs_loader=True,
            static_context=False,
            per_version=False,
        ),
        Abi(
            "hybrid",
            macros=("HPY", "HPY_ABI_HYBRID"),
            needs_hpy_headers=True,
            needs_python_headers=True,
            needs_loader=True,
            static_context=False,
            per_version=True,
        ),
    )
}


def parse_abis(values: list[str]) -> list[Abi]:
    """ABIs named by ``--abi`` options: commas and repetition both work, ``all`` is every one."""
    from hpyc.errors import UsageError

    names: list[str] = []
    for value in values:
        for name in value.split(","):
            name = name.strip()
            if name == "all":
                names.extend(ABIS)
            elif name in ABIS:
                names.append(name)
            else:
                known = ", ".join([*ABIS, "all"])
                raise UsageError(f"unknown ABI {name!r}", f"choose from: {known}")
    return [ABIS[name] for name in dict.fromkeys(names)]
