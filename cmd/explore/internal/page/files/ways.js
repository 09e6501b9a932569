"use strict";
// Addresses of ways, and explorations that take their time.

// words are what an address may say of a scenario.
const changes = ["policy", "net", "mutant", "bound", "set", "assume"];

// wayTo is the address of a way that goes on, or is cut, at a moment of another one.
function wayTo(address, steps) {
  const v = new URLSearchParams(address);
  v.delete("stem");
  if (steps.length) v.set("way", steps.join(".")); else v.delete("way");
  return v.toString();
}

// link leads to another part of the page without loading it anew.
function link(path, ...children) {
  return el("a", { href: path, onclick: (e) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    e.preventDefault();
    go(path);
  } }, ...children);
}

// explored has the server explore something, and shows in a place how far it is. It
// returns what comes of it, or undefined if it was cancelled.
async function explored(place, order) {
  let id, cancelled = false;
  const how = el("p", { class: "mono" }, t("It begins ...")), stop = el("button", { type: "button" }, t("Cancel"));
  stop.addEventListener("click", async () => {
    cancelled = true;
    stop.disabled = true;
    if (id) await post("/api/cancel", { id }).catch(() => {});
  });
  place.replaceChildren(el("div", { class: "bar", "aria-hidden": "true" }), how, stop);
  try {
    id = (await post("/api/run", { ...order, lang: page.language })).id;
    for (;;) {
      if (cancelled) await post("/api/cancel", { id }).catch(() => {});
      const s = await ask("/api/run?id=" + encodeURIComponent(id));
      if (cancelled) { place.replaceChildren(el("p", {}, t("Cancelled."))); tell(t("Cancelled.")); return undefined; }
      if (s.over && s.error) throw Object.assign(new Error(s.error), { hint: s.hint });
      if (s.over) { place.replaceChildren(); return s.result; }
      how.textContent = t("{0}: {1} states, {2} in front, depth {3}, {4} MiB, {5} s", s.phase && s.phase !== "search" ? s.phase : t("search"), grouped(s.distinct), grouped(s.frontier), s.depth, Math.round(s.bytes / 1048576), s.seconds.toFixed(1));
    }
  } catch (e) {
    place.replaceChildren(trouble(e));
    return undefined;
  }
}

// verdictOf says what has become of a property, in words and not by colour alone.
function verdictOf(word) {
  const said = { holds: t("holds"), violated: t("violated"), reached: t("reached"), cannot: t("there is no way"), unknown: t("unknown") };
  return el("span", { class: "light " + word }, signOf(word) + (said[word] || word));
}

// signOf is the mark of a verdict alone, where words follow that say it.
function signOf(word) {
  return { holds: "✓ ", violated: "✗ ", reached: "✓ ", cannot: "✗ ", unknown: "? " }[word] || "";
}
