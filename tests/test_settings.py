from __future__ import annotations

import pytest

from tracker.logfile import Asked
from tracker.settings import Gateway, Settings, Source

BORDER = Source("*/border/*", zone="UTC", gateway="border-1")
ANY = Source("*", zone="Europe/Vilnius", format="zeek-conn")


@pytest.mark.parametrize(
    ("pattern", "shown", "fits"),
    [
        ("*.log", "logs/a/b.log", True),
        ("*/border/*", "/var/border/2026/a.log", True),
        ("border/*", "/var/border/a.log", False),
        ("logs/?.log", "./logs//a.log", True),
        ("./logs/*", "logs/a.log", True),
        ("logs/[ab].log", "logs/c.log", False),
        ("LOGS/*", "logs/a.log", False),
        ("-", "-", True),
    ],
)
def test_a_star_stands_for_any_signs_and_the_whole_path_must_fit(pattern, shown, fits):
    assert Source(pattern).fits(shown) is fits


def test_the_first_source_that_fits_holds_and_the_command_line_goes_before_it():
    settings = Settings(sources=(BORDER, ANY))
    assert Asked().of("in/border/a", settings) == Asked(zone="UTC", gateway="border-1")
    assert Asked().of("in/a", settings) == Asked("zeek-conn", "Europe/Vilnius")
    said = Asked(zone="Asia/Tokyo", format="cgnat")
    assert said.of("in/border/a", settings) == Asked("cgnat", "Asia/Tokyo", "border-1")


def test_a_digest_knows_what_can_change_an_answer_and_nothing_else():
    plain = Settings()
    same = (
        Settings(threads=1, memory="1GB"),
        Settings(gateways=(Gateway("a"),)),
        Settings(sources=(), gateways=()),
        Settings(judge={}, detections="own"),
        Settings(judge={"scored": {}}),
        Settings(inbox="in"),
    )
    other = (
        Settings(gateways=(Gateway("a", 3),)),
        Settings(gateways=(Gateway("b", 3),)),
        Settings(gateways=(Gateway("a", silence_hours=3),)),
        Settings(gateways=(Gateway("a", silence_hours=4),)),
        Settings(judge={"scored": {"prior": -60}}),
        Settings(judge={"scored": {"likely": -60}}),
        Settings(judge={"scored": {"prior": -61}}),
        Settings(judge={"pptp": {"disabled": True}}),
        Settings(flag_ipsec_without_epdg=True),
        Settings(sources=(ANY,)),
        Settings(sources=(ANY, BORDER)),
        Settings(sources=(BORDER, ANY)),
    )
    assert {one.digest() for one in same} == {plain.digest()}
    assert len({one.digest() for one in (plain, *other)}) == 1 + len(other)


def test_where_logs_go_changes_no_digest():
    plain, moved = Source("*", zone="UTC"), Source("*", "UTC", done="moved", done_to="there")
    assert Settings(sources=(plain,)).digest() == Settings(sources=(moved,)).digest()
    assert (
        Settings(sources=(plain,)).digest() == "22d13b9cc3afeec5"
    )  # as before files went anywhere


def test_the_order_of_what_is_set_of_rules_and_a_whole_number_change_no_digest():
    one, two = {"scored": {"prior": -60, "likely": 5}}, {"pptp": {"weight": 9}}
    turned = {"scored": {"likely": 5.0, "prior": -60.0}}
    told = {Settings(judge=some).digest() for some in (one | two, two | one, two | turned)}
    assert len(told) == 1


def test_the_order_of_gateways_and_a_whole_number_change_no_digest():
    one, two = Gateway("a", 3, 2), Gateway("b", -1, 1)
    told = {
        Settings(gateways=some).digest() for some in ((one, two), (two, Gateway("a", 3.0, 2.0)))
    }
    assert len(told) == 1
