"""Runs every case of every engine in turn, round after round, and prints a Markdown table.

compare.py --floor PROGRAM --vivier PROGRAM --python PROGRAM --folder FOLDER
           [--rounds N] [--scale N] [--cases A,B] [--engines A,B] [--json FILE]
The server is the one the PG* variables name; its database is the benchmark's to fill.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

import psycopg

# Case, what it does, how many of them at scale 1.
CASES = {
    "roundtrip": ("round trips of a prepared `select $1::int8`", 20_000),
    "rows": ("rows of (bigint, timestamptz, float8, text) into an array", 1_000_000),
    "numbers": ("rows of (bigint, timestamptz, float8) into an array", 1_000_000),
    "strings": ("rows of one text into an array", 1_000_000),
    "column": ("rows of one integer into an array", 5_000_000),
    "stream": ("rows of (bigint, timestamptz, float8, text), one at a time", 1_000_000),
    "inserts": ("inserts of three values by pipeline", 100_000),
    "copy-in-rows": ("typed rows of 9 columns by binary COPY in", 2_000_000),
    "copy-out-rows": ("typed rows of 9 columns by binary COPY out", 2_000_000),
    "copy-in-text": ("rows of text COPY in, as bytes", 2_000_000),
    "copy-in-binary": ("rows of binary COPY in, as bytes", 2_000_000),
    "copy-out-text": ("rows of text COPY out, as bytes", 2_000_000),
    "copy-out-binary": ("rows of binary COPY out, as bytes", 2_000_000),
}
ENGINES = ["floor", "vivier", "asyncpg", "psycopg"]
NAMES = {"floor": "libpq in C", "vivier": "Postgres", "asyncpg": "asyncpg", "psycopg": "psycopg"}

WIDE = """(id bigint, rank integer, score float8, code text, note text, flag boolean,
  at timestamptz, day date, parent bigint)"""
# The rows of `fill` in floor.c, `wide` in peers.py and `Wide` in PostgresBench.
FILL_WIDE = """insert into wide select i, i % 1000, i / 8.0, 'code ' || lpad(i::text, 7, '0'),
  'a remark of forty characters, no. ' || lpad(i::text, 6, '0'), i % 3 = 0,
  timestamptz '2023-11-14 22:13:20 UTC' + i * interval '1000003 microseconds',
  date '2022-01-08' + (i % 1000)::integer, case when i % 2 = 0 then i / 2 end
  from generate_series(0, %s::bigint - 1) i"""


def fill(cases, scale, folder):
    """Makes the tables the cases read, and the files they send."""
    with psycopg.connect("", autocommit=True) as connection:
        run = connection.execute
        run("create unlogged table entry (id bigint, score float8, name text)")
        run(f"create unlogged table target {WIDE} with (autovacuum_enabled = off)")
        if {"rows", "numbers", "strings", "stream"} & set(cases):
            run("create unlogged table reading (id bigint, at timestamptz, score float8, name text)")
            run(
                """insert into reading select i, timestamptz '2024-01-01 UTC' + i * interval '1.5 s',
                i / 7.0, 'reading number ' || i from generate_series(1, %s) i""",
                (CASES["rows"][1] // scale,),
            )
        if "column" in cases:
            run("create unlogged table counter (n integer)")
            run(
                "insert into counter select i * 3 from generate_series(1, %s) i",
                (CASES["column"][1] // scale,),
            )
        copies = [case for case in cases if case.startswith("copy-")]
        if copies:
            run(f"create unlogged table wide {WIDE}")
            # Psycopg reads % as its own mark.
            run(FILL_WIDE.replace("% ", "%% "), (CASES[copies[0]][1] // scale,))
        files = {}
        for form in ("text", "binary"):
            if f"copy-in-{form}" in cases:
                files[f"copy-in-{form}"] = folder / f"wide.{form}"
                with open(folder / f"wide.{form}", "wb") as output:
                    copy_to = f"copy wide to stdout (format {form})"
                    with connection.cursor().copy(copy_to) as copy:
                        for data in copy:
                            output.write(data)
        run("vacuum analyze")
        run("checkpoint")
    return files


def measure(program, case, count, file, check):
    """One case of one engine in a process of its own."""
    loads = case.startswith("copy-in-") or case == "inserts"
    table = "entry" if case == "inserts" else "target"
    if loads:
        with psycopg.connect("", autocommit=True) as connection:
            connection.execute(f"truncate {table}")
            connection.execute("checkpoint")
    environment = dict(os.environ)
    if check:
        environment["BENCH_CHECK"] = "1"
    command = [*program, case, str(count)] + ([str(file)] if file else [])
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, timeout=120)
    if done.returncode != 0:
        sys.exit(f"error: {' '.join(command)} ended with {done.returncode}")
    answer = json.loads(done.stdout)
    if loads and check:
        with psycopg.connect("", autocommit=True) as connection:
            answer["checksum"] = connection.execute(
                f"select count(*) || ' ' || sum(hashtextextended(t::text, 0)) from {table} t"
            ).fetchone()[0]
    answer["cpu"] = answer["user"] + answer["system"]
    return answer


def spread(values, unit=1, digits=2):
    """Median, and the least and greatest beside it."""
    middle = statistics.median(values) * unit
    return f"{middle:.{digits}f} ({min(values) * unit:.{digits}f}–{max(values) * unit:.{digits}f})"


def table(results, cases, engines, counts):
    """The Markdown table of all cases."""
    lines = [
        "| case | engine | per second | wall, s | CPU of the client, s | CPU ÷ C | wall ÷ C | peak, MB |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for case in cases:
        floor = results.get(f"{case}/floor")
        for engine in engines:
            runs = results.get(f"{case}/{engine}")
            if not runs:
                continue
            middle = {
                key: statistics.median(run[key] for run in runs)
                for key in ("seconds", "cpu", "peak")
            }
            ratios = ["", ""]
            if floor:
                ratios = [
                    f"{middle[key] / statistics.median(run[key] for run in floor):.2f}"
                    for key in ("cpu", "seconds")
                ]
            what = f"{counts[case]:,} {CASES[case][0]}" if engine == engines[0] else ""
            lines.append(
                f"| {what} | {NAMES[engine]} | {counts[case] / middle['seconds']:,.0f} "
                f"| {spread([run['seconds'] for run in runs], digits=3)} "
                f"| {spread([run['cpu'] for run in runs], digits=3)} "
                f"| {ratios[0]} | {ratios[1]} | {middle['peak'] / 1024:.0f} |"
            )
    if "roundtrip" in cases:
        lines += ["", "| round trip | p50, µs | p99, µs |", "| --- | ---: | ---: |"]
        for engine in engines:
            if runs := results.get(f"roundtrip/{engine}"):
                lines.append(
                    f"| {NAMES[engine]} | {spread([run['p50'] for run in runs], 1e6, 1)} "
                    f"| {spread([run['p99'] for run in runs], 1e6, 1)} |"
                )
    return "\n".join(lines)


def summary(results, cases, engines, counts):
    """The table of the library's documentation: what one row or statement costs the client."""
    lines = [
        "| Processor time of the client per row or statement, µs | "
        + " | ".join(NAMES[engine] for engine in engines)
        + " | Postgres ÷ C | peak memory in the same order, MB |",
        "| --- |" + " ---: |" * (len(engines) + 2),
    ]
    for case in cases:
        middle = {
            engine: {
                key: statistics.median(run[key] for run in results[f"{case}/{engine}"])
                for key in ("cpu", "peak")
            }
            for engine in engines
        }
        costs = [f"{middle[engine]['cpu'] / counts[case] * 1e6:.2f}" for engine in engines]
        ratio = ""
        if "floor" in middle and "vivier" in middle:
            ratio = f"{middle['vivier']['cpu'] / middle['floor']['cpu']:.2f}"
        peaks = ", ".join(f"{middle[engine]['peak'] / 1024:.0f}" for engine in engines)
        lines.append(f"| {CASES[case][0]} | {' | '.join(costs)} | {ratio} | {peaks} |")
    return "\n".join(lines)


def machine():
    """What the numbers were taken on."""
    with psycopg.connect("") as connection:
        version = connection.execute("show server_version").fetchone()[0]
        settings = connection.execute(
            """select string_agg(name || ' = ' || current_setting(name), ', ' order by name)
            from pg_settings where source in ('command line', 'configuration file')
            and name !~ '^(lc_|log_|data_|config|hba|ident|unix|listen|default_text|DateStyle|TimeZone)'"""
        ).fetchone()[0]
    processor = next(
        (line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    from importlib.metadata import version as package

    return (
        f"{processor}, {os.cpu_count()} cores; PostgreSQL {version}, "
        f"libpq {psycopg.pq.version() // 10000} in psycopg; "
        f"psycopg {package('psycopg')} ({psycopg.pq.__impl__}), asyncpg {package('asyncpg')} with uvloop, "
        f"Python {platform.python_version()}.\nServer: {settings}."
    )


def main():
    parser = argparse.ArgumentParser()
    for name in ("floor", "vivier", "python", "folder"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--cases", default=",".join(CASES))
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--json")
    options = parser.parse_args()
    cases = [case for case in CASES if case in options.cases.split(",")]
    engines = [engine for engine in ENGINES if engine in options.engines.split(",")]
    peers = [options.python, str(Path(__file__).with_name("peers.py"))]
    programs = {
        "floor": [options.floor],
        "vivier": [options.vivier],
        "asyncpg": [*peers, "asyncpg"],
        "psycopg": [*peers, "psycopg"],
    }
    counts = {case: max(1_000, CASES[case][1] // options.scale) for case in cases}
    where = machine()
    files = fill(cases, options.scale, Path(options.folder))
    results = {}
    failures = []
    # The first round only compares what the engines read; it also fills the server's cache.
    for number in range(options.rounds + 1):
        for case in cases:
            sums = {}
            for engine in engines:
                run = measure(
                    programs[engine], case, counts[case], files.get(case), check=number == 0)
                sums[engine] = run["checksum"]
                if number > 0:
                    results.setdefault(f"{case}/{engine}", []).append(run)
            if number == 0 and len(set(sums.values())) > 1:
                failures.append(f"{case}: {sums}")
        print(f"round {number} of {options.rounds}", file=sys.stderr)
    print(where)
    print(f"\nMedian of {options.rounds} rounds (least–greatest), engines in turn.\n")
    print(table(results, cases, engines, counts))
    print()
    print(summary(results, cases, engines, counts))
    if options.json:
        Path(options.json).write_text(
            json.dumps({"machine": where, "counts": counts, "runs": results}, indent=1) + "\n")
    if failures:
        sys.exit("error: the engines did not read the same values\n" + "\n".join(failures))


main()
