"""From a source file to importable extensions: translate once, compile for each ABI."""

from __future__ import annotations

import keyword
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hpyc.abis import Abi
from hpyc.ccompile import CCompiler, Compiled, compile_extension
from hpyc.compiler import find_compiler
from hpyc.errors import CCompilerError, HpycError, ReportedError
from hpyc.files import atomic_path
from hpyc.hpy_sdk import HpySdk, require_loadable
from hpyc.interpreter import Interpreter
from hpyc.loader import Layout, plan_layout, remove_shadowing_build

SUFFIXES = (".py", ".pyx")


@dataclass(frozen=True)
class Source:
    """A file to compile and the module that it becomes."""

    path: Path
    module_name: str

    @property
    def is_package(self) -> bool:
        """Whether this is the ``__init__`` file of a package."""
        return self.path.stem == "__init__"

    @property
    def root(self) -> Path:
        """The folder that has to be on ``sys.path`` to import the module in place."""
        folder = self.path.absolute().parent
        for _ in range(_package_depth(self.path)):
            folder = folder.parent
        return folder


def find_source(path_text: str, module_name: str | None = None) -> Source:
    """Check that the file can be read and name its module."""
    path = Path(path_text)
    if not path.exists():
        raise HpycError(f"{path_text}: no such file", "check the spelling and the current folder")
    if path.is_dir():
        raise HpycError(f"{path_text} is a folder", "name the files in it, e.g. " + str(path / "*.py"))
    if path.suffix not in SUFFIXES:
        raise HpycError(
            f"{path_text}: not a Python or Cython source", f"hpyc compiles {' and '.join(SUFFIXES)} files"
        )
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise HpycError(f"cannot read {path_text}: {error.strerror}") from None
    name = module_name or infer_module_name(path)
    for part in name.split("."):
        if not part.isidentifier() or keyword.iskeyword(part):
            origin = "" if module_name else f" (made from {path_text})"
            raise HpycError(
                f"{part!r} is not a valid module name{origin}",
                "rename the file or choose a name with --module-name",
            )
    return Source(path, name)


def _package_depth(path: Path) -> int:
    """How many package folders enclose the file."""
    depth = 0
    folder = path.absolute().parent
    while (folder / "__init__.py").is_file() or (folder / "__init__.pyx").is_file():
        depth += 1
        folder = folder.parent
    return depth


def infer_module_name(path: Path) -> str:
    """Dotted name from the packages that enclose the file: folders with an ``__init__``."""
    absolute = path.absolute()
    depth = _package_depth(path)
    parts = list(absolute.parts[len(absolute.parts) - 1 - depth : -1])
    if absolute.stem != "__init__":
        parts.append(absolute.stem)
    return ".".join(parts)


@dataclass
class TranslateOptions:
    """What is passed on to the native compiler."""

    directives: Sequence[str] = ()
    include_dirs: Sequence[str] = ()
    language_level: str | None = None
    diagnostics: str | None = None
    extra: Sequence[str] = ()

    def arguments(self) -> list[str]:
        """Command-line options of ``hpyc-compiler translate``."""
        result: list[str] = []
        for directive in self.directives:
            result += ["-X", directive]
        for folder in self.include_dirs:
            result += ["-I", folder]
        if self.language_level:
            result.append(self.language_level)
        if self.diagnostics:
            result.append(f"--diagnostics={self.diagnostics}")
        return [*result, *self.extra]


@dataclass(frozen=True)
class Translated:
    """A generated C file."""

    path: Path
    seconds: float
    lines: int
    diagnostics: str = ""
    document: str = ""


def translate(
    source: Source, c_file: Path, options: TranslateOptions, color: str = "never", verbose: bool = False
) -> Translated:
    """Write the C file of one module; the compiler's messages are in the result or the error."""
    command = [find_compiler(), "translate", str(source.path), "-o", str(c_file)]
    command += ["--module-name", source.module_name, f"--color={color}", *options.arguments()]
    if verbose:
        print("+", " ".join(command), flush=True)
    started = time.perf_counter()
    try:
        run = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
        )
    except OSError as error:
        raise HpycError(f"cannot run {command[0]}: {error.strerror}") from None
    seconds = time.perf_counter() - started
    messages = run.stdout + run.stderr
    if run.returncode < 0:
        raise HpycError(
            f"the compiler crashed on {source.path} (signal {-run.returncode})\n{messages[-2000:]}",
            "this is a bug of hpyc; please report it with the file",
        )
    if run.returncode != 0:
        if not messages.strip():
            raise HpycError(
                f"the compiler gave up on {source.path} without a message (status {run.returncode})",
                "this is a bug of hpyc; please report it with the file",
            )
        raise ReportedError(f"{source.path} has errors", run.stderr, run.stdout)
    if not c_file.is_file():
        raise HpycError(f"the compiler wrote no C file for {source.path}", "this is a bug of hpyc")
    with c_file.open("rb") as file:
        lines = sum(1 for _ in file)
    return Translated(c_file, seconds, lines, run.stderr, run.stdout)


@dataclass(frozen=True)
class BuildOptions:
    """How to build, whatever the source."""

    abis: Sequence[Abi]
    interpreter: Interpreter
    compiler: CCompiler
    translate: TranslateOptions = field(default_factory=TranslateOptions)
    output_dir: Path | None = None
    keep_c: bool = False
    color: str = "never"


@dataclass(frozen=True)
class Extension:
    """One importable extension that a build has made."""

    abi: Abi
    layout: Layout
    compiled: Compiled
    import_root: Path
    removed: Path | None


@dataclass(frozen=True)
class BuildResult:
    """All that one source became."""

    source: Source
    translated: Translated
    extensions: tuple[Extension, ...]
    kept_c: Path | None


def check_environment(options: BuildOptions) -> None:
    """Raise for everything that would fail for every file, before any work is done."""
    for abi in options.abis:
        require_loadable(options.interpreter, abi)
        if abi.needs_hpy_headers:
            HpySdk.of(options.interpreter)


def output_root(source: Source, options: BuildOptions, abi: Abi) -> Path:
    """The folder to put on ``sys.path`` for the extension of this ABI.

    One ABI goes beside its source; several would collide there (``capi`` and ``cpython``
    binaries have the same file name), so each gets a folder of its own.
    """
    if len(options.abis) > 1:
        base = options.output_dir or source.root / "hpyc-build"
        return base / abi.name
    return options.output_dir or source.root


def build(source: Source, options: BuildOptions) -> BuildResult:
    """Build one source for every ABI that was asked for."""
    plans: list[tuple[Abi, Path, Layout]] = []
    in_place = options.output_dir is None and len(options.abis) == 1
    for abi in options.abis:
        root = output_root(source, options, abi)
        if in_place and not _named_like_file(source):
            folder = source.path.absolute().parent
        else:
            folder = root.joinpath(*source.module_name.split(".")[:-1])
        plans.append(
            (abi, root, plan_layout(folder, source.module_name, source.is_package, abi, options.interpreter))
        )
    for _, _, layout in plans:
        _check_writable(layout.binary.parent)
    with tempfile.TemporaryDirectory(prefix="hpyc-") as scratch:
        c_file = Path(scratch, source.module_name.rpartition(".")[2] + ".c")
        translated = translate(source, c_file, options.translate, options.color, options.compiler.verbose)
        kept = _keep_c(c_file, plans[0][2], source) if options.keep_c or options.compiler.debug else None
        extensions = []
        for abi, root, layout in plans:
            try:
                compiled = compile_extension(
                    kept or c_file, layout.binary, abi, options.interpreter, options.compiler
                )
            except CCompilerError as error:
                saved = kept or _save_failed(c_file)
                raise HpycError(
                    error.message.replace(str(c_file), str(saved)),
                    f"this is a bug of hpyc; the C file is kept in {saved}",
                ) from None
            removed = remove_shadowing_build(layout, source.module_name, options.interpreter)
            layout.write_loader()
            extensions.append(Extension(abi, layout, compiled, root, removed))
    return BuildResult(source, translated, tuple(extensions), kept)


def _named_like_file(source: Source) -> bool:
    """Whether the module's name is the one its place in the file system gives it."""
    return source.module_name == infer_module_name(source.path)


def _check_writable(folder: Path) -> None:
    existing = folder
    while not existing.exists():
        existing = existing.parent
    if not existing.is_dir():
        raise HpycError(f"{existing} is a file, not a folder", "choose another --output-dir")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise HpycError(f"cannot write to {existing}", "choose another folder with --output-dir")


def _keep_c(c_file: Path, layout: Layout, source: Source) -> Path:
    """Copy the C file to the place where the binary goes, but never over a file of the user's."""
    name = source.module_name.rpartition(".")[2] + ".c"
    target = layout.binary.parent / name
    if target.exists() and b"hpyc" not in target.read_bytes()[:400]:
        raise HpycError(
            f"{target} exists and was not written by hpyc", "move it away or choose another --output-dir"
        )
    with atomic_path(target) as temporary:
        shutil.copyfile(c_file, temporary)
    return target


def _save_failed(c_file: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="hpyc-failed-"))
    return Path(shutil.copy(c_file, folder))


def use_color(stream: object = None) -> str:
    """``always`` or ``never`` for the native compiler, whose output is captured."""
    stream = stream or sys.stderr
    wanted = getattr(stream, "isatty", lambda: False)() and not os.environ.get("NO_COLOR")
    return "always" if wanted else "never"
