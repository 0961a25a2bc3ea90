"""What is no tunnel of a person's has a class instead of a flag, and says which."""

import datetime as dt

import pytest

from tests.planting.pairs import ends, judged_pairs
from tests.planting.rows import listed, spoke, term
from tracker.settings import Settings

LINES = listed("100.64.0.0/16", "local", "lines")
EPDG = listed("198.51.100.0/28", "epdg", "carriers")
RENTED = listed("198.51.100.64/28", "hosting", "rented")
RELAYS = listed("198.51.100.32/28", "relay", "relays")
DPI, TCP = {"app_basis": "dpi"}, {"protocol": 6, "dport": 443}
NO_PORTS = {"sport": None, "dport": None}
SILENT = {"packets_in": 0, "bytes_in": 0, "dport": 33333}
FLAGGED, UNCLEAR = ("unregistered", "no_term"), ("inconclusive", "no_epdg_list")
CARRIER, RELAY = ("exempt", "carrier"), ("inconclusive", "privacy_relay")
CAPSULE, CONTACT = ("exempt", "encapsulation"), ("inconclusive", "contact")
ATTEMPT = ("inconclusive", "attempt")
ENDED = {"valid_to": dt.datetime(2026, 3, 10, tzinfo=dt.UTC)}


def silent(length, times=3):
    return {"packets_out": times, "bytes_out": times * (length + 28), **SILENT}


# What is planted, and verdict and reason of its session, or None where there is none.
CASES = {
    "a provider's page": ({**TCP, **DPI, "app": "tls.nordvpn"}, CONTACT),
    "a provider's name asked for": ({**DPI, "dport": 53, "app": "dns.protonvpn"}, CONTACT),
    "a program's page": ({**TCP, **DPI, "dport": 80, "app": "http.softether"}, CONTACT),
    "a provider's tunnel": ({**DPI, "dport": 33333, "app": "nordvpn"}, FLAGGED),
    "a program behind TLS": ({**TCP, **DPI, "app": "tls.psiphon"}, FLAGGED),
    "a label that repeats the port": ({**TCP, "app": "openvpn", "app_basis": "port"}, None),
    "WireGuard's opening, silent": (silent(148), ATTEMPT),
    "OpenVPN's opening, silent": (silent(42), ATTEMPT),
    "WireGuard's opening to a rented server, silent": (
        silent(148) | {"dst": "198.51.100.70"}, ATTEMPT
    ),
    "encapsulation to a rented server": ({"dport": 4789, "dst": "198.51.100.70"}, CAPSULE),
    "two packets, silent": (silent(148, 2), None),
    "another length, silent": (silent(149), None),
    "WireGuard's opening on DNS's port, silent": (silent(148) | {"dport": 53}, None),
    "WireGuard's opening, answered": (silent(148, 9) | {"packets_in": 9, "bytes_in": 999}, None),
    "WARP's own port": ({"dport": 2408}, RELAY),
    "WARP by label": ({**DPI, "dport": 33333, "app": "cloudflarewarp"}, RELAY),
    "Private Relay by label": ({**DPI, **TCP, "app": "tls.icloudprivaterelay"}, RELAY),
    "a listed relay": ({"dst": "198.51.100.40"}, RELAY),
    "beside the listed relay": ({"dst": "198.51.100.48"}, FLAGGED),
    **{
        f"WARP's network, port {port}, {dst}": ({"dst": dst, "dport": port}, RELAY)
        for port in (443, 500, 1701, 4500)
        for dst in ("162.159.192.0", "162.159.195.255")
    },
    "below WARP's network, port 443": ({"dst": "162.159.191.255", "dport": 443}, None),
    "above WARP's network, port 443": ({"dst": "162.159.196.0", "dport": 443}, None),
    "above WARP's network, L2TP": ({"dst": "162.159.196.0", "dport": 1701}, FLAGGED),
    "TCP in WARP's network": ({"dst": "162.159.193.1", **TCP}, None),
    **{
        f"encapsulation, port {port}": ({"dport": port}, CAPSULE)
        for port in (3544, 2152, 5247, 4789)
    },
    **{
        f"encapsulation, protocol {number}": ({"protocol": number, **NO_PORTS}, CAPSULE)
        for number in (4, 41, 47)
    },
    "encapsulation that inspection calls a VPN": (
        {**DPI, "dport": 4789, "app": "wireguard"}, FLAGGED
    ),
    "a call": ({**DPI, "dport": 51820, "app": "stun"}, None),
    "file sharing on a VPN's port": ({**DPI, "dport": 1194, "app": "bittorrent"}, None),
    "WireGuard at a carrier's address": ({"dst": "198.51.100.3"}, FLAGGED),
}  # fmt: skip
# IPsec: its verdict with a list of ePDGs in force, and without one.
IPSEC = {
    "IKE": ({"dport": 500}, FLAGGED, UNCLEAR),
    "NAT traversal": ({"dport": 4500}, FLAGGED, UNCLEAR),
    "ESP": ({"protocol": 50, **NO_PORTS}, FLAGGED, UNCLEAR),
    "AH": ({"protocol": 51, **NO_PORTS}, FLAGGED, UNCLEAR),
    "IPsec by label": ({**DPI, "dport": 33333, "app": "ipsec"}, FLAGGED, UNCLEAR),
    "to a carrier": ({"dst": "198.51.100.3", "dport": 4500}, CARRIER, UNCLEAR),
    "WARP": ({"dst": "162.159.193.1", "dport": 500}, RELAY, RELAY),
}
TERMS = {
    "registered": ({}, ("registered", "active_term"), ("registered", "active_term")),
    "expired": (ENDED, ("expired", "term_expired"), UNCLEAR),
    "suspended": ({"status": "suspended"}, ("suspended", "term_suspended"), UNCLEAR),
    "elsewhere": (
        {"remote": ("cidr", "192.0.2.0/24")},
        ("out_of_terms", "other_remote"),
        UNCLEAR,
    ),
}
PLANTED = CASES | IPSEC | {name: ({"dport": 4500}, *told[1:]) for name, told in TERMS.items()}


def night(entries, **more):
    """Verdict and reason of each case."""
    cases = {
        name: lambda pair, told=told[0]: [spoke("10:00", **pair | told)]
        for name, told in PLANTED.items()
    }
    terms = [
        term(number, ("cidr", f"{ends([*PLANTED].index(name))['src']}/32"), **told[0])
        for number, (name, told) in enumerate(TERMS.items())
    ]
    found = judged_pairs(cases, terms=terms, entries=[LINES, RELAYS, RENTED, *entries], **more)
    return {name: [(row["verdict"], row["reason"]) for row in rows] for name, rows in found.items()}


@pytest.fixture(scope="module")
def with_list():
    return night([EPDG])


@pytest.fixture(scope="module")
def without():
    return night([])


@pytest.fixture(scope="module")
def overridden():
    return night([], settings=Settings(flag_ipsec_without_epdg=True))


@pytest.mark.parametrize("name", CASES)
def test_each_class_has_its_verdict_and_its_reason(with_list, without, name):
    expected = CASES[name][1]
    assert with_list[name] == without[name] == ([expected] if expected else [])


@pytest.mark.parametrize("name", IPSEC | TERMS)
def test_without_a_list_of_carriers_gateways_no_ipsec_is_flagged(
    with_list, without, overridden, name
):
    _, listed_so, unlisted = (IPSEC | TERMS)[name]
    assert with_list[name] == [listed_so]
    assert without[name] == [unlisted]
    flagged = FLAGGED if listed_so == CARRIER else listed_so
    assert overridden[name] == [flagged]
