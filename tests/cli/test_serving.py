from __future__ import annotations

import contextlib
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest


def test_a_port_that_is_taken_is_one_line(run: Callable[..., tuple[int, str, str]], store: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, out, err = run("app", "--port", taken.getsockname()[1], "--store", store)
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "port" in err
    assert "try another with --port" in err


@pytest.mark.parametrize("port", ["99999", "65536", "0", "-1", "abc", "80.5", "", "٨٠٨٠", "9" * 5000])
def test_what_is_no_port_is_said_in_one_sentence(
    run: Callable[..., tuple[int, str, str]], store: Path, port: str
) -> None:
    code, out, err = run("app", "--port", port, "--store", store)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "is no port: give a number from 1 to 65535" in err
    assert "invalid" not in err
    assert len(err) < 300


@pytest.mark.parametrize("kind", ["text", "folder", "nowhere", "database"])
def test_what_is_no_store_is_said_before_anything_is_served(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "some.gpkg"
    if kind == "text":
        path.write_text("these are no events", encoding="utf-8")
    elif kind == "folder":
        path.mkdir()
    elif kind == "nowhere":
        path.write_text("a file", encoding="utf-8")
        path = path / "below" / "events.gpkg"
    else:
        with contextlib.closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE something (else_)")
    code, out, err = run("app", "--store", path)
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "http" not in err
    assert "some.gpkg" in err
    assert err.rstrip().endswith(".")


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
