"""What judging cannot hold in the memory it is given lies in the stated folder, and only meanwhile.

The engine opens its files itself, so that no hook of Python sees them: the system tells of them.
"""

from __future__ import annotations

import ctypes
import os
import select
import shutil
import struct
from pathlib import Path

from tests.survive.nights import content, lay_out

SESSIONS = 50_000  # what MEMORY cannot hold and yet can judge, with a tenth to spare either way
MEMORY = "88MB"
JUDGE = ("judge", "--night", "2026-03-14")
HEADER = """\
#separator \\x09
#path\tconn
#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\
\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\tmissed_bytes\thistory\torig_pkts\torig_ip_bytes\
\tresp_pkts\tresp_ip_bytes\ttunnel_parents
"""
POOLS = "cidr,category,provider\n100.64.0.0/10,pool_dynamic,\n"
IN_CREATE = 0x100  # inotify(7)
EVENT = struct.Struct("iIII")  # watch, mask, cookie, and how long the name is that follows


class Creations:
    """What files and folders come to be in the folders watched."""

    def __init__(self) -> None:
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.queue = self.libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        assert self.queue >= 0

    def watch(self, folder: Path) -> None:
        assert self.libc.inotify_add_watch(self.queue, os.fsencode(folder), IN_CREATE) >= 0

    def names(self, seconds: float) -> list[str]:
        """Those since it was last asked; waits for the first, if need be, so long at most."""
        if not select.select([self.queue], [], [], seconds)[0]:
            return []
        told, names = os.read(self.queue, 1 << 20), []
        while told:
            *_, length = EVENT.unpack_from(told)
            end = EVENT.size + length
            names.append(told[EVENT.size : end].rstrip(b"\0").decode())
            told = told[end:]
        return names

    def close(self) -> None:
        os.close(self.queue)


def lines(count: int) -> str:
    """So many subscribers, each with a VPN session of one record."""
    told = (
        f"{1773450000 + i % 30000}.5\tC{i}\t100.{64 + i % 16}.{i // 16 % 250}.{i // 4000 + 1}\t40000"
        f"\t203.0.113.{i % 200 + 1}\t51820\tudp\t-\t60.0\t14800\t14800\tSF\t-\t-\t0\tDd\t100\t17600"
        "\t100\t17600\t-\n"
        for i in range(count)
    )
    return HEADER + "".join(told)


def test_a_night_larger_than_its_memory_is_judged_the_same_and_leaves_nothing(launcher, tmp_path):
    place, other = tmp_path / "place", tmp_path / "other"
    place.mkdir()
    spill = lay_out(launcher, place) / "spill"
    spill.mkdir()
    (place / "pools.csv").write_text(POOLS)
    (place / "inbox" / "conn.log").write_text(lines(SESSIONS))
    for args in (("lists", "import", "pools", "pools.csv"), ("ingest", "inbox")):
        assert launcher.run(place, *args).code == 0
    shutil.copytree(place, other)
    created = Creations()
    created.watch(spill)
    running = launcher.start(place, *JUDGE, "--memory", MEMORY, "--spill", "spill")
    (folder,) = created.names(60)
    created.watch(spill / folder)
    ended = running.wait()
    assert ended.code == 0, ended.err
    assert any(name.startswith("duckdb_temp") for name in created.names(0))
    assert list(spill.iterdir()) == []
    created.close()
    plain = launcher.run(other, *JUDGE)
    assert (plain.code, plain.err) == (0, ended.err)
    assert content(place) == content(other)
