"use strict";
// The table of flagged sessions: sorted, filtered, unfolded. Whatever comes from the lake only ever
// becomes text: nothing here writes markup.
(() => {
  const find = (id) => document.getElementById(id);
  const made = (name, content, looks) => {
    const element = document.createElement(name);
    if (content !== undefined && content !== null) element.textContent = content;
    if (looks) element.className = looks;
    return element;
  };
  const MOST_PRINTED = 1000;
  const COLUMNS = [
    ["began", "began"], ["subscriber", "subscriber"], ["holder", "holder"], ["remote", "remote"],
    ["family", "family"], ["tier", "tier"], ["score", "score"], ["verdict", "verdict"],
    ["reason", "reason"], ["registration", "term"], ["review", "review"],
  ];
  const TIERS = { confirmed: 0, likely: 1, possible: 2 };

  let rows, beside, hidden, hay;
  let order = [];
  let chosen = [];
  let sorted = null;
  let upward = true;
  let page = 0;

  const shown = (text) => text === null || text === undefined ? "-" : String(text).replace(
    hidden, (sign) => sign.split("").map((unit) => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0")).join(""));
  const count = (number) => number === null ? "an unknown number of" : number.toLocaleString("en");
  const end = (ip, port) => ip === null ? "a side whose address is not told"
    : port === null ? ip : ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`;

  async function unpacked(text) {
    const signs = atob(text);
    const bytes = new Uint8Array(signs.length);
    for (let at = 0; at < signs.length; at += 1) bytes[at] = signs.charCodeAt(at);
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(plain).json();
  }

  function begin(told) {
    ({ rows, beside } = told);
    hidden = new RegExp(beside.hidden, "gu");
    for (const name of Object.keys(rows)) rows[name] = rows[name] || [];
    order = rows.id.map((_, place) => place);
    chosen = order;
    const searched = ["id", "subscriber", "holder", "remote", "family", "verdict", "reason", "registration", "gateway"];
    hay = order.map((place) => searched.map((name) => rows[name][place] ?? "").join("\n").toLowerCase());
    for (const name of ["verdict", "tier", "family"]) {
      for (const value of [...new Set(rows[name])].sort()) find(name).append(new Option(shown(value), value));
    }
    heads();
    listen();
    for (const id of ["filters", "table", "pages"]) find(id).hidden = false;
    draw();
  }

  function heads() {
    const line = find("table").tHead.rows[0];
    const first = made("th");
    first.scope = "col";
    first.append(made("span", "unfold"));
    line.append(first);
    for (const [name, title] of COLUMNS) {
      const head = made("th");
      head.scope = "col";
      const button = made("button", title);
      button.type = "button";
      button.addEventListener("click", () => sortBy(name));
      head.append(button);
      head.dataset.name = name;
      line.append(head);
    }
  }

  function listen() {
    find("filters").addEventListener("submit", (event) => event.preventDefault());
    for (const id of ["search", "verdict", "tier", "family", "size"]) find(id).addEventListener("input", choose);
    const turn = { first: () => 0, back: () => page - 1, next: () => page + 1, last: () => pages() - 1 };
    for (const [id, to] of Object.entries(turn)) {
      find(id).addEventListener("click", () => { page = to(); draw(); });
    }
    window.addEventListener("beforeprint", () => draw(MOST_PRINTED));
    window.addEventListener("afterprint", () => draw());
  }

  function sortBy(name) {
    upward = sorted === name ? !upward : true;
    sorted = name;
    const column = rows[name];
    const words = new Intl.Collator("en", { numeric: true });
    const compared = name === "tier" ? (a, b) => TIERS[column[a]] - TIERS[column[b]]
      : name === "score" ? (a, b) => column[a] - column[b]
      : (a, b) => words.compare(column[a] ?? "", column[b] ?? "");
    order = [...order].sort((a, b) => (upward ? compared(a, b) : compared(b, a)) || a - b);
    for (const head of find("table").tHead.rows[0].cells) {
      if (head.dataset.name === name) head.setAttribute("aria-sort", upward ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    choose();
  }

  function choose() {
    const words = find("search").value.trim().toLowerCase();
    const asked = ["verdict", "tier", "family"].map((name) => [rows[name], find(name).value]).filter(([, value]) => value);
    chosen = order.filter((place) => asked.every(([column, value]) => column[place] === value) && hay[place].includes(words));
    page = 0;
    draw();
  }

  const size = () => Number(find("size").value);
  const pages = () => Math.max(1, Math.ceil(chosen.length / size()));

  function draw(most) {
    const from = most ? 0 : page * size();
    const here = chosen.slice(from, most || from + size());
    find("table").tBodies[0].replaceChildren(...here.map(line));
    const which = here.length ? `${count(from + 1)} to ${count(from + here.length)} of ` : "";
    const of = chosen.length === order.length ? "" : `, chosen from ${count(order.length)}`;
    find("count").textContent = `${which}${count(chosen.length)} flagged sessions${of}`;
    find("place").textContent = `page ${count(page + 1)} of ${count(pages())}`;
    find("first").disabled = find("back").disabled = page === 0;
    find("next").disabled = find("last").disabled = page + 1 >= pages();
  }

  function line(place) {
    const row = made("tr");
    const opener = made("button", "+");
    opener.type = "button";
    opener.setAttribute("aria-expanded", "false");
    opener.setAttribute("aria-label", `Explain session ${rows.id[place]}`);
    opener.addEventListener("click", () => unfold(row, opener, place));
    const first = made("td");
    first.append(opener);
    row.append(first);
    for (const [name] of COLUMNS) row.append(cell(name, place));
    return row;
  }

  function cell(name, place) {
    const value = rows[name][place];
    if (name === "began") return made("td", value + (rows.provisional[place] ? " (provisional)" : ""), "flat");
    if (name === "holder") return made("td", value ? value.slice(0, 8) + "…" : "-", "flat");
    if (name === "remote") return made("td", shown(end(value, rows.remote_port[place])), "flat");
    if (name === "score") return made("td", value === null ? "-" : value.toFixed(1), "n");
    return made("td", shown(value), name === "verdict" ? "flat accused" : "flat");
  }

  function unfold(row, opener, place) {
    const open = opener.getAttribute("aria-expanded") === "true";
    opener.setAttribute("aria-expanded", String(!open));
    opener.textContent = open ? "+" : "−";
    if (open) {
      row.nextElementSibling.remove();
      return;
    }
    const below = made("tr", undefined, "unfolded");
    const cell = made("td");
    cell.colSpan = COLUMNS.length + 1;
    cell.append(explained(place));
    below.append(cell);
    row.after(below);
  }

  function explained(place) {
    const one = Object.fromEntries(Object.entries(rows).map(([name, column]) => [name, column[place]]));
    const why = made("div", undefined, "why");
    const part = (title, lines) => {
      why.append(made("h3", title));
      const list = made("ul");
      for (const told of lines) list.append(made("li", shown(told)));
      why.append(list);
    };
    why.append(made("p", shown(beside.verdicts[one.verdict])));
    part("What was seen", seen(one));
    part(`Is it a VPN: ${one.tier}`, evidence(one));
    part(`Whose was it: ${one.attribution}`, holder(one));
    part(`Was it registered: ${one.verdict}`, register(one));
    if (one.review) part(`What was decided: ${one.review}`, [
      `${one.decided_by}: ${one.review_reason}`,
      ...(one.new_evidence ? [`new evidence since: ${one.new_evidence}`] : []),
    ]);
    part("Where it is written", written(one));
    return why;
  }

  function seen(one) {
    const protocol = beside.protocols[one.protocol] ?? `protocol ${one.protocol}`;
    return [
      `${one.began} to ${one.ended}, ${count(one.seconds)} seconds`,
      `between the subscriber's side ${end(one.subscriber, one.subscriber_port)} and ${end(one.remote, one.remote_port)}, ${protocol}, ${one.family}`,
      `${one.direction}: ${beside.direction[one.direction]}`,
      `${count(one.connections)} connections, ${count(one.bytes_out)} bytes in ${count(one.packets_out)} packets sent, ${count(one.bytes_in)} bytes in ${count(one.packets_in)} packets received${one.gateway ? `, recorded by ${one.gateway}` : ""}`,
      ...(one.provisional ? ["provisional: logs of this night were missing when it was judged"] : []),
    ];
  }

  // Of each group the largest weight is summed, and every penalty; the rest of the score was there before.
  function evidence(one) {
    const signed = (weight) => (weight < 0 ? "−" : "+") + Math.abs(weight).toFixed(1);
    const best = {};
    for (const { group, weight } of one.evidence) if (weight >= 0) best[group] = Math.max(weight, best[group] ?? 0);
    const penalties = one.evidence.filter(({ weight }) => weight < 0).map(({ weight }) => weight);
    const added = [...Object.values(best), ...penalties].reduce((sum, weight) => sum + weight, 0);
    return [
      `${signed(one.score - added)} before any evidence: few sessions are tunnels`,
      ...one.evidence.map(({ detection, group, weight, saw, guards }) =>
        `${signed(weight)} ${beside.titles[detection] ?? detection} (${group}): ${saw}${guards ? `; guards passed: ${guards}` : ""}`),
      `${signed(one.score)} in all: of each group the largest weight, and every penalty`,
    ];
  }

  function holder(one) {
    return [
      beside.attribution[one.attribution],
      ...(one.holder ? [`holder ${one.holder}, a pseudonym`] : []),
      ...(one.holder_basis ? [`known from: ${one.holder_basis}`] : []),
    ];
  }

  function register(one) {
    const told = [`${one.reason}: ${beside.reasons[one.verdict]?.[one.reason] ?? "no word of the list"}`];
    if (one.term) {
      const { category, binding_kind, remote, protocol, port, valid_from, valid_to, status, authority_ref } = one.term;
      const only = [protocol && `protocol ${protocol}`, port && `port ${port}`, authority_ref && `reference ${authority_ref}`].filter(Boolean);
      told.push(`term ${one.registration} (${[category, `binds by ${binding_kind}`, remote, ...only].join(", ")})`);
      told.push(`${valid_from} to ${valid_to ?? "no end"}, decision ${status}`);
    } else {
      told.push("no term decided");
    }
    told.push(`register ${one.register ?? "empty"}; lists: ${one.lists.join(", ") || "none"}`);
    for (const entry of one.matches) {
      told.push(`the other side lies in ${entry.cidr} (${[entry.category, entry.provider, entry.host].filter(Boolean).join(", ")}): ${entry.list} ${entry.version}`);
    }
    return told;
  }

  function written(one) {
    const told = one.sources.map((source) => {
      const file = beside.files[source.source] ?? {};
      const lines = source.first_line === source.last_line ? `line ${source.first_line}` : `lines ${source.first_line} to ${source.last_line}`;
      return `${file.path ?? source.source}, ${lines} (${file.format}, zone ${file.zone ?? "not needed"}), sha256 ${file.sha256}`;
    });
    return [...told, `judged by run ${one.run}`, `tracker explain ${one.id}`];
  }

  const text = find("packed").textContent;
  if (!("DecompressionStream" in window)) {
    find("count").textContent += ": this browser is too old to show them; tracker flagged lists the same";
    return;
  }
  unpacked(text).then(begin).catch((fault) => {
    find("count").textContent += `: they cannot be shown (${fault.message}); tracker flagged lists the same`;
  });
})();
