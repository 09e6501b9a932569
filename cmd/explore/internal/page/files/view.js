"use strict";
// A ladder and all that stands beside it, at a moment that can be moved.

// ViewOf shows a view. onMove is told of each moment that somebody chooses.
class ViewOf {
  constructor(view, states, onMove) {
    this.view = view;
    this.onMove = onMove;
    this.at = view.moments.length - 1;
    this.ladder = drawing(view.drawing, t("Ladder: {0}", view.title), "long");
    this.diagram = states ? drawing(states, t("The states of a connection, with both ends in theirs"), "long") : null;
    this.says = el("p", { class: "says" });
    this.what = el("p", { class: "mono" });
    this.tcbs = el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": t("Variables of both ends") });
    this.rules = el("div");
    this.mark();
    this.buttons = this.controls();
  }

  // mark finds out which parts of the drawing belong to which moment.
  mark() {
    const of = new Map(), sent = new Map();
    this.view.moments.forEach((m, i) => { if (!of.has(m.n)) of.set(m.n, i); (m.sends || []).forEach((id) => sent.set(id, i)); });
    this.parts = [];
    for (const g of this.ladder.querySelectorAll("[id^=step-], [id^=message-]")) {
      const [kind, n] = g.id.split("-");
      const i = kind === "step" ? of.get(Number(n)) : sent.get(Number(n));
      if (i === undefined) continue;
      this.parts.push([g, i]);
      if (kind === "step") {
        g.setAttribute("data-step", i);
        g.addEventListener("click", () => this.move(i));
      }
    }
  }

  // controls are the buttons that move.
  controls() {
    const button = (text, label, to) => el("button", { type: "button", "aria-label": label, title: label, onclick: () => this.move(to()) }, text);
    this.where = el("output", { class: "mono" });
    this.slider = el("input", { type: "range", min: 0, max: this.view.moments.length - 1, step: 1, "aria-label": t("Moment"), class: "grow", oninput: () => this.move(Number(this.slider.value)) });
    this.first = button("|◀", t("To the beginning (Home)"), () => 0);
    this.back = button("◀", t("One step back (left arrow)"), () => this.at - 1);
    this.forth = button("▶", t("One step forth (right arrow)"), () => this.at + 1);
    this.last = button("▶|", t("To the end (End)"), () => this.view.moments.length - 1);
    return el("div", { class: "tools", role: "group", "aria-label": t("Back and forth") }, this.first, this.back, this.forth, this.last, this.slider, this.where);
  }

  // key moves by keys.
  key(name) {
    const to = { ArrowLeft: this.at - 1, ArrowRight: this.at + 1, Home: 0, End: this.view.moments.length - 1 }[name];
    if (to === undefined) return false;
    this.move(to);
    return true;
  }

  // move goes to a moment and tells of it.
  move(to) {
    const at = Math.max(0, Math.min(this.view.moments.length - 1, to));
    if (at === this.at) return;
    this.show(at);
    if (this.onMove) this.onMove(at);
  }

  // show shows a moment.
  show(at) {
    this.at = at;
    const m = this.view.moments[at], before = this.view.moments[Math.max(0, at - 1)];
    for (const [g, i] of this.parts) {
      g.classList.toggle("later", i > at);
      g.classList.toggle("now", i === at && at > 0);
    }
    this.says.textContent = m.says || "";
    this.what.textContent = at === 0 ? t("The beginning") : m.does;
    const last = this.view.moments.length - 1;
    this.where.textContent = at + " / " + last + (this.view.endless && at >= this.view.back ? " ∞" : "");
    this.slider.value = at;
    this.slider.setAttribute("aria-valuetext", this.what.textContent);
    this.first.disabled = this.back.disabled = at === 0;
    this.forth.disabled = this.last.disabled = at === last;
    this.tcbs.replaceChildren(this.table(m, before));
    this.rules.replaceChildren(...this.fired(m));
    if (this.diagram) this.light(m, at);
    tell(this.what.textContent + (m.says ? ". " + m.says : ""));
  }

  // table has the variables of both ends, those first that the step has changed.
  table(m, before) {
    const v = this.view, changed = [new Set(m.changed[0] || []), new Set(m.changed[1] || [])];
    const cell = (end, i) => {
      const now = m.values[end] && m.values[end][i], was = before.values[end] && before.values[end][i];
      if (!changed[end].has(i)) return el("td", { class: "mono" }, now ?? "");
      return el("td", { class: "mono fresh" }, (was || "–") + " → " + (now || "–"));
    };
    const state = (end) => {
      const now = m.states[end], was = before.states[end];
      return now === was ? el("td", { class: "mono" }, now) : el("td", { class: "mono fresh" }, was + " → " + now);
    };
    const name = (end) => el("th", { scope: "col", class: "end-" + end }, v.names[end] || v.ends[end]);
    const row = (i) => el("tr", {}, el("th", { scope: "row", class: "mono" }, v.fields[i]), cell(0, i), cell(1, i));
    const altered = (end, i) => changed[end].has(i) && m.states[end] !== "CLOSED"; // of what is gone nothing is told
    const shown = v.fields.map((_, i) => i).filter((i) => usual.has(v.fields[i]) || altered(0, i) || altered(1, i));
    const rest = v.fields.map((_, i) => i).filter((i) => !shown.includes(i));
    const flying = (end) => el("td", { class: "mono" }, (m.network[end] || []).map((text) => el("div", {}, text)));
    const head = el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("variable")), name(0), name(1)));
    const body = el("tbody", {},
      el("tr", {}, el("th", { scope: "row" }, t("state")), state(0), state(1)),
      shown.map(row),
      v.fields.length ? el("tr", {}, el("th", { scope: "row" }, t("on its way from there")), flying(0), flying(1)) : null);
    const all = [el("table", { class: "ends" }, head, body)];
    if (rest.length) {
      all.push(el("details", { open: this.opened, ontoggle: (e) => { this.opened = e.target.open; } }, el("summary", {}, t("{0} more variables", rest.length)),
        el("table", { class: "ends" }, head.cloneNode(true), el("tbody", {}, rest.map(row)))));
    }
    return el("div", {}, all);
  }

  // fired lists the rules that have fired in the step, with their clauses.
  fired(m) {
    const lines = [...(m.tells || []), ...(m.found || [])].map((text) => el("p", {}, text));
    if (!(m.rules || []).length) return lines.length ? lines : [el("p", { class: "muted" }, t("None."))];
    return [...lines, el("ul", { class: "list" }, m.rules.map((r) => el("li", {},
      el("code", {}, r.id), " ",
      r.clause ? el("a", { href: r.link, target: "_blank", rel: "noopener noreferrer" }, "RFC 9293 " + r.clause) : null,
      " ", el("span", { class: "muted" }, r.title))))];
  }

  // light marks in the diagram where both ends are, and what they have come by.
  light(m, at) {
    const svg = this.diagram.querySelector("svg");
    svg.querySelectorAll(".here, .went").forEach((g) => g.classList.remove("here", "went"));
    svg.querySelectorAll(".marker").forEach((g) => g.remove());
    for (const end of [0, 1]) {
      for (let i = 1; i <= at; i++) {
        const was = this.view.moments[i - 1].states[end], now = this.view.moments[i].states[end];
        if (was !== now) [was + "--" + now, was + "--" + now + "-end"].forEach((id) => { const g = svg.getElementById(id); if (g) g.classList.add("went"); });
      }
      const box = svg.getElementById("state-" + m.states[end].replace("?", ""));
      if (box) { box.classList.add("here"); box.append(marker(box, end, this.view.ends[end])); }
    }
    this.diagram.setAttribute("aria-label", t("The states: {0} is {1}, {2} is {3}", this.view.ends[0], m.states[0], this.view.ends[1], m.states[1]));
  }
}

// usual are the variables that are always shown.
const usual = new Set(["SND.UNA", "SND.NXT", "SND.WND", "RCV.NXT", "RCV.WND", "Timers"]);

// marker is a letter at the corner of a box.
function marker(box, end, name) {
  const made = (tag, attributes) => {
    const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
    return e;
  };
  const r = box.querySelector("rect");
  const x = Number(r.getAttribute("x")) + (end ? Number(r.getAttribute("width")) : 0), y = Number(r.getAttribute("y"));
  const g = made("g", { class: "marker" });
  const text = made("text", { x, y: y + 5, "text-anchor": "middle", "font-size": 14, "font-weight": "bold", fill: "#ffffff" });
  text.textContent = name[0].toUpperCase();
  g.append(made("circle", { cx: x, cy: y, r: 12, fill: ["#1a56a8", "#a34a00"][end], stroke: "#ffffff", "stroke-width": 2 }), text);
  return g;
}

// beside is what stands beside a ladder: at the moment what happens, the ends, the rules.
function beside(v) {
  return [
    placed("next", card(t("Both ends"), v.what, v.says, v.tcbs)),
    v.diagram ? card(t("States"), v.diagram) : null,
    v.view.moments.some((m) => m.rules || m.tells || m.found) ? card(t("What fired"), v.rules) : null,
  ].filter(Boolean);
}
