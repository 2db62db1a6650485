from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path


def test_a_port_that_is_taken_is_one_line(run: Callable[..., tuple[int, str, str]], store: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, out, err = run("app", "--port", taken.getsockname()[1], "--store", store)
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert run("app", "--port", "99999", "--store", store)[0] == 1


def test_the_app_answers_and_stops(store: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "geoevents", "app", "--port", str(port), "--store", str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        try:
            assert answers(f"http://127.0.0.1:{port}/_stcore/health")
        finally:
            server.send_signal(signal.SIGINT)
        _, err = server.communicate(timeout=30)
    assert server.returncode == 0
    assert b"Traceback" not in err


def answers(address: str) -> bool:
    for _ in range(120):
        try:
            with urllib.request.urlopen(address, timeout=2) as response:  # noqa: S310 - our own loopback address
                return bool(response.read() == b"ok")
        except OSError:
            time.sleep(0.25)
    return False
