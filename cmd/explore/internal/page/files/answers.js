"use strict";
// Questions that people ask, what everybody says, wrong designs and hazards: each with
// the way that shows it.

async function whyPage() {
  const claims = await ask("/api/claims?lang=" + page.language);
  const counted = (word) => claims.filter((c) => c.settled === word).length;
  show(t("Why"),
    el("h1", {}, t("Why is TCP as it is?")),
    el("p", {}, t("Each question is answered by a wrong design that is refuted, step by step, and by the right one, explored completely.")),
    card(t("Questions"), el("ul", { class: "list" }, page.start.questions.map((q) => el("li", {}, link("/why/" + q.name, q.means))))),
    card(t("What everybody says"),
      el("p", { class: "muted" }, t("Of {0} claims {1} are true, {2} under assumptions, {3} half true and {4} false.", claims.length, counted("true"), counted("true, under assumptions"), counted("half true"), counted("false"))),
      el("ul", { class: "list" }, claims.map((c) => el("li", {}, el("span", { class: "light " + c.settled.split(/[ ,]/)[0] }, c.word), " ", link("/why/" + c.id, c.text))))));
}

async function answerPage(name) {
  const a = await ask("/api/answer?name=" + encodeURIComponent(name) + "&lang=" + page.language);
  const parts = a.exhibits.map((e, i) => exhibit(a, e, i + 1));
  const para = (title, text) => (text ? card(title, el("p", {}, text)) : null);
  show(a.question, el("p", {}, link("/why", t("All questions"))), el("h1", {}, a.question), el("p", {}, a.says),
    ...[para(t("Only half true"), a.half), ...parts.map((p) => p.element), para(t("Written in"), a.clauses), para(t("To be seen"), a.seen)].filter(Boolean));
  for (const p of parts) {
    if (!p.element.isConnected || !await p.run()) return;
  }
}

// exhibit explores what an exhibit asks and shows what comes of it.
function exhibit(a, e, n) {
  const place = el("div");
  const element = card(n + ". " + e.shows, el("p", {}, el("code", {}, "explore check " + e.ask)), place);
  const address = "why=" + encodeURIComponent(a.name) + "&exhibit=" + n;
  return { element, run: async () => {
    const r = await explored(place, { kind: "check", address });
    if (!r) return false;
    const v = r.verdicts[0];
    place.replaceChildren(...[
      el("p", {}, el("span", { class: "light " + v.word, "aria-hidden": "true" }, signOf(v.word)), r.outcome),
      r.true ? null : el("p", { class: "violated" }, t("It does not come out as it should.")),
      v.address ? el("p", {}, link("/play?" + v.address, t("Walk through it step by step"))) : null,
      r.drawing ? drawing(r.drawing, t("Ladder: {0}", e.shows), "long") : null,
    ].filter(Boolean));
    return true;
  } };
}

async function designsPage() {
  const all = await ask("/api/mutants?lang=" + page.language);
  show(t("Wrong designs"), el("h1", {}, t("Wrong designs, and what refutes them")),
    el("p", {}, t("Each was proposed or shipped by somebody. A scenario refutes it by a shortest counterexample.")),
    el("div", { class: "list" }, all.map((m) => el("section", { class: "card", "aria-label": m.name }, el("h2", {}, m.name), el("p", {}, m.means),
      m.cases.map((c) => refutation(m.name, c))))));
}

function refutation(mutant, c) {
  const place = el("div");
  const address = new URLSearchParams({ scenario: c.scenario, mutant }).toString();
  return el("div", {}, el("p", {}, el("code", {}, c.scenario), ": ", el("strong", {}, c.property), ": " + c.claim),
    el("div", { class: "tools" }, el("button", { type: "button", onclick: () => lead(place, { kind: "check", address, properties: [c.property] }) }, t("Show the counterexample, {0} steps", c.steps)),
      link("/play?" + address, t("Play"))), place);
}

// lead explores and goes on to what shows the verdict.
async function lead(place, order) {
  const r = await explored(place, order);
  if (!r) return;
  const v = r.verdicts.find((v) => v.address);
  if (v) go("/play?" + v.address);
  else place.replaceChildren(...r.verdicts.map((v) => el("p", { role: "status" }, verdictOf(v.word), " ", v.name)), r.open ? el("p", {}, r.open) : "");
}

async function hazardsPage() {
  const all = await ask("/api/hazards?lang=" + page.language);
  show(t("Hazards"), el("h1", {}, t("Hazards: where rules meet in a way that does harm")),
    el("div", { class: "list" }, all.map((h) => el("section", { class: "card", "aria-label": h.name }, el("h2", {}, h.name), el("p", {}, h.means),
      h.outside ? el("p", { class: "muted" }, t("Outside of what two ends can show: {0}", h.outside)) : null,
      h.trials.map((trial) => tried(h.name, trial))))));
}

function tried(hazard, trial) {
  const place = el("div");
  const address = "hazard=" + hazard + "&trial=" + trial.n;
  const what = trial.comes === "violated" ? t("Show how it happens") : t("Explore that it does not");
  return el("div", {}, el("p", {}, el("code", {}, trial.scenario), " ", trial.with ? el("code", {}, trial.with) : null, " ", el("strong", {}, trial.property), " ", el("span", { class: "muted" }, trial.comes === "violated" ? t("expected: violated") : t("expected: holds"))),
    el("div", { class: "tools" }, el("button", { type: "button", onclick: () => lead(place, { kind: "check", address }) }, what), link("/play?" + address, t("Play"))), place);
}
