"""What Ops/check-web looks at. Prints a line for each fault and one of figures; exits 1 where there is any."""

import functools
import glob
import html
import http.server
import json
import os
import re
import subprocess
import sys
import tempfile
import threading

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright



def recorded(pattern):
    """The recorded files of a pattern; where words are given, those whose path holds one of them."""
    words = sys.argv[1:]
    return [path for path in sorted(glob.glob(pattern)) if not words or any(w in path for w in words)]


PAGES = recorded("Tests/PortalTests/Golden/*.html")
MAILS = recorded("Tests/DigestTests/Golden/*.html")
REPORTS = recorded("Tests/NightlyTests/Golden/*.html")
STYLE = "Sources/Portal/Templates/style.css.mustache"
WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
# Words of mails that the validator does not know.
KNOWN = re.compile(r"color-scheme|mso-hide|“role” attribute.*main")
# Outlook lays tables out by attributes alone, which the standard calls obsolete; in mails they stay.
LAYOUT = re.compile(r"“(width|cellpadding|cellspacing|border|align)” attribute on the “t(able|d)” element is obsolete")
# Words of the trade and codes that no dictionary has; "esp" is about spaces, which the tests hold exactly.
WORDS = re.compile(
    r"VTE|CFA|RNCP|ROME|Vivier|Bpifrance|lean|B[12]|C[12]|A[12]|SolidWorks|GMAO|ti-\d+|Carif-Oref|Dares|ANCT|zz|Bac|T-|https?://"
)


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the recorded pages as the portal does: the style sheet beside them, and the same policy."""

    def translate_path(self, path):
        return os.path.join(os.getcwd(), STYLE if path == "/style.css" else path.lstrip("/"))

    def guess_type(self, path):
        return "text/css" if str(path).endswith("style.css.mustache") else super().guess_type(path)

    def end_headers(self):
        if "PortalTests" in self.path:
            self.send_header(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'",
            )
        super().end_headers()

    def log_message(self, *_):
        pass


def browse(base, faults):
    """Opens everything at every width and scheme; returns how often."""
    seen = 0
    axe = Axe()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for scheme in SCHEMES:
            for width in WIDTHS:
                context = browser.new_context(
                    color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
                )
                page = context.new_page()
                for path in PAGES + MAILS + REPORTS:
                    page.goto(f"{base}/{path}")
                    where = f"{path} at {width} px, {scheme}"
                    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
                    if wide:
                        faults.append(f"{where}: wider than the screen")
                    results = axe.run(page, options={"runOnly": TAGS}).response
                    for violation in results["violations"]:
                        target = violation["nodes"][0]["target"]
                        faults.append(f"{where}: {violation['id']} {violation['help']} {target}")
                    seen += 1
                context.close()
        # The keyboard: everything that can be acted on is reached, and shows that it is.
        context = browser.new_context(java_script_enabled=True, bypass_csp=True)
        page = context.new_page()
        for path in PAGES + REPORTS:
            page.goto(f"{base}/{path}")
            stops = page.locator("a, button, textarea, input:not([type=hidden])").count()
            for _ in range(stops):
                page.keyboard.press("Tab")
                outline = page.evaluate(
                    "document.activeElement === document.body ? 'none'"
                    " : getComputedStyle(document.activeElement).outlineStyle"
                )
                if outline == "none" and page.evaluate("document.activeElement !== document.body"):
                    faults.append(f"{path}: the focus cannot be seen")
        context.close()
        browser.close()
    return seen


def validate(faults):
    """The validator of the W3C over everything at once."""
    jar = glob.glob(os.path.join(sys.prefix, "lib", "**", "vnu.jar"), recursive=True)[:1]
    run = subprocess.run(
        ["java", "-jar", *jar, "--format", "json", *PAGES, *MAILS, *REPORTS],
        capture_output=True,
        text=True,
    )
    for message in json.loads(run.stderr)["messages"]:
        if message["type"] == "error" and not KNOWN.search(message["message"]):
            if "DigestTests" in message["url"] and LAYOUT.search(message["message"]):
                continue
            path = message["url"].split("/")[-1]
            faults.append(f"{path}:{message.get('lastLine')}: {message['message']}")


def sentences(path):
    """The French of a file: of a page or report its elements."""
    text = open(path, encoding="utf-8").read()
    if path.endswith(".html"):
        text = re.sub(r"<(head|title)>.*?</\1>", "", text, flags=re.S)
        if path in REPORTS:
            # What stands in tables, pictures and quotes are the words of reference sets, not ours.
            text = re.sub(r"<(table|svg)\b.*?</\1>|«.*?»", "", text, flags=re.S)
        text = html.unescape(re.sub(r"<[^>]+>", "\n", text))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "\n\n".join(line for line in lines if "http" not in line)


def proofread(faults):
    """Grammalecte over pages and reports; what it says of spaces and of the words of the trade is passed over."""
    checked = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in PAGES + REPORTS:
            file = os.path.join(folder, "text.txt")
            with open(file, "w", encoding="utf-8") as out:
                out.write(sentences(path))
            run = subprocess.run(
                ["grammalecte-cli", "-f", file, "-j", "-owe"], capture_output=True, text=True
            )
            start = run.stdout.find("{")
            if start < 0:
                faults.append(f"{path}: Grammalecte did not answer: {run.stderr.strip()[:200]}")
                continue
            for paragraph in json.loads(run.stdout[start:])["data"]:
                for error in paragraph["lGrammarErrors"]:
                    if error["sType"] in ("esp", "nbsp", "typo", "apos", "maj"):
                        continue
                    faults.append(f"{path}: {error['sMessage']} ({error.get('sUnderlined', '')})")
                for error in paragraph["lSpellingErrors"]:
                    if not WORDS.search(error["sValue"]):
                        faults.append(f"{path}: unknown word {error['sValue']}")
            checked += 1
    return checked


def main():
    faults = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    views = browse(f"http://127.0.0.1:{server.server_port}", faults)
    server.shutdown()
    validate(faults)
    checked = proofread(faults)
    for fault in faults:
        print(fault)
    print(
        f"{len(PAGES)} pages, {len(MAILS)} mails and {len(REPORTS)} reports, {views} views, {checked} read as French: "
        f"{len(faults)} faults"
    )
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
