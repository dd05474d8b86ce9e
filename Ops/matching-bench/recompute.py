#!/usr/bin/env python3
"""Recompute an exported benchmark from its files alone: every score, the order and the ties.

    recompute.py DIR [--every N]

DIR is what `vivier bench --export DIR` wrote; README and schema.json in it say what each file holds.
Shares no code with the engine. Integers must be equal; exits with 1 where one is not. Needs numpy.
"""

import argparse
import json
import pathlib
import sys

import numpy as np

UNIT = 1_000_000
LISTED, NEAR = 20, 10
KINDS = {"i8": "i1", "u8": "u1", "i16": "<i2", "u16": "<u2", "i32": "<i4", "u32": "<u4", "i64": "<i8", "u64": "<u8"}


class World:
    """The files of an export by name, and its method."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        schema = json.loads((folder / "schema.json").read_text(encoding="utf8"))
        for file in schema["files"]:
            array = np.fromfile(folder / file["name"], dtype=KINDS[file["type"]])
            name = file["name"].split(".")[0]
            # Plain integers, so that differences and indices are what they seem.
            array = array.astype(np.int64) if name.endswith("_starts") else array
            setattr(self, name, array.reshape(file["shape"]))
        method = json.loads((folder / "method.json").read_text(encoding="utf8"))
        self.number = method["numbers"]
        self.run = method
        self.occupations = self.occupation_credit.shape[0]
        # floor(proficiency · evidence), by both.
        factor = [self.number[f"proficiency.{level}"] for level in (1, 2, 3, 4)]
        names = ("declared", "project", "taught", "certified", "attested")
        backing = [self.number[f"evidence.{name}"] for name in names]
        self.strength = np.array([[p * e // UNIT for e in backing] for p in factor], dtype=np.int64)
        self.diploma_end = first_day_too_old(self.candidate_diploma_day, method["graduate_within_months"])


def first_day_too_old(days, months):
    """The day so many months after each day, or the month's last; meaningless where none was told."""
    told = np.where(days == NOT_TOLD, 0, days).astype("datetime64[D]")
    month = told.astype("datetime64[M]")
    later = month + np.timedelta64(months, "M")
    last = ((later + 1).astype("datetime64[D]") - later.astype("datetime64[D]")).astype(np.int64) - 1
    offset = (told - month.astype("datetime64[D]")).astype(np.int64)
    return later.astype("datetime64[D]").astype(np.int64) + np.minimum(offset, last)


NOT_TOLD = np.iinfo(np.int32).min
M64 = np.uint64


def siphash(key, first, second):
    """SipHash-2-4 of two words, each sixteen bytes of message; `second` may be an array."""
    second = np.asarray(second, dtype=M64)
    v = [np.full(second.shape, k ^ c, dtype=M64) for k, c in zip(
        (key[0], key[1], key[0], key[1]),
        (0x736f6d6570736575, 0x646f72616e646f6d, 0x6c7967656e657261, 0x7465646279746573))]

    def turn(word, bits):
        return word << M64(bits) | word >> M64(64 - bits)

    def rounds(count):
        for _ in range(count):
            v[0] = v[0] + v[1]
            v[1] = turn(v[1], 13) ^ v[0]
            v[0] = turn(v[0], 32)
            v[2] = v[2] + v[3]
            v[3] = turn(v[3], 16) ^ v[2]
            v[0] = v[0] + v[3]
            v[3] = turn(v[3], 21) ^ v[0]
            v[2] = v[2] + v[1]
            v[1] = turn(v[1], 17) ^ v[2]
            v[2] = turn(v[2], 32)

    with np.errstate(over="ignore"):
        for word in (M64(first), second, M64(16 << 56)):
            v[3] = v[3] ^ word
            rounds(2)
            v[0] = v[0] ^ word
        v[2] = v[2] ^ M64(0xff)
        rounds(4)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


def square_root(numbers):
    """The largest integer whose square is at most each number, below 2^53."""
    root = np.sqrt(numbers.astype(np.float64)).astype(np.int64)
    root -= root * root > numbers
    root += (root + 1) * (root + 1) <= numbers
    return root


def gates(world, position):
    """Which gates each candidate fails: contract, level, availability, area, programme."""
    number = world.number
    hire = int(world.position_hire_day[position])
    offered = int(world.position_contracts[position])
    contract = (offered != 0) & (world.candidate_contracts != 0) & (world.candidate_contracts & offered == 0)
    level = world.candidate_level < world.position_level[position]
    availability = world.candidate_available_day.astype(np.int64) > hire + number["availability.days"]
    chord = sum((getattr(world, f"candidate_{axis}").astype(np.int64)
                 - int(getattr(world, f"position_{axis}")[position])) ** 2 for axis in "xyz")
    area = (world.candidate_chord_limit >= 0) & (chord > world.candidate_chord_limit)
    told = world.candidate_diploma_day != NOT_TOLD
    too_old = told & (world.candidate_diploma_day <= hire) & (hire > world.diploma_end)
    programme = (world.candidate_level < world.run["least_level_held"]) | too_old
    return contract, level, availability, area, programme


def rows(starts, chosen):
    """Row numbers within `chosen` and places of all elements of the chosen rows of a ragged list."""
    first = starts[chosen]
    count = starts[chosen + 1] - first
    row = np.repeat(np.arange(len(chosen)), count)
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + first[row]
    return row, place


def credits(world, position, chosen):
    """The best credit of each chosen candidate for each asked skill."""
    asked = np.arange(world.asked_starts[position], world.asked_starts[position + 1])
    best = np.zeros((len(chosen), len(asked)), dtype=np.int64)
    row, place = rows(world.held_starts, chosen)
    skill = world.held_skill[place]
    strength = world.strength[world.held_proficiency[place] - 1, world.held_evidence[place]]
    for index, wanted in enumerate(world.asked_skill[asked]):
        base = np.zeros(len(world.idf), dtype=np.int64)
        near = slice(world.near_starts[wanted], world.near_starts[wanted + 1])
        base[world.near_skill[near]] = world.near_credit[near]
        base[wanted] = UNIT
        found = base[skill]
        has = found > 0
        np.maximum.at(best[:, index], row[has], found[has] * strength[has] // UNIT)
    return best


def mean(components, count, prior):
    """floor(Σ weight · value / Σ weight) over the components that are asked, else the prior."""
    above = np.zeros(count, dtype=np.int64)
    below = np.zeros(count, dtype=np.int64)
    for weight, value, is_asked in components:
        above += np.where(is_asked, weight * value, 0)
        below += np.where(is_asked, weight, 0)
    return np.where(below > 0, above // np.maximum(below, 1), prior)


def best_of(starts, values, table, chosen):
    """The highest table value over the list of each chosen row, and whether it has one."""
    best = np.zeros(len(chosen), dtype=np.int64)
    row, place = rows(starts, chosen)
    np.maximum.at(best, row, table[values[place]])
    return best, starts[chosen + 1] > starts[chosen]


def sides(world, position, chosen):
    """Both sides of each chosen candidate with a position, and how many required skills are missing."""
    number = world.number
    count = len(chosen)
    asked = slice(world.asked_starts[position], world.asked_starts[position + 1])
    best = credits(world, position, chosen)
    weight = world.idf[world.asked_skill[asked]].astype(np.int64) * world.asked_importance[asked]
    required = world.asked_required[asked] != 0
    answered = world.held_starts[chosen + 1] > world.held_starts[chosen]
    always = np.ones(count, dtype=bool)

    def coverage(which, prior):
        total = weight[which].sum()
        if total == 0:
            return 0 * always, ~always
        return np.where(answered, (best[:, which] * weight[which]).sum(1) // total, prior), always

    occupation = int(world.position_occupation[position])
    table = world.occupation_credit[occupation] if occupation >= 0 else np.zeros(world.occupations, dtype=np.int64)
    wished, has_wish = best_of(world.wished_starts, world.wished_occupation, table, chosen)
    studied, has_study = best_of(world.studied_starts, world.studied_occupation, table, chosen)
    fit = np.where(has_wish | has_study, np.maximum(wished, studied), number["prior.position_occupation"])
    side_position = mean([
        (number["weight.required_skills"], *coverage(required, number["prior.required_skills"])),
        (number["weight.desired_skills"], *coverage(~required, number["prior.desired_skills"])),
        (number["weight.position_occupation"], fit, always & (occupation >= 0)),
    ], count, number["prior.side_position"])

    def wish(name, told, prior):
        starts, values = getattr(world, f"{name}_starts"), getattr(world, f"candidate_{name}")
        is_told = told >= 0
        found, has = best_of(starts, values, np.zeros(1 + max(values.max(initial=0), told, 0), dtype=np.int64)
                             if not is_told else np.eye(1, 1 + max(values.max(initial=0), told), told,
                                                        dtype=np.int64)[0] * UNIT, chosen)
        return (found if is_told else np.full(count, prior)), has

    least = world.candidate_minimum_pay[chosen].astype(np.int64)
    offered = int(world.position_pay_max[position])
    if offered < 0:
        offered = int(world.position_pay_min[position])
    if offered >= 0:
        floor = number["pay.floor"]
        above = offered * UNIT - floor * least
        pay = np.where(offered >= least, UNIT,
                       np.where(above > 0, above * UNIT // np.maximum((UNIT - floor) * least, 1), 0))
    else:
        pay = np.full(count, number["prior.pay"])
    side_candidate = mean([
        (number["weight.candidate_occupation"],
         wished if occupation >= 0 else np.full(count, number["prior.candidate_occupation"]), has_wish),
        (number["weight.mission"], *wish("mission", int(world.position_mission[position]), number["prior.mission"])),
        (number["weight.sector"], *wish("sector", int(world.position_sector[position]), number["prior.sector"])),
        (number["weight.pay"], pay, least >= 0),
    ], count, number["prior.side_candidate"])
    missing = (best[:, required] < number["skill.met"]).sum(1)
    return side_position, side_candidate, missing


def ranked(world, position, chosen, side_position, side_candidate, limit):
    """The best of the chosen candidates in the order of a list."""
    score = square_root(side_position * side_candidate)
    if len(chosen) > limit:
        # Only those that can be among them draw a tie.
        kept = score >= np.partition(score, len(score) - limit)[len(score) - limit]
        chosen, side_position, side_candidate, score = (a[kept] for a in (chosen, side_position, side_candidate, score))
    key = bytes.fromhex(world.run["key"])
    words = int.from_bytes(key[:8], "little"), int.from_bytes(key[8:], "little")
    tie = siphash(words, int(world.position_tie[position]), world.candidate_tie[chosen])
    order = np.lexsort((chosen, tie, world.candidate_exposures[chosen], -score))[:limit]
    return chosen[order], score[order], side_position[order], side_candidate[order]


def check(world, position):
    """What differs at a position, as sentences."""
    failures = gates(world, position)
    failed = sum(gate.astype(np.int8) for gate in failures)
    chosen = np.flatnonzero((failed <= 1) & ~failures[3])
    side_position, side_candidate, missing = sides(world, position, chosen)
    wrong = []

    def compare(prefix, mask, limit):
        found = ranked(world, position, chosen[mask], side_position[mask], side_candidate[mask], limit)
        told = [getattr(world, f"{prefix}_{name}")[position]
                for name in ("candidate", "score", "side_position", "side_candidate")]
        size = int((told[0] >= 0).sum())
        if size != len(found[0]):
            wrong.append(f"{prefix}: {size} rows instead of {len(found[0])}")
            return
        for name, ours, theirs in zip(("candidates", "scores", "position sides", "candidate sides"), told, found):
            if not np.array_equal(ours[:size], theirs):
                wrong.append(f"{prefix}: {name} {ours[:size].tolist()} instead of {theirs.tolist()}")

    compare("list", failed[chosen] == 0, LISTED)
    if world.near_count[position] < 0:
        return wrong, int((failed[chosen] == 0).sum())
    near = (failed[chosen] + missing) == 1
    compare("near", near, NEAR)
    if int(world.near_count[position]) != int(near.sum()):
        wrong.append(f"near pairs: {int(world.near_count[position])} instead of {int(near.sum())}")
    return wrong, int((failed[chosen] == 0).sum())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--every", type=int, default=1, help="every how manieth position")
    options = parser.parse_args()
    world = World(options.folder)
    checked = pairs = wrong = 0
    for position in range(0, len(world.position_level), options.every):
        sentences, passing = check(world, position)
        checked += 1
        pairs += passing
        wrong += bool(sentences)
        for sentence in sentences[:2]:
            print(f"position {position}: {sentence}")
        if wrong > 5:
            break
    print(f"{checked} positions recomputed, {pairs} pairs that pass, {wrong} positions differ")
    sys.exit(1 if wrong or not checked else 0)


if __name__ == "__main__":
    main()
