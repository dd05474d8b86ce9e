"""Measures a delivery of many messages to smtp-sink: their rate, and the memory of the program over time.

Usage: delivery.py PROGRAM SINK SEEDS FOLDER MESSAGES CONNECTIONS [JSON]
"""
import json
import os
import re
import socket
import subprocess
import sys
import time

program, sink, seeds, folder, messages, connections = sys.argv[1:7]
messages, connections = int(messages), int(connections)

environment = {
    name: value for name, value in os.environ.items()
    if not name.startswith(("PG", "VIVIER_")) and name != "DATABASE_URL"
}
environment |= {
    "VIVIER_HOME": f"{folder}/home", "VIVIER_SEEDS": seeds, "VIVIER_CONFIG": "/dev/null",
    "VIVIER_MAIL_TRANSPORT": "smtp", "VIVIER_SMTP_HOST": "127.0.0.1", "VIVIER_SMTP_SECURITY": "none",
    "VIVIER_SMTP_EHLO_NAME": "vivier.test", "VIVIER_MAIL_DOMAIN": "vivier.test",
    "VIVIER_MAIL_FROM": "Vivier <vivier@vivier.test>", "VIVIER_MAIL_REPLY_TO": "vte@vivier.test",
    "VIVIER_MAIL_CONNECTIONS": str(connections), "VIVIER_CONTROLLER": "Bench",
    "VIVIER_DATA_PROTECTION_CONTACT": "dpo@vivier.test",
    "VIVIER_NOTICE_LINK": "https://vivier.test/donnees",
}


def vivier(*arguments):
    run = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True)
    if run.returncode not in (0, 65):
        sys.exit(f"vivier {' '.join(arguments)}: {run.returncode}\n{run.stderr}")
    return run.stdout


def sql(text):
    return vivier("db", "psql", "-v", "ON_ERROR_STOP=1", "-Atqc", text).strip()


def say(text):
    print(text, file=sys.stderr, flush=True)


# The people of the demonstration without the mark of one, which could send nothing.
say("Making the messages")
vivier("db", "up")
try:
    vivier("reference", "load")
    for kind in ("companies", "positions", "candidates", "trainings"):
        vivier("import", kind, f"{seeds}/demo/{kind}.csv")
    vivier("nightly")
    # One candidate's digest, for so many candidates like that one, each with an address.
    model = sql("select recipient from mail.outbox where kind = 'candidate_digest' order by id limit 1")
    copies = ("app.candidate", "app.candidate_identity", "app.consent", "app.candidate_area")
    for table in copies:
        key = "id" if table == "app.candidate" else "candidate"
        identity = ", 'reference', 'B-' || n" if key == "id" else ""
        address = ", 'email', 'b' || n || '@d' || n % 100 || '.test'" if "identity" in table else ""
        sql(f"""
            insert into {table} overriding user value
            select r.* from {table} m, generate_series(1, {messages}) n,
              lateral jsonb_populate_record(m, jsonb_build_object('{key}', 'B-' || n{identity}{address})) r
            where m.{key} = '{model}'""")
    sql(f"""
        insert into mail.outbox (run, kind, business_date, recipient_kind, recipient, message_id,
          template_version, view, items, dated_at)
        select run, kind, business_date, recipient_kind, 'B-' || n, 'b.' || n || '@vivier.test',
          template_version, view, items, dated_at
        from mail.outbox, generate_series(1, {messages}) n where recipient = '{model}'""")
    sql("delete from mail.outbox where recipient not like 'B-%'")
    sql("analyze")
    # Whatever the time is, it is in working hours.
    sql("create or replace function mail.is_open(zone text, instant timestamptz) returns boolean "
        "language sql stable strict as 'select true'")

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment["VIVIER_SMTP_PORT"] = str(port)
    log = open(f"{folder}/sink.log", "w+")
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    taker = subprocess.Popen([sink, "-c", *user, f"127.0.0.1:{port}", "256"], stdout=log, stderr=log)
    time.sleep(1)

    say(f"Delivering {messages} messages over {connections} connections")
    start = time.monotonic()
    sender = subprocess.Popen([program, "deliver", "--send", "--json"], env=environment,
                              stdout=subprocess.PIPE, text=True)
    samples = []
    while sender.poll() is None:
        try:
            status = open(f"/proc/{sender.pid}/status").read()
            samples.append(int(re.search(r"VmRSS:\s+(\d+)", status)[1]))
        except (OSError, TypeError):
            pass
        time.sleep(0.5)
    seconds = time.monotonic() - start
    report = json.loads(sender.stdout.read())
    time.sleep(1)
    taker.terminate()
    taker.wait()
    log.seek(0)
    taken = int(re.findall(r"mesg=(\d+)", log.read())[-1])
    states = sql("select state || '=' || count(*) from mail.outbox group by state order by state")
finally:
    vivier("db", "down")

# The program is at work from the second tenth on.
tenth = max(1, len(samples) // 10)
early, late = max(samples[tenth:2 * tenth] or samples), max(samples[-tenth:])
result = {
    "messages": messages, "connections": connections, "sent": report["sent"], "taken": taken,
    "seconds": round(seconds, 1), "per_second": round(report["sent"] / seconds),
    "early_rss_kb": early, "late_rss_kb": late, "growth": round(late / early, 3), "states": states,
}
print("\n".join(f"{name}: {value}" for name, value in result.items()))
if len(sys.argv) > 7:
    json.dump(result, open(sys.argv[7], "w"), indent=2)
if not (report["sent"] == taken == messages and late <= early * 1.1):
    sys.exit("error: messages are missing, or the memory grew by more than a tenth")
