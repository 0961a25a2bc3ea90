"""A detection of an operator's own may want records that nothing else looks at."""

import pytest

from tests.planting.rows import judged, one, spoke
from tracker.errors import Faults
from tracker.judge.detections import FOLDER, read_detections

ODD = """-- title: the odd VPN
-- group: port
-- ports: {ports}
-- weight: 8
-- innocent when: never
select session, max($weight) as weight, 'seen' as saw, 'none' as guards
from seen
where port = 7000
group by session
"""


def own(folder, ports):
    (folder / "odd.sql").write_text(ODD.format(ports=ports))
    return read_detections([FOLDER, folder])


def test_records_of_the_ports_that_a_detection_states_are_looked_at(tmp_path):
    detections = own(tmp_path, "udp/7000, tcp/7000")
    found = one([spoke("10:00", dport=7000), spoke("10:00", dport=7001)], detections=detections)
    assert (found["family"], found["tier"]) == ("other:udp/7000", "likely")


def test_the_stated_port_counts_on_the_servers_side_alone(tmp_path):
    assert judged([spoke("10:00", sport=7000, dport=9)], detections=own(tmp_path, "udp/7000")) == []


@pytest.mark.parametrize("ports", ["7000", "udp/70000", "gre/1", "udp/"])
def test_a_port_that_cannot_be_is_told(tmp_path, ports):
    with pytest.raises(Faults, match=r"odd\.sql: port"):
        own(tmp_path, ports)
