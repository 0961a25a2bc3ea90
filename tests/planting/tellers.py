"""What several exporters tell of one conversation: counters, short time-outs, halves."""

from __future__ import annotations

import datetime as dt

from tests.planting.rows import REMOTE, at, half, listed, spoke

PLAIN = {"gateway": None}
SECOND = dt.timedelta(seconds=1)
LINE = [listed("192.0.2.0/24", "pool_static", "pools")]
COUNTERS = ("bytes_out", "bytes_in", "packets_out", "packets_in")


def counted(out, back=None, **more):
    """Counters: so many packets out, and back as many or so many, of 500 bytes and a little."""
    back = out if back is None else back
    return more | {
        "packets_out": out,
        "packets_in": back,
        "bytes_out": 500 * out + 1,
        "bytes_in": 500 * back + 1,
    }


def short(gateway, number=10, seconds=60, **more):
    """A tunnel of ten minutes as an exporter with a short time-out tells it."""
    return [
        spoke(at("10:00") + n * seconds * SECOND, seconds, gateway=gateway, **counted(30), **more)
        for n in range(number)
    ]


def halved(gateway, out=40, back=50, **more):
    """Ten minutes as two records of one direction each."""
    there = half("10:00", gateway=gateway, packets_out=out, bytes_out=501 * out, **more)
    turned = {"src": REMOTE, "dst": more["src"], "sport": 51820, "dport": 40000}
    return [
        there,
        half(at("10:00:01"), 598, gateway=gateway, packets_out=back, bytes_out=501 * back)
        | {name: spoke("10:00", **turned)[name] for name in ENDS},
    ]


ENDS = ("src_ip", "src_key", "src_port", "dst_ip", "dst_key", "dst_port")
