#!/usr/bin/env python3
"""Measure how time and memory of the matching grow with the country, as a table and a plot.

    growth.py --vivier PROGRAM [--sizes S,M,L] [--rounds N] [--seed N] [--threads N] [--plot FILE]

`Ops/bench growth` calls it. Prints a table in Markdown of the median of each size; the plot is an SVG with
logarithmic axes. Needs nothing but Python.
"""

import argparse
import json
import math
import pathlib
import statistics
import subprocess

# Name, unit, key of `vivier bench --json`, factor, colour.
LINES = [
    ("match, CPU", "s", "match_cpu_s", 1, "#1b6ca8"),
    ("match, wall", "s", "match_wall_s", 1, "#5aa9e6"),
    ("build, wall", "s", "build_s", 1, "#2a9d8f"),
    ("memory", "GB", "peak_rss_mb", 1 / 1024, "#d1495b"),
]


def measure(options, size):
    runs = []
    for _ in range(options.rounds):
        said = subprocess.run(
            [options.vivier, "bench", "--size", size, "--seed", str(options.seed), "--threads",
             str(options.threads), "--no-check", "--json"], check=True, stdout=subprocess.PIPE, text=True).stdout
        runs.append(json.loads(said))
    middle = dict(runs[0])
    for key, value in runs[0].items():
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            middle[key] = statistics.median(run[key] for run in runs)
    return middle


def table(rows):
    print("| | " + " | ".join(row["size"] for row in rows) + " |")
    print("|---|" + "---|" * len(rows))
    lines = [
        ("candidates", lambda row: f"{row['candidates']:,}"),
        ("positions", lambda row: f"{row['positions']:,}"),
        ("build, s", lambda row: f"{row['build_s']:.2f}"),
        ("match, wall s", lambda row: f"{row['match_wall_s']:.2f}"),
        ("match, CPU s", lambda row: f"{row['match_cpu_s']:.2f}"),
        ("match, CPU ms a position", lambda row: f"{row['cpu_ms_per_position']:.3f}"),
        ("pairs scored in full a position", lambda row: f"{row['scored_pairs'] / row['positions']:.0f}"),
        ("near lists, CPU ms a position", lambda row: f"{row['near_cpu_s'] * 1000 / row['near_positions']:.3f}"),
        ("peak memory, MB", lambda row: f"{row['peak_rss_mb']:.0f}"),
        ("peak memory with near lists, MB", lambda row: f"{row['near_peak_rss_mb']:.0f}"),
    ]
    for name, value in lines:
        print(f"| {name} | " + " | ".join(value(row) for row in rows) + " |")


def plot(rows):
    """Time and memory against candidates × positions, both axes logarithmic."""
    width, height, left, right, top, bottom = 760, 440, 70, 170, 44, 60
    across = [math.log10(row["candidates"] * row["positions"]) for row in rows]
    values = {name: [max(row[key] * factor, 1e-4) for row in rows] for name, _, key, factor, _ in LINES}
    low = math.floor(min(math.log10(v) for line in values.values() for v in line))
    high = math.ceil(max(math.log10(v) for line in values.values() for v in line))
    first, last = math.floor(min(across)), math.ceil(max(across))

    def x(value):
        return left + (value - first) / (last - first) * (width - left - right)

    def y(value):
        return height - bottom - (math.log10(value) - low) / max(high - low, 1) * (height - top - bottom)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        'font-size="12" role="img" aria-label="Time and memory of the matching against the size of the country">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{left}" y="24" font-size="15" fill="#222222">Growth of the matching: seconds and GB</text>',
    ]
    for power in range(low, high + 1):
        line = y(10 ** power)
        label = f"{10 ** power:g}"
        parts.append(f'<line x1="{left}" y1="{line:.1f}" x2="{width - right}" y2="{line:.1f}" stroke="#dddddd"/>')
        parts.append(f'<text x="{left - 8}" y="{line + 4:.1f}" text-anchor="end" fill="#555555">{label}</text>')
    for power in range(first, last + 1):
        parts.append(f'<text x="{x(power):.1f}" y="{height - bottom + 18}" text-anchor="middle" fill="#555555">'
                     f'10<tspan dy="-5" font-size="9">{power}</tspan></text>')
    parts.append(f'<text x="{(left + width - right) / 2:.0f}" y="{height - 16}" text-anchor="middle" fill="#555555">'
                 "pairs: candidates × positions</text>")
    for place, row in zip(across, rows):
        parts.append(f'<line x1="{x(place):.1f}" y1="{top}" x2="{x(place):.1f}" y2="{height - bottom}" '
                     'stroke="#cccccc" stroke-dasharray="3 4"/>')
        parts.append(f'<text x="{x(place):.1f}" y="{top - 4}" text-anchor="middle" fill="#555555">{row["size"]}</text>')
    ends = sorted((y(values[name][-1]), name, unit, colour) for name, unit, _, _, colour in LINES)
    label = 0.0
    for end, name, unit, colour in ends:
        points = " ".join(f"{x(place):.1f},{y(value):.1f}" for place, value in zip(across, values[name]))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for place, value in zip(across, values[name]):
            parts.append(f'<circle cx="{x(place):.1f}" cy="{y(value):.1f}" r="3.5" fill="{colour}"/>')
        label = max(end + 4, label + 15)
        parts.append(f'<text x="{x(across[-1]) + 10:.1f}" y="{label:.1f}" fill="{colour}">'
                     f"{name} {values[name][-1]:.3g} {unit}</text>")
    return "\n".join(parts + ["</svg>"]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vivier", required=True, help="the program, built with optimisation")
    parser.add_argument("--sizes", default="S,M,L")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=20251120)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--plot", type=pathlib.Path, help="where the SVG goes")
    options = parser.parse_args()
    rows = [measure(options, size) for size in options.sizes.split(",")]
    table(rows)
    if options.plot:
        options.plot.write_text(plot(rows), encoding="utf8")


if __name__ == "__main__":
    main()
