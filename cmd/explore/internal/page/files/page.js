"use strict";
// What every part of the page needs: elements, words, and what is asked of the server.

const page = { words: {}, language: "en", still: null };

// t says an English text in the language of the page. {0} and so on stand for the rest.
function t(english, ...rest) {
  const said = page.language === "zh" && page.words[english] || english;
  return said.replace(/\{(\d)\}/g, (_, n) => String(rest[n]));
}

// el makes an element. Texts are texts: nothing is ever taken for HTML.
function el(name, attributes, ...children) {
  const e = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith("on")) e.addEventListener(key.slice(2), value);
    else if (value === true) e.setAttribute(key, "");
    else if (value !== undefined && value !== null && value !== false) e.setAttribute(key, value);
  }
  e.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return e;
}

// drawing makes an element of an SVG of the server. Styles of paper are left out: a page
// has its own.
function drawing(text, label, kind) {
  const svg = document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
  svg.querySelectorAll("style, script, view").forEach((e) => e.remove());
  const links = [...svg.querySelectorAll("a")];
  svg.setAttribute("role", links.length ? "group" : "img");
  svg.setAttribute("aria-label", label);
  linked(svg, links);
  return el("div", { class: "drawing " + (kind || ""), tabindex: "0", role: "region", "aria-label": label }, svg);
}

// linked has the links of a drawing open beside the page, and be reached by one Tab: from
// one to the next arrow keys lead.
function linked(svg, links) {
  links.forEach((a, i) => {
    const told = a.closest("g:has(> title)");
    const seen = [...a.querySelectorAll("text")].map((e) => e.textContent);
    if (told) a.setAttribute("aria-label", [seen.join(" "), told.querySelector("title").textContent].filter(Boolean).join(": "));
    a.classList.add("leads");
    a.setAttribute("target", "_blank");
    a.setAttribute("rel", "noopener noreferrer");
    a.setAttribute("tabindex", i ? "-1" : "0");
  });
  svg.addEventListener("keydown", (e) => {
    const i = links.indexOf(document.activeElement), last = links.length - 1;
    const to = { ArrowRight: i + 1, ArrowDown: i + 1, ArrowLeft: i - 1, ArrowUp: i - 1, Home: 0, End: last }[e.key];
    if (i < 0 || to === undefined) return;
    e.preventDefault();
    e.stopPropagation();
    const next = links[Math.min(Math.max(to, 0), last)];
    links[i].setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
}

// card is a part of the page under a heading.
function card(title, ...children) {
  return el("section", { class: "card", "aria-label": title }, el("h2", {}, title), ...children);
}

// placed gives a card a place where there is one column: soon, next, or as it comes.
function placed(when, made) { made.classList.add(when); return made; }

// labelled is a control with what it is for.
function labelled(text, control, kind) { return el("label", { class: kind || "" }, text, control); }

// choice is a select of names.
function choice(names, chosen, attributes) {
  const s = el("select", attributes, names.map((n) => el("option", { value: n.value ?? n, selected: (n.value ?? n) === chosen }, n.text ?? n)));
  return s;
}

// tell has a reader of screens say something, and shows it nowhere.
function tell(text) { document.getElementById("news").textContent = text; }

// show puts something into the page in place of what was there.
function show(title, ...children) {
  document.title = title + " · tcpfsm";
  document.getElementById("main").replaceChildren(...children);
}

// trouble is what there is to say of an error.
function trouble(error) {
  const text = error.message;
  tell(text);
  return el("section", { class: "card trouble", role: "alert" }, el("p", {}, text), error.hint ? el("p", { class: "muted" }, error.hint) : null);
}

// ask asks the server. The error has its message, and perhaps a hint.
async function ask(path, options) {
  const token = storedToken();
  const headers = { ...(options && options.headers), ...(token ? { Token: token } : {}) };
  let answer, said;
  try {
    answer = await fetch(path, { ...options, headers, cache: "no-store", redirect: "error" });
    said = await answer.json();
  } catch (e) {
    if (e.name === "AbortError") throw e;
    throw Object.assign(new Error(t("explore serve does not answer")), { hint: t("Is it still running? The page works while it does.") });
  }
  if (!answer.ok) throw Object.assign(new Error(said.error), { hint: said.hint });
  return said;
}

// post asks the server to do something.
function post(path, body) { return ask(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }); }

// storedToken is what lets this browser run something. It comes with the address that
// the command prints, and goes with no address that is mailed.
function storedToken() {
  try { return localStorage.getItem("token"); } catch { return page.token; }
}

function storeToken(token) {
  page.token = token;
  try { localStorage.setItem("token", token); } catch { /* then it lasts as long as the page */ }
}

// grouped prints a number with commas between thousands.
function grouped(n) { return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ","); }
