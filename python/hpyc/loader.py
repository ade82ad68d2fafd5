"""Where an extension goes, and the loader that makes an HPy binary importable.

A binary of the universal or hybrid ABI is not found by Python's import system: a Python
file has to load it. Beside ``m.py`` that file cannot be called ``m.py``, so it is
``m/__init__.py``: every interpreter looks for a package folder before it looks for
``m.cpython-….so`` and ``m.py``. The loader then puts the real module, which is no package,
in the place of itself. docs/guide/building.md tells the whole story.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from hpyc.abis import ABIS, Abi
from hpyc.errors import HpycError
from hpyc.files import write_text
from hpyc.interpreter import Interpreter

MARKER = "# Loader written by hpyc: loads the HPy binary beside it in place of this file."

TEMPLATE = (
    MARKER
    + '''
def _load():
    import importlib.machinery
    import os
    import sys

    name = __name__
    spec = __spec__
    folder = os.path.dirname(os.path.abspath(__file__))
    stem = os.path.join(folder, name.rpartition(".")[2])
    tag = "cp" if sys.implementation.name == "cpython" else sys.implementation.name
    path = "%s.hpy0-%s%d%d.so" % ((stem, tag) + sys.version_info[:2])
    if not os.path.exists(path):
        path = stem + ".hpy0.so"
    if not os.path.exists(path):
        raise ImportError(
            "%s has no HPy binary for this Python in %s: build it again with hpyc" % (name, folder),
            name=name,
        )
    try:
        from hpy.universal import _load_bootstrap
    except ImportError:
        raise ImportError(
            "hpy.universal is not installed for this Python: %s (needed by %s; Python is %s)"
            % ("pip install hpy==0.9.0" if tag == "cp" else NO_HPY % tag, name, sys.executable),
            name=name,
        ) from None
    if sys.implementation.name == "cpython" and sys.version_info >= (3, 13):
        _check_type_flag(name)

    is_package = IS_PACKAGE
    package = name if is_package else name.rpartition(".")[0]
    loader = importlib.machinery.ExtensionFileLoader(name, path)
    real_spec = importlib.machinery.ModuleSpec(name, loader, origin=path, is_package=is_package)
    real_spec.has_location = True
    if is_package:
        real_spec.submodule_search_locations = spec.submodule_search_locations
    # The module takes these over before its body runs.
    here = globals()
    here.update(__package__=package, __file__=path, __loader__=loader, __spec__=real_spec)
    if not is_package:
        here.pop("__path__", None)
    module = _load_bootstrap(name, name, package, path, loader, real_spec, os.environ)
    module.__name__ = name
    module.__package__ = package
    module.__file__ = path
    module.__loader__ = loader
    module.__spec__ = real_spec
    if is_package:
        module.__path__ = spec.submodule_search_locations
    return module


NO_HPY = "this release of %s has none, `hpyc pythons` tells which do"


def _check_type_flag(name):
    """HPy 0.9.0 as released crashes the interpreter on 3.13; refuse instead."""
    import importlib.util
    import os
    import sys

    found = importlib.util.find_spec("hpy")
    for folder in (found and found.submodule_search_locations) or ():
        source = os.path.join(folder, "devel", "src", "runtime", "ctx_type.c")
        if os.path.exists(source):
            with open(source, encoding="utf-8") as file:
                if "INTERNAL_IS_HPY_TYPE (1UL << 2)" in file.read():
                    raise ImportError(
                        "the installed hpy crashes on Python %d.%d: build %s with --abi cpython or"
                        " --abi capi, or install an hpy whose type flag is moved"
                        % (sys.version_info[:2] + (name,)),
                        name=name,
                    )


def _become(stand_in, module):
    """Let modules that imported this one while it was loading see the real one."""
    import sys

    class Forward(type(module)):
        def __getattribute__(self, name):
            return getattr(module, name)

        def __setattr__(self, name, value):
            setattr(module, name, value)

        def __delattr__(self, name):
            delattr(module, name)

        def __dir__(self):
            return dir(module)

        def __repr__(self):
            return repr(module)

    sys.modules[__name__] = module
    stand_in.__class__ = Forward


_become(__import__("sys").modules[__name__], _load())
'''
)


def loader_text(is_package: bool) -> str:
    """The loader's source; ``is_package`` is true for a compiled ``__init__``."""
    return TEMPLATE.replace("IS_PACKAGE", str(is_package))


def is_our_loader(path: Path) -> bool:
    """Whether this file is a loader that an earlier build wrote."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.readline().rstrip("\n") == MARKER
    except OSError:
        return False


@dataclass(frozen=True)
class Layout:
    """Files that one extension consists of."""

    binary: Path
    loader: Path | None
    is_package: bool

    def write_loader(self) -> None:
        """Write the loader, if the ABI needs one."""
        if self.loader is not None:
            write_text(self.loader, loader_text(self.is_package))


def plan_layout(
    folder: Path, module_name: str, is_package: bool, abi: Abi, interpreter: Interpreter
) -> Layout:
    """Decide on the files of one extension whose importable place is ``folder``.

    ``folder`` is the one on ``sys.path`` (or the parent package's); raises where the loader
    would have to replace something that hpyc did not write.
    """
    last = module_name.rpartition(".")[2]
    suffix = abi.binary_suffix(
        interpreter.extension_suffix, interpreter.short_version, interpreter.implementation
    )
    if not abi.needs_loader:
        if is_package:
            return Layout(folder / last / f"__init__{suffix}", None, is_package)
        return Layout(folder / f"{last}{suffix}", None, is_package)
    home = folder / last
    loader = home / "__init__.py"
    if home.is_dir() and not is_our_loader(loader) and any(home.iterdir()):
        if is_package:
            raise HpycError(
                f"the loader of the package {module_name} would overwrite {loader}",
                "choose another place with --output-dir, or --abi capi or cpython, which need no loader",
            )
        raise HpycError(
            f"the folder {home} is in the way: the loader of {module_name} goes into a folder of that name",
            "choose another place with --output-dir, or --abi capi or cpython, which need no loader",
        )
    if home.exists() and not home.is_dir():
        raise HpycError(
            f"the file {home} is in the way: the loader of {module_name} goes into a folder of that name",
            "choose another place with --output-dir",
        )
    return Layout(home / f"{last}{suffix}", loader, is_package)


def remove_shadowing_build(layout: Layout, module_name: str, interpreter: Interpreter) -> Path | None:
    """Remove what an earlier build left and what would be imported instead of this one.

    Returns what was removed. Only files that hpyc wrote are touched.
    """
    last = module_name.rpartition(".")[2]
    if layout.loader is None:
        home = layout.binary.parent / last
        if layout.is_package or not is_our_loader(home / "__init__.py"):
            return None
        ours = {"__init__.py", "__pycache__"}
        others = [
            path
            for path in home.iterdir()
            if path.name not in ours and not path.name.startswith(f"{last}.hpy0")
        ]
        if others:
            raise HpycError(
                f"{home} would be imported instead of the new binary and holds files of yours ({others[0].name})",
                "move them away or choose another place with --output-dir",
            )
        shutil.rmtree(home)
        return home
    if layout.binary.name.endswith(".hpy0.so"):
        suffix = ABIS["hybrid"].binary_suffix("", interpreter.short_version, interpreter.implementation)
        hybrid = layout.binary.with_name(last + suffix)
        if hybrid.exists():
            hybrid.unlink()
            return hybrid
    return None
