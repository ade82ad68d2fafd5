"""Run all checks of the project, one after the other, and sum them up in the last line.

Usage: scripts/test [CHECK…] [-- PYTEST OPTIONS]

    format     clang-format has nothing to change
    unit       unit, golden and pass tests, with a compiler built with sanitizers
    sanitize   that compiler over all test inputs, whole and damaged
    pytest     building, loading, the study, and compiled code in every ABI and Python
    pythons    compiled code on PyPy and, a few files, on GraalPy
    tidy       clang-tidy

Without arguments all but tidy run. The last line is `N passed, M failed`.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "sanitize"
JOBS = os.cpu_count() or 2
TIDY_SECONDS = float(os.environ.get("HPYC_TIDY_SECONDS", "240"))
SANITIZER_ENVIRONMENT = {
    "ASAN_OPTIONS": "detect_leaks=0:abort_on_error=0",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
}

Count = tuple[int, int]
"""Passed, failed."""


def say(text: str) -> None:
    """Progress line."""
    print(f"==> {text}", flush=True)


def run(command: list[str], **options: object) -> "subprocess.CompletedProcess[str]":
    """Run a command and show its output as it comes."""
    return subprocess.run(command, text=True, stdin=subprocess.DEVNULL, check=False, **options)  # type: ignore[call-overload]


def cpp_files() -> list[Path]:
    """All C++ sources and headers of the project."""
    return sorted(
        path
        for folder in ("src", "tests", "fuzz", "bench", "runtime/embed")
        for suffix in ("*.cpp", "*.h")
        for path in (ROOT / folder).rglob(suffix)
    )


def check_format(_: list[str]) -> Count:
    """clang-format has nothing to change."""
    if shutil.which("clang-format") is None:
        print("clang-format is not installed")
        return 0, 1
    files = cpp_files()

    def one(path: Path) -> bool:
        done = subprocess.run(
            ["clang-format", "--dry-run", "-Werror", str(path)], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            print(f"not formatted: {path.relative_to(ROOT)} (clang-format -i mends it)")
        return done.returncode == 0

    with ThreadPoolExecutor(JOBS) as pool:
        results = list(pool.map(one, files))
    return results.count(True), results.count(False)


def build_sanitized() -> bool:
    """Build compiler and unit tests in debug mode with sanitizers, warnings as errors.

    Without optimisation: with it the sanitizers make compiling three times as slow.
    """
    say("building with address and undefined-behaviour sanitizers")
    configure = [
        "cmake", "-G", "Ninja", "-S", str(ROOT), "-B", str(BUILD), "-DCMAKE_BUILD_TYPE=Debug",
        "-DCMAKE_CXX_FLAGS_DEBUG=-g1", "-DHPYC_SANITIZE=address,undefined", "-DHPYC_BUILD_TESTS=ON",
        # Instrumented code draws false warnings; the build of the wheel makes warnings errors.
        "-DHPYC_WERROR=OFF",
        f"-DPython3_EXECUTABLE={sys.executable}",
    ]  # fmt: skip
    if shutil.which("ccache"):
        configure.append("-DCMAKE_CXX_COMPILER_LAUNCHER=ccache")
    quiet = {"stdout": subprocess.DEVNULL} if (BUILD / "build.ninja").exists() else {}
    if run(configure, **quiet).returncode != 0:
        return False
    return run(["cmake", "--build", str(BUILD), "--", "--quiet"]).returncode == 0


def check_unit(_: list[str]) -> Count:
    """ctest in the sanitized build."""
    if not build_sanitized():
        return 0, 1
    done = subprocess.run(
        ["ctest", "--test-dir", str(BUILD), "-j", str(JOBS), "--output-on-failure", "--no-tests=error"],
        capture_output=True, text=True, check=False, env={**os.environ, **SANITIZER_ENVIRONMENT},
    )  # fmt: skip
    match = re.search(r"(\d+) tests failed out of (\d+)", done.stdout)
    print(done.stdout[-8000:] if done.returncode else done.stdout.strip().splitlines()[-1])
    if match is None:
        print(done.stderr[-2000:])
        return 0, 1
    failed, total = int(match[1]), int(match[2])
    return total - failed, failed


def check_sanitize(_: list[str]) -> Count:
    """The sanitized compiler over every test input: no report, no crash, whatever the input."""
    compiler = find_sanitized_compiler()
    if compiler is None and build_sanitized():
        compiler = find_sanitized_compiler()
    if compiler is None:
        print("there is no hpyc-compiler in build/sanitize")
        return 0, 1
    scratch = BUILD / "inputs"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    inputs = test_inputs(scratch)

    def one(item: tuple[int, Path]) -> bool:
        index, path = item
        output = scratch / f"{index}.c"
        for arguments in (["translate", str(path), "-o", str(output), "--module-name", "m"], ["check", str(path)]):
            try:
                done = subprocess.run(
                    [str(compiler), *arguments], capture_output=True, text=True, errors="replace",
                    timeout=120, stdin=subprocess.DEVNULL, check=False, env={**os.environ, **SANITIZER_ENVIRONMENT},
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                print(f"no end within 120 s: {' '.join(arguments)}")
                return False
            reported = re.search(r"AddressSanitizer|runtime error:|internal error", done.stderr)
            if done.returncode not in (0, 1) or reported:
                print(f"status {done.returncode}: {' '.join(arguments)}\n{done.stderr[-3000:]}")
                return False
        return True

    with ThreadPoolExecutor(JOBS) as pool:
        results = list(pool.map(one, enumerate(inputs)))
    return results.count(True), results.count(False)


def find_sanitized_compiler() -> Path | None:
    """The executable of the sanitized build, wherever its target puts it."""
    found = [path for path in BUILD.rglob("hpyc-compiler") if path.is_file() and os.access(path, os.X_OK)]
    return found[0] if found else None


def test_inputs(scratch: Path) -> list[Path]:
    """Every source of the tests and the study, and damaged versions of them."""
    whole = sorted(
        path
        for pattern in ("tests/**/*.py", "tests/**/*.pyx", "python/hpyc/**/*.py")
        for path in ROOT.glob(pattern)
    )
    damaged = []
    for index, path in enumerate(whole):
        data = path.read_bytes()
        for name, piece in (
            ("cut", data[: len(data) * 2 // 3]),
            ("brackets", data.replace(b")", b"", 3)),
            ("indents", data.replace(b"\n    ", b"\n   ", 2)),
        ):
            target = scratch / f"damaged_{index}_{name}{path.suffix}"
            target.write_bytes(piece)
            damaged.append(target)
    return whole + damaged


def check_pytest(options: list[str]) -> Count:
    """The tests in Python; the report goes to the terminal as pytest writes it."""
    run([sys.executable, str(ROOT / "scripts" / "prepare_pythons.py")])
    report = ROOT / "build" / "pytest.txt"
    report.parent.mkdir(exist_ok=True)
    environment = {**os.environ, "HPYC_TEST_REPORT": str(report)}
    environment.pop("PYTHONPATH", None)
    report.unlink(missing_ok=True)
    done = run([sys.executable, "-m", "pytest", "-q", *options], cwd=ROOT, env=environment)
    try:
        passed, failed = map(int, report.read_text().split())
    except (OSError, ValueError):
        return 0, 1
    return passed, failed or int(done.returncode != 0)


PYTHONS_SECONDS = float(os.environ.get("HPYC_PYTHONS_SECONDS", "600"))
GRAALPY_FILES = ["calls", "parameters", "evaluation_order", "unlike_operands"]


def check_pythons(_: list[str]) -> Count:
    """The run tests on PyPy, as universal binaries and with PyPy's C API, and a few of them on GraalPy.

    What cannot be installed is skipped with the reason. GraalPy, 430 MB, is only used where it is there, unless
    HPYC_TEST_GRAALPY is 1.
    """
    deadline = time.monotonic() + PYTHONS_SECONDS
    passed = failed = 0
    for name, files in (("pypy", []), ("pypy", ["--capi"]), ("graalpy", GRAALPY_FILES)):
        problem = install_python(name, deadline)
        if problem:
            print(f"SKIPPED: nothing runs on {name}: {problem}", flush=True)
            continue
        command = [sys.executable, str(ROOT / "scripts" / "run_cases_on"), name, *files]
        left = deadline - time.monotonic()
        if name == "graalpy" and left < PYTHONS_SECONDS * 2 / 3:
            print("SKIPPED: nothing runs on graalpy: a third of the time is gone (HPYC_PYTHONS_SECONDS)", flush=True)
            continue
        # Optimisation of the C code would take longer than the cases.
        environment = {"HPYC_TEST_CFLAGS": "-O0", **os.environ}
        environment.pop("PYTHONPATH", None)
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=left, stdin=subprocess.DEVNULL, check=False,
                env=environment,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            print(f"{name}: no end within {left:.0f} s (HPYC_PYTHONS_SECONDS)")
            failed += 1
            continue
        match = re.search(r"(\d+) cases as expected, (\d+) not$", done.stdout.strip())
        if match is None or (int(match[2]) == 0) != (done.returncode == 0):
            print(f"status {done.returncode}: {' '.join(command)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
            failed += 1
            continue
        print(done.stdout[-8000:] if done.returncode else done.stdout.strip().splitlines()[-1], flush=True)
        passed, failed = passed + int(match[1]), failed + int(match[2])
    return passed, failed


def install_python(name: str, deadline: float) -> str:
    """Have a Python of `hpyc pythons`; why there is none, or an empty text."""
    from hpyc.pythons.store import find_installed

    installed = find_installed(name)
    if installed is not None and installed.problem is None:
        return ""
    if name == "graalpy" and os.environ.get("HPYC_TEST_GRAALPY") != "1":
        return "it is not installed (hpyc pythons install graalpy; HPYC_TEST_GRAALPY=1 does it here)"
    seconds = max(1.0, (deadline - time.monotonic()) / 3)
    say(f"installing {name}")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "hpyc", "pythons", "install", name],
            capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"installing takes more than {seconds:.0f} s"
    return "" if done.returncode == 0 else f"it cannot be installed: {(done.stderr or done.stdout).strip()[-600:]}"


def check_tidy(_: list[str]) -> Count:
    """clang-tidy, files changed last first; results are remembered for unchanged files."""
    if shutil.which("clang-tidy") is None:
        print("clang-tidy is not installed")
        return 0, 1
    if not (BUILD / "compile_commands.json").exists() and not build_sanitized():
        return 0, 1
    sources = [path for path in cpp_files() if path.suffix == ".cpp" and "src" in path.parts]
    sources.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    cache = ROOT / ".cache" / "clang-tidy"
    cache.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + TIDY_SECONDS
    skipped: list[Path] = []

    def one(path: Path) -> bool | None:
        mark = cache / _content_key(path)
        if mark.exists():
            return True
        if time.monotonic() > deadline:
            skipped.append(path)
            return None
        done = subprocess.run(
            ["clang-tidy", "--quiet", "-p", str(BUILD), "--warnings-as-errors=*",
             "--extra-arg=-Wno-unknown-warning-option", str(path)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            print(done.stdout[-3000:] or done.stderr[-1000:])
            return False
        mark.touch()
        return True

    with ThreadPoolExecutor(JOBS) as pool:
        results = list(pool.map(one, sources))
    if skipped:
        print(f"{len(skipped)} of {len(sources)} files not reached within {TIDY_SECONDS:.0f} s")
    return results.count(True), results.count(False)


def _content_key(path: Path) -> str:
    """Hash of a source with the project's headers that it includes, and of the check set."""
    key = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    queue, seen = [path], {path}
    while queue:
        data = queue.pop().read_bytes()
        key.update(data)
        for name in re.findall(rb'#include "([^"]+)"', data):
            header = ROOT / "src" / name.decode()
            if header.is_file() and header not in seen:
                seen.add(header)
                queue.append(header)
    return key.hexdigest()


CHECKS: dict[str, Callable[[list[str]], Count]] = {
    "format": check_format,
    "unit": check_unit,
    "sanitize": check_sanitize,
    "pytest": check_pytest,
    "pythons": check_pythons,
    "tidy": check_tidy,
}


DEFAULT_CHECKS = [name for name in CHECKS if name != "tidy"]
"""clang-tidy takes long: it runs when it is asked for."""


def main() -> int:
    """Run the chosen checks; status 1 if anything failed."""
    arguments = sys.argv[1:]
    pytest_options: list[str] = []
    if "--" in arguments:
        split = arguments.index("--")
        arguments, pytest_options = arguments[:split], arguments[split + 1 :]
    if any(argument in ("-h", "--help") for argument in arguments):
        print(__doc__)
        return 0
    unknown = [name for name in arguments if name not in CHECKS]
    if unknown:
        print(f"unknown check {unknown[0]!r}; there are: {', '.join(CHECKS)}", file=sys.stderr)
        return 2
    passed = failed = 0
    lines = []
    for name in arguments or DEFAULT_CHECKS:
        say(name)
        started = time.monotonic()
        good, bad = CHECKS[name](pytest_options)
        passed, failed = passed + good, failed + bad
        lines.append(f"{name:<9} {good:5} passed {bad:4} failed  {time.monotonic() - started:6.1f} s")
    print("\n".join(["", *lines, f"{passed} passed, {failed} failed"]))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    raise SystemExit(main())
