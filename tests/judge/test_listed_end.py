"""Ends that a list of VPN or Tor servers names, whatever their port: by prefixes of any length."""

from tests.planting.pairs import judged_pairs, turned
from tests.planting.rows import listed, spoke
from tracker.settings import Settings

EVERY = Settings(judge={"scored": {"possible": -70}})  # a list alone makes a row
ENTRIES = [
    listed("100.64.0.0/16", "local", "lines"),
    listed("203.0.113.8/29", "vpn", "four"),
    listed("198.51.100.77/32", "vpn", "one"),
    listed("2001:db8:40::/45", "vpn", "six"),
    listed("2001:db8:99::7/128", "tor", "relays"),
    listed("198.51.100.99/32", "tor", "relays"),
    listed("192.0.2.0/24", "hosting", "hosting"),
]
ENDS = {
    "203.0.113.7": False,
    "203.0.113.8": True,
    "203.0.113.15": True,
    "203.0.113.16": False,
    "198.51.100.76": False,
    "198.51.100.77": True,
    "198.51.100.78": False,
    "198.51.100.99": True,
    "192.0.2.9": False,
    "2001:db8:3f:ffff::1": False,
    "2001:db8:40::1": True,
    "2001:db8:47:ffff::1": True,
    "2001:db8:48::1": False,
    "2001:db8:99::6": False,
    "2001:db8:99::7": True,
    "2001:db8:99::8": False,
}
PAGE = {"protocol": 6, "dport": 443}


def with_list(cases):
    found = judged_pairs(cases, entries=ENTRIES, settings=EVERY)
    return {
        name: [{one["group"] for one in row["evidence"]} for row in rows]
        for name, rows in found.items()
    }


def test_an_address_is_listed_from_the_first_to_the_last_of_a_prefix():
    cases = {
        end: lambda pair, end=end: [spoke("10:00", **pair | PAGE | {"dst": end})] for end in ENDS
    }
    assert with_list(cases) == {end: [{"list"}] * listed for end, listed in ENDS.items()}


def test_it_is_the_remote_that_is_listed_whichever_end_opened():
    ends = {"dst": "203.0.113.9"}
    told = with_list(
        {
            "opened by the line": lambda pair: [spoke("10:00", **pair | ends | PAGE)],
            "opened by the server": lambda pair: [spoke("10:00", **turned(pair | ends) | PAGE)],
        }
    )
    assert told == {"opened by the line": [{"list"}], "opened by the server": [{"list"}]}
