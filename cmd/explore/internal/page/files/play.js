"use strict";
// Two TCPs and a network to play with.

const kinds = {
  call: () => t("A user calls"), transmit: () => t("A TCP sends what waits"), arrives: () => t("A segment arrives"), doubled: () => t("It arrives, and a copy stays on its way"),
  lost: () => t("A segment is lost"), timer: () => t("A timer expires"), forged: () => t("An attacker forges a segment"), crash: () => t("An end crashes"), time: () => t("Time passes, or trouble ceases"),
};

// playPage shows the way of an address.
async function playPage(query) {
  const address = query.toString() || "scenario=handshake";
  const game = new Game();
  await game.open(address);
}

class Game {
  // open asks for a way and shows it, at a moment of it.
  async open(address, at) {
    const v = new URLSearchParams(address);
    const watch = v.get("watch") || "";
    try {
      v.set("lang", page.language);
      if (at !== undefined) v.set("at", at);
      this.p = await ask("/api/play?" + v);
    } catch (e) {
      show(t("Play"), el("h1", {}, t("Two TCPs and a network")), trouble(e), this.form(v));
      return;
    }
    this.watch = watch;
    if (!this.states || this.policy !== this.p.policy) {
      this.policy = this.p.policy;
      this.states = (await ask("/api/diagram?lang=" + page.language + "&policy=" + encodeURIComponent(this.p.policy))).drawing;
    }
    this.draw(v);
  }

  // to goes on to another way, and puts its address into the browser.
  async to(address, at) {
    const v = new URLSearchParams(address);
    if (this.watch && !v.has("watch")) v.set("watch", this.watch);
    history.pushState(null, "", "/play?" + v);
    const inside = document.activeElement && document.activeElement.closest(".offers");
    await this.open(v.toString(), at);
    if (inside) {
      const next = document.querySelector(".offers button");
      if (next) next.focus();
    }
  }

  // draw shows all there is.
  draw(v) {
    const p = this.p;
    this.view = new ViewOf(p.view, this.states, (at) => this.moved(at));
    this.offers = el("div", { class: "offers" });
    this.lights = el("ul", { class: "lights" });
    this.place = el("div");
    const head = [el("h1", {}, p.asked ? p.told : t("Two TCPs and a network: {0}", p.name))];
    if (!p.asked) head.push(el("p", { class: "muted" }, p.told));
    head.push(el("p", { class: "muted" }, t("Policy {0}, network {1}", p.policy, p.net) + (p.mutant ? ", " + t("wrong design {0}", p.mutant) : "")));
    if (p.asked) head.push(el("p", {}, el("code", {}, "explore check " + p.asked)));
    head.push(el("details", {}, el("summary", {}, t("Another scenario")), el("div", { class: "card" }, this.form(v))));
    if (p.old) head.push(this.outdated(v));
    show(t("Play"), ...head, el("div", { class: "play" },
      el("div", {}, placed("next", card(t("Ladder"), this.view.buttons, this.view.ladder)), card(t("Take it with you"), this.exports())),
      el("div", {},
        placed("soon", card(t("What may happen now"), this.offers, this.chance())),
        card(t("Show me a way to ..."), this.wish(), this.place),
        ...beside(this.view),
        card(t("Properties, on this way"), el("p", { class: "muted" }, t("A light tells of this way alone. Explorations decide about all.")), this.lights, this.watcher()))));
    this.view.show(p.at);
    this.offer(p);
    document.onkeydown = (e) => this.key(e);
  }

  // outdated says that the address was made with another table.
  outdated(v) {
    const again = new URLSearchParams(v);
    again.delete("table");
    return el("section", { class: "card note", role: "alert" },
      el("p", {}, t("This address was made with another table, or other bounds: its steps may mean something else here. The way is left out.")),
      link("/play?" + again, t("Try its steps all the same")));
  }

  // moved asks what may happen at another moment of the way.
  async moved(at) {
    const asked = this.asked = {};
    const v = new URLSearchParams(this.p.address);
    v.set("at", at);
    v.set("lang", page.language);
    try {
      const p = await ask("/api/play?" + v);
      if (asked === this.asked) this.offer(p);
    } catch (e) {
      this.offers.replaceChildren(trouble(e));
    }
  }

  // offer lists what may happen, and lights what can be said of the properties.
  offer(p) {
    this.now = p;
    const parts = [];
    let number = 0;
    this.order = [];
    for (const kind of Object.keys(kinds)) {
      const some = p.offers.filter((o) => o.kind === kind);
      if (!some.length) continue;
      parts.push(el("h3", {}, kinds[kind]()));
      for (const o of some) {
        this.order.push(o.n);
        number++;
        parts.push(el("button", { type: "button", class: "end-" + o.end, "data-n": o.n, title: (o.rules || []).join(", "), onclick: () => this.take(o.n) },
          number < 10 ? el("kbd", { "aria-hidden": "true" }, number) : null, el("span", { class: "mono" }, o.does)));
      }
    }
    if (!parts.length) parts.push(el("p", {}, t("Nothing can happen any more.")));
    this.offers.replaceChildren(...parts);
    this.light();
  }

  // take takes a choice at the present moment. What came after it is given up.
  take(n) { return this.to(wayTo(this.p.address, [...this.p.way.slice(0, this.view.at), n])); }

  // chance has steps taken at random.
  chance() {
    const button = (text, n) => el("button", { type: "button", onclick: () => this.stray(n) }, text);
    return el("div", { class: "tools" }, button(t("A random step"), 1), button(t("Ten random steps"), 10),
      el("details", { class: "keys" }, el("summary", {}, t("Keys")), el("p", {},
        el("kbd", {}, "←"), " ", el("kbd", {}, "→"), " ", t("back and forth"), ", ", el("kbd", {}, "1"), "–", el("kbd", {}, "9"), " ", t("take a choice"), ", ", el("kbd", {}, "r"), " ", t("a random step"))));
  }

  async stray(n) {
    let steps = this.p.way.slice(0, this.view.at), offers = this.now.offers;
    for (let i = 0; i < n && offers.length; i++) {
      steps = [...steps, offers[Math.floor(Math.random() * offers.length)].n];
      try {
        if (i + 1 < n) offers = (await ask("/api/play?" + wayTo(this.p.address, steps))).offers;
      } catch {
        break; // to says what the matter is
      }
    }
    if (steps.length > this.view.at) await this.to(wayTo(this.p.address, steps));
  }

  // wish looks for a way on to what somebody describes.
  wish() {
    const said = el("input", { name: "predicate", required: true, placeholder: "A=TIME-WAIT & B=CLOSED", autocomplete: "off", spellcheck: "false", class: "mono" });
    return el("form", { onsubmit: (e) => { e.preventDefault(); this.seek(said.value); } },
      labelled(t("A state, as in A=TIME-WAIT & B=CLOSED"), said, "grow"), el("button", { class: "main" }, t("Find a shortest way")));
  }

  async seek(predicate) {
    const address = wayTo(this.p.address, this.p.way.slice(0, this.view.at));
    const r = await explored(this.place, { kind: "way", address, reach: predicate });
    if (!r) return;
    if (r.cannot) {
      this.place.replaceChildren(el("p", { role: "status" }, verdictOf("cannot"), " ", t("From here none of {0} states is one.", grouped(r.distinct))));
      return;
    }
    await this.to(r.address);
    tell(t("A shortest way: {0} steps", r.steps));
  }

  // watcher lights whether a predicate is true.
  watcher() {
    const said = el("input", { name: "watch", value: this.watch, placeholder: "both=TIME-WAIT", autocomplete: "off", spellcheck: "false", class: "mono" });
    return el("form", { onsubmit: (e) => {
      e.preventDefault();
      this.watch = said.value;
      const v = new URLSearchParams(this.p.address);
      if (said.value) v.set("watch", said.value); else v.delete("watch");
      this.to(v.toString(), this.view.at);
    } }, labelled(t("Watch a predicate"), said, "grow"), el("button", {}, t("Watch")));
  }

  // light shows how each property stands at the moment: those first that matter.
  light() {
    const words = { h: ["holds", "✓ " + t("holds so far")], v: ["violated", "✗ " + t("violated")], o: ["owed", "… " + t("owed")], u: ["unknown", "– " + t("not seen here")], y: ["holds", "● " + t("it is so")], n: ["unknown", "○ " + t("it is not so")] };
    const all = this.p.lights.map((l) => ({ ...l, mark: l.marks[this.view.at] }));
    const order = (l) => (l.kind === "watched" ? 0 : l.mark === "v" ? 1 : l.mark === "o" ? 2 : l.kind === "asked" ? 3 : 4);
    all.sort((a, b) => order(a) - order(b));
    const line = (l) => el("li", {}, el("span", { class: "light " + words[l.mark][0] }, words[l.mark][1]), el("span", {}, l.kind === "watched" ? el("code", {}, l.name) : [el("strong", {}, l.name), ": " + l.claim]));
    const first = all.filter((l) => order(l) < 4), rest = all.filter((l) => order(l) === 4);
    this.lights.replaceChildren(...first.map(line), rest.length ? el("li", { class: "plain" }, el("details", {}, el("summary", {}, t("{0} more, of which none is violated", rest.length)), el("ul", { class: "lights" }, rest.map(line)))) : "");
  }

  // exports are the files of the whole way, and its address.
  exports() {
    const address = location.origin + "/play?" + this.p.address;
    const copy = el("button", { type: "button", onclick: async () => {
      try { await navigator.clipboard.writeText(address); tell(t("Copied.")); copy.textContent = t("Copied."); } catch { tell(address); }
    } }, t("Copy the address"));
    return el("div", {}, el("p", { class: "muted" }, t("The address names the way and the table. Whoever runs explore serve can open it.")),
      el("div", { class: "tools" }, copy, this.p.formats.map((f) => el("a", { class: "button", download: "", href: "/api/export?" + this.p.address + "&lang=" + page.language + "&format=" + f }, f))));
  }

  // form begins another scenario.
  form(v) {
    const names = page.start.scenarios.map((s) => ({ value: s.name, text: s.name }));
    const name = v.get("scenario") || (this.p && this.p.name) || "handshake";
    if (!names.some((n) => n.value === name)) names.push({ value: name, text: name });
    return scenarioForm(names, name, v, t("Begin"), (address) => this.to(address));
  }

  // key takes what the keyboard says, but where somebody writes.
  key(e) {
    if (e.ctrlKey || e.altKey || e.metaKey || e.target.closest("input, select, textarea")) return;
    const n = Number(e.key);
    if (n >= 1 && n <= 9 && this.order[n - 1] !== undefined) this.take(this.order[n - 1]);
    else if (e.key === "r") this.stray(1);
    else if (!this.view.key(e.key)) return;
    e.preventDefault();
  }
}

// scenarioForm asks for a scenario and its changes.
function scenarioForm(names, name, v, text, done) {
  const free = (key, label, example) => labelled(label, el("input", { name: key, value: v.get(key) || "", placeholder: example, autocomplete: "off", spellcheck: "false" }), "grow");
  const pick = (key, label, all) => labelled(label, choice([{ value: "", text: "–" }, ...all], v.get(key) || "", { name: key }));
  const policies = el("datalist", { id: "policies" }, page.start.policies.map((p) => el("option", { value: p.name }, p.means)));
  const about = el("p", { class: "muted" });
  const scenarios = choice(names, name, { name: "scenario", onchange: () => tells() });
  const tells = () => { const s = page.start.scenarios.find((s) => s.name === scenarios.value); about.textContent = s ? s.means : ""; };
  tells();
  return el("form", { onsubmit: (e) => {
    e.preventDefault();
    const next = new URLSearchParams();
    for (const [key, value] of new FormData(e.target)) if (value) next.set(key, value);
    done(next.toString());
  } },
  labelled(t("Scenario"), scenarios, "grow"),
  labelled(t("Policy"), el("input", { name: "policy", list: "policies", value: v.get("policy") || "", placeholder: "–", autocomplete: "off", spellcheck: "false" }), "grow"), policies,
  pick("net", t("Network"), page.start.networks),
  pick("mutant", t("Wrong design"), page.start.mutants.map((m) => m.name)),
  el("details", { open: changes.slice(3).some((k) => v.get(k)) }, el("summary", {}, t("More changes")), el("div", { class: "tools" },
    free("bound", t("Bounds"), "segments=2,msl=1"), free("set", t("Settings of ends"), "B.CRASH=1,both.patient=1"), free("assume", t("Assumptions"), "MONO,LIFE"))),
  el("button", { class: "main" }, text), about);
}
