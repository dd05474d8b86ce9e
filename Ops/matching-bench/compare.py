#!/usr/bin/env python3
"""Compare the matching with other ways to compute the same lists, on one export of one world.

    compare.py --vivier PROGRAM --folder DIR [--size M] [--seed N] [--rounds N] [--peers A,B] [--export DIR] [--json FILE]

`Ops/bench matching` calls it. First the engine writes its lists and checks a part of them by brute force;
a program that shares nothing with it recomputes the export. Then, round by round, engine and peers run one
after the other in turning order; a peer looks at every so manieth position. CPU time counts, as machines
are shared: of the engine its own, of numpy that of the process, of PostgreSQL that of the server.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
PEERS = {
    "vivier": "vivier, 1 thread",
    "threads": "vivier, 2 threads",
    "bound": "numpy and scipy, gates in cells, then a bound",
    "gates": "numpy and scipy, gates first",
    "postgres": "PostgreSQL, tuned SQL",
}
# Every how manieth position each peer, and the recomputation, look at.
EVERY = {
    "T": {"gates": 1, "bound": 1, "postgres": 4, "recompute": 1},
    "S": {"gates": 4, "bound": 4, "postgres": 20, "recompute": 1},
    "M": {"gates": 50, "bound": 50, "postgres": 400, "recompute": 40},
    "L": {"gates": 1000, "bound": 1000, "postgres": 10000, "recompute": 1000},
}


def told(command):
    """The JSON a command prints; its words on standard error pass through."""
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(said)


class Bench:
    def __init__(self, options):
        self.options = options
        self.every = EVERY[options.size]
        self.export = pathlib.Path(options.export or pathlib.Path(options.folder, "export"))
        self.scores = None

    def vivier(self, threads, *more):
        return told([self.options.vivier, "bench", "--size", self.options.size, "--seed", str(self.options.seed),
                     "--threads", str(threads), "--json", *more])

    def peer(self, name):
        """One run of a peer: CPU and wall time of a position, and whether its scores are ours."""
        if name in ("vivier", "threads"):
            said = self.vivier(1 if name == "vivier" else 2, "--no-check")
            return {"cpu_ms": said["cpu_ms_per_position"], "rss_mb": said["peak_rss_mb"], "prepare_s": said["build_s"],
                    "wall_ms": said["match_wall_s"] / said["positions"] * 1000, "positions": said["positions"],
                    "agrees": True, "told": said}
        out = pathlib.Path(self.options.folder, name)
        command = [sys.executable, str(HERE / "peers.py"), name, str(self.export), str(out)]
        command += ["bench"] if name == "postgres" else []
        said = told([*command, "--every", str(self.every[name])])
        scores = np.fromfile(out, dtype="<i4").reshape(-1, self.scores.shape[1])
        count = said["positions"]
        return {"cpu_ms": said["cpu_s"] / count * 1000, "wall_ms": said["wall_s"] / count * 1000,
                "rss_mb": said["rss_mb"], "prepare_s": said["prepare_s"], "positions": count,
                "agrees": bool(np.array_equal(scores, self.scores[::self.every[name]]))}

    def run(self):
        options = self.options
        self.export.mkdir(parents=True, exist_ok=True)
        print("Writing and checking the lists", file=sys.stderr)
        first = self.vivier(os.cpu_count() or 1, "--export", str(self.export))
        if first["exact"] is not True:
            sys.exit("error: the lists of the engine are not those of brute force")
        self.scores = np.fromfile(self.export / "list_score.i32", dtype="<i4").reshape(first["positions"], -1)
        print("Recomputing the export", file=sys.stderr)
        subprocess.run([sys.executable, str(HERE / "recompute.py"), str(self.export), "--every",
                        str(self.every["recompute"])], check=True, stdout=sys.stderr)
        names = [name for name in PEERS if options.peers is None or name in options.peers.split(",")]
        loaded = None
        if "postgres" in names:
            print("Loading PostgreSQL", file=sys.stderr)
            subprocess.run(["psql", "-X", "-q", "-c", "create database bench"], check=True)
            loaded = told([sys.executable, str(HERE / "peers.py"), "load", str(self.export), "bench"])["load_s"]
        rounds = {name: [] for name in names}
        for turn in range(options.rounds):
            for name in names[turn % len(names):] + names[:turn % len(names)]:
                print(f"Round {turn + 1}: {PEERS[name]}", file=sys.stderr)
                rounds[name].append(self.peer(name))
        brute = {"cpu_ms": first["check_cpu_ms_per_position"], "positions": first["checked_positions"]}
        report(first, rounds, brute, loaded)
        if options.json:
            pathlib.Path(options.json).write_text(
                json.dumps({"first": first, "rounds": rounds, "brute": brute}, indent=1) + "\n", encoding="utf8")
        if not all(run["agrees"] for runs in rounds.values() for run in runs):
            sys.exit("error: the scores of a peer are not those of the engine")


def middle(runs, key):
    return statistics.median(run[key] for run in runs)


def number(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}" if value < 100 else f"{value:.0f}"


def report(first, rounds, brute, loaded):
    ours = middle(rounds["vivier"], "cpu_ms") if "vivier" in rounds else first["cpu_ms_per_position"]
    print(f"{first['candidates']:,} candidates, {first['positions']:,} positions, seed {first['seed']}; "
          f"{first['checked_positions']:,} positions equal to brute force\n")
    print("| engine | CPU ms a position (lowest–highest) | times vivier | wall ms a position | positions | MB | prepare s | agrees |")
    print("|---|---|---|---|---|---|---|---|")
    for name, runs in rounds.items():
        values = sorted(run["cpu_ms"] for run in runs)
        ratio = middle(runs, "cpu_ms") / ours
        memory = "–" if name == "postgres" else number(middle(runs, "rss_mb"))
        prepare = loaded if name == "postgres" else middle(runs, "prepare_s")
        agrees = "yes" if all(run["agrees"] for run in runs) else "no"
        print(f"| {PEERS[name]} | {number(middle(runs, 'cpu_ms'))} ({number(values[0])}–{number(values[-1])}) | "
              f"{number(ratio)} | {number(middle(runs, 'wall_ms'))} | {runs[0]['positions']:,} | {memory} | "
              f"{number(prepare)} | {agrees} |")
    print(f"| brute force in Swift | {number(brute['cpu_ms'])} | {number(brute['cpu_ms'] / ours)} | – | "
          f"{brute['positions']:,} | – | – | yes |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vivier", required=True, help="the program, built with optimisation")
    parser.add_argument("--folder", required=True, help="a folder to write to")
    parser.add_argument("--size", choices=list(EVERY), default="M")
    parser.add_argument("--seed", type=int, default=20251120)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", help=", ".join(PEERS))
    parser.add_argument("--export", help="keep the export here")
    parser.add_argument("--json", help="write every run here")
    options = parser.parse_args()
    unknown = set((options.peers or "vivier").split(",")) - set(PEERS)
    if unknown:
        parser.error(f"no such peer: {', '.join(sorted(unknown))}; there are {', '.join(PEERS)}")
    Bench(options).run()


if __name__ == "__main__":
    main()
