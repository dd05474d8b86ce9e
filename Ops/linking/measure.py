#!/usr/bin/env python3
"""How many people two companies can find again in each other's lists.

Reads the digests that wait or went out in the private database of VIVIER_HOME (a demo: it joins codes with
people), and plays two companies who lay their lists side by side: a profile of one and a profile of the
other are taken for the same person when they read the same, agree on every skill both positions ask, and no
other profile of either list does. Done once with what companies read, once with what had been declared.
"""
import itertools
import json
import os
import subprocess
from collections import defaultdict

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
VIVIER = os.environ.get("VIVIER_BINARY", os.path.join(ROOT, ".build", "release", "vivier"))


def rows(sql):
    output = subprocess.run(
        [VIVIER, "db", "psql", "-AtX", "-c", f"select to_jsonb(r) from ({sql}) r"],
        check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


declared = {
    row["id"]: json.dumps(row["traits"], sort_keys=True)
    for row in rows("""
        select c.id, jsonb_build_array(c.level_held, c.level_prepared, c.diploma, c.available_on,
          f.area_kinds, f.area_codes, f.area_radii) as traits
        from app.candidate c join match.profile f on f.candidate = c.id""")
}
asked = defaultdict(set)
for row in rows("""
        select s.position, coalesce(k.label, s.skill) as label
        from app.position_skill s left join ref.skill k on k.skill = s.skill"""):
    asked[row["position"]].add(row["label"])
company = {row["id"]: row["siren"] for row in rows("select id, siren from app.position")}

# By company and candidate: what is read, and which asked skills are met or not.
profiles = defaultdict(dict)
for row in rows("select view from mail.outbox where kind = 'company_digest' and state <> 'superseded'"):
    for block in row["view"]["positions"]:
        for item in block["items"]:
            met = {line["label"] for line in item["matched"]}
            shown = {key: value for key, value in item["shown"].items() if key != "rung"}
            known = profiles[company[block["position"]]].setdefault(
                item["candidate"], {"shown": json.dumps(shown, sort_keys=True), "skills": {},
                                    "rung": item["shown"]["rung"]})
            known["skills"].update({label: label in met for label in asked[block["position"]]})


def links(one, other, key):
    """The pairs taken for the same person."""
    def alike(a, b):
        if key(a) != key(b):
            return False
        left, right = one[a]["skills"], other[b]["skills"]
        return all(left[label] == right[label] for label in left.keys() & right.keys())
    forth = {a: [b for b in other if alike(a, b)] for a in one}
    back = defaultdict(list)
    for a, found in forth.items():
        for b in found:
            back[b].append(a)
    return [(a, found[0]) for a, found in forth.items() if len(found) == 1 and len(back[found[0]]) == 1]


pairs = list(itertools.combinations(sorted(profiles), 2))
shared = sum(len(profiles[a].keys() & profiles[b].keys()) for a, b in pairs)
count = len({candidate for found in profiles.values() for candidate in found})
print(f"{len(profiles)} companies, {count} people shown, {len(pairs)} pairs of companies, "
      f"{shared} people in both lists of a pair")
for name in ("declared", "shown"):
    made = right = 0
    near = [0, 0]
    for a, b in pairs:
        one, other = profiles[a], profiles[b]
        if name == "declared":
            found = links(one, other, lambda candidate: declared[candidate])
        else:
            table = {**{c: p["shown"] for c, p in one.items()}, **{c: p["shown"] for c, p in other.items()}}
            found = links(one, other, lambda candidate: table[candidate])
        made += len(found)
        right += sum(x == y for x, y in found)
        for x, y in found:
            if len(one[x]["skills"].keys() & other[y]["skills"].keys()) >= 3:
                near[0] += 1
                near[1] += x == y
    print(f"{name}: {made} taken for the same, {right} are ({100 * right / max(1, made):.1f} %), "
          f"of {shared}: {100 * right / max(1, shared):.1f} %; where both ask three skills or more in common: "
          f"{near[1]} of {near[0]}")
rungs = defaultdict(int)
for found in profiles.values():
    for profile in found.values():
        rungs[profile["rung"]] += 1
print("rungs:", dict(sorted(rungs.items())))
