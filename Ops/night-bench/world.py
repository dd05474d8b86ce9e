#!/usr/bin/env python3
"""The demo recombined many times over, as import files: world.py SEEDS OUT CANDIDATES POSITIONS [CHANGED]

Copy k of a candidate keeps level, diploma, occupations and skills of its row; area, contracts, dates, pay, missions and
sectors come from another row. Companies and positions are copied with numbers of their own. With CHANGED, only the changed
files are written: every CHANGED-th candidate and position, with pay and date moved.
"""
import csv
import datetime
import os
import sys


def luhn(digits):
    """The digits with their check digit (Luhn), which SIREN and SIRET end with."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, name, found):
    with open(os.path.join(path, name), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


def later(day, days):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat() if day else day


def companies(seeds, copies):
    result, sirets = [], {}
    for copy in range(copies):
        sirens = {}
        for row in seeds:
            siren = sirens.setdefault(row["siret"][:9], luhn(f"21{copy:03d}{len(sirens):03d}"))
            siret = luhn(siren + row["siret"][9:13])
            sirets[copy, row["siret"]] = siret
            result.append(row | {
                "siret": siret,
                "contact_email": row["contact_email"].replace("@", f"-{copy}@"),
            })
    return result, sirets


def main(seeds, out, candidate_count, position_count, changed=0):
    demo = os.path.join(seeds, "demo")
    candidates = rows(f"{demo}/candidates.csv")
    positions = rows(f"{demo}/positions.csv")
    copies = -(-position_count // len(positions))
    firms, sirets = companies(rows(f"{demo}/companies.csv"), copies)

    many = []
    for number in range(position_count):
        copy, index = divmod(number, len(positions))
        row = positions[index]
        many.append(row | {
            "reference": f"{row['reference']}-{copy}", "siret": sirets[copy, row["siret"]],
        })
    people = []
    taken = ("languages", "contracts", "available_from", "areas", "missions", "sectors", "min_pay")
    for number in range(candidate_count):
        copy, index = divmod(number, len(candidates))
        row = candidates[index]
        other = candidates[(index + 97 * copy) % len(candidates)]
        people.append(row | {name: other[name] for name in taken} | {
            "reference": f"{row['reference']}-{copy}",
            "email": row["email"].replace("@", f"-{copy}@"),
            # The school that told of someone stays outside: it is loaded with the demo only.
            "source": "self" if row["source"] else row["source"], "invisible_to": "",
        })
    if changed:
        for row in (many := many[::changed]):
            row["pay_min"], row["pay_max"] = "36000", "41000"
        for row in (people := people[::changed]):
            row["available_from"] = later(row["available_from"] or "2026-12-01", 14)
    else:
        write(out, "companies.csv", firms)
    write(out, "positions.csv", many)
    write(out, "candidates.csv", people)


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(int, sys.argv[3:]))
