"""The Nu Html Checker, the standard's own: kept running on loopback, for it takes two seconds to start.

`bin/validator` puts it in `var/vnu.jar`. On a machine without it, `IS_HERE` is false and one test says so.
"""

import atexit
import functools
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

JAR = Path(os.environ.get("VNU_JAR") or Path(__file__).parents[2] / "var" / "vnu.jar").resolve()
IS_HERE = JAR.exists() and shutil.which("java") is not None


def html_errors(html: str) -> list[str]:
    """Return one sentence an error in `html`, a whole page as the server sent it."""
    request = urllib.request.Request(
        f"{checker_address()}/?out=json&level=error",
        data=html.encode(),
        headers={"Content-Type": "text/html; charset=utf-8"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        messages = json.load(answer)["messages"]
    return [
        f"line {message.get('lastLine', '?')}: {message['message']} «{message.get('extract', '').strip()}»"
        for message in messages
        if message["type"] in {"error", "non-document-error"}
    ]


@functools.cache
def checker_address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["-Xmx256m", "-Dnu.validator.servlet.bind-address=127.0.0.1", "-cp", str(JAR)]
    process = subprocess.Popen(
        [shutil.which("java"), *options, "nu.validator.servlet.Main", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    atexit.register(process.kill)
    wait_for(port)
    return f"http://127.0.0.1:{port}"


def wait_for(port: int, seconds: int = 60) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
