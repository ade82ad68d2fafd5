"""Runs Cython's own tests through hpyc and compares with what is expected to fail.

    run_conformance.py [--runner DIR] [--sdist DIR] [--parts A1,A2] [--abi ABI …] [UNIT …]

Neither the tests nor the runner are part of this project: `--runner` (or HPYC_CONFORMANCE_RUNNER) is the
folder of the conformance runner `conform.py` with its list of units `public.tsv`, `--sdist` (or
HPYC_CYTHON_SDIST) an unpacked source distribution of Cython. Without them everything is skipped, with
a line that says so. `expected_failures.json` holds for each ABI the units that fail, with the reason; a unit
that fails and is not there is an error, and so is one that is there and passes.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXPECTED = HERE / "expected_failures.json"
BUILD = HERE / "conform_build.py"
ABIS = ("capi", "cpython", "universal", "hybrid")


def read_units(path: Path, parts: set[str]) -> dict[str, dict[str, str]]:
    """The rows of the list of units that belong to these parts, by unit."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["unit"]: row for row in csv.DictReader(file, delimiter="\t") if row["part"] in parts}


def outcome(row: dict[str, str], result: dict) -> str:
    """`pass`, or in one word why not: a unit that ran fewer tests than the reference did not pass."""
    if result["status"] != "pass":
        return result["status"]
    enough = result.get("n_tests", 0) >= int(row["n_tests"]) and result.get("n_examples", 0) >= int(
        row["n_examples"]
    )
    return "pass" if enough else "fewer_tests_than_reference"


def compare(outcomes: dict[str, str], expected: dict[str, str]) -> list[str]:
    """What is not as expected, a line each."""
    lines = []
    for unit, status in sorted(outcomes.items()):
        if status == "pass" and unit in expected:
            lines.append(f"{unit} passes, but is expected to fail: {expected[unit]}")
        elif status != "pass" and unit not in expected:
            lines.append(f"{unit}: {status}")
    return lines


def run(runner: Path, sdist: Path, abi: str, units: dict, work: Path, options: argparse.Namespace) -> dict[str, str]:
    """Build and run the units for one ABI; the outcome of each."""
    wanted = work / "units"
    wanted.write_text("\n".join(units) + "\n", encoding="utf-8")
    results = work / f"{abi}.jsonl"
    build = [options.python, str(BUILD), "--abi", abi, f"-O{options.level}"]
    command = [options.python, str(runner / "conform.py"), "--sdist", str(sdist), "--build", shlex.join(build)]
    command += ["--python", options.python, "--list", str(wanted), "--level", "2", "--jobs", str(options.jobs)]
    command += ["--dirs", ",".join(sorted({unit.split("/")[0] for unit in units}))]
    command += ["--out", str(results), "--work", str(work / abi), "--keep", "failed"]
    log = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if log.returncode != 0:
        sys.exit(log.stdout)
    found = {}
    with results.open(encoding="utf-8") as file:
        for line in file:
            result = json.loads(line)
            found[result["id"]] = outcome(units[result["id"]], result)
            if found[result["id"]] != "pass" and options.verbose:
                print(f"--- {result['id']} ({abi}): {found[result['id']]}\n{result.get('msg', '')}")
    return {unit: found.get(unit, "missing") for unit in units}


def main(arguments: list[str]) -> int:
    """Run; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runner", default=os.environ.get("HPYC_CONFORMANCE_RUNNER"))
    parser.add_argument("--sdist", default=os.environ.get("HPYC_CYTHON_SDIST"))
    parser.add_argument("--parts", default="A1,A2")
    parser.add_argument("--abi", action="append", choices=ABIS)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("-O", dest="level", default="0", help="level of optimisation of the C compiler")
    parser.add_argument("-v", "--verbose", action="store_true", help="print what failing units printed")
    parser.add_argument("--work", help="keep the scratch folders of failing units there")
    parser.add_argument("units", nargs="*", help="these units only, by id or name of the module")
    options = parser.parse_args(arguments)
    for what, place, file in (
        ("the conformance runner (HPYC_CONFORMANCE_RUNNER)", options.runner, "conform.py"),
        ("Cython's source distribution (HPYC_CYTHON_SDIST)", options.sdist, "tests/run"),
    ):
        if place is None or not Path(place, file).exists():
            print(f"SKIPPED conformance: {what} is not there")
            return 0
    runner = Path(options.runner)
    units = read_units(runner / "public.tsv", set(options.parts.split(",")))
    if options.units:
        units = {u: row for u, row in units.items() if u in options.units or Path(u).stem in options.units}
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))
    failed = 0
    with tempfile.TemporaryDirectory(prefix="hpyc-conformance-") as scratch:
        work = Path(options.work or scratch)
        work.mkdir(parents=True, exist_ok=True)
        for abi in options.abi or ABIS:
            outcomes = run(runner, Path(options.sdist), abi, units, work, options)
            wrong = compare(outcomes, expected[abi])
            passed = sum(status == "pass" for status in outcomes.values())
            print(f"{abi}: {passed} of {len(outcomes)} units pass, {len(wrong)} not as expected")
            for line in wrong:
                print(f"  {line}")
            failed += len(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
