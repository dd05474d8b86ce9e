#!/usr/bin/env python3
"""Times whole nights with their database: night.py VIVIER SEEDS FOLDER CANDIDATES POSITIONS THREADS [JSON]

One night on everything, one after a hundredth of candidates and positions changed; each step as the run itself recorded it.
"""
import json
import os
import subprocess
import sys
import time

here = os.path.dirname(os.path.abspath(__file__))
vivier, seeds, folder = sys.argv[1:4]
candidates, positions, threads = sys.argv[4:7]
environment = {k: v for k, v in os.environ.items() if not k.startswith("PG") and k != "DATABASE_URL"}
environment |= {"VIVIER_HOME": f"{folder}/home", "VIVIER_SEEDS": seeds}


def measured(*command):
    """Runs a command; its wall time, CPU time (without the server) and peak memory, and what it wrote."""
    start = time.monotonic()
    with open(f"{folder}/out", "wb") as out, open(f"{folder}/errors", "wb") as errors:
        process = subprocess.Popen(command, stdout=out, stderr=errors, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.stderr.write(open(f"{folder}/errors").read())
        sys.exit(f"error: {' '.join(command[1:])} failed")
    return {
        "wall_s": round(time.monotonic() - start, 2),
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 2),
        "peak_rss_mb": usage.ru_maxrss // 1024,
        "output": open(f"{folder}/out").read(),
    }


def world(*changed):
    made = f"{folder}/world"
    os.makedirs(made, exist_ok=True)
    subprocess.run(
        [sys.executable, f"{here}/world.py", seeds, made, candidates, positions, *changed], check=True)
    return made


def night(date):
    told = measured(vivier, "nightly", "--date", date, "--threads", threads)
    run = json.loads(measured(vivier, "run", "show", date, "--json")["output"])[0]
    told.pop("output")
    return told | {
        "date": date,
        "steps": {step["step"]: step["milliseconds"] for step in run["steps"]},
        "figures": run["figures"],
    }


measured(vivier, "reference", "load")
made = world()
loading = {
    kind: measured(vivier, "import", kind, f"{made}/{kind}.csv")["wall_s"]
    for kind in ("companies", "positions", "candidates")
}
print("loaded", "  ".join(f"{kind} {seconds} s" for kind, seconds in loading.items()))
full = night("2026-11-21")
world("100")
changes = {
    kind: measured(vivier, "import", kind, f"{made}/{kind}.csv")["wall_s"]
    for kind in ("positions", "candidates")
}
after = night("2026-11-22")

steps = list(full["steps"])
print(f"{'step':<12}{'full night':>14}{'after 1 %':>14}")
for step in steps:
    print(f"{step:<12}{full['steps'][step]:>11} ms{after['steps'].get(step, 0):>11} ms")
for name, unit in (("wall_s", "s"), ("cpu_s", "s"), ("peak_rss_mb", "MB")):
    print(f"{name:<12}{full[name]:>12} {unit}{after[name]:>12} {unit}")
for name in ("positions", "candidates", "matches", "listed", "company_digests", "candidate_digests"):
    print(f"{name:<20}{full['figures'].get(name, 0):>12}{after['figures'].get(name, 0):>12}")
if len(sys.argv) > 7:
    with open(sys.argv[7], "w") as file:
        json.dump({"loading": loading, "changes": changes, "full": full, "after": after}, file, indent=2)
