"""Lines as shippers wrap them in JSON objects, one a line."""

from __future__ import annotations

import json
from collections.abc import Callable

Way = Callable[[str], dict[str, object]]
_AT = "2026-03-14T01:02:03.000Z"


def filebeat(line: str) -> dict[str, object]:
    meta = {"beat": "filebeat", "version": "8.1.0"}
    log = {"file": {"path": "/var/log/a"}, "offset": 1}
    return {"@timestamp": _AT, "@metadata": meta, "message": line, "log": log}


def agent(line: str) -> dict[str, object]:
    """As Elastic Agent does, whose documents look like those of ECS."""
    event = {"dataset": "asa.log", "original": line}
    return {"@timestamp": _AT, "message": line, "ecs": {"version": "8.0.0"}, "event": event}


def original(line: str) -> dict[str, object]:
    return {"@timestamp": _AT, "event": {"original": line}}


def dotted(line: str) -> dict[str, object]:
    """The message lost its header, and the original still has it."""
    return {"@timestamp": _AT, "event.original": line, "message": line[len(line) // 2 :]}


def log_original(line: str) -> dict[str, object]:
    return {"@timestamp": _AT, "log": {"original": line, "level": "info"}}


def docker(line: str) -> dict[str, object]:
    return {"log": f"{line}\n", "stream": "stdout", "time": "2026-03-14T01:02:03.123456789Z"}


def fluent_bit(line: str) -> dict[str, object]:
    return {"date": 1773450123.5, "log": line, "kubernetes": {"pod_name": "a"}}


def vector(line: str) -> dict[str, object]:
    return {"file": "/a", "host": "h", "message": line, "source_type": "file", "timestamp": _AT}


def gelf(line: str) -> dict[str, object]:
    return {"version": "1.1", "host": "h", "short_message": line[:20], "full_message": line}


def splunk(line: str) -> dict[str, object]:
    return {"_raw": line, "_time": "1773450123", "host": "h"}


def journal(line: str) -> dict[str, object]:
    """A line that has its own header already, as systemd's entries of other programs do not."""
    return {"PRIORITY": "6", "MESSAGE": line}


def nested(line: str) -> dict[str, object]:
    return filebeat(json.dumps(docker(line)))


WAYS: list[Way] = [
    *(filebeat, agent, original, dotted, log_original, docker, fluent_bit, vector, gelf, splunk),
    journal,
]


def wrapped(way: Way, content: bytes) -> bytes:
    """A log each of whose lines is wrapped; what is not UTF-8 is lost on a shipper's way."""
    lines = content.decode(errors="replace").removesuffix("\n").split("\n")
    return "".join(json.dumps(way(line)) + "\n" for line in lines).encode()
