"""Installed Pythons, in the user's cache: whole or not there at all.

A Python is made in a temporary folder beside its place, run once there, and only then
renamed; nothing in it knows its own path. What was downloaded stays until that has
succeeded, so that a second try does not begin from nothing.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hpyc.errors import HpycError
from hpyc.files import cache_folder

if TYPE_CHECKING:
    from hpyc.pythons.recipes import Recipe, Reporter

FORMAT = 1
MANIFEST = "hpyc-python.json"


def pythons_folder() -> Path:
    """Where installed Pythons live."""
    return cache_folder() / "pythons"


@dataclass(frozen=True)
class Installed:
    """One Python in the cache; ``problem`` says why it cannot be used."""

    name: str
    folder: Path
    version: str = ""
    executable: Path | None = None
    problem: str | None = None


def find_installed(name: str) -> Installed | None:
    """What the cache holds under this name: sound, damaged, or nothing."""
    folder = pythons_folder() / name
    if not folder.is_dir():
        return None
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            return Installed(name, folder, problem="it was installed by another version of hpyc")
        executable = folder / manifest["executable"]
        version = str(manifest["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return Installed(name, folder, problem="its description is missing or unreadable")
    if not os.access(executable, os.X_OK):
        return Installed(name, folder, version, problem=f"its executable {manifest['executable']} is missing")
    return Installed(name, folder, version, executable)


def install(recipe: "Recipe", reporter: "Reporter", force: bool = False) -> Installed:
    """Install by this recipe; raises, with nothing changed, where that fails."""
    with _locked(recipe.name):
        present = find_installed(recipe.name)
        if present is not None and present.problem is None and not force:
            if present.version == recipe.version:
                return present
        root = pythons_folder()
        _remove_leftovers(root, recipe.name)
        downloads = root / "downloads" / recipe.name
        downloads.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".new-{recipe.name}-", dir=root))
        try:
            recipe.make(fresh, downloads, reporter)
            executable = fresh / recipe.executable
            reporter.step(f"{recipe.name}: trying it")
            recipe.verify(executable)
            manifest = {"format": FORMAT, "version": recipe.version, "executable": recipe.executable}
            (fresh / MANIFEST).write_text(json.dumps(manifest) + "\n", encoding="utf-8")
            fresh.chmod(0o755)
            _replace_folder(fresh, root / recipe.name)
        except OSError as error:
            raise HpycError(
                f"cannot install {recipe.name} in {root}: {error.strerror or error}",
                "make room there, or choose another folder with the variable HPYC_CACHE",
            ) from None
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(downloads, ignore_errors=True)
        with contextlib.suppress(OSError):
            downloads.parent.rmdir()
        found = find_installed(recipe.name)
        assert found is not None and found.problem is None
        return found


def remove(name: str) -> bool:
    """Remove an installed Python and what was downloaded for it; tells whether there was any."""
    root = pythons_folder()
    if not root.is_dir():
        return False
    with _locked(name):
        found = False
        for folder in (root / name, root / "downloads" / name):
            if folder.exists():
                found = True
                # Renamed first: whoever looks meanwhile sees all of it or nothing.
                doomed = Path(tempfile.mkdtemp(prefix=f".old-{name}-", dir=root))
                os.rename(folder, doomed / name)
                shutil.rmtree(doomed)
        _remove_leftovers(root, name)
        with contextlib.suppress(OSError):
            (root / "downloads").rmdir()
        return found


def _replace_folder(fresh: Path, target: Path) -> None:
    """Put ``fresh`` at ``target``; what was there is gone only once that is done."""
    if not target.exists():
        os.rename(fresh, target)
        return
    doomed = Path(tempfile.mkdtemp(prefix=f".old-{target.name}-", dir=target.parent))
    os.rename(target, doomed / target.name)
    try:
        os.rename(fresh, target)
    except OSError:
        os.rename(doomed / target.name, target)
        raise
    finally:
        shutil.rmtree(doomed, ignore_errors=True)


def _remove_leftovers(root: Path, name: str) -> None:
    """What an installation that was killed left behind; the lock says that none is running."""
    for pattern in (f".new-{name}-*", f".old-{name}-*"):
        for folder in root.glob(pattern):
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _locked(name: str) -> Iterator[None]:
    """One installation or removal of each Python at a time; a lock dies with its process."""
    root = pythons_folder()
    try:
        root.mkdir(parents=True, exist_ok=True)
        handle = open(root / f".lock-{name}", "w", encoding="utf-8")
    except OSError as error:
        raise HpycError(
            f"cannot write to {root}: {error.strerror}",
            "choose another cache folder with the variable HPYC_CACHE",
        ) from None
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise HpycError(
                f"another hpyc is installing or removing {name}", "wait for it and try again"
            ) from None
        yield
