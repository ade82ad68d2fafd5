"""Listing, installing and removing the study's Pythons, with stand-ins for registries and interpreters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_cli import fails, hpyc

from hpyc.errors import HpycError
from hpyc.interpreter import inspect_interpreter
from hpyc.pythons import apt, discover, maven, recipes, store
from hpyc.pythons.progress import StreamReporter


class Silent:
    """A reporter that remembers."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def step(self, text: str) -> None:
        self.said.append(text)

    note = step

    def begin(self, text: str, total: int | None, folder: Path) -> None:
        self.said.append(text)

    def end(self) -> None:
        pass


class FakeRecipe(recipes.Recipe):
    """Writes a script that answers; can be told to fail."""

    name = "pypy"
    label = "PyPy"
    version = "1.0"
    executable = "bin/python"
    size = "nothing"

    def __init__(self, failing: str = "") -> None:
        self.failing = failing
        self.made = 0

    def make(self, folder: Path, downloads: Path, reporter: recipes.Reporter) -> None:
        self.made += 1
        (downloads / "fetched").write_text("kept")
        (folder / "bin").mkdir()
        if self.failing == "make":
            raise HpycError("the network is gone", "try again")
        if self.failing == "space":
            raise OSError(28, "No space left on device")
        script(folder / self.executable, f"exec '{sys.executable}' \"$@\"")

    def verify(self, executable: Path) -> None:
        assert executable.exists()
        if self.failing == "verify":
            raise HpycError("it does not run here")


def script(path: Path, text: str) -> Path:
    """An executable shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n" + text + "\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv("HPYC_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that come first on PATH."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


def left_over(cache: Path) -> list[str]:
    """What an installation leaves beside the Pythons."""
    return sorted(path.name for path in (cache / "pythons").iterdir() if not path.name.startswith(".lock"))


def test_install_is_whole_and_removable(cache: Path) -> None:
    made = store.install(FakeRecipe(), Silent())
    assert made.executable == cache / "pythons" / "pypy" / "bin" / "python"
    assert subprocess.run([made.executable, "-c", "pass"]).returncode == 0
    assert left_over(cache) == ["pypy"]
    assert store.remove("pypy") and store.find_installed("pypy") is None
    assert left_over(cache) == [] and not store.remove("pypy")


def test_second_install_does_nothing_unless_forced(cache: Path) -> None:
    store.install(FakeRecipe(), Silent())
    again = FakeRecipe()
    store.install(again, Silent())
    assert again.made == 0
    store.install(again, Silent(), force=True)
    assert again.made == 1 and left_over(cache) == ["pypy"]


@pytest.mark.parametrize("failing", ["make", "verify", "space"])
def test_failed_install_leaves_no_python_but_what_was_fetched(cache: Path, failing: str) -> None:
    with pytest.raises(HpycError):
        store.install(FakeRecipe(failing), Silent())
    assert store.find_installed("pypy") is None
    assert left_over(cache) == ["downloads"]
    assert (cache / "pythons" / "downloads" / "pypy" / "fetched").read_text() == "kept"
    store.install(FakeRecipe(), Silent())
    assert left_over(cache) == ["pypy"]


def test_failed_reinstall_keeps_the_working_one(cache: Path) -> None:
    store.install(FakeRecipe(), Silent())
    with pytest.raises(HpycError, match="does not run here"):
        store.install(FakeRecipe("verify"), Silent(), force=True)
    found = store.find_installed("pypy")
    assert found is not None and found.problem is None


def test_leftovers_of_a_killed_install_go(cache: Path) -> None:
    dead = cache / "pythons" / ".new-pypy-dead"
    dead.mkdir(parents=True)
    store.install(FakeRecipe(), Silent())
    assert not dead.exists()


def test_two_installs_at_once_are_refused(cache: Path) -> None:
    with store._locked("pypy"), pytest.raises(HpycError, match="another hpyc is installing"):
        store.install(FakeRecipe(), Silent())


@pytest.mark.parametrize("damage", ["manifest", "executable", "format"])
def test_broken_cache_is_named_and_repaired(cache: Path, damage: str) -> None:
    store.install(FakeRecipe(), Silent())
    folder = cache / "pythons" / "pypy"
    if damage == "manifest":
        (folder / store.MANIFEST).write_text("{")
    elif damage == "executable":
        (folder / "bin" / "python").unlink()
    else:
        (folder / store.MANIFEST).write_text(json.dumps({"format": 99, "version": "1", "executable": "bin/python"}))
    with pytest.raises(HpycError, match="is unusable") as caught:
        discover.study_interpreter("pypy")
    assert "hpyc pythons install pypy" in str(caught.value)
    listed = hpyc("pythons")
    assert listed.returncode == 0 and "is unusable" in listed.stdout
    store.install(FakeRecipe(), Silent())
    assert discover.study_interpreter("pypy").implementation == "cpython"


def test_installed_python_that_stopped_running_is_named(cache: Path) -> None:
    store.install(FakeRecipe(), Silent())
    script(cache / "pythons" / "pypy" / "bin" / "python", "echo 'library is missing' >&2; exit 1")
    listed = hpyc("pythons")
    assert "it does not run" in listed.stdout and "library is missing" in listed.stdout
    assert "hpyc pythons install pypy --again" in listed.stdout


def test_python_that_is_not_installed_says_how_to_get_it(cache: Path, tmp_path: Path) -> None:
    program = tmp_path / "p.py"
    program.write_text("def main(): pass\n")
    fails(hpyc("study", program, "--python", "graalpy"), 1, "GraalPy is not installed", "hpyc pythons install graalpy")


def test_listing_has_versions_hpy_and_remedies(cache: Path) -> None:
    run = hpyc("pythons")
    assert run.returncode == 0 and run.stdout.startswith("* CPython 3.")
    assert "get it: hpyc pythons install pypy" in run.stdout
    facts = json.loads(hpyc("pythons", "--json").stdout)
    assert facts[0]["implementation"] == "cpython" and facts[0]["jit"] in (True, False)


def fake_python(folder: Path, **changes: object) -> Path:
    """A program that answers like the probe of another interpreter."""
    facts = {
        "executable": str(folder / "fake"), "implementation": "pypy", "version": [3, 11, 11], "extension_suffix": ".so",
        "include_dirs": [], "cc": "gcc", "hpy": None, "hpy_universal": True, "release": "7.3.19", "jit": True,
        **changes,
    }  # fmt: skip
    return script(folder / "fake", f"cat <<'END'\n{json.dumps(facts)}\nEND")


def test_interpreter_without_hpy_is_listed_with_the_way_on(tmp_path: Path) -> None:
    found = inspect_interpreter(str(fake_python(tmp_path, release="8.0.0", hpy_universal=False, jit=False)))
    assert found.label == "PyPy 8.0.0"
    lacks = dict(discover.missing(found))
    assert lacks["HPy"].startswith("hpyc pythons install pypy") and "a JIT" in lacks


def test_java_too_old_for_a_graalpy_is_told(tmp_path: Path) -> None:
    path = script(tmp_path / "graalpy", "echo 'java.lang.UnsupportedClassVersionError: Main has been compiled' >&2; exit 1")
    with pytest.raises(HpycError, match="the Java that .* runs on is too old") as caught:
        inspect_interpreter(str(path))
    assert "hpyc pythons install graalpy" in str(caught.value)


def java(folder: Path, version: str, modules: str) -> Path:
    """A Java that answers questions."""
    return script(
        folder / "java", f'case "$1" in -version) echo \'openjdk version "{version}"\' >&2;; *) echo {modules};; esac'
    )


@pytest.mark.parametrize(
    ("version", "modules", "runs_jit"),
    [("21.0.12", "jdk.internal.vm.ci@21", True), ("21.0.12", "java.base@21", False), ("17.0.15", "jdk.internal.vm.ci@17", False)],
)
def test_java_is_told_apart(tmp_path: Path, version: str, modules: str, runs_jit: bool) -> None:
    assert recipes.inspect_java(str(java(tmp_path, version, modules))).runs_jit is runs_jit


@pytest.mark.parametrize("version", ["1.8.0_392", "11.0.2"])
def test_old_java_is_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(HpycError, match="too old for GraalPy") as caught:
        recipes.inspect_java(str(java(tmp_path, version, "java.base")))
    assert "leave out --java" in str(caught.value)


def test_java_without_jit_is_installed_and_said(cache: Path, tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fake_jars(artifacts: object, name: str, downloads: Path, target: Path, reporter: object) -> None:
        target.mkdir(parents=True)
        (target / f"{name}.jar").write_text("")

    monkeypatch.setattr(recipes, "require_maven", lambda: None)
    monkeypatch.setattr(recipes, "fetch_jars", fake_jars)
    answer = json.dumps(["graalpy", True, False])
    old = script(tools / "java", f'case "$1" in -version) echo \'openjdk version "17.0.1"\' >&2;; --list-modules) :;; *) echo \'{answer}\';; esac')
    reporter = Silent()
    made = store.install(recipes.GraalPy(java=str(old)), reporter)
    assert any("GraalPy will only interpret" in text for text in reporter.said)
    assert made.executable is not None and "EnableJVMCI" not in made.executable.read_text()
    assert not (made.folder / "jit").exists()


def test_maven_missing_or_failing_is_told(tmp_path: Path, tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tools / "mvn", "echo '[ERROR] Failed to collect: connection refused'; exit 1")
    with pytest.raises(HpycError, match="connection refused") as caught:
        maven.fetch_jars(recipes.GraalPy.COMPILER, "x", tmp_path / "d", tmp_path / "t", Silent())
    assert "what was fetched is kept" in str(caught.value)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HpycError, match="mvn was not found"):
        maven.require_maven()


def test_machine_without_a_package_manager_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HpycError, match="apt-get was not found") as caught:
        apt.PrivateApt(tmp_path / "apt", "trixie")
    assert "--python" in str(caught.value)


needs_apt = pytest.mark.skipif(
    not (os.path.exists("/usr/bin/apt-get") and os.path.exists(apt.KEYRING)), reason="not a Debian machine"
)


@needs_apt
def test_no_network_is_told_and_nothing_is_left(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    run = hpyc("pythons", "install", "pypy", "--mirror", "http://localhost:9/debian")
    fails(run, 1, "cannot read the package lists of Debian", "check the network and the proxy settings")
    assert store.find_installed("pypy") is None


@needs_apt
def test_package_manager_leaves_the_system_alone(tmp_path: Path) -> None:
    private = apt.PrivateApt(tmp_path / "apt", "trixie", "http://localhost/debian")
    dumped = subprocess.run(
        ["apt-config", "dump"], env=private._environment(), capture_output=True, text=True, check=True
    ).stdout
    for key in ("Dir::State", "Dir::Cache"):
        assert f'{key} "{tmp_path}' in dumped
    assert "Post-Invoke" not in dumped and "Pre-Install-Pkgs" not in dumped


@needs_apt
def test_mirror_of_sources_without_debian_is_asked_for(tools: Path) -> None:
    script(tools / "apt-get", "echo 'http://localhost/ubuntu noble main'")
    with pytest.raises(HpycError, match="no Debian mirror") as caught:
        apt.debian_mirror()
    assert "--mirror" in str(caught.value)


def test_launcher_works_after_the_tree_has_moved(tmp_path: Path) -> None:
    tree = tmp_path / "a"
    libraries = tree / "usr" / "lib" / "x-linux-gnu"
    script(libraries / "ld-linux-x.so.2", 'shift 4; exec "$@"')
    script(tree / "usr" / "bin" / "real", "echo real $*")
    assert apt.library_folder(tree) == libraries
    apt.write_launcher(tree / "usr" / "bin" / "python", libraries, tree / "usr" / "bin" / "real", "it")
    tree.rename(tmp_path / "b")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "b" / "usr" / "bin" / "python")
    run = subprocess.run([link, "x"], capture_output=True, text=True, check=True)
    assert run.stdout == "real x\n"


def test_links_of_packages_point_into_the_tree(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "it").write_text("text")
    (tmp_path / "usr").mkdir()
    (tmp_path / "usr" / "it").symlink_to("/etc/it")
    (tmp_path / "usr" / "none").symlink_to("/etc/there-is-no-such-file")
    recipes.make_links_relative(tmp_path)
    assert (tmp_path / "usr" / "it").read_text() == "text"
    assert os.readlink(tmp_path / "usr" / "none") == "/etc/there-is-no-such-file"


@pytest.mark.parametrize(
    ("answer", "message"),
    [([[8, 0, 0], False, True], "whose HPy is gone"), ([[7, 4, 0], True, True], "is another one"), ([[7, 3, 19], True, False], "no JIT")],
)
def test_other_pypy_than_expected_is_refused(tmp_path: Path, answer: list, message: str) -> None:
    with pytest.raises(HpycError, match=message):
        recipes.PyPy().verify(script(tmp_path / "pypy", f"echo '{json.dumps(answer)}'"))


def test_interpreter_that_does_not_start_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HpycError, match="does not run here: GLIBC_9 not found"):
        recipes.PyPy().verify(script(tmp_path / "pypy", "echo 'GLIBC_9 not found' >&2; exit 1"))


def test_graalpy_whose_jit_fails_is_refused(tmp_path: Path) -> None:
    answer = json.dumps(["graalpy", True, False])
    with pytest.raises(HpycError, match="its JIT does not"):
        recipes.GraalPy().verify(script(tmp_path / "graalpy", f"echo '{answer}'"))


def test_progress_shows_sizes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reporter = StreamReporter(sys.stdout)
    reporter.begin("pypy: downloading", 21_000_000, tmp_path)
    reporter.end()
    assert capsys.readouterr().out == "pypy: downloading (21 MB)\n"
