#!/usr/bin/env python3
"""Other ways to compute the lists of an exported benchmark: the same score, the same data, the 20 best.

    peers.py gates|bound DIR OUT [--every N]          numpy and scipy, in this process
    peers.py load DIR DATABASE                        fills a PostgreSQL database, once
    peers.py postgres DIR OUT DATABASE [--every N]    tuned SQL there

`gates` filters the candidates of a position by latitude and by every gate, expands the skills of those
that are left, takes the best credit for each asked skill and then the 20 best scores. `bound` also keeps
candidates in cells of half a degree, and expands skills only of those that could still enter the list.

Prints one line of JSON: positions, wall_s, cpu_s (of the server, for PostgreSQL) and prepare_s. OUT gets the
scores, 20 for each position, as little-endian Int32, -1 where a list is shorter.
"""

import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import time

import numpy as np
import scipy.sparse

from recompute import LISTED, NOT_TOLD, UNIT, World, square_root

CELL = 0.5  # degrees


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def padded(starts, values):
    """A ragged list as a matrix, filled up with -1."""
    count = np.diff(starts)
    width = int(count.max(initial=1))
    result = np.full((len(count), max(width, 1)), -1, dtype=np.int32)
    row = np.repeat(np.arange(len(count)), count)
    result[row, np.arange(len(values)) - starts[row]] = values
    return result


def degrees(world, who):
    scale = float(1 << 30)
    x, y, z = (getattr(world, f"{who}_{axis}") / scale for axis in "xyz")
    return np.degrees(np.arcsin(np.clip(z, -1, 1))), np.degrees(np.arctan2(y, x))


class Numpy:
    """The candidates as columns, and the list of one position after the other."""

    def __init__(self, world, bounded):
        self.world, self.bounded, self.number = world, bounded, world.number
        latitude, longitude = degrees(world, "candidate")
        self.position_latitude, self.position_longitude = degrees(world, "position")
        country = world.candidate_chord_limit < 0
        reach = 2 * np.degrees(np.arcsin(np.sqrt(max(world.candidate_chord_limit.max(), 0) / float(1 << 60)) / 2))
        self.reach = float(reach) + 1e-6
        order = np.arange(len(latitude))
        if bounded:
            # The whole country first, then cell by cell, westwards to eastwards within a band.
            self.south, self.west = latitude.min(), longitude.min()
            self.width = int((longitude.max() - self.west) / CELL) + 1
            band = ((latitude - self.south) / CELL).astype(np.int64)
            cell = np.where(country, -1, band * self.width + ((longitude - self.west) / CELL).astype(np.int64))
            order = np.argsort(cell, kind="stable")
            self.cell = cell[order]
            self.national = int(country.sum())
        self.latitude = latitude[order]
        self.country = country[order]
        column = lambda name: getattr(world, f"candidate_{name}")[order]
        self.x, self.y, self.z = (column(axis).astype(np.int64) for axis in "xyz")
        self.limit, self.contracts, self.level = column("chord_limit"), column("contracts"), column("level")
        self.level = np.where(self.level < world.run["least_level_held"], 0, self.level)
        self.available, self.pay = column("available_day"), column("minimum_pay").astype(np.int64)
        diploma = column("diploma_day")
        # A diploma of after the hire, or none told, is no reason to refuse.
        self.diploma = np.where(diploma == NOT_TOLD, np.iinfo(np.int32).max, diploma)
        self.diploma_end = world.diploma_end[order]
        self.contracts = np.where(self.contracts == 0, 255, self.contracts)
        self.wished = padded(world.wished_starts, world.wished_occupation)[order]
        self.studied = padded(world.studied_starts, world.studied_occupation)[order]
        self.mission = padded(world.mission_starts, world.candidate_mission)[order]
        self.sector = padded(world.sector_starts, world.candidate_sector)[order]
        self.has_wish, self.has_study = self.wished[:, 0] >= 0, self.studied[:, 0] >= 0
        self.has_mission, self.has_sector = self.mission[:, 0] >= 0, self.sector[:, 0] >= 0
        self.has_pay = self.pay >= 0
        held = scipy.sparse.csr_matrix(
            (world.strength[world.held_proficiency - 1, world.held_evidence].astype(np.int32),
             world.held_skill.astype(np.int32), world.held_starts), shape=(len(order), len(world.idf)))
        self.held = held[order] if bounded else held
        self.slot = np.zeros(len(world.idf), dtype=np.int32)

    def candidates(self, position):
        """Rows that pass every gate."""
        world = self.world
        latitude, longitude = self.position_latitude[position], self.position_longitude[position]
        if self.bounded:
            parts = [np.arange(self.national)]
            lowest, highest = (int((latitude + side * self.reach - self.south) // CELL) for side in (-1, 1))
            wide = self.reach / max(np.cos(np.radians(abs(latitude) + self.reach)), 0.01)
            first = max(int((longitude - wide - self.west) // CELL), 0)
            last = min(int((longitude + wide - self.west) // CELL), self.width - 1)
            for band in range(max(lowest, 0), highest + 1):
                a, b = np.searchsorted(self.cell, (band * self.width + first, band * self.width + last + 1))
                parts.append(np.arange(a, b))
            rows = np.concatenate(parts)
        else:
            rows = np.flatnonzero(self.country | (np.abs(self.latitude - latitude) <= self.reach))
        hire = int(world.position_hire_day[position])
        offered = int(world.position_contracts[position]) or 255
        rows = rows[(self.contracts[rows] & offered) != 0]
        rows = rows[self.level[rows] >= max(int(world.position_level[position]), 1)]
        rows = rows[self.available[rows] <= hire + self.number["availability.days"]]
        rows = rows[(self.diploma[rows] > hire) | (hire <= self.diploma_end[rows])]
        limit = self.limit[rows]
        chord = sum((getattr(self, axis)[rows] - int(getattr(world, f"position_{axis}")[position])) ** 2
                    for axis in "xyz")
        return rows[(limit < 0) | (chord <= limit)]

    def coverage(self, rows, asked, weight, required):
        """The values of required and desired skills of some candidates."""
        world, slot = self.world, self.slot
        answers, starts = [], world.near_starts
        for index, skill in enumerate(asked):
            near = slice(starts[skill], starts[skill + 1])
            answers.append(np.stack([
                np.append(world.near_skill[near], skill), np.full(starts[skill + 1] - starts[skill] + 1, index),
                np.append(world.near_credit[near], UNIT)]))
        skill, index, base = np.concatenate(answers, axis=1).astype(np.int64)
        order = np.argsort(skill, kind="stable")
        skill, index, base = skill[order], index[order], base[order]
        touched, first = np.unique(skill, return_index=True)
        count = np.diff(np.append(first, len(skill)))
        slot[touched] = np.arange(1, len(touched) + 1)
        part = self.held[rows]
        found = slot[part.indices]
        place = np.flatnonzero(found)
        row = np.repeat(np.arange(len(rows)), np.diff(part.indptr))[place]
        which, strength = found[place] - 1, part.data[place].astype(np.int64)
        many = count[which]
        answer = np.repeat(first[which] - np.cumsum(many) + many, many) + np.arange(int(many.sum()))
        best = np.zeros(len(rows) * len(asked), dtype=np.int64)
        np.maximum.at(best, np.repeat(row, many) * len(asked) + index[answer],
                      base[answer] * np.repeat(strength, many) // UNIT)
        slot[touched] = 0
        best = best.reshape(len(rows), len(asked))
        values = []
        for mask, name in ((required, "required_skills"), (~required, "desired_skills")):
            total = int(weight[mask].sum())
            value = best[:, mask] @ weight[mask] // max(total, 1)
            values.append((np.where(np.diff(part.indptr) > 0, value, self.number["prior." + name]), total > 0))
        return values

    def list(self, position):
        world, number = self.world, self.number
        rows = self.candidates(position)
        occupation = int(world.position_occupation[position])
        table = np.append(world.occupation_credit[occupation].astype(np.int64), 0)
        wished = table[self.wished[rows]].max(1)
        has_wish = self.has_wish[rows]
        fit = np.where(has_wish | self.has_study[rows], np.maximum(wished, table[self.studied[rows]].max(1)),
                       number["prior.position_occupation"])
        above = np.where(has_wish, number["weight.candidate_occupation"] * wished, 0)
        below = np.where(has_wish, number["weight.candidate_occupation"], 0)
        for name in ("mission", "sector"):
            told = int(getattr(world, f"position_{name}")[position])
            value = UNIT * (getattr(self, name)[rows] == told).any(1) if told >= 0 else number["prior." + name]
            has, weight = getattr(self, "has_" + name)[rows], number["weight." + name]
            above += np.where(has, weight * value, 0)
            below += np.where(has, weight, 0)
        least, has = self.pay[rows], self.has_pay[rows]
        offered = int(world.position_pay_max[position])
        offered = offered if offered >= 0 else int(world.position_pay_min[position])
        if offered >= 0:
            floor = number["pay.floor"]
            over = offered * UNIT - floor * least
            value = np.where(offered >= least, UNIT,
                             np.where(over > 0, over * UNIT // np.maximum((UNIT - floor) * least, 1), 0))
        else:
            value = number["prior.pay"]
        above += np.where(has, number["weight.pay"] * value, 0)
        below += np.where(has, number["weight.pay"], 0)
        candidate = np.where(below > 0, above // np.maximum(below, 1), number["prior.side_candidate"])

        part = slice(world.asked_starts[position], world.asked_starts[position + 1])
        asked = world.asked_skill[part]
        weight = world.idf[asked].astype(np.int64) * world.asked_importance[part]
        required = world.asked_required[part] != 0
        weights = [number["weight.required_skills"] if required.any() else 0,
                   number["weight.desired_skills"] if not required.all() else 0,
                   number["weight.position_occupation"]]
        if not self.bounded or len(rows) <= 4 * LISTED:
            return self.best(rows, candidate, fit, weights, asked, weight, required)
        highest = (sum(weights[:2]) * UNIT + weights[2] * fit) // sum(weights)
        bound = square_root(highest * candidate)
        first = np.argpartition(bound, len(bound) - 4 * LISTED)[-4 * LISTED:]
        start = self.best(rows[first], candidate[first], fit[first], weights, asked, weight, required)
        mask = bound >= start[LISTED - 1]
        mask[first] = False
        rest = np.flatnonzero(mask)
        if not len(rest):
            return start
        more = self.best(rows[rest], candidate[rest], fit[rest], weights, asked, weight, required)
        return np.sort(np.concatenate([start, more]))[::-1][:LISTED]

    def best(self, rows, candidate, fit, weights, asked, weight, required):
        """The best scores among some candidates, descending."""
        above = weights[2] * fit
        for share, (value, _) in zip(weights, self.coverage(rows, asked, weight, required)):
            above = above + share * value
        score = square_root(above // sum(weights) * candidate)
        if len(score) > LISTED:
            score = np.partition(score, len(score) - LISTED)[-LISTED:]
        return np.sort(score)[::-1]


def chosen(world, every):
    return range(0, len(world.position_level), every)


def save(path, lists):
    result = np.full((len(lists), LISTED), -1, dtype="<i4")
    for row, scores in zip(result, lists):
        row[:len(scores)] = scores
    result.tofile(path)


def tell(positions, wall, spent, prepared):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"positions": positions, "wall_s": wall, "cpu_s": spent, "prepare_s": prepared, "rss_mb": peak}))


def run_numpy(options):
    started = time.monotonic()
    world = World(options.folder)
    peer = Numpy(world, options.peer == "bound")
    prepared = time.monotonic() - started
    started, before = time.monotonic(), cpu()
    lists = [peer.list(position) for position in chosen(world, options.every)]
    tell(len(lists), time.monotonic() - started, cpu() - before, prepared)
    save(options.out, lists)


# PostgreSQL

def psql(database, sql, feed=None):
    command = ["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql]
    return subprocess.run(command, check=True, stdin=feed, stdout=subprocess.PIPE, text=feed is None).stdout


def copy(database, table, folder, columns):
    """Writes columns as COPY's binary form and loads them."""
    kinds = {"i2": ">i2", "i4": ">i4", "i8": ">i8"}
    fields = [("count", ">i2")]
    for index, (kind, _) in enumerate(columns):
        fields += [(f"length{index}", ">i4"), (f"value{index}", kinds[kind])]
    path = pathlib.Path(folder) / f"{table}.copy"
    with open(path, "wb") as file:
        file.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        total = len(columns[0][1])
        for start in range(0, total, 1 << 20):
            part = slice(start, min(total, start + (1 << 20)))
            rows = np.zeros(part.stop - start, dtype=fields)
            rows["count"] = len(columns)
            for index, (kind, values) in enumerate(columns):
                rows[f"length{index}"] = int(kind[1])
                rows[f"value{index}"] = values[part]
            rows.tofile(file)
        file.write(b"\xff\xff")
    with open(path, "rb") as file:
        psql(database, f"copy {table} from stdin (format binary)", feed=file)
    path.unlink()


def load(options):
    world, database = World(options.folder), options.out
    started = time.monotonic()
    latitude, longitude = degrees(world, "candidate")
    country = world.candidate_chord_limit < 0
    cell = np.where(country, -1, cells(latitude, longitude))
    diploma = np.where(world.candidate_diploma_day == NOT_TOLD, np.iinfo(np.int32).max, world.candidate_diploma_day)
    contracts = np.where(world.candidate_contracts == 0, 255, world.candidate_contracts)
    level = np.where(world.candidate_level < world.run["least_level_held"], 0, world.candidate_level)
    count = len(level)
    psql(database, """
        create table flat_candidate (
          id int, cell int, x int, y int, z int, chord int8, level int2, contracts int2, available int,
          diploma int, diploma_end int, pay int);
        create table flat_held (candidate int, skill int, strength int);
        create table flat_wish (kind int2, candidate int, value int);
        create table ask (position int, asked int2, required int2, weight int, skill int, base int);
        create table flat_occupation (asked int, held int, credit int);
        create table position (
          id int, cell int, latitude int, longitude int, x int, y int, z int, level int2, contracts int2, hire int,
          occupation int, mission int, sector int, pay int, required int8, desired int8)""")
    zero = np.arange(count)
    copy(database, "flat_candidate", options.folder, [
        ("i4", zero), ("i4", cell), ("i4", world.candidate_x), ("i4", world.candidate_y), ("i4", world.candidate_z),
        ("i8", world.candidate_chord_limit), ("i2", level), ("i2", contracts), ("i4", world.candidate_available_day),
        ("i4", diploma), ("i4", world.diploma_end), ("i4", world.candidate_minimum_pay)])
    copy(database, "flat_held", options.folder, [
        ("i4", np.repeat(zero, np.diff(world.held_starts))), ("i4", world.held_skill),
        ("i4", world.strength[world.held_proficiency - 1, world.held_evidence])])
    kinds = (("wished", "wished_occupation"), ("studied", "studied_occupation"), ("mission", "candidate_mission"),
             ("sector", "candidate_sector"))
    for kind, (name, values) in enumerate(kinds):
        owner = np.repeat(zero, np.diff(getattr(world, f"{name}_starts")))
        copy(database, "flat_wish", options.folder, [
            ("i2", np.full(len(owner), kind)), ("i4", owner), ("i4", getattr(world, values))])
    size = world.occupations
    copy(database, "flat_occupation", options.folder, [
        ("i4", np.repeat(np.arange(size), size)), ("i4", np.tile(np.arange(size), size)),
        ("i4", world.occupation_credit.ravel())])
    positions = len(world.position_level)
    latitude, longitude = degrees(world, "position")
    weight = world.idf[world.asked_skill].astype(np.int64) * world.asked_importance
    owner = np.repeat(np.arange(positions), np.diff(world.asked_starts))
    needed = world.asked_required != 0
    sums = [np.bincount(owner, weights=np.where(mask, weight, 0), minlength=positions).astype(np.int64)
            for mask in (needed, ~needed)]
    pay = np.where(world.position_pay_max >= 0, world.position_pay_max, world.position_pay_min)
    copy(database, "position", options.folder, [
        ("i4", np.arange(positions)), ("i4", cells(latitude, longitude)), ("i4", np.floor(latitude / CELL)),
        ("i4", np.floor(longitude / CELL)), ("i4", world.position_x), ("i4", world.position_y), ("i4", world.position_z),
        ("i2", world.position_level), ("i2", np.where(world.position_contracts == 0, 255, world.position_contracts)),
        ("i4", world.position_hire_day), ("i4", world.position_occupation), ("i4", world.position_mission),
        ("i4", world.position_sector), ("i4", pay), ("i8", sums[0]), ("i8", sums[1])])
    # Every way each asked skill can be answered.
    near = np.diff(world.near_starts)[world.asked_skill]
    place = np.repeat(world.near_starts[world.asked_skill] - np.cumsum(near) + near, near) + np.arange(near.sum())
    index = np.arange(len(owner)) - world.asked_starts[owner]
    for repeat, skill, base in ((1, world.asked_skill, np.full(len(owner), UNIT)),
                                (near, world.near_skill[place], world.near_credit[place])):
        copy(database, "ask", options.folder, [
            ("i4", np.repeat(owner, repeat)), ("i2", np.repeat(index, repeat)), ("i2", np.repeat(needed, repeat)),
            ("i4", np.repeat(weight, repeat)), ("i4", skill), ("i4", base)])
    psql(database, """
        set maintenance_work_mem = '1GB';
        create table candidate as
          select c.*, w.wished, w.studied, w.missions, w.sectors
          from flat_candidate c
          left join (
            select candidate, array_agg(value) filter (where kind = 0) as wished,
              array_agg(value) filter (where kind = 1) as studied,
              array_agg(value) filter (where kind = 2) as missions,
              array_agg(value) filter (where kind = 3) as sectors
            from flat_wish group by candidate) w on w.candidate = c.id
          order by c.cell, c.id;
        create unique index on candidate (id);
        create index on candidate (cell);
        create table posting as
          select h.skill, c.cell, h.candidate, h.strength, c.level, c.contracts, c.available, c.diploma, c.diploma_end
          from flat_held h join flat_candidate c on c.id = h.candidate
          order by h.skill, c.cell, h.candidate;
        create index on posting (skill, cell)
          include (candidate, strength, level, contracts, available, diploma, diploma_end);
        create index on ask (position) include (asked, required, weight, skill, base);
        create table occupation as
          select asked, array_agg(credit order by held) as credits from flat_occupation group by asked;
        create unique index on occupation (asked);
        create unique index on position (id);
        drop table flat_candidate, flat_held, flat_wish, flat_occupation""")
    psql(database, "vacuum analyze")
    print(json.dumps({"load_s": time.monotonic() - started}))


def cells(latitude, longitude):
    """The number of the cell of half a degree: bands of 1,000."""
    return (np.floor(latitude / CELL) * 1000 + np.floor(longitude / CELL)).astype(np.int64)


QUERY = """
set max_parallel_workers_per_gather = 2; set work_mem = '512MB'; set min_parallel_table_scan_size = 0;
set parallel_setup_cost = 0; set jit = off;
select p.id, l.score
from position p cross join lateral (
  with near as materialized (
    select (p.latitude + a) * 1000 + p.longitude - {columns} as first,
      (p.latitude + a) * 1000 + p.longitude + {columns} as last
    from generate_series(-{bands}, {bands}) a
    union all select -1, -1),
  worth as materialized (select credits from occupation where asked = p.occupation),
  passing as materialized (
    select c.* from near n join candidate c on c.cell between n.first and n.last
    where c.level >= greatest(p.level, 1)
      and c.available <= p.hire + {days} and (c.contracts & p.contracts) <> 0
      and (c.diploma > p.hire or p.hire <= c.diploma_end)
      and (c.chord < 0 or (c.x - p.x)::int8 * (c.x - p.x) + (c.y - p.y)::int8 * (c.y - p.y)
        + (c.z - p.z)::int8 * (c.z - p.z) <= c.chord)),
  credit as (
    select o.candidate, a.asked, a.required, a.weight, max(a.base::int8 * o.strength / {unit}) as credit
    from ask a cross join near n
    join posting o on o.skill = a.skill and o.cell between n.first and n.last
    where a.position = p.id and o.level >= greatest(p.level, 1) and o.available <= p.hire + {days}
      and (o.contracts & p.contracts) <> 0 and (o.diploma > p.hire or p.hire <= o.diploma_end)
    group by o.candidate, a.asked, a.required, a.weight),
  coverage as (
    select candidate, sum(weight * credit * required) as required, sum(weight * credit * (1 - required)) as desired
    from credit group by candidate),
  sides as (
    select
      ((case when p.required > 0 then {required} * coalesce(div(v.required, p.required), 0) else 0 end
        + case when p.desired > 0 then {desired} * coalesce(div(v.desired, p.desired), 0) else 0 end
        + {occupation} * case when c.wished is null and c.studied is null then {prior_occupation}
            else greatest(w.credit, s.credit) end)::int8
       / (case when p.required > 0 then {required} else 0 end + case when p.desired > 0 then {desired} else 0 end
          + {occupation}))::int8 as position,
      case when c.wished is null and c.missions is null and c.sectors is null and c.pay < 0 then {prior_candidate}
        else (case when c.wished is null then 0 else {wish} * w.credit end
          + case when c.missions is null then 0 when p.mission < 0 then {mission} * {prior_mission}
              when p.mission = any (c.missions) then {mission} * {unit} else 0 end
          + case when c.sectors is null then 0 when p.sector < 0 then {sector} * {prior_sector}
              when p.sector = any (c.sectors) then {sector} * {unit} else 0 end
          + case when c.pay < 0 then 0 when p.pay < 0 then {pay} * {prior_pay} when p.pay >= c.pay then {pay} * {unit}
              else {pay} * greatest(0, (p.pay::int8 * {unit} - {pay_floor} * c.pay::int8) * {unit}
                / greatest(1, ({unit} - {pay_floor}) * c.pay::int8)) end)
        / (case when c.wished is null then 0 else {wish} end + case when c.missions is null then 0 else {mission} end
          + case when c.sectors is null then 0 else {sector} end + case when c.pay < 0 then 0 else {pay} end)
      end::int8 as candidate
    from passing c
    left join coverage v on v.candidate = c.id
    cross join worth o
    cross join lateral (select
      case when c.wished is null then 0 when cardinality(c.wished) = 1 then o.credits[c.wished[1] + 1]
        else (select max(o.credits[held + 1]) from unnest(c.wished) held) end as credit) w
    cross join lateral (select
      case when c.studied is null then 0 when cardinality(c.studied) = 1 then o.credits[c.studied[1] + 1]
        else (select max(o.credits[held + 1]) from unnest(c.studied) held) end as credit) s)
  select floor(sqrt((position * candidate)::float8))::int as score from sides order by 1 desc limit {listed}) l
where p.id % {every} = 0
"""


def query(world, every):
    number = world.number
    limit = max(int(world.candidate_chord_limit.max()), 0)
    reach = np.degrees(2 * np.arcsin(np.sqrt(limit / float(1 << 60)) / 2))
    north = np.degrees(np.arcsin(world.position_z.max() / float(1 << 30)))
    return QUERY.format(
        bands=int(np.ceil(reach / CELL)), columns=int(np.ceil(reach / np.cos(np.radians(north + reach)) / CELL)),
        days=number["availability.days"], unit=UNIT, listed=LISTED, every=every,
        required=number["weight.required_skills"], desired=number["weight.desired_skills"],
        occupation=number["weight.position_occupation"], prior_occupation=number["prior.position_occupation"],
        wish=number["weight.candidate_occupation"], mission=number["weight.mission"], sector=number["weight.sector"],
        pay=number["weight.pay"], prior_mission=number["prior.mission"], prior_sector=number["prior.sector"],
        prior_pay=number["prior.pay"], prior_candidate=number["prior.side_candidate"], pay_floor=number["pay.floor"])


def server_cpu(process):
    """What the ended processes of the server have used."""
    fields = pathlib.Path(f"/proc/{process}/stat").read_text(encoding="utf8").rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def run_postgres(options):
    world, database = World(options.folder), options.database
    data = psql(database, "show data_directory").strip()
    process = int(pathlib.Path(data, "postmaster.pid").read_text(encoding="utf8").splitlines()[0])
    sql = query(world, options.every)
    time.sleep(0.5)
    started, before = time.monotonic(), server_cpu(process)
    said = psql(database, sql)
    wall = time.monotonic() - started
    time.sleep(0.5)
    spent = server_cpu(process) - before
    lists = {position: [] for position in chosen(world, options.every)}
    for line in said.splitlines():
        position, score = line.split("|")
        lists[int(position)].append(int(score))
    save(options.out, [sorted(scores, reverse=True) for scores in lists.values()])
    tell(len(lists), wall, spent, 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", choices=("gates", "bound", "load", "postgres"))
    parser.add_argument("folder")
    parser.add_argument("out", help="where the scores go; for load, the database")
    parser.add_argument("database", nargs="?")
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    {"load": load, "postgres": run_postgres}.get(options.peer, run_numpy)(options)


if __name__ == "__main__":
    main()
