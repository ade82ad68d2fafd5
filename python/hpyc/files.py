"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hpyc.errors import HpycError


@contextlib.contextmanager
def atomic_path(target: Path) -> Iterator[Path]:
    """A temporary path beside ``target`` that takes its place if the block succeeds."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise HpycError(
            f"cannot write to {target.parent}: {error.strerror}",
            "choose another folder with --output-dir",
        ) from None
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        _apply_umask(temporary)
        os.replace(temporary, target)
    except OSError as error:
        raise HpycError(f"cannot write {target}: {error.strerror}") from None
    finally:
        temporary.unlink(missing_ok=True)


def _apply_umask(path: Path) -> None:
    """Give the file the mode of an ordinary new file (temporary files are private)."""
    mask = os.umask(0)
    os.umask(mask)
    executable = path.stat().st_mode & 0o111
    path.chmod((0o777 if executable else 0o666) & ~mask)


def write_text(target: Path, text: str) -> None:
    """Replace a text file at once."""
    with atomic_path(target) as temporary:
        temporary.write_text(text, encoding="utf-8")


def cache_folder() -> Path:
    """The user's cache folder of hpyc; ``HPYC_CACHE`` overrides it."""
    override = os.environ.get("HPYC_CACHE")
    if override:
        return Path(override)
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "hpyc"
