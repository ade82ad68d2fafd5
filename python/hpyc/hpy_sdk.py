"""HPy's headers and static runtime sources, taken from the target's ``hpy`` package.

The runtime sources are the same for every extension of one interpreter, so they are
compiled once into a static library in the user's cache.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from hpyc.abis import Abi
from hpyc.errors import HpycError
from hpyc.files import atomic_path, cache_folder
from hpyc.interpreter import CLASHING_FLAG, INSTALL_HPY, MOVED_FLAG, Interpreter, current

if TYPE_CHECKING:
    from hpyc.ccompile import CCompiler

HELPERS = ("argparse.c", "buildvalue.c", "format.c", "helpers.c", "structseq.c")
_build_lock = Lock()


@dataclass(frozen=True)
class HpySdk:
    """What an installed ``hpy`` package offers to C code."""

    interpreter: Interpreter
    devel: Path
    version: str

    @classmethod
    def of(cls, interpreter: Interpreter) -> "HpySdk":
        """The package of this interpreter, or a message that says how to install it.

        For PyPy and GraalPy it is that of the CPython that runs hpyc: their own headers are of
        other versions, and one of 0.9.0 is what a universal binary has to be built with.
        """
        if interpreter.implementation != "cpython":
            interpreter = current()
        if interpreter.hpy_folder is None:
            raise HpycError(
                f"HPy is not installed for {interpreter.label} ({interpreter.executable})",
                f"install it with: {interpreter.executable} -m {INSTALL_HPY}",
            )
        return cls(interpreter, Path(interpreter.hpy_folder, "devel"), interpreter.hpy_version or "")

    def include_flags(self, abi: Abi) -> list[str]:
        """``-I`` flags of HPy; they come before Python's own."""
        flags = [f"-I{self.devel / 'include'}"]
        if not abi.needs_python_headers:
            flags.insert(0, f"-I{self.devel / 'include' / 'hpy' / 'forbid_python_h'}")
        return flags

    def sources(self, abi: Abi) -> list[Path]:
        """Runtime sources that an extension of this ABI may need."""
        runtime = self.devel / "src" / "runtime"
        names = list(HELPERS)
        if abi.static_context:
            names += sorted(path.name for path in runtime.glob("ctx_*.c"))
        missing = [name for name in names if not (runtime / name).is_file()]
        if missing:
            raise HpycError(
                f"the hpy package in {self.devel.parent} lacks its C sources ({missing[0]})",
                f"install it again with: {self.interpreter.executable} -m {INSTALL_HPY} --force-reinstall",
            )
        return [runtime / name for name in names]

    def static_library(self, abi: Abi, compiler: "CCompiler") -> Path:
        """HPy's runtime sources as a static library; built where the cache lacks it."""
        from hpyc.ccompile import python_header_flags

        flags = [
            *compiler.compile_flags(),
            "-ffunction-sections",
            "-w",
            *(f"-D{macro}" for macro in abi.macros),
            *self.include_flags(abi),
        ]
        if abi.needs_python_headers:
            flags += python_header_flags(self.interpreter)
        library = self._library_path(abi, compiler, flags)
        with _build_lock:
            if not library.is_file():
                self._build_library(library, abi, compiler, flags)
        return library

    def _library_path(self, abi: Abi, compiler: "CCompiler", flags: list[str]) -> Path:
        key = hashlib.sha256()
        for item in (self.version, *self.interpreter.version, *compiler.command, *flags):
            key.update(f"{item}\0".encode())
        for source in self.sources(abi):
            key.update(source.read_bytes())
        implementation = f"{self.interpreter.implementation}{''.join(map(str, self.interpreter.short_version))}"
        return cache_folder() / "hpy" / f"{abi.name}-{implementation}-{key.hexdigest()[:16]}.a"

    def _build_library(
        self, library: Path, abi: Abi, compiler: "CCompiler", flags: list[str]
    ) -> None:
        with tempfile.TemporaryDirectory(prefix="hpyc-hpy-") as folder:
            objects: list[Path] = []
            jobs = []
            with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
                for source in self.sources(abi):
                    target = Path(folder, source.stem + ".o")
                    objects.append(target)
                    c_file = self._sound_source(source, Path(folder))
                    include = ["-I", str(source.parent)]
                    arguments = [*flags, *include, "-c", str(c_file), "-o", str(target)]
                    jobs.append((source, pool.submit(compiler.run, arguments)))
            for source, job in jobs:
                run = job.result()
                if run.returncode != 0:
                    raise HpycError(
                        f"the C compiler failed on HPy's own {source.name} "
                        f"({abi.name} ABI, {self.interpreter.label}):\n    {run.stderr.strip()[:1000]}"
                    )
            with atomic_path(library) as temporary:
                temporary.unlink()
                try:
                    made = subprocess.run(
                        ["ar", "rcs", str(temporary), *map(str, objects)],
                        capture_output=True,
                        text=True,
                        check=False,
                    )
                except OSError:
                    raise HpycError(
                        "the archiver `ar` was not found", "install it (Debian: apt-get install binutils)"
                    ) from None
                if made.returncode != 0:
                    raise HpycError(f"ar failed: {made.stderr.strip()}")

    def _sound_source(self, source: Path, folder: Path) -> Path:
        """The source itself, or a mended copy.

        CPython 3.13 uses the type flag by which HPy 0.9.0 marks its types. Here the file is
        compiled into the extension, so it can be put right without touching the package.
        """
        if source.name != "ctx_type.c" or self.interpreter.has_sound_hpy_types:
            return source
        copy = folder / source.name
        text = source.read_text(encoding="utf-8")
        copy.write_text(text.replace(CLASHING_FLAG, MOVED_FLAG), encoding="utf-8")
        return copy


def require_loadable(interpreter: Interpreter, abi: Abi) -> None:
    """Refuse ABIs whose binaries cannot run on this interpreter."""
    if interpreter.implementation != "cpython" and abi.cpython_only:
        raise HpycError(
            f"hpyc's {abi.name} binaries are for CPython: they read objects as CPython lays them out in memory, "
            f"and those of {interpreter.label} are laid out differently",
            "build with --abi universal: that binary runs on CPython, PyPy and GraalPy; or with --abi capi",
        )
    if not abi.needs_loader or interpreter.has_sound_hpy_types:
        return
    if interpreter.hpy_folder is None:
        return  # A better message comes from HpySdk.of.
    raise HpycError(
        f"binaries of the {abi.name} ABI crash on {interpreter.label}: HPy 0.9.0 uses a type flag "
        "that CPython 3.13 gave another meaning",
        "use --abi cpython or --abi capi there, or install HPy with the flag moved "
        "(docs/guide/building.md, \"CPython 3.13\")",
    )
