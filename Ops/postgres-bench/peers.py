"""psycopg 3 and asyncpg, each by its best documented way.

peers.py psycopg|asyncpg CASE COUNT [FILE]: one case, one process, one line of JSON.
"""

import asyncio
import json
import os
import resource
import struct
import sys
import time
import zlib
from datetime import date, datetime, timedelta, timezone

CHECKS = "BENCH_CHECK" in os.environ
MASK = (1 << 64) - 1
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MICROSECOND = timedelta(microseconds=1)
EPOCH_DAY = date(1970, 1, 1).toordinal()


class Clock:
    """Wall and CPU time of the part that counts."""

    def __enter__(self):
        self.usage = resource.getrusage(resource.RUSAGE_SELF)
        self.started = time.perf_counter()
        return self

    def __exit__(self, *_):
        self.seconds = time.perf_counter() - self.started
        usage = resource.getrusage(resource.RUSAGE_SELF)
        self.user = usage.ru_utime - self.usage.ru_utime
        self.system = usage.ru_stime - self.usage.ru_stime


class Checksum:
    """The same sum over the same values in every engine."""

    def __init__(self):
        self.sum = 0

    def mix(self, value):
        self.sum = (self.sum * 31 + value) & MASK

    def value(self, value):
        match value:
            case None:
                self.mix(7)
            case bool() | int():
                self.mix(value)
            case float():
                self.mix(struct.unpack("<Q", struct.pack("<d", value))[0])
            case str():
                self.mix(zlib.adler32(value.encode()))
            case datetime():
                self.mix((value - EPOCH) // MICROSECOND)
            case date():
                self.mix(value.toordinal() - EPOCH_DAY)

    def rows(self, rows):
        if CHECKS:
            for row in rows:
                for value in row:
                    self.value(value)


def wide(i):
    return (
        i,
        i % 1000,
        i / 8.0,
        f"code {i:07}",
        f"a remark of forty characters, no. {i:06}",
        i % 3 == 0,
        EPOCH + (1_700_000_000_000_000 + i * 1_000_003) * MICROSECOND,
        date.fromordinal(EPOCH_DAY + 19_000 + i % 1000),
        i // 2 if i % 2 == 0 else None,
    )


WIDE_TYPES = [
    "int8", "int4", "float8", "text", "text", "bool", "timestamptz", "date", "int8",
]
QUERIES = {
    "rows": "select id, at, score, name from reading",
    "numbers": "select id, at, score from reading",
    "strings": "select name from reading",
    "column": "select n from counter",
    "stream": "select id, at, score, name from reading",
}
NAMES = [f"entry number {i}" for i in range(100)]
FORMATS = {"text": "", "binary": " (format binary)"}


def psycopg_case(case, count, file, checksum, latencies):
    import psycopg

    connection = psycopg.connect("", autocommit=True)
    cursor = connection.cursor(binary=True)
    match case.split("-"):
        case ["roundtrip"]:
            with Clock() as clock:
                before = clock.started
                for i in range(count):
                    row = cursor.execute("select %s::int8", (i,), prepare=True).fetchone()
                    checksum.mix(row[0])
                    after = time.perf_counter()
                    latencies.append(after - before)
                    before = after
        case ["rows" | "numbers"]:
            with Clock() as clock:
                rows = cursor.execute(QUERIES[case]).fetchall()
                cursor.close()
            checksum.rows(rows)
        case ["strings" | "column"]:
            with Clock() as clock:
                values = [value for (value,) in cursor.execute(QUERIES[case]).fetchall()]
                cursor.close()
            checksum.rows((value,) for value in values)
        case ["stream"]:
            total = 0
            with Clock() as clock:
                for row in cursor.stream(QUERIES[case]):
                    total += row[0] + len(row[3])
                    if CHECKS:
                        checksum.rows([row])
            checksum.mix(total)
        case ["inserts"]:
            with Clock() as clock:
                # executemany uses the pipeline mode by itself.
                cursor.executemany(
                    "insert into entry (id, score, name) values (%b, %b, %b)",
                    ((i, i / 4.0, NAMES[i % 100]) for i in range(count)),
                )
        case ["copy", "in", "rows"]:
            block = [wide(i) for i in range(1000)]
            with Clock() as clock:
                with cursor.copy("copy target from stdin (format binary)") as copy:
                    copy.set_types(WIDE_TYPES)
                    for _ in range(count // 1000):
                        for row in block:
                            copy.write_row(row)
        case ["copy", "out", "rows"]:
            total = 0
            with Clock() as clock:
                with cursor.copy("copy wide to stdout (format binary)") as copy:
                    copy.set_types(WIDE_TYPES)
                    for row in copy.rows():
                        total += row[0]
                        if CHECKS:
                            checksum.rows([row])
            checksum.mix(total)
        case ["copy", "in", form]:
            with open(file, "rb", buffering=0) as input:
                with Clock() as clock:
                    with cursor.copy(f"copy target from stdin{FORMATS[form]}") as copy:
                        while data := input.read(65536):
                            copy.write(data)
        case ["copy", "out", form]:
            total, state = 0, 1
            with Clock() as clock:
                with cursor.copy(f"copy wide to stdout{FORMATS[form]}") as copy:
                    for data in copy:
                        total += len(data)
                        if CHECKS:
                            state = zlib.adler32(data, state)
            checksum.mix(total)
            checksum.mix(state)
    connection.close()
    return clock


async def asyncpg_case(case, count, file, checksum, latencies):
    import asyncpg

    connection = await asyncpg.connect()
    match case.split("-"):
        case ["roundtrip"]:
            statement = await connection.prepare("select $1::int8")
            with Clock() as clock:
                before = clock.started
                for i in range(count):
                    checksum.mix(await statement.fetchval(i))
                    after = time.perf_counter()
                    latencies.append(after - before)
                    before = after
        case ["rows" | "numbers"]:
            with Clock() as clock:
                rows = await connection.fetch(QUERIES[case])
            checksum.rows(rows)
        case ["strings" | "column"]:
            with Clock() as clock:
                values = [row[0] for row in await connection.fetch(QUERIES[case])]
            checksum.rows((value,) for value in values)
        case ["stream"]:
            total = 0
            with Clock() as clock:
                async with connection.transaction():
                    async for row in connection.cursor(QUERIES[case], prefetch=1000):
                        total += row[0] + len(row[3])
                        if CHECKS:
                            checksum.rows([row])
            checksum.mix(total)
        case ["inserts"]:
            with Clock() as clock:
                await connection.executemany(
                    "insert into entry (id, score, name) values ($1, $2, $3)",
                    ((i, i / 4.0, NAMES[i % 100]) for i in range(count)),
                )
        case ["copy", "in", "rows"]:
            block = [wide(i) for i in range(1000)]
            with Clock() as clock:
                await connection.copy_records_to_table(
                    "target", records=(row for _ in range(count // 1000) for row in block)
                )
        case ["copy", "out", "rows"]:
            # It has no reader of rows for COPY; a cursor is its way to stream rows.
            total = 0
            with Clock() as clock:
                async with connection.transaction():
                    async for row in connection.cursor("select * from wide", prefetch=1000):
                        total += row[0]
                        if CHECKS:
                            checksum.rows([row])
            checksum.mix(total)
        case ["copy", "in", form]:
            with Clock() as clock:
                await connection.copy_to_table("target", source=file, format=form)
        case ["copy", "out", form]:
            total, state = 0, 1

            async def take(data):
                nonlocal total, state
                total += len(data)
                if CHECKS:
                    state = zlib.adler32(data, state)

            with Clock() as clock:
                await connection.copy_from_table("wide", output=take, format=form)
            checksum.mix(total)
            checksum.mix(state)
    await connection.close()
    return clock


def main():
    engine, case, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    file = sys.argv[4] if len(sys.argv) > 4 else None
    checksum, latencies = Checksum(), []
    if engine == "psycopg":
        clock = psycopg_case(case, count, file, checksum, latencies)
    else:
        import uvloop

        clock = uvloop.run(asyncpg_case(case, count, file, checksum, latencies))
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    answer = {
        "seconds": clock.seconds, "user": clock.user, "system": clock.system, "peak": peak,
        "checksum": f"{checksum.sum:016x}",
    }
    if latencies:
        latencies.sort()
        answer["p50"] = latencies[len(latencies) // 2]
        answer["p99"] = latencies[len(latencies) * 99 // 100]
    print(json.dumps(answer))


main()
