"""How each Python is made: known good versions, where they come from, how they are tried."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hpyc.errors import HpycError
from hpyc.pythons.apt import PrivateApt, library_folder, write_launcher
from hpyc.pythons.maven import Artifact, fetch_jars, require_maven

DEBIAN_SUITE = "trixie"


class Reporter(Protocol):
    """Tells the user how far an installation is."""

    def step(self, text: str) -> None:
        """A part of the work begins."""

    def begin(self, text: str, total: int | None, folder: Path) -> None:
        """Something is downloaded into ``folder``; ``total`` bytes, if that is known."""

    def end(self) -> None:
        """The download is done."""

    def note(self, text: str) -> None:
        """Something the user should know."""


class Recipe(ABC):
    """One Python that can be installed."""

    name: str
    label: str
    version: str
    executable: str
    size: str

    @abstractmethod
    def make(self, folder: Path, downloads: Path, reporter: Reporter) -> None:
        """Put everything into ``folder``, which will be moved when it is complete."""

    @abstractmethod
    def verify(self, executable: Path) -> None:
        """Run it; raise if it is not what was wanted."""


def _run_python(executable: Path, code: str, label: str, timeout: float) -> dict:
    """Run code that prints JSON in an interpreter just made."""
    try:
        run = subprocess.run(
            [str(executable), "-c", code],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=timeout, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise HpycError(f"{label} gave no answer within {timeout:.0f} s", "try again on a machine less busy") from None
    if run.returncode == 0:
        for line in reversed(run.stdout.splitlines()):
            try:
                return json.loads(line)
            except ValueError:
                continue
    lines = (run.stderr or run.stdout).strip().splitlines() or [f"status {run.returncode}"]
    raise HpycError(f"{label} was fetched but does not run here: {lines[-1][:300]}", "please report this with your system")


@dataclass
class PyPy(Recipe):
    """Debian's PyPy, with the libraries it was linked with. PyPy 8 has no HPy any more."""

    mirror: str | None = None
    name = "pypy"
    label = "PyPy"
    version = "7.3.19"
    executable = "usr/bin/hpyc-pypy"
    size = "25 MB to download, 110 MB installed"

    PACKAGES = (
        "pypy3", "pypy3-lib", "pypy3-dev", "libc6", "libexpat1", "libffi8", "zlib1g", "libbz2-1.0", "libtinfo6",
        "libncursesw6", "libssl3t64", "libzstd1", "libsqlite3-0", "liblzma5",
    )  # fmt: skip
    HPY_RELEASES = ((7, 3, 19), (7, 3, 23))
    """First and last release with the HPy that hpyc knows."""

    def make(self, folder: Path, downloads: Path, reporter: Reporter) -> None:
        apt = PrivateApt(downloads, DEBIAN_SUITE, self.mirror)
        packages = apt.fetch(self.PACKAGES, reporter, self.name)
        reporter.step(f"{self.name}: unpacking")
        apt.unpack(packages, folder)
        write_launcher(folder / self.executable, library_folder(folder), folder / "usr" / "bin" / "pypy3", "PyPy")

    def verify(self, executable: Path) -> None:
        code = (
            "import sys, json\n"
            "try: import _hpy_universal as hpy\n"
            "except ImportError: hpy = None\n"
            "print(json.dumps([list(getattr(sys, 'pypy_version_info', ())[:3]), hpy is not None,"
            " 'pypyjit' in sys.builtin_module_names]))"
        )
        release, has_hpy, has_jit = _run_python(executable, code, self.label, 120)
        first, last = self.HPY_RELEASES
        text = ".".join(map(str, release))
        if not has_hpy or not first <= tuple(release) <= last:
            raise HpycError(
                f"Debian {DEBIAN_SUITE} now has PyPy {text}, whose HPy {'is another one' if has_hpy else 'is gone'}",
                f"install PyPy {self.version} in another way and name it with --python",
            )
        if not has_jit:
            raise HpycError(f"this PyPy {text} has no JIT on this processor", "use another machine for PyPy")


GRAALPY_VERSION = "24.2.2"
COMPILER_VERSION = "23.1.11"
JIT_JAVA = 21
OLDEST_JAVA = 17


@dataclass
class Java:
    """What a Java runtime says about itself."""

    version: int
    has_jvmci: bool

    @property
    def runs_jit(self) -> bool:
        """Whether GraalPy's compiler fits: it was made for exactly this Java."""
        return self.version == JIT_JAVA and self.has_jvmci


def inspect_java(command: str) -> Java:
    """Version and compiler interface of a Java runtime; raises where GraalPy cannot run on it."""
    path = shutil.which(command)
    if path is None:
        raise HpycError(f"the Java runtime {command} was not found", "leave out --java: hpyc then fetches Java 21")
    try:
        version = subprocess.run([path, "-version"], capture_output=True, text=True, timeout=60, check=False)
        modules = subprocess.run([path, "--list-modules"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        raise HpycError(f"{command} does not run as Java", "leave out --java: hpyc then fetches Java 21") from None
    match = re.search(r'version "(?:1\.)?(\d+)', version.stderr + version.stdout)
    if match is None:
        raise HpycError(f"{command} does not behave like Java", "leave out --java: hpyc then fetches Java 21")
    found = int(match[1])
    if found < OLDEST_JAVA:
        raise HpycError(
            f"{command} is Java {found}, too old for GraalPy {GRAALPY_VERSION} ({OLDEST_JAVA} is the oldest)",
            "leave out --java: hpyc then fetches Java 21",
        )
    return Java(found, "jdk.internal.vm.ci" in modules.stdout)


@dataclass
class GraalPy(Recipe):
    """GraalPy's jars with Java 21 and the compiler made for it.

    24.2 is the last line with HPy. Its own partner would be a Java that no registry has; the
    compiler of the 23.1 line fits Java 21 and works with it once the version check is off.
    """

    mirror: str | None = None
    java: str | None = None
    name = "graalpy"
    label = "GraalPy"
    version = GRAALPY_VERSION
    executable = "bin/graalpy"
    size = "430 MB to download, 590 MB installed"

    JARS = (
        Artifact("org.graalvm.polyglot", "python-community", GRAALPY_VERSION, "pom"),
        # HPy's native side needs it, though nothing of LLVM runs.
        Artifact("org.graalvm.polyglot", "llvm-community", GRAALPY_VERSION, "pom"),
        Artifact("org.graalvm.python", "python-launcher", GRAALPY_VERSION),
    )
    COMPILER = (Artifact("org.graalvm.compiler", "compiler", COMPILER_VERSION),)
    PACKAGES = ("openjdk-21-jre-headless", "libc6", "libstdc++6", "libgcc-s1", "zlib1g")
    _expects_jit = True

    def make(self, folder: Path, downloads: Path, reporter: Reporter) -> None:
        require_maven()
        java = inspect_java(self.java) if self.java else None
        self._expects_jit = java is None or java.runs_jit
        if java is not None and not java.runs_jit:
            reporter.note(
                f"{self.name}: {self.java} is Java {java.version}"
                f"{'' if java.has_jvmci else ' without a compiler interface'}: GraalPy will only interpret. "
                f"Its JIT needs Java {JIT_JAVA}; leave out --java to have it fetched."
            )
        fetch_jars(self.JARS, "graalpy", downloads, folder / "lib", reporter)
        if self._expects_jit:
            fetch_jars(self.COMPILER, "graal-compiler", downloads, folder / "jit", reporter)
        (folder / "bin").mkdir(exist_ok=True)
        if self.java:
            self._write_launcher_for(str(shutil.which(self.java)), folder)
            return
        apt = PrivateApt(downloads / "apt", DEBIAN_SUITE, self.mirror)
        packages = apt.fetch(self.PACKAGES, reporter, self.name)
        reporter.step(f"{self.name}: unpacking")
        tree = folder / "java"
        apt.unpack(packages, tree)
        make_links_relative(tree)
        home = next(path for path in tree.glob("usr/lib/jvm/java-21-openjdk-*") if not path.is_symlink())
        write_launcher(
            folder / self.executable, library_folder(tree), home / "bin" / "java", "GraalPy on Java 21",
            '"$0"', self._arguments(java=None),
        )  # fmt: skip

    def _arguments(self, java: Java | None) -> list[str]:
        """Java's arguments, in the launcher's words."""
        result = []
        if self._expects_jit:
            result += [
                "-XX:+UnlockExperimentalVMOptions", "-XX:+EnableJVMCI", '--upgrade-module-path="$here/../jit"',
                "-Dpolyglotimpl.DisableVersionChecks=true",
            ]  # fmt: skip
        else:
            result.append("-Dpolyglot.engine.WarnInterpreterOnly=false")
        if java is None or java.version >= 21:
            result.append("--enable-native-access=ALL-UNNAMED")
        if java is not None and java.version >= 23:
            result.append("--sun-misc-unsafe-memory-access=allow")
        # Children start without the helper program, which would look for the system's libraries.
        if java is None:
            result.append("-Djdk.lang.Process.launchMechanism=VFORK")
        return [
            *result,
            '-Dpolyglot.engine.userResourceCache="$here/../resources"',
            '-Dorg.graalvm.launcher.executablename="$here/graalpy"',
            '-cp "$here/../lib/*"',
            "com.oracle.graal.python.shell.GraalPythonMain",
        ]

    def _write_launcher_for(self, java_path: str, folder: Path) -> None:
        arguments = " ".join(self._arguments(inspect_java(java_path)))
        script = folder / self.executable
        script.write_text(
            "#!/bin/sh\n# Runs GraalPy on the Java that was chosen with --java.\n"
            f'here=$(dirname "$(readlink -f "$0")")\nexec {_quoted(java_path)} {arguments} "$@"\n',
            encoding="utf-8",
        )
        script.chmod(0o755)

    def verify(self, executable: Path) -> None:
        code = (
            "import sys, json\n"
            "try: import hpy.universal as hpy\n"
            "except ImportError: hpy = None\n"
            "print(json.dumps([sys.implementation.name, hpy is not None, 'Interpreted' not in sys.version]))"
        )
        name, has_hpy, has_jit = _run_python(executable, code, self.label, 300)
        if name != "graalpy" or not has_hpy:
            raise HpycError(f"what was fetched is {name}{'' if has_hpy else ' without HPy'}", "please report this")
        if self._expects_jit and not has_jit:
            raise HpycError(
                "GraalPy runs, but its JIT does not on this machine",
                "install it without: hpyc pythons install graalpy --java java",
            )


def make_links_relative(tree: Path) -> None:
    """Let absolute links that packages hold point into the tree they were unpacked to."""
    for folder, folders, files in os.walk(tree):
        for name in (*folders, *files):
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                continue
            target = os.readlink(path)
            inside = os.path.join(tree, target.lstrip("/"))
            if target.startswith("/") and os.path.lexists(inside):
                os.unlink(path)
                os.symlink(os.path.relpath(inside, folder), path)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


RECIPES: dict[str, type[Recipe]] = {"pypy": PyPy, "graalpy": GraalPy}
