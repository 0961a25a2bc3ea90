"""From what is published nothing can be worked out that rests on fewer than ten people."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.report.concealing import FEWEST, concealed

CATEGORIES = range(4)
KINDS = range(4)  # by what a group's sessions are spared


@st.composite
def tables(draw):
    """The people of each group, by category and kind; most are few, some share people."""
    people = st.sets(st.integers(0, 30), max_size=14)
    return {(c, k): found for c in CATEGORIES for k in KINDS if (found := draw(people))}


def sums_of(table):
    """What is asked of a table, as of policies: kinds that are nested or alone, with their margins."""
    nested = [{k for k in KINDS if k < reach} for reach in (4, 3, 2, 1)]
    kinds = [*nested, *({k} for k in KINDS)]
    asked = [(None, one) for one in kinds] + [(c, one) for c in CATEGORIES for one in kinds]
    return [
        [group for group in table if group[0] in (c, *([group[0]] if c is None else [])) and group[1] in one]
        for c, one in asked
    ]  # fmt: skip


def judged(table):
    """Which sums of a table are published, and which are left out."""
    numbers = {group: number for number, group in enumerate(table)}
    sums = [frozenset(numbers[group] for group in one) for one in sums_of(table)]
    people = {numbers[group]: {str(one) for one in found} for group, found in table.items()}
    few = {number: found for number, found in people.items() if len(found) < FEWEST}
    hidden = concealed(sums, few)
    told = [one for one, out in zip(sums, hidden, strict=True) if not out]
    left = [one for one, out in zip(sums, hidden, strict=True) if out]
    return told, left, few, len(table)


def unseen(sums, width):
    """Directions in which groups may change while all sums stay: a base of the null space."""
    rows = [[Fraction(n in one) for n in range(width)] for one in sums]
    firsts = []
    for column in range(width):
        row = next((r for r in range(len(firsts), len(rows)) if rows[r][column]), None)
        if row is None:
            continue
        here = len(firsts)
        rows[here], rows[row] = rows[row], rows[here]
        rows[here] = [cell / rows[here][column] for cell in rows[here]]
        for other in range(len(rows)):
            if other != here and rows[other][column]:
                times = rows[other][column]
                rows[other] = [a - times * b for a, b in zip(rows[other], rows[here], strict=True)]
        firsts.append(column)
    free = [column for column in range(width) if column not in firsts]
    return [
        [Fraction(n == one) - (rows[firsts.index(n)][one] if n in firsts else 0) for n in range(width)]
        for one in free
    ]  # fmt: skip


def betrayed(sums, few, width):
    """The unions of groups, of fewer than ten people together, whose value follows from sums."""
    ways = unseen(sums, width)
    small = sorted(few)
    unions = chain.from_iterable(combinations(small, n) for n in range(1, len(small) + 1))
    return [
        union
        for union in unions
        if len(set().union(*(few[one] for one in union))) < FEWEST
        and all(sum(way[one] for one in union) == 0 for way in ways)
    ]


def fits(table):
    """The first twelve groups: of more, all unions would take long to look at."""
    return dict(list(table.items())[:12])


@given(tables().map(fits))
@example({(0, 1): {0}, (0, 2): {9}, (0, 3): set(range(9))})
def test_nothing_about_few_people_follows_from_what_is_published(table):
    """Not from one number, nor from totals, nor by subtracting one policy from another."""
    told, _, few, width = judged(table)
    assert not betrayed(told, few, width)


@settings(max_examples=20)  # each looks for every sum's harm anew
@given(tables().map(fits))
def test_nothing_is_left_out_that_would_give_nobody_away(table):
    told, left, few, width = judged(table)
    assert all(betrayed([*told, one], few, width) for one in set(left))


def test_the_complement_of_a_few_is_left_out_with_them():
    """Of a total and two parts, the smaller part is told by the other two."""
    few = {1: {"a", "b", "c"}}
    assert concealed([[1, 2], [2], [1]], few) == [False, True, True]


def test_two_groups_of_few_may_stand_for_each_other():
    few = {1: set("abcdef"), 2: set("ghijkl")}
    assert concealed([[1, 2, 3], [1, 2], [3], [1], [2]], few) == [False, False, False, True, True]


def test_two_groups_of_the_same_few_people_may_not():
    few = {1: set("abcdef"), 2: set("abcdef")}
    assert concealed([[1, 2, 3], [1, 2], [3]], few) == [False, True, True]


def test_what_rests_on_many_or_on_nobody_is_told():
    assert concealed([[1, 2], [1], [2], []], {}) == [False] * 4


def test_more_sums_of_few_than_can_be_tried_are_left_out():
    """Each is of ten people, and there are more than whose every combination is looked at."""
    few = {n: {f"{n // 2} {n % 2} {one}" for one in range(5)} for n in range(30)}
    hidden = concealed([[n, n + 1] for n in range(0, 30, 2)], few)
    assert hidden == [False] * 10 + [True] * 5
