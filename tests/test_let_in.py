# logs are as their programs write them
"""Whom a gateway has not let in has no tunnel: what comes before that, and after a refusal, is none."""

import json

import pytest

from tracker.__main__ import run

REFUSED = {
    # 2.6 says Peer Connection Initiated of a client whose password it has just refused.
    "openvpn-server": """\
Mar 13 11:16:00 gw1 ovpn-server[2211]: 203.0.113.82:60213 TLS: Initial packet from [AF_INET]203.0.113.82:60213, sid=2c3a1bb4 9e0cf3a7
Mar 13 11:16:00 gw1 ovpn-server[2211]: 203.0.113.82:60213 TLS Auth Error: Auth Username/Password verification failed for peer
Mar 13 11:16:00 gw1 ovpn-server[2211]: 203.0.113.82:60213 [laptop] Peer Connection Initiated with [AF_INET]203.0.113.82:60213
Mar 13 11:16:01 gw1 ovpn-server[2211]: laptop/203.0.113.82:60213 SENT CONTROL [laptop]: 'AUTH_FAILED' (status=1)
Mar 13 11:16:06 gw1 ovpn-server[2211]: laptop/203.0.113.82:60213 SIGTERM[soft,delayed-exit] received, client-instance exiting
""",
    # A look at TCP 1723.
    "pppd": """\
Mar 13 09:15:03 gw1 pptpd[4501]: CTRL: Client 203.0.113.5 control connection started
Mar 13 09:15:04 gw1 pppd[4567]: Peer mallory failed CHAP authentication
Mar 13 09:15:05 gw1 pptpd[4501]: CTRL: Client 203.0.113.5 control connection finished
""",
    "libreswan": """\
Mar 13 09:15:04 gw1 pluto[2211]: "xauth-psk"[1] 203.0.113.5 #1: STATE_MAIN_R3: sent MR3, ISAKMP SA established {auth=PRESHARED_KEY cipher=aes_256 integ=sha group=MODP2048}
Mar 13 09:15:05 gw1 pluto[2211]: "xauth-psk"[1] 203.0.113.5 #1: XAUTH: User rasa: Authentication Failed: Incorrect Username or Password
Mar 13 09:15:06 gw1 pluto[2211]: "xauth-psk"[1] 203.0.113.5 #1: deleting state (STATE_XAUTH_R1) aged 2.1s and sending notification
Mar 13 09:15:06 gw1 pluto[2211]: "xauth-psk"[1] 203.0.113.5: deleting connection instance with peer 203.0.113.5 {isakmp=#0/ipsec=#0}
""",
    "softether": """\
2026-03-13 10:01:01.000 L2TP PPP Session [203.0.113.7:1701]: A new PPP session (Upper protocol: L2TP) is started. IP Address of PPP Client: 203.0.113.7 (Hostname: "phone"), Port Number of PPP Client: 1701, IP Address of PPP Server: 192.0.2.1, Port Number of PPP Server: 1701, Client Software Name: "L2TP VPN Client", IPv4 TCP MSS (Max Segment Size): 1314 bytes
2026-03-13 10:05:02.000 L2TP PPP Session [203.0.113.7:1701]: The PPP session is disconnected.
""",
    # The box is the client here; whom it hangs up on has dialled nobody.
    "xl2tpd": """\
Mar 13 10:01:50 branch xl2tpd[9]: Disconnecting from 198.51.100.3, Local: 40000, Remote: 3
Mar 13 10:01:51 branch xl2tpd[9]: control_finish: Connection closed to 198.51.100.3, port 1701 (Goodbye!), Local: 40000, Remote: 3
""",
}


@pytest.mark.parametrize("name", REFUSED)
def test_nobody_whom_a_gateway_has_not_let_in_has_a_tunnel(name, tmp_path):
    log, to = tmp_path / "gw.log", tmp_path / "rows.jsonl"
    log.write_text(REFUSED[name])
    run(["parse", str(log), "--format", name, "--zone", "UTC", "-o", "jsonl", "--to", str(to)])
    rows = [json.loads(line) for line in to.read_text().splitlines()]
    told = [row for row in rows if row["table"] == "connection"]
    assert told
    assert [row["line"] for row in told if row["state"] == "established"] == []
