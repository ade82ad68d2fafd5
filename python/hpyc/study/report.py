"""The report: one HTML file that needs nothing else, made from the results file alone."""

from __future__ import annotations

from html import escape

from hpyc.study.tables import duration, megabytes
from hpyc.study.vector_charts import Bar, Line, bars, lines
from hpyc.study.verdicts import entries, factor, overall, sentences, summary

SHORT = {
    "interpreted": "the source itself",
    "cython": "Cython, C API",
    "capi": "hpyc, C API",
    "cpython": "hpyc, HPy CPython ABI",
    "universal": "hpyc, HPy universal",
    "hybrid": "hpyc, HPy hybrid",
}
STYLE = """
:root{color-scheme:light dark;--bg:#fbfbfa;--fg:#1d2126;--soft:#5d6670;--line:#dcdfe3;--card:#fff;--bad:#b3261e;--best:#e7f3ea;
--interpreted:#7b838c;--cython:#c98a00;--capi:#2267b5;--cpython:#16877a;--universal:#b8326b;--hybrid:#7650ad}
@media(prefers-color-scheme:dark){:root{--bg:#15181c;--fg:#e6e8ea;--soft:#9aa4ae;--line:#353c44;--card:#1d2227;--bad:#ff8a80;--best:#1d3325;
--interpreted:#98a1aa;--cython:#e2aa33;--capi:#5c9fe8;--cpython:#3fb8a8;--universal:#e8689d;--hybrid:#a98ae0}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1080px;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0 .2rem}h2{font-size:1.25rem;margin:2.4rem 0 .6rem}h3{font-size:1rem;margin:1.4rem 0 .4rem}
p{margin:.4rem 0}.soft{color:var(--soft);font-size:.9rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem 1.1rem;margin:1rem 0}
.verdict li{margin:.35rem 0}.verdict ul{margin:.2rem 0;padding-left:1.2rem}.verdict li:first-child{font-weight:600}
.wide{overflow-x:auto;-webkit-overflow-scrolling:touch}
table{border-collapse:collapse;width:100%;font-size:.87rem;font-variant-numeric:tabular-nums}
th,td{padding:.32rem .45rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th{font-weight:600;color:var(--soft);vertical-align:bottom}th:first-child,td:first-child{text-align:left}
tr.head td{font-weight:600;padding-top:.8rem}tr.best td{background:var(--best);font-weight:600}td.reason{text-align:left;color:var(--bad);white-space:normal}td.reason span{display:block;max-width:min(60vw,48rem)}
svg{display:block;width:100%;height:auto;font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
svg text{fill:var(--fg)}svg .tick{fill:var(--soft);font-size:11px}.panels svg .tick{font-size:14px}svg .group{font-weight:600}svg .failed{fill:var(--bad)}svg .grid{stroke:var(--line)}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,290px),1fr));gap:.6rem 1.2rem}
.key{display:flex;flex-wrap:wrap;gap:.2rem 1rem;font-size:.85rem;color:var(--soft);margin:.4rem 0}.key i{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin-right:.35em}
details{margin:.6rem 0}summary{cursor:pointer;color:var(--soft)}code{font-size:.9em}
""" + "".join(
    f".k-{kind}{{fill:var(--{kind})}}.l-{kind}{{fill:none;stroke:var(--{kind});stroke-width:1.8;stroke-linejoin:round}}"
    f".key .b-{kind}{{background:var(--{kind})}}"
    for kind in SHORT
)


def render(document: dict) -> str:
    """The whole page."""
    programs = list(dict.fromkeys(w["program"] for w in document["workloads"]))
    subject = programs[0] if len(programs) == 1 else f"{len(programs)} programs"
    head = f"Which Python runs {subject} best?"
    pythons = list(dict.fromkeys(c["interpreter"] for c in document["configurations"]))
    machine = document["machine"]
    body = [
        f"<h1>{escape(head)}</h1>",
        f'<p class="soft">{escape(", ".join(pythons))} · {escape(machine["processor"])}, {machine["cores"]} cores, '
        f"{escape(machine['system'])} · {escape(document['started'][:16].replace('T', ' '))} UTC · hpyc {escape(document['hpyc'])}</p>",
    ]
    if document["interrupted"]:
        body.append("<p><b>The study was interrupted; this is what was measured until then.</b></p>")
    body.append(_overall(document))
    for workload in document["workloads"]:
        body.append(_workload(document, workload))
    body += [_starts(document), _costs(document), _failures(document), _method(document)]
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(head)}</title><style>{STYLE}</style></head><body><main>\n"
        + "\n".join(part for part in body if part)
        + "\n</main></body></html>\n"
    )


def _list(items: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def _overall(document: dict) -> str:
    if len(document["workloads"]) < 2:
        return ""
    said = summary(document)
    ranked = overall(document)
    if not said:
        return ""
    base = next(c["interpreter"] for c in document["configurations"] if c["kind"] == "interpreted")
    rows = "".join(
        f'<tr{" class=best" if index == 0 else ""}><td>{escape(name)}</td><td>{factor(speed) if speed >= 0.1 else f"{speed:.3f}"}</td></tr>'
        for index, (name, _, speed) in enumerate(ranked)
    )
    return (
        f'<div class="card verdict">{_list(said)}</div>'
        f"<details><summary>Ranking of everything that ran all workloads</summary><div class=wide><table><tr><th>configuration</th>"
        f"<th>speed; {escape(base)} interpreting is 1</th></tr>{rows}</table></div></details>"
    )


def _workload(document: dict, workload: dict) -> str:
    pythons = list(dict.fromkeys(c["interpreter"] for c in document["configurations"]))
    parts = [f"<h2>{escape(workload['name'])}</h2>", f'<div class="card verdict">{_list(sentences(document, workload))}</div>']
    data = []
    for configuration in document["configurations"]:
        row = workload["rows"].get(configuration["key"])
        if row is None:
            continue
        good = row["status"] == "ok"
        value = row["per_call"]["median"] if good else None
        text = duration(value) if value else ("does not work" if row["failure"] else "not measured")
        label = SHORT.get(configuration["kind"], configuration["description"])
        data.append(Bar(label, configuration["kind"], value, text, configuration["interpreter"]))
    chart = bars(data, f"Time of one call of {workload['expression']}")
    if chart:
        parts.append(f'<h3>Time for one call, warmed up <span class="soft">median; logarithmic, shorter is faster</span></h3>{chart}')
    parts.append(_table(document, workload))
    panels = _warm_up_panels(document, workload, pythons)
    if panels:
        shown = [kind for kind in SHORT if any(c["kind"] == kind for c in document["configurations"])]
        key = "".join(f'<span><i class="b-{kind}"></i>{escape(SHORT[kind])}</span>' for kind in shown)
        parts.append(
            '<h3>Warm-up: every call from the first one on <span class="soft">both axes logarithmic</span></h3>'
            f'<div class="key">{key}</div><div class="panels">{panels}</div>'
        )
    return "\n".join(parts)


def _warm_up_panels(document: dict, workload: dict, pythons: list[str]) -> str:
    by_python: dict[str, list[Line]] = {}
    for configuration in document["configurations"]:
        row = workload["rows"].get(configuration["key"])
        if row is None or row["status"] != "ok" or not row.get("warm_up"):
            continue
        times = [row["first_seconds"], *row["warm_up"]]
        label = SHORT.get(configuration["kind"], configuration["description"])
        by_python.setdefault(configuration["interpreter"], []).append(Line(label, configuration["kind"], times))
    every = [max(t, 1e-9) for found in by_python.values() for line in found for t in line.times]
    if not every:
        return ""
    return "".join(
        f"<div><b>{escape(python)}</b>{lines(by_python[python], f'Warm-up on {python}', min(every), max(every))}</div>"
        for python in pythons
        if python in by_python
    )


def _table(document: dict, workload: dict) -> str:
    found = entries(document, workload)
    best = min(found, key=lambda entry: entry.median).key if found else None
    base = next((entry.median for entry in found if entry.kind == "interpreted"), None)
    rows, python = [], None
    for configuration in document["configurations"]:
        row = workload["rows"].get(configuration["key"])
        if row is None:
            continue
        if configuration["interpreter"] != python:
            python = configuration["interpreter"]
            jit = " (JIT)" if configuration.get("jit") else ""
            rows.append(f'<tr class="head"><td colspan="9">{escape(python + jit)}</td></tr>')
        label = escape(SHORT.get(configuration["kind"], configuration["description"]))
        if configuration.get("peer_version"):
            label += f' <span class="soft">{escape(configuration["peer_version"])}</span>'
        if row["status"] != "ok":
            reason = escape((row["failure"] or "not measured").splitlines()[0][:300])
            rows.append(f'<tr><td>{label}</td><td colspan="8" class="reason"><span>{reason}</span></td></tr>')
            continue
        times = row["per_call"]
        median = times["median"]
        spread = (times["third_quartile"] - times["first_quartile"]) / median if median else 0.0
        own = [_ratio(row.get(f"median_ratio_to_{kind}")) for kind in ("interpreted", "cython")]
        cells = [
            duration(median) + (f' <span class="soft">±{spread * 50:.0f} %</span>' if spread > 0.1 else ""),
            duration(times["minimum"]),
            duration(row["first_seconds"]) if row.get("first_seconds") else "",
            _warm(row, bool(configuration.get("jit"))),
            *own,
            _ratio(median / base if base else None),
            f"{row['repeats']} × {row['number']:,}" + ("*" if row.get("cut") else ""),
        ]
        mark = ' class="best"' if configuration["key"] == best else ""
        rows.append(f"<tr{mark}><td>{label}</td>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    first = next((c["interpreter"] for c in document["configurations"] if c["kind"] == "interpreted"), "the first")
    cut = any((row or {}).get("cut") for row in workload["rows"].values())
    return (
        '<div class="wide"><table><tr><th>way of running</th><th>median</th><th>minimum</th><th>first call</th><th>warm after</th>'
        f"<th>× source,<br>same Python</th><th>× Cython,<br>same Python</th><th>× {escape(first)}<br>interpreting</th><th>repeats<br>× calls</th></tr>"
        + "".join(rows)
        + '</table></div><p class="soft">× : time over that of the other, by medians; below 1 is faster.'
        + (" * fewer calls than the protocol has, because they take too long." if cut else "")
        + "</p>"
    )


def _ratio(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}" if value >= 0.01 else f"{value:.4f}"


def _warm(row: dict, jit: bool) -> str:
    calls, seconds = row.get("warm_calls"), row.get("warm_seconds")
    if calls is None:
        return '<span class="soft">not steady</span>' if row.get("warm_up") else ""
    if calls == 0:
        return "at once"
    return f"{calls:,} call{'s' if calls > 1 else ''}" + (f" ({duration(seconds)})" if jit and seconds else "")


def _starts(document: dict) -> str:
    rows = []
    for configuration in document["configurations"]:
        for program, by_key in document["starts"].items():
            start = by_key.get(configuration["key"])
            if start is None:
                continue
            cells = [
                escape(f"{configuration['interpreter']}, {SHORT.get(configuration['kind'], configuration['description'])}"),
                escape(program),
                duration(start["start_seconds"]) if start["start_seconds"] else "",
                duration(start["import_seconds"]) if start["import_seconds"] else "",
                megabytes(start["peak_bytes"]),
            ]
            rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    if not rows:
        return ""
    return (
        "<h2>Start-up and memory</h2><p class=soft>Start: from nothing to an interpreter that answers. Import: the module under test. "
        "Peak memory: of the whole process, after everything it measured.</p>"
        '<div class="wide"><table><tr><th>configuration</th><th>program</th><th>start</th><th>import</th><th>peak memory</th></tr>'
        + "".join(rows) + "</table></div>"
    )  # fmt: skip


def _costs(document: dict) -> str:
    rows = []
    for configuration in document["configurations"]:
        for program, costs in document["builds"].items():
            cost = costs.get(configuration["key"])
            if cost is None or cost["compile_seconds"] is None:
                continue
            cells = [
                escape(f"{configuration['interpreter']}, {SHORT.get(configuration['kind'], configuration['description'])}"),
                escape(program),
                duration(cost["translate_seconds"] or 0.0),
                f"{cost['c_lines']:,}",
                duration(cost["compile_seconds"]),
                f"{(cost['binary_bytes'] or 0) / 1024:,.0f} KB",
                f"<code>{cost['binary_sha256'][:12]}</code>" if cost.get("binary_sha256") else "",
            ]
            rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    if not rows:
        return ""
    return (
        "<h2>What building cost</h2><details><summary>Times, lines of C, sizes</summary>"
        '<div class="wide"><table><tr><th>configuration</th><th>program</th><th>translate</th><th>C lines</th><th>C compiler</th>'
        "<th>binary</th><th>SHA-256</th></tr>" + "".join(rows) + "</table></div></details>"
    )


def _failures(document: dict) -> str:
    names = {c["key"]: f"{c['interpreter']}, {SHORT.get(c['kind'], c['description'])}" for c in document["configurations"]}
    reasons: dict[tuple[str, str], list[str]] = {}
    for workload in document["workloads"]:
        for key, row in workload["rows"].items():
            if row["failure"]:
                reasons.setdefault((key, row["failure"]), []).append(workload["name"])
    if not reasons:
        return ""
    items = "".join(
        f"<li><b>{escape(names.get(key, key))}</b>: {escape(reason.splitlines()[0][:600])} "
        f'<span class="soft">({escape(", ".join(where) if len(where) < 3 else f"{len(where)} workloads")})</span></li>'
        for (key, reason), where in reasons.items()
    )
    return f"<h2>What did not work</h2><ul>{items}</ul>"


def _method(document: dict) -> str:
    pythons = dict.fromkeys((c["interpreter"], (c.get("python") or "").replace("\n", " ")) for c in document["configurations"])
    versions = "".join(f"<li><b>{escape(name)}</b>: <code>{escape(text)}</code></li>" for name, text in pythons if text)
    return (
        "<h2>How this was measured</h2><ul>"
        "<li>Every configuration has a process of its own. Those of one interpreter take turns, in a new random order each round; "
        "GraalPy's run one after the other, because its compiler works in the background.</li>"
        "<li>The first call is timed and its result compared with the others'; whoever differs is out. Then calls are made one by one "
        "for a while (the warm-up charts), and only then are the repeats measured that the medians come from.</li>"
        "<li>All C is compiled by the same compiler with the same flags. The universal binary is built once, on CPython.</li>"
        "<li>“Warm after”: as soon as calls take at most 1.2 times the final median. “Not steady”: that was not so in the warm-up, or "
        "times kept changing.</li>"
        f"{versions}</ul>"
    )
