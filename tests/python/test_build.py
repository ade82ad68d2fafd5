"""Building with the stand-in compiler: where files go and which one is imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pythons import label, interpreters_of_tests

from hpyc.abis import ABIS, parse_abis
from hpyc.build import BuildOptions, BuildResult, Source, build, check_environment, find_source, infer_module_name
from hpyc.ccompile import find_c_compiler
from hpyc.errors import HpycError
from hpyc.hpy_sdk import require_loadable
from hpyc.interpreter import Interpreter, current
from hpyc.loader import is_our_loader

LOOK = """
import json, sys
import {module} as m
print(json.dumps([m.answer(), m.abi, m.__name__, m.__doc__, m.__package__, m.__file__, m.__spec__.name, m.__spec__.origin,
                  m.__loader__.__class__.__name__, hasattr(m, "__path__"), sys.modules["{module}"] is m]))
"""


def make(source: Path, abi: str, interpreter: Interpreter | None = None, output: Path | None = None) -> BuildResult:
    """Build one file in one ABI or in several."""
    interpreter = interpreter or current()
    options = BuildOptions(parse_abis([abi]), interpreter, find_c_compiler(interpreter), output_dir=output)
    check_environment(options)
    return build(find_source(str(source)), options)


def look(folder: Path, module: str = "m", interpreter: Interpreter | None = None, **environment: str) -> list:
    """Import in a fresh interpreter and describe the module."""
    python = (interpreter or current()).executable
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "HPY")}
    run = subprocess.run(
        [python, "-c", LOOK.format(module=module)], cwd=folder, capture_output=True, text=True, check=False,
        env={**clean, **environment},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def usable(abi: str, interpreter: Interpreter) -> None:
    """Skip what this interpreter cannot do."""
    if ABIS[abi].needs_hpy_headers and interpreter.hpy_folder is None:
        pytest.skip(f"{interpreter.label}: hpy is not installed")
    if ABIS[abi].needs_loader and not interpreter.has_sound_hpy_types:
        pytest.skip(f"{interpreter.label}: the installed hpy crashes on it")
    if interpreter.python_header is None:
        pytest.skip(f"{interpreter.label}: no C headers")


@pytest.fixture
def source(fake_compiler: Path, tmp_path: Path) -> Path:
    """A `.py` file, alone in its folder."""
    path = tmp_path / "project" / "m.py"
    path.parent.mkdir()
    path.write_text("raise RuntimeError('the source was imported')\n")
    return path


@pytest.mark.parametrize("interpreter", interpreters_of_tests(), ids=label)
@pytest.mark.parametrize("abi", ABIS)
def test_extension_beside_its_source_is_imported(source: Path, abi: str, interpreter: Interpreter) -> None:
    usable(abi, interpreter)
    before = source.read_bytes()
    make(source, abi, interpreter)
    folder = source.parent
    file = {
        "universal": folder / "m" / "m.hpy0.so",
        "hybrid": folder / "m" / "m.hpy0-cp{}{}.so".format(*interpreter.short_version),
    }.get(abi, folder / f"m{interpreter.extension_suffix}")
    loader = "ExtensionFileLoader"
    assert look(folder, interpreter=interpreter) == [
        42, abi, "m", "The doc.", "", str(file), "m", str(file), loader, False, True
    ]  # fmt: skip
    assert source.read_bytes() == before


@pytest.mark.parametrize("interpreter", interpreters_of_tests(), ids=label)
def test_one_universal_binary_serves_every_python(source: Path, interpreter: Interpreter) -> None:
    usable("universal", current())
    usable("universal", interpreter)
    make(source, "universal")
    assert look(source.parent, interpreter=interpreter)[:2] == [42, "universal"]


def test_universal_binary_needs_no_symbol_of_python(source: Path) -> None:
    usable("universal", current())
    result = make(source, "universal")
    run = subprocess.run(
        ["nm", "-D", "--undefined-only", str(result.extensions[0].compiled.path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "Py" not in run.stdout


@pytest.mark.parametrize("abi", ["universal", "hybrid"])
def test_debug_mode_of_hpy_works_through_the_loader(source: Path, abi: str) -> None:
    usable(abi, current())
    make(source, abi)
    assert look(source.parent, HPY="debug")[:2] == [42, abi]


def test_the_last_build_is_the_one_imported(source: Path) -> None:
    usable("universal", current())
    for abi in ("universal", "capi", "hybrid", "universal", "cpython", "hybrid", "capi"):
        make(source, abi)
        assert look(source.parent)[1] == abi


def test_hybrid_of_another_python_leaves_the_universal_binary_in_use(source: Path) -> None:
    others = [python for python in interpreters_of_tests()[1:] if python.hpy_folder]
    if not others:
        pytest.skip("there is no second Python with hpy")
    usable("hybrid", others[0])
    make(source, "universal")
    make(source, "hybrid", others[0])
    assert look(source.parent)[1] == "universal"
    assert look(source.parent, interpreter=others[0])[1] == "hybrid"


def test_several_abis_go_into_folders_of_their_own(source: Path) -> None:
    usable("universal", current())
    result = make(source, "all")
    assert [extension.abi.name for extension in result.extensions] == list(ABIS)
    for abi in ABIS:
        folder = source.parent / "hpyc-build" / abi
        assert look(folder)[1] == abi
    assert sorted(path.name for path in source.parent.iterdir()) == ["hpyc-build", "m.py"]


def test_output_folder_mirrors_packages(source: Path, tmp_path: Path) -> None:
    package = source.parent / "pkg" / "sub"
    package.mkdir(parents=True)
    (source.parent / "pkg" / "__init__.py").write_text("")
    (package / "__init__.py").write_text("")
    (package / "inner.py").write_text("")
    result = make(package / "inner.py", "capi", output=tmp_path / "out")
    assert result.extensions[0].compiled.path.parent == tmp_path / "out" / "pkg" / "sub"


@pytest.mark.parametrize("abi", ["capi", "universal"])
def test_module_in_a_package(source: Path, abi: str) -> None:
    usable(abi, current())
    package = source.parent / "pkg"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "inner.py").write_text("raise RuntimeError\n")
    make(package / "inner.py", abi)
    found = look(source.parent, "pkg.inner")
    assert found[:5] == [42, abi, "pkg.inner", "The doc.", "pkg"]
    assert found[6] == "pkg.inner" and found[9] is False


def test_compiled_package_in_place(source: Path) -> None:
    package = source.parent / "pkg"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError\n")
    make(package / "__init__.py", "capi")
    found = look(source.parent, "pkg")
    assert found[:5] == [42, "capi", "pkg", "The doc.", "pkg"] and found[9] is True


def test_compiled_package_with_loader_goes_elsewhere(source: Path, tmp_path: Path) -> None:
    usable("universal", current())
    package = source.parent / "pkg"
    package.mkdir()
    init = package / "__init__.py"
    init.write_text("raise RuntimeError\n")
    with pytest.raises(HpycError, match="would overwrite"):
        make(init, "universal")
    assert init.read_text() == "raise RuntimeError\n"
    make(init, "universal", output=tmp_path / "out")
    found = look(tmp_path / "out", "pkg")
    assert found[:5] == [42, "universal", "pkg", "The doc.", "pkg"] and found[9] is True


def test_foreign_folder_in_the_way_is_left_alone(source: Path, tmp_path: Path) -> None:
    usable("universal", current())
    folder = source.parent / "m"
    folder.mkdir()
    (folder / "data.txt").write_text("mine")
    with pytest.raises(HpycError, match="is in the way"):
        make(source, "universal")
    assert [path.name for path in folder.iterdir()] == ["data.txt"]
    make(source, "universal", output=tmp_path / "out")
    assert look(tmp_path / "out")[1] == "universal"


def test_files_added_to_our_folder_are_not_deleted(source: Path) -> None:
    usable("universal", current())
    make(source, "universal")
    (source.parent / "m" / "notes.txt").write_text("mine")
    with pytest.raises(HpycError, match="holds files of yours"):
        make(source, "capi")
    assert (source.parent / "m" / "notes.txt").exists()


def test_loader_is_recognised(source: Path, tmp_path: Path) -> None:
    usable("universal", current())
    make(source, "universal")
    assert is_our_loader(source.parent / "m" / "__init__.py")
    assert not is_our_loader(source)
    assert not is_our_loader(tmp_path / "missing")


def test_loader_says_what_to_do_without_hpy(source: Path, tmp_path: Path) -> None:
    usable("universal", current())
    make(source, "universal")
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    run = subprocess.run(
        [str(bare / "bin" / "python"), "-c", "import m"], cwd=source.parent, capture_output=True, text=True, check=False
    )
    assert "ImportError: hpy.universal is not installed for this Python: pip install hpy==0.9.0" in run.stderr


def test_loader_without_binary_says_so(source: Path) -> None:
    usable("universal", current())
    make(source, "universal")
    (source.parent / "m" / "m.hpy0.so").unlink()
    run = subprocess.run(
        [sys.executable, "-c", "import m"], cwd=source.parent, capture_output=True, text=True, check=False
    )
    assert "ImportError: m has no HPy binary for this Python" in run.stderr


def test_circular_import_sees_the_real_module(source: Path) -> None:
    """A module that imports the extension while it loads keeps a working reference."""
    usable("universal", current())
    source.write_text("# IMPORT partner\n")
    source.with_name("partner.py").write_text("import m\n\ndef use():\n    m.extra = 5\n    return m.answer(), m.extra\n")
    make(source, "universal")
    code = "import m, partner; print(partner.use(), m.extra, partner.m.__name__, repr(partner.m) == repr(m))"
    run = subprocess.run([sys.executable, "-c", code], cwd=source.parent, capture_output=True, text=True, check=False)
    assert run.stdout == "(42, 5) 5 m True\n", run.stderr


def test_reload_works(source: Path) -> None:
    usable("universal", current())
    make(source, "universal")
    code = "import importlib, m; again = importlib.reload(m); print(again.answer(), again.abi)"
    run = subprocess.run([sys.executable, "-c", code], cwd=source.parent, capture_output=True, text=True, check=False)
    assert run.stdout == "42 universal\n", run.stderr


def test_kept_c_file_never_replaces_a_foreign_one(source: Path) -> None:
    mine = source.with_suffix(".c")
    mine.write_text("int mine;\n")
    options = BuildOptions(parse_abis(["capi"]), current(), find_c_compiler(current()), keep_c=True)
    with pytest.raises(HpycError, match="was not written by hpyc"):
        build(find_source(str(source)), options)
    assert mine.read_text() == "int mine;\n"
    mine.unlink()
    assert build(find_source(str(source)), options).kept_c == mine
    build(find_source(str(source)), options)  # Over its own file it may write.


def test_debug_build_keeps_the_c_file_and_debug_information(source: Path) -> None:
    options = BuildOptions(parse_abis(["capi"]), current(), find_c_compiler(current(), debug=True))
    result = build(find_source(str(source)), options)
    assert result.kept_c is not None and result.kept_c.exists()
    sections = subprocess.run(
        ["readelf", "-S", str(result.extensions[0].compiled.path)], capture_output=True, text=True, check=True
    )
    assert ".debug_info" in sections.stdout


def test_runtime_sources_of_hpy_are_compiled_once(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usable("cpython", current())
    monkeypatch.setenv("HPYC_CACHE", str(tmp_path / "cache"))
    make(source, "cpython")
    (library,) = (tmp_path / "cache" / "hpy").iterdir()
    made = library.stat().st_mtime_ns
    make(source, "cpython")
    assert [path.stat().st_mtime_ns for path in (tmp_path / "cache" / "hpy").iterdir()] == [made]


def test_interrupted_write_leaves_no_file(source: Path) -> None:
    from hpyc.files import atomic_path

    target = source.with_name("result")
    with pytest.raises(KeyboardInterrupt):
        with atomic_path(target) as temporary:
            temporary.write_text("half")
            raise KeyboardInterrupt
    assert sorted(path.name for path in source.parent.iterdir()) == ["m.py"]


def test_module_names_follow_packages(tmp_path: Path) -> None:
    package = tmp_path / "a" / "b"
    package.mkdir(parents=True)
    (tmp_path / "a" / "__init__.py").write_text("")
    (package / "__init__.py").write_text("")
    assert infer_module_name(package / "c.py") == "a.b.c"
    assert infer_module_name(package / "__init__.py") == "a.b"
    assert infer_module_name(tmp_path / "d.pyx") == "d"
    assert Source(package / "c.py", "a.b.c").root == tmp_path


def test_universal_is_refused_where_its_types_crash() -> None:
    unsound = Interpreter(
        "python", "cpython", (3, 13, 0), ".so", (), "cc", hpy_folder="/no/hpy", hpy_version="0.9.0", has_hpy_universal=True
    )
    for abi in ("universal", "hybrid"):
        with pytest.raises(HpycError, match="crash on CPython 3.13.0"):
            require_loadable(unsound, ABIS[abi])
    require_loadable(unsound, ABIS["cpython"])
    require_loadable(unsound, ABIS["capi"])


def test_abi_lists() -> None:
    assert [abi.name for abi in parse_abis(["universal,capi", "universal"])] == ["universal", "capi"]
    assert [abi.name for abi in parse_abis(["all"])] == list(ABIS)
    with pytest.raises(HpycError, match="unknown ABI"):
        parse_abis(["capi,"])
