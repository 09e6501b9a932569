"use strict";
// The table itself: states by events, of one policy or of two.

async function tablePage(query) {
  const policy = query.get("policy") || page.start.policies[0].name, other = query.get("with") || "";
  let m;
  const names = el("datalist", { id: "policies" }, page.start.policies.map((p) => el("option", { value: p.name }, p.means)));
  const input = (key, value) => el("input", { name: key, list: "policies", value, autocomplete: "off", spellcheck: "false" });
  const form = el("form", { onsubmit: (e) => { e.preventDefault(); go("/table?" + addressOf(e.target)); } },
    labelled(t("Policy"), input("policy", policy), "grow"), labelled(t("beside (may be empty)"), input("with", other), "grow"), names, el("button", { class: "main" }, t("Show")));
  try {
    m = await ask("/api/table?" + new URLSearchParams({ policy, with: other, lang: page.language }));
  } catch (e) {
    show(t("Table"), el("h1", {}, t("The table")), form, trouble(e));
    return;
  }
  const rules = el("div", { tabindex: "-1" });
  const cells = new Map();
  for (const r of m.rules) for (const s of r.in) for (const e of r.on) {
    const key = s + "|" + e;
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(r);
  }
  const open = (s, e) => { list(rules, s + ", " + e, cells.get(s + "|" + e), m); rules.scrollIntoView({ block: "start" }); rules.focus({ preventScroll: true }); };
  const cell = (s, e) => {
    const all = cells.get(s.name + "|" + e.name) || [];
    if (!all.length) return el("td", { class: "cell" });
    const only = all.filter((r) => r.only).length;
    const says = t("{0}, {1}: {2} rules", s.name, e.name, all.length) + (only ? ", " + t("{0} of one policy alone", only) : "");
    return el("td", { class: "cell " + (only ? "differs" : "") }, el("button", { type: "button", "aria-label": says, title: says, onclick: () => open(s.name, e.name) }, all.length + (only ? " ≠" : "")));
  };
  show(t("Table"), el("h1", {}, t("The table: what each state makes of each event")), form,
    el("p", { class: "muted" }, t("A number says how many rules there are for a state and an event; choose it to read them.") + (m.with ? " " + t("≠ marks where the two policies differ.") : "")),
    m.options.length ? el("details", { class: "card" }, el("summary", {}, t("Where the policies differ") + " (" + m.options.length + ")"), el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": t("Where the policies differ") }, el("table", { class: "names" }, el("thead", {}, el("tr", {}, [t("choice"), m.policy, m.with, t("about")].map((h) => el("th", { scope: "col" }, h)))),
      el("tbody", {}, m.options.map((o) => el("tr", {}, el("th", { scope: "row", class: "mono" }, o.id + " " + o.option), el("td", { class: "mono" }, o.a), el("td", { class: "mono" }, o.b), el("td", {}, o.text))))))) : "",
    el("div", { class: "card wide", tabindex: "0", role: "region", "aria-label": t("States by events") }, el("table", { class: "matrix" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("event")), m.states.map((s) => el("th", { scope: "col" }, s.name)))),
      el("tbody", {}, m.events.filter((e) => m.states.some((s) => cells.has(s.name + "|" + e.name))).map((e) => el("tr", {}, el("th", { scope: "row", title: e.means }, e.name), m.states.map((s) => cell(s, e))))))),
    rules);
}

// list shows rules in the order of the table.
function list(place, title, all, m) {
  const one = (r) => el("li", { class: "card" + (r.only ? " note" : "") },
    el("p", {}, el("code", {}, r.rule), " ", el("a", { href: r.link, target: "_blank", rel: "noopener noreferrer" }, "RFC 9293 " + r.clause), " ", el("span", { class: "muted" }, r.title), r.only ? el("strong", {}, " " + t("only {0}", r.only)) : null),
    r.when.length ? el("p", {}, el("strong", {}, t("when") + " "), r.when.join("; ")) : null,
    r.choice.length ? el("p", {}, el("strong", {}, t("under") + " "), el("code", {}, r.choice.join("; "))) : null,
    el("p", {}, el("strong", {}, t("does") + " "), r.does.join("; ") || t("nothing"), r.enters ? " → " + r.enters : "", " ", el("span", { class: "muted" }, r.then)),
    r.carries.length ? el("p", { class: "muted" }, r.carries.join(", ")) : null,
    r.why ? el("p", { class: "muted" }, r.why) : null);
  place.replaceChildren(el("section", { "aria-label": title }, el("h2", {}, title + (m.with ? ": " + m.policy + " | " + m.with : "")), el("ul", { class: "list" }, all.map(one))));
}
