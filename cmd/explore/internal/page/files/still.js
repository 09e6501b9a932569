"use strict";
// The page of one ladder, which nobody serves.

(() => {
  const still = JSON.parse(document.getElementById("still").textContent);
  page.words = still.words;
  const asked = navigator.language && navigator.language.startsWith("zh") ? "zh" : still.language;
  const draw = (language, at) => {
    page.language = document.documentElement.lang = language;
    const { view, diagram } = still.shown[language], v = new ViewOf(view, diagram);
    const other = el("button", { type: "button", lang: language === "zh" ? "en" : "zh", onclick: () => draw(language === "zh" ? "en" : "zh", v.at) }, language === "zh" ? "English" : "中文");
    document.getElementById("top").replaceChildren(el("strong", { class: "name" }, "tcpfsm"), el("span", { class: "grow" }), other);
    show(view.title,
      el("h1", {}, view.title), el("p", { class: "muted" }, view.note),
      el("div", { class: "play" }, el("div", {}, placed("soon", card(t("Ladder"), v.buttons, v.ladder))), el("div", {}, beside(v))));
    document.onkeydown = (e) => { if (!e.target.closest("input, select, textarea") && !e.ctrlKey && !e.altKey && !e.metaKey && v.key(e.key)) e.preventDefault(); };
    v.show(at ?? 0);
  };
  draw(asked);
})();
