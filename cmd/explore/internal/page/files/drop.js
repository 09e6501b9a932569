"use strict";
// Files that are dropped on the page: captures, which the server judges, and reports of
// conformance, which never leave the browser.

// dropZone takes one file.
function dropZone(says, accept, onFile) {
  const input = el("input", { type: "file", accept, "aria-label": says, onchange: () => { if (input.files[0]) onFile(input.files[0]); } });
  const zone = el("div", { class: "drop" }, el("p", {}, says), input);
  zone.addEventListener("dragover", (e) => { e.preventDefault(); zone.classList.add("over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (e) => { e.preventDefault(); zone.classList.remove("over"); if (e.dataTransfer.files[0]) onFile(e.dataTransfer.files[0]); });
  return zone;
}

async function capturePage() {
  const results = el("div"), ladder = el("div", { tabindex: "-1" });
  const policy = el("input", { list: "policies", value: "RFC9293", autocomplete: "off", spellcheck: "false" });
  const at = el("input", { placeholder: "192.0.2.1", autocomplete: "off", spellcheck: "false" });
  show(t("Capture"), el("h1", {}, t("A capture, held against the table")),
    el("p", {}, t("pcap, pcapng or an event log, also compressed by gzip, up to 64 MiB. It goes to explore serve on this machine and nowhere else, and is not kept.")),
    el("div", { class: "tools" }, labelled(t("Policy"), policy), el("datalist", { id: "policies" }, page.start.policies.map((p) => el("option", { value: p.name }, p.means))), labelled(t("It was made at this host (may be empty)"), at)),
    dropZone(t("Drop a capture here, or choose one"), ".pcap,.pcapng,.cap,.gz,.json,.jsonl,.log", async (file) => {
      results.replaceChildren(el("p", { role: "status" }, t("It is read ...")));
      ladder.replaceChildren();
      try {
        traced(results, ladder, await ask("/api/capture?" + new URLSearchParams({ policy: policy.value, at: at.value }), { method: "POST", body: file }));
      } catch (e) {
        results.replaceChildren(trouble(e));
      }
    }), results, ladder);
}

// traced lists the connections: those first with which something is wrong.
function traced(place, ladder, r) {
  const worst = ["deviates", "suspicious", "undecided", "unanswered", "conforms"];
  const all = [...r.connections].sort((a, b) => worst.indexOf(a.verdict) - worst.indexOf(b.verdict));
  const row = (c) => el("tr", {},
    el("td", { class: "mono" }, c.drawn ? el("button", { type: "button", onclick: () => rungs(ladder, r.id, c) }, c.name) : c.name),
    el("td", {}, c.segments), el("td", { class: "mono" }, c.states.join(" / ")), el("td", { class: "light " + c.verdict }, c.verdict),
    el("td", {}, c.notes.map((n) => el("div", {}, n))));
  const counts = Object.entries(r.verdicts).map(([k, n]) => n + " " + k).join(", ");
  place.replaceChildren(...[r.wrong ? trouble(new Error(r.wrong)) : null, card(t("Connections"),
    el("p", { role: "status" }, t("{0} frames, {1} segments, {2} connections: {3}", grouped(r.frames), grouped(r.segments), grouped(r.total), counts)),
    el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": t("connection") + ", " + t("verdict") }, el("table", {}, el("thead", {}, el("tr", {}, [t("connection"), t("segments"), t("states at last"), t("verdict"), t("what was found")].map((h) => el("th", { scope: "col" }, h)))), el("tbody", {}, all.map(row)))))].filter(Boolean));
}

// rungs shows a connection as a ladder.
async function rungs(place, id, c) {
  try {
    const v = new ViewOf(await ask("/api/connection?" + new URLSearchParams({ id, n: c.n, lang: page.language })), (await ask("/api/diagram?lang=" + page.language)).drawing);
    place.replaceChildren(el("h2", {}, c.name), el("div", { class: "play" }, el("div", {}, placed("soon", card(t("Ladder"), v.buttons, v.ladder))), el("div", {}, beside(v))));
    v.show(v.view.moments.length - 1);
    document.onkeydown = (e) => { if (!e.target.closest("input, select, textarea") && !e.ctrlKey && !e.altKey && !e.metaKey && v.key(e.key)) e.preventDefault(); };
    place.focus();
  } catch (e) {
    place.replaceChildren(trouble(e));
  }
}

async function conformancePage() {
  const results = el("div");
  show(t("Conformance"), el("h1", {}, t("Reports of conformance")),
    el("p", {}, t("What explore conform writes with -json. It is read in this browser and sent nowhere.")),
    dropZone(t("Drop a report here, or choose one"), ".json,.jsonl", async (file) => {
      try { results.replaceChildren(...report(await file.text())); } catch (e) { results.replaceChildren(trouble(e)); }
    }), results, el("h2", {}, t("Stacks that were held")));
  const known = el("div");
  document.getElementById("main").append(known);
  known.replaceChildren(...stacks(await ask("/api/stacks")));
}

// report shows a report: its counts, states by events, and what deviates.
function report(text) {
  const lines = text.split("\n").filter((l) => l.trim()).map((l, i) => { try { return JSON.parse(l); } catch { throw new Error(t("Line {0} is no JSON: it is no report of explore conform -json", i + 1)); } });
  const cases = lines.filter((l) => l.state && l.verdict), causes = lines.filter((l) => l.cause && typeof l.cause === "object").map((l) => l.cause), sum = lines.find((l) => l.cases !== undefined && l.conforms !== undefined);
  if (!cases.length && !sum) throw new Error(t("There is no case in it: it is no report of explore conform -json"));
  const signs = { conforms: "=", permitted: "~", limited: "-", undecided: "?", blocked: "#", deviates: "!" };
  const count = {}, events = [], states = [];
  for (const c of cases) {
    const key = c.state + "|" + c.event;
    if (!states.includes(c.state)) states.push(c.state);
    if (!events.includes(c.event)) events.push(c.event);
    count[key] = count[key] || {};
    count[key][c.verdict] = (count[key][c.verdict] || 0) + 1;
  }
  const cell = (s, e) => {
    const n = count[s + "|" + e] || {};
    return el("td", { class: n.deviates ? "deviates" : "" }, Object.keys(n).map((v) => (signs[v] || v) + n[v]).join(" "));
  };
  const parts = [];
  if (sum && sum.subject) parts.push(el("h2", {}, sum.subject));
  if (sum) parts.push(el("p", { role: "status" }, t("{0} cases: {1} conform, {2} are permitted variations, {3} are undecided, {4} deviate.", sum.cases, sum.conforms, sum.permitted, sum.undecided, sum.deviates)));
  if (cases.length) {
    parts.push(card(t("States by events"), el("p", { class: "muted" }, t("= conforms, ~ permitted variation, - could not be put to the test, ? undecided, # blocked, ! deviates.")),
      el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": t("state") + ", " + t("event") }, el("table", { class: "matrix" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("event")), states.map((s) => el("th", { scope: "col" }, s)))),
        el("tbody", {}, events.map((e) => el("tr", {}, el("th", { scope: "row" }, e), states.map((s) => cell(s, e)))))))));
  }
  if (causes.length) parts.push(card(t("What deviates"), causes.map(causeOf)));
  return parts;
}

// causeOf shows a cause with its trace.
function causeOf(c) {
  const trace = (c.trace || []).map((x, i) => el("tr", { class: i + 1 === c.step ? "deviates" : "" }, el("td", {}, i + 1), el("td", { class: "mono" }, x.input), el("td", { class: "mono" }, x.answer.join(" ")), el("td", { class: "mono" }, x.state)));
  return el("details", {}, el("summary", {}, c.does + " (" + c.strength + ", " + t("{0} cases", c.explains) + ")"), el("p", {}, t("It should: {0}", c.should)), el("p", { class: "muted" }, el("code", {}, c.rule), " " + (c.clause || "") + " " + c.states),
    el("div", { class: "wide" }, el("table", {}, el("thead", {}, el("tr", {}, [t("step"), t("input"), t("answer"), t("state")].map((h) => el("th", { scope: "col" }, h)))), el("tbody", {}, trace))));
}

// stacks lists what is known of each. What was found is told in the words of the reports, which
// are in English.
function stacks(all) {
  const said = { lang: "en" };
  return all.map((s) => el("section", { class: "card", "aria-label": s.name }, el("h2", {}, s.name), el("p", said, s.summary),
    el("details", {}, el("summary", {}, t("{0} causes", s.causes.length)), el("ul", { class: "list" }, s.causes.map((c) => el("li", {}, el("details", {}, el("summary", said, c.says), el("p", {}, el("code", {}, c.id)), c.note ? el("p", said, c.note) : null,
      c.shared.length ? el("p", { class: "muted" }, t("Others do so, too: {0}", c.shared.join(", "))) : null)))))));
}
