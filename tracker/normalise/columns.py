"""A row's columns as SQL: each kind of column has its way from text to value, and its own check."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.engine.duckdb import begins, literal, one_of, quoted, word
from tracker.normalise.address import is_address
from tracker.normalise.clock import basis, lasting, may_name_zone, micros, of_other_zone, outside
from tracker.normalise.stages import Staged
from tracker.spec import Template, Value
from tracker.tables import Column, table

MAIN_TIMES = ("started_at", "ended_at", "logged_at", "at")
MADE = "made"  # beside a row's columns: whether its record makes it
NO_ZONE = "no_zone"
ENDS = {"connection": ("src_ip", "dst_ip")}
_INSIDE = {"connection": "src_ip", "login": "inner_ip"}  # whose packets a protocol is told of
_CHOICE = re.compile(r"\^\(?([\w|-]+)\)?\$")
_BEGINNING = re.compile(r"\^\\?([\w^])")
# TCP, UDP, DCCP, SCTP and UDP-Lite have ports; what others print in their place is a type or nothing.
_WITH_PORTS = ("6", "17", "33", "132", "136")


@dataclass(frozen=True)
class Row:
    """One row that a record may yield: what the spec says of it, and the stages it fills."""

    template: Template
    staged: Staged

    @property
    def table(self) -> str:
        return self.template.table

    def finals(self) -> dict[str, str]:
        """The row's columns by name, each an expression over the stages that this call has filled."""
        self.staged.messages = self.template.messages
        done: dict[str, str] = {}
        for column in table(self.table).columns:
            if self.ways(column.name):
                done |= self._final(column)
        for name in ENDS.get(self.table, ()):
            self._check_end(name)
        if self.staged.stated.gateway is not None:
            told = f"{done['gateway']}, " if "gateway" in done else ""
            # The line knows best which box it speaks of; what was stated fills in.
            done["gateway"] = f"coalesce({told}cast($gateway as varchar))"
        done |= self._dates()
        made = self.made()
        if not made:
            return done
        # Nothing leaves the engine of a row that is not made, least of all addresses to be resolved.
        only = {name: f"case when {made} then {value} end" for name, value in done.items()}
        return only | {MADE: made}

    def ways(self, name: str) -> list[Value]:
        """The ways to fill a column that this file, and what was stated for it, allow."""
        zone = self.staged.stated.zone
        return [value for value in self._there(name) if not (value.needs_zone() and zone is None)]

    def unzoned(self, name: str) -> list[Value]:
        """The ways to fill a column that this file allows, and that lack a zone."""
        zone = self.staged.stated.zone
        return [value for value in self._there(name) if value.needs_zone() and zone is None]

    def _there(self, name: str) -> list[Value]:
        has = self.staged.fields.has
        return [
            value
            for value in self.template.columns.get(name, ())
            if value.field is None or all(has(field) for field in (value.field, *value.more))
        ]

    def _final(self, column: Column) -> dict[str, str]:
        name, ways = column.name, self.ways(column.name)
        if column.type == "timestamp":
            return {name: f"make_timestamptz({self._time(name, ways)})"}
        if is_address(name):
            return self._address(name, ways)
        if name == "protocol":
            return {name: self._protocol(ways)}
        if column.type == "text":
            words = _words(ways) if column.repeats else ()
            text = _first([self._text(name, value, words) for value in ways])
            if name == "event":
                self._refuse(f"{text} is null", "bad_event")
            return {name: text}
        return {name: self._number(column, ways)}

    def _time(self, name: str, ways: list[Value]) -> str:
        alias = self._value(f"{name} 0", micros(self.staged, ways[0]))
        # Other ways are looked at where the first one gave nothing.
        rest = [f"case when {alias} is null then {micros(self.staged, v)} end" for v in ways[1:]]
        each = [alias, *(self._value(f"{name} {n}", way) for n, way in enumerate(rest, 1))]
        whole = self._value(name, _first(each)) if len(each) > 1 else each[0]
        lacking = [f"{self.staged.cell(value)} is not null" for value in self.unzoned(name)]
        some = f"({' or '.join(lacking)})"
        if lacking and name == self._times()[0]:
            self._refuse(f"{whole} is null and {some}", NO_ZONE)
        self._check(ways, whole, "bad_time", f"not {some}" if lacking else "true")
        if any(map(may_name_zone, ways)):
            self._refuse(of_other_zone(whole), "other_zone")
        self._refuse(outside(whole), "time_out_of_range")
        return whole

    def _times(self) -> list[str]:
        """The columns that say when the record was, in the order in which they are believed."""
        return [name for name in MAIN_TIMES if self.ways(name)]

    def _dates(self) -> dict[str, str]:
        """The rule that made the record's time, and the UTC date the row is filed under."""
        if not self._times():
            self._refuse("true", NO_ZONE)
            return {}
        ways = [(name, n, way) for name in self._times() for n, way in enumerate(self.ways(name))]
        each = [self._alias(f"{name} {n}") for name, n, _ in ways]
        time = _first(each)
        self._refuse(f"{time} is null", "no_time")
        day = f"(date '1970-01-01' + cast({time} // 86400000000 as integer))"
        return {"time_basis": basis(each, [way for *_, way in ways]), "event_date": day}

    def _address(self, name: str, ways: list[Value]) -> dict[str, str]:
        """The text that is to be an address, or what stands in its place, for `resolve` to look at."""
        cell = _first([self._plain(value) for value in ways])
        if name == "ip":
            return {name: f"prefix_address({cell})", "prefix_length": f"prefix_length({cell})"}
        raw = _first([self.staged.text(value) for value in ways if value.field] or ["null"])
        # A mark may be an address itself, such as 0.0.0.0: as a mark it is none.
        return {name: f"coalesce({cell}, absent_address({raw}, null))"}

    def _protocol(self, ways: list[Value]) -> str:
        inside = self.ways(_INSIDE[self.table])
        source = _first([self._plain(value) for value in inside] or ["null"])
        six = f"(contains({source}, ':') and not contains({source}, '.'))"  # with both it is mapped
        each = [f"protocol_number({self._said(value)}, {six})" for value in ways]
        number = _first(each)
        # A port that is lent for no protocol in particular is lent for all.
        return self._value("protocol", f"nullif({number}, 0)" if self.table == "login" else number)

    def _text(self, name: str, value: Value, words: tuple[str, ...]) -> str:
        text = self._said(value, words)
        if value.constant is not None:
            return text
        return f"lower({text})" if name == "app" and not value.cases else text

    def _said(self, value: Value, words: tuple[str, ...] = ()) -> str:
        """A value's text, or what its cases make of it; one of a few words where those are given."""
        cell = self._plain(value)
        if not value.cases:
            return word(str(value.constant), words) if words else cell
        arms = " ".join(
            f"{_arm(cell, pattern)} {word(said, words) if words else literal(said)}"
            for pattern, said in value.cases
        )
        return f"case when {cell} is null then null {arms} end"

    def _plain(self, value: Value) -> str:
        return self.staged.cell(value) if value.constant is None else literal(value.constant)

    def _number(self, column: Column, ways: list[Value]) -> str:
        name, port = column.name, column.name.endswith("_port")
        lent = name in ("port_first", "port_last")
        each = [self._whole(self._plain(value), value, column, port=port or lent) for value in ways]
        alias = self._value(name, _first(each))
        if name == "port_last" and self.ways("port_first"):
            self._refuse(f"{alias} < {self._alias('port_first')}", "bad_port_last")
        told = [value for value in ways if not value.nonzero]  # where nought is told, null is right
        # A login's protocol is of the ports that are lent, not of the one from which it was dialled.
        if not port or self.table == "login" or not self.ways("protocol"):
            self._check(told, alias, f"bad_{name}")
            return alias
        has_ports = one_of(self._alias("protocol"), _WITH_PORTS)
        texts = [self.staged.text(value) for value in self.ways("protocol") if value.field]
        if texts and not self.staged.fields.fixed:
            # Where a line leaves the protocol out, nobody says that it has no ports.
            has_ports = f"({has_ports} or {' and '.join(f'{text} is null' for text in texts)})"
        self._check(told, alias, f"bad_{name}", has_ports)
        if name == "nat_port" and (translated := self.ways("nat_ip")):
            # Where nothing was translated, the port is the one that src_port tells.
            has_ports += f" and {_first([self._plain(value) for value in translated])} is not null"
        return f"if({has_ports}, {alias}, null)"

    def _whole(self, cell: str, value: Value, column: Column, *, port: bool) -> str:
        """A whole number that is not negative; a port has 16 bits."""
        if value.form == "duration":
            lasted = self.staged.step(lasting(cell, value.unit))
            return f"if({cell} is null, null, {lasted} // 1000000)"
        if value.hexadecimal:
            cell = f"'0x' || regexp_replace({cell}, '^0[xX]', '')"
        number = f"cast(try_cast({cell} as {'usmallint' if port else 'ubigint'}) as {column.type})"
        if not port:
            number = f"try_{number}"
        if value.giga and self.staged.fields.has(value.giga):
            cell = self.staged.named(value.giga)
            over = f"if({cell} is null, 0, cast(try_cast({cell} as uinteger) as hugeint))"
            number = f"try_cast({number} + 4294967296 * {over} as bigint)"
        if value.times != 1:
            number = f"try_cast(cast({number} as hugeint) * {value.times} as {column.type})"
        return f"nullif({number}, 0)" if value.nonzero else number

    def _check(self, ways: list[Value], alias: str, reason: str, when: str = "true") -> None:
        """A field that is there and cannot be read rejects the record."""
        given = [f"{self.staged.cell(value)} is not null" for value in ways if value.field]
        if given:
            self._refuse(f"{alias} is null and ({' or '.join(given)}) and {when}", reason)

    def _check_end(self, name: str) -> None:
        """A connection has two ends, be one a name."""
        ways = [value for value in self.ways(name) if value.field]
        if self.template.messages and ways:
            nothing = " and ".join(f"{self.staged.text(value)} is null" for value in ways)
            self._refuse(nothing, f"no_{name}")

    def made(self) -> str:
        """The alias of whether a record makes this row; none if each does."""
        template = self.template
        self.staged.messages = template.messages
        told = [f"{self.staged.named(name)} is not null" for name in template.needs]
        if template.messages:
            told.insert(0, self.staged.fields.of(template.messages))
        return self._value(MADE, " and ".join(told)) if told else ""

    def _refuse(self, condition: str, reason: str) -> None:
        made = self.made()
        self.staged.check(f"{made} and ({condition})" if made else condition, reason)

    def _value(self, name: str, expression: str) -> str:
        return self.staged.value(self.template.prefix + name, expression)

    def _alias(self, name: str) -> str:
        return quoted(self.template.prefix + name)


def _first(expressions: list[str]) -> str:
    return expressions[0] if len(expressions) == 1 else f"coalesce({', '.join(expressions)})"


def _words(ways: list[Value]) -> tuple[str, ...]:
    """The words that a column of a few can hold; none where some way tells what the line says."""
    if not all(value.cases or value.constant is not None for value in ways):
        return ()
    each = (said for v in ways for said in (v.constant, *(case[1] for case in v.cases)))
    return tuple(dict.fromkeys(said for said in each if said is not None))


def _arm(cell: str, pattern: str) -> str:
    """When one case holds; a beginning or a choice of plain words is compared as text, which is quicker."""
    if pattern == "":
        return "else"
    if choice := _CHOICE.fullmatch(pattern):
        condition = one_of(cell, [literal(word) for word in choice[1].split("|")])
    elif beginning := _BEGINNING.fullmatch(pattern):
        condition = begins(cell, beginning[1])
    else:
        condition = f"regexp_matches({cell}, {literal(pattern)})"
    return f"when {condition} then"
