"""The report in a real browser: it opens alone, sorts, filters, unfolds, prints, and is usable by all."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.planting.hostile import ATTACKS, hostile_lake
from tests.report.page.conftest import Opened, written
from tests.report.planted import NIGHT, RUN, SOURCE, connection, rows, session, term
from tracker.lake import create_lake
from tracker.printable import printable

HOSTILE = (
    "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>\u202e\x1b[31m"
)
MANY = 50_000


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """The page of a night with four flags, one of them with hostile texts, and two others."""
    lake = create_lake(tmp_path_factory.mktemp("page") / "lake", "check")
    given = [
        session("sure", "unregistered", tier="confirmed", score=3.5, remote_ip="2001:db8::9"),
        session("weak", "expired", score=1.0, src_ip="192.0.2.11", reason="term_expired",
                registration_id="R-1", registry_version="v1"),
        session("ugly", "revoked", score=0.5, src_ip="192.0.2.9", gateway=HOSTILE, family=HOSTILE,
                holder_basis=HOSTILE, registration_id=HOSTILE, category=HOSTILE,
                evidence=[{"detection": HOSTILE, "group": HOSTILE, "weight": 1.0, "saw": HOSTILE,
                           "guards": HOSTILE}],
                matches=[{"list": HOSTILE, "version": HOSTILE, "cidr": HOSTILE, "category": HOSTILE,
                          "provider": HOSTILE, "host": HOSTILE}]),
        session("late", "suspended", first_at=NIGHT + timedelta(hours=2), score=0.4,
                src_ip="192.0.2.100"),
        session("fine", "registered", registration_id="R-1", category="company"),
        session("calm", "exempt", holder=None, attribution="unknown"),
    ]  # fmt: skip
    lake.append("session", rows("session", *given))
    lake.append("source", rows("source", SOURCE | {"path": f"/logs/{HOSTILE}"}))
    lake.append("registration", rows("registration", term("R-1", authority_ref=HOSTILE)))
    lake.append("connection", rows("connection", connection(51820, gateway=HOSTILE)))
    lake.append("run", rows("run", RUN))
    return written(lake, tmp_path_factory.mktemp("page") / "night.html")


@pytest.fixture
def opened(chromium, path):
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield Opened(context.new_page(), path)


def test_it_opens_without_a_complaint_and_asks_for_nothing(opened):
    assert not opened.complaints
    assert not opened.asked_for


def test_the_policy_of_the_page_forbids_what_could_be_brought_into_it(opened):
    """What a browser would do without a policy, it does not here: no request, no script, no style."""
    opened.page.evaluate(
        "() => { const img = new Image(); img.src = 'http://192.0.2.1/x'; document.body.append(img);"
        " const run = document.createElement('script'); run.textContent = 'window.ran = 1';"
        " document.body.append(run); }"
    )
    refused = opened.page.evaluate(
        "() => fetch('http://192.0.2.1/').then(() => 'went', (fault) => fault.name)"
    )
    assert refused == "TypeError"
    assert opened.page.evaluate("() => window.ran") is None
    assert sum("Content Security Policy" in told for told in opened.complaints) >= 3


def test_hostile_text_is_shown_as_text(opened):
    page = opened.page
    assert "registered" in page.title()
    assert page.locator("img").count() == 0
    assert "</script><script>document.title" in page.locator("#coverage svg").text_content()
    row = opened.rows.filter(has_text="192.0.2.9")
    row.get_by_role("button").click()
    told = page.locator("#table .unfolded").inner_text()
    assert "</script><script>document.title='owned'</script>" in told
    assert "\\u202e" in told
    assert "\\u001b[31m" in told
    assert not {"\u202e", "\x1b"} & set(page.locator("html").inner_text())
    assert not opened.complaints


def test_every_attack_that_a_text_can_carry_is_text_in_the_page(chromium, tmp_path):
    lake = hostile_lake(tmp_path / "lake")
    lake.append("connection", rows("connection", *(
        connection(1, gateway=text, source=f"{n:016x}") for n, text in enumerate(ATTACKS.values())
    )))  # fmt: skip
    with chromium.new_context() as context:
        opened = Opened(context.new_page(), written(lake, tmp_path / "hostile.html"))
        page = opened.page
        for opener in opened.rows.get_by_role("button").all():
            opener.click()
        told = page.locator("#table .unfolded").all_inner_texts()
        assert len(told) == len(ATTACKS)
        for text in ATTACKS.values():
            assert (
                sum(f": {plain(text)}; guards passed: {plain(text)}" in plain(one) for one in told)
                == 1
            )
        assert not {
            sign for sign in page.locator("html").inner_text() if printable(sign) != sign
        } - {"\t"}
        assert page.locator("img").count() == 0
        assert not opened.complaints
        assert not opened.asked_for


def plain(text: str) -> str:
    """As a page shows it: hidden signs written out, a run of blanks as one."""
    return " ".join(printable(text).split())


def test_what_needs_attention_comes_first_and_each_column_sorts_both_ways(opened):
    addresses = lambda: opened.rows.locator("td:nth-child(3)").all_inner_texts()  # noqa: E731
    assert addresses() == ["192.0.2.10", "192.0.2.11", "192.0.2.9", "192.0.2.100"]
    head = opened.page.get_by_role("button", name="subscriber")
    head.click()
    assert addresses() == ["192.0.2.9", "192.0.2.10", "192.0.2.11", "192.0.2.100"]
    head.click()
    assert addresses() == ["192.0.2.100", "192.0.2.11", "192.0.2.10", "192.0.2.9"]
    assert opened.page.locator("th[aria-sort=descending]").inner_text() == "subscriber"


def test_filters_narrow_the_table_and_say_so(opened):
    page = opened.page
    page.get_by_label("Search").fill("r-1")
    assert opened.rows.count() == 1
    assert page.locator("#count").inner_text() == "1 to 1 of 1 flagged sessions, chosen from 4"
    page.locator("#verdict").select_option("suspended")
    assert opened.rows.count() == 0
    page.get_by_label("Search").fill("")
    assert opened.rows.locator("td:nth-child(9)").all_inner_texts() == ["suspended"]


def test_a_row_unfolds_to_its_explanation_by_keyboard_alone(opened):
    page = opened.page
    page.get_by_label("Rows").focus()
    for _ in range(14):  # the scrolling region, a button a head, the opener of each row
        page.keyboard.press("Tab")
        if (page.locator(":focus").get_attribute("aria-label") or "").startswith("Explain"):
            break
    assert page.locator(":focus").get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    told = page.locator("#table .unfolded").inner_text()
    assert "+8.0 WireGuard's own port, answered (port): UDP 51820 answered" in told
    assert "\u22124.5 before any evidence" in told  # what the score of 3.5 lacks
    assert "holder 0123456789abcdef0123456789abcdef, a pseudonym" in told
    assert "lines 9 to 12 (zeek-conn, zone not needed)" in told
    page.keyboard.press("Enter")
    assert page.locator("#table .unfolded").count() == 0


def test_the_term_that_decided_is_told_with_its_dates(opened):
    opened.rows.filter(has_text="192.0.2.11").get_by_role("button").click()
    told = opened.page.locator("#table .unfolded").inner_text()
    assert "term R-1 (company, binds by account, any remote, reference " in told
    assert "2026-01-01 00:00:00+00 to no end, decision approved" in told


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_a_keyboard_or_a_screen_reader_from_it(chromium, path, scheme):
    """By axe: names, roles, contrast, headings, with a row unfolded."""
    with chromium.new_context(color_scheme=scheme) as context:
        opened = Opened(context.new_page(), path)
        opened.rows.first.get_by_role("button").click()
        found = Axe().run(opened.page)
        assert found.violations_count == 0, found.generate_report()


def test_a_phone_scrolls_down_the_page_and_across_tables_alone(chromium, path):
    with chromium.new_context(viewport={"width": 390, "height": 844}) as context:
        opened = Opened(context.new_page(), path)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_print_shows_the_rows_and_not_the_buttons(opened):
    opened.page.emulate_media(media="print")
    opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert opened.rows.count() == 4
    assert not opened.page.locator("#filters").is_visible()
    assert not opened.page.locator("#pages").is_visible()


def test_fifty_thousand_rows_sort_filter_turn_and_unfold(chromium, tmp_path):
    lake = create_lake(tmp_path / "lake", "check")
    one = rows("session", session("x", "unregistered"))
    ids = [f"{number:026d}" for number in range(MANY)]
    addresses = [f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}" for number in range(MANY)]
    many = one.take(pa.array([0] * MANY))
    for name, told in (("session_id", ids), ("src_ip", addresses)):
        many = many.set_column(many.column_names.index(name), name, pa.array(told))
    lake.append("session", many)
    with chromium.new_context() as context:
        opened = Opened(context.new_page(), written(lake, tmp_path / "many.html"))
        page = opened.page
        assert page.locator("#count").inner_text() == "1 to 50 of 50,000 flagged sessions"
        page.get_by_role("button", name="subscriber").click()
        page.get_by_role("button", name="subscriber").click()
        assert opened.rows.first.locator("td").nth(2).inner_text() == "10.0.195.79"
        page.get_by_role("button", name="Last").click()
        assert page.locator("#place").inner_text() == "page 1,000 of 1,000"
        page.get_by_label("Search").fill("10.0.7.")
        assert opened.rows.count() == 50
        opened.rows.first.get_by_role("button").click()
        assert "UDP 51820 answered" in page.locator("#table .unfolded").inner_text()
        assert not opened.complaints
