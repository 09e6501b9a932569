"use strict";
// Which part of the page is shown, by its address.

const parts = [
  ["/play", () => t("Play"), playPage], ["/why", () => t("Why"), whyPage], ["/designs", () => t("Wrong designs"), designsPage], ["/hazards", () => t("Hazards"), hazardsPage],
  ["/explore", () => t("Explore"), explorePage], ["/table", () => t("Table"), tablePage], ["/capture", () => t("Capture"), capturePage], ["/conformance", () => t("Conformance"), conformancePage],
];

// go goes to another part of the page.
function go(path) {
  history.pushState(null, "", path);
  return route(true);
}

// route shows what the address names.
async function route(moved) {
  const query = new URLSearchParams(location.search);
  document.onkeydown = null;
  header();
  try {
    const answer = location.pathname.match(/^\/why\/([^/]+)$/);
    const part = parts.find(([path]) => path === location.pathname);
    if (answer) await answerPage(decodeURIComponent(answer[1]));
    else if (part) await part[2](query);
    else home();
  } catch (e) {
    show(t("Trouble"), trouble(e));
  }
  if (moved) { scrollTo(0, 0); document.getElementById("main").focus({ preventScroll: true }); }
}

// header leads to the parts of the page, and to the other language.
function header() {
  const here = "/" + location.pathname.split("/")[1];
  const other = page.language === "zh" ? "en" : "zh";
  const items = parts.map(([path, name]) => { const a = link(path, name()); if (path === here) a.setAttribute("aria-current", "page"); return a; });
  const home = link("/", "tcpfsm");
  home.className = "name";
  document.getElementById("top").replaceChildren(home, el("nav", { "aria-label": t("Parts of the page") }, items),
    el("button", { type: "button", lang: other, onclick: () => change(other) }, other === "zh" ? "中文" : "English"));
  const current = document.querySelector("header nav [aria-current]");
  if (current) current.parentElement.scrollLeft = current.offsetLeft - current.parentElement.offsetLeft; // it may be beyond a narrow screen
  document.querySelectorAll("[data-say]").forEach((e) => { e.textContent = page.language === "zh" && page.words[e.dataset.say] || e.dataset.say; });
}

// change changes the language, be one in the address or not.
async function change(language) {
  const v = new URLSearchParams(location.search);
  v.delete("lang");
  history.replaceState(null, "", location.pathname + (v.size ? "?" + v : ""));
  speak(language);
  await begin();
  await route();
}

function home() {
  const says = [
    ["/play", t("Two TCPs and a network to play with: choose what happens next, and see what both ends make of it.")],
    ["/why", t("What people ask about TCP, and what everybody says, each settled by an exploration.")],
    ["/designs", t("Wrong designs that somebody proposed or shipped, each refuted in a few steps.")],
    ["/hazards", t("Where rules of the RFC meet in a way that does harm, or seems to.")],
    ["/explore", t("A scenario explored completely, with what holds and what does not.")],
    ["/table", t("The table itself: what each state makes of each event, under one policy or two.")],
    ["/capture", t("A capture of your own, held against the table.")],
    ["/conformance", t("What other stacks do, and reports of your own.")],
  ];
  show(t("TCP, with proof"), el("h1", {}, t("TCP connections: how they behave, with proof")),
    el("ul", { class: "list" }, says.map(([path, text]) => el("li", { class: "card" }, el("h2", {}, link(path, parts.find(([p]) => p === path)[1]())), el("p", {}, text)))),
    el("p", { class: "muted" }, t("Version {0}, table {1}", page.start.version, page.start.table)),
    storedToken() ? "" : el("p", { class: "card note" }, t("To run explorations, open the address that explore serve has printed: it has a token for this browser.")));
}

// speak sets the language and remembers it.
function speak(language) {
  page.language = document.documentElement.lang = language;
  try { localStorage.setItem("lang", language); } catch { /* then it lasts as long as the page */ }
}

// begin asks for what the page needs to know.
async function begin() { page.start = await ask("/api/start?lang=" + page.language); page.words = page.start.words; }

(async () => {
  const given = new URLSearchParams(location.hash.slice(1));
  if (given.get("token")) {
    storeToken(given.get("token"));
    history.replaceState(null, "", location.pathname + location.search);
  }
  const asked = new URLSearchParams(location.search).get("lang");
  let known = null;
  try { known = localStorage.getItem("lang"); } catch { /* nothing is remembered */ }
  speak([asked, known].find((l) => l === "en" || l === "zh") || (navigator.language.startsWith("zh") ? "zh" : "en"));
  try {
    await begin();
  } catch (e) {
    show("Trouble", trouble(e));
    return;
  }
  addEventListener("popstate", () => route());
  await route();
})();
