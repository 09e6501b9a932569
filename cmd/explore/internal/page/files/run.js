"use strict";
// Explorations of a scenario, and the graph of its pairs of states.

async function explorePage(query) {
  const results = el("div"), graph = el("div");
  const name = query.get("scenario") || "close";
  const names = page.start.scenarios.map((s) => ({ value: s.name, text: s.name }));
  const asked = questions(query);
  const form = scenarioForm(names, name, query, t("Explore"), (address) => { keep(address); check(results, address, asked.order()); });
  const draw = el("button", { type: "button", onclick: () => { const address = addressOf(form); keep(address); pairs(graph, address); } }, t("Draw the pairs of states"));
  show(t("Explore"), el("h1", {}, t("Explore a scenario completely")),
    el("p", {}, t("Every interleaving is looked at. A property that holds here holds in all of it; one that is violated comes with a shortest counterexample to walk through.")),
    card(t("Scenario"), form, el("div", { class: "tools" }, draw)), card(t("Question"), asked.element), results, graph);
  for (const control of form.elements) if (control.name === "scenario") control.focus({ preventScroll: true });
}

// addressOf is what a form says.
function addressOf(form) {
  const v = new URLSearchParams();
  for (const [key, value] of new FormData(form)) if (value) v.set(key, value);
  return v.toString();
}

// keep puts what is explored into the address of the page.
function keep(address) { history.replaceState(null, "", "/explore?" + address); }

// questions are what may be asked: what is expected, a property, a predicate.
function questions() {
  const kind = choice([
    { value: "", text: t("All that is expected of it") }, { value: "property", text: t("One property") },
    { value: "reach", text: t("Is there a way to ...") }, { value: "never", text: t("Never ...") }, { value: "leadsTo", text: t("... leads to ...") },
  ], "", { onchange: () => shown() });
  const property = choice(page.start.properties.map((p) => p.name), "", {});
  const predicate = el("input", { placeholder: "both=TIME-WAIT", autocomplete: "off", spellcheck: "false", class: "mono" });
  const one = labelled(t("Property"), property, "grow"), other = labelled(t("Predicate, as in explore help predicates; of two with ~> between them"), predicate, "grow");
  const shown = () => { one.hidden = kind.value !== "property"; other.hidden = !["reach", "never", "leadsTo"].includes(kind.value); };
  shown();
  return { element: el("div", { class: "tools" }, labelled(t("What is asked"), kind), one, other), order: () => {
    if (kind.value === "property") return { properties: [property.value] };
    return kind.value ? { [kind.value]: predicate.value } : {};
  } };
}

// check explores and lists the verdicts.
async function check(place, address, order) {
  const r = await explored(place, { kind: "check", address, ...order });
  if (!r) return;
  const row = (v) => el("tr", {}, el("td", {}, verdictOf(v.word)), el("td", {}, el("strong", {}, v.name), ": " + v.claim),
    el("td", {}, v.capacity ? "CAP(" + v.capacity + ")" : t("any capacity"), v.fair ? ", " + v.fair : ""),
    el("td", {}, v.address ? link("/play?" + v.address, t("{0} steps", v.steps)) : ""));
  place.replaceChildren(card(t("Verdicts"),
    el("p", { role: "status" }, t("{0} states were looked at.", grouped(r.distinct)) + (r.open ? " " + t("No answer to all: {0}", r.open) : "")),
    el("p", { class: "muted" }, r.asked),
    el("div", { class: "wide" }, el("table", {}, el("thead", {}, el("tr", {}, [t("verdict"), t("claim"), t("rests on"), t("shown by")].map((h) => el("th", { scope: "col" }, h)))), el("tbody", {}, r.verdicts.map(row)))),
    el("details", {}, el("summary", {}, t("As explore check says it")), el("pre", { class: "mono", tabindex: "0" }, r.text))));
  tell(t("{0} states were looked at.", grouped(r.distinct)));
}

// pairs draws the pairs of states of both ends. Each leads to a shortest way there.
async function pairs(place, address) {
  const r = await explored(place, { kind: "graph", address });
  if (!r) return;
  const found = el("div"), d = drawing(r.drawing, t("Pairs of states of A and B"));
  d.querySelector("svg").setAttribute("role", "group");
  for (const p of r.pairs) {
    const g = d.querySelector("svg").getElementById(p.id);
    if (!g) continue;
    g.classList.add("choose");
    g.setAttribute("tabindex", "0");
    g.setAttribute("role", "button");
    g.setAttribute("data-name", p.name);
    const on = () => seekPair(found, address, p);
    g.addEventListener("click", on);
    g.addEventListener("keydown", (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); on(); } });
  }
  place.replaceChildren(card(t("Pairs of states"), el("p", {}, t("{0} states were looked at.", grouped(r.distinct)) + " " + t("Choose a pair for a shortest way there.")), found, d));
}

async function seekPair(place, address, p) {
  const r = await explored(place, { kind: "way", address, reach: p.reach });
  if (!r) return;
  if (r.address) go("/play?" + r.address);
  else place.replaceChildren(el("p", { role: "status" }, verdictOf("cannot"), " " + p.name));
}
