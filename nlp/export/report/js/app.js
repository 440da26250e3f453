// Views by the address's hash: "#claims?issue=...", "#document/3/claim/c5".

const VIEWS = [
  ["claims", "Claims", showClaims],
  ["figures", "Figures", showFigures],
  ["map", "Map", showMap],
  ["charts", "Charts", showCharts],
  ["documents", "Documents", showDocuments],
  ...(hasComparison() ? [["comparison", "Compare", showComparison]] : []),
  ["corrections", "Corrections", showReview],
];
const THEMES = ["auto", "light", "dark"];
let closeView = null;

function go(target) {
  location.hash = `#${target}`;
}

/** Keep a view's state in the address, so that it can be linked and gone back to. */
function keepQuery(view, values) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value && value !== "0"));
  const hash = query.size ? `#${view}?${query}` : `#${view}`;
  if (location.hash !== hash) history.replaceState(null, "", hash);
}

function refreshMain() {
  const main = byId("main");
  const [path, query] = location.hash.slice(1).split("?");
  const [view, ...rest] = path.split("/");
  if (closeView) closeView();
  closeView = null;
  main.replaceChildren();
  main.className = `view-${view || "claims"}`;
  const number = Number(rest[0]);
  if (view === "document" && Number.isInteger(number) && DOCUMENTS[number]) closeView = showArticle(main, number, rest[1], rest[2]);
  else {
    const known = VIEWS.find(([name]) => name === view) || VIEWS[0];
    closeView = known[2](main, new URLSearchParams(query || ""));
  }
  drawNavigation(view === "document" ? "documents" : view || "claims");
}

function drawNavigation(view) {
  byId("nav").replaceChildren(
    ...VIEWS.map(([name, label]) => {
      const n = name === "corrections" && corrections.size ? h("span", { class: "n" }, NUMBER.format(corrections.size)) : null;
      return h("a", { href: `#${name}`, "aria-current": name === view ? "page" : null }, label, n ? " " : null, n);
    }),
  );
}

function showDocuments(main) {
  const grid = createGrid({
    name: "documents",
    label: "Documents",
    columns: [
      { key: "title", label: "Document" },
      { key: "from", label: "From" },
      { key: "n", label: "Claims" },
      { key: "n", label: "Figures" },
      { key: "n", label: "Stances" },
    ],
    heights: [64, 104],
    cells: (number) => {
      const one = DOCUMENTS[number];
      return [[h("span", { class: "title" }, nameDocument(number))], [h("span", { class: "meta" }, describeSource(number) || one.source || "")], [NUMBER.format(one.n_claims)], [NUMBER.format(one.n_figures)], [NUMBER.format(one.n_stances)]];
    },
    open: (number) => go(`document/${number}`),
  });
  main.append(h("h2", { class: "headline" }, "Documents"), grid.element);
  grid.update(DOCUMENTS.map((_, number) => number), null);
  return () => grid.close();
}

function applyTheme(theme) {
  document.documentElement.style.colorScheme = theme === "auto" ? "light dark" : theme;
  byId("theme").textContent = `Appearance: ${theme === "auto" ? "system" : theme}`;
  byId("theme").dataset.theme = theme;
}

function readTheme() {
  try {
    return THEMES.includes(localStorage.getItem("policy-claims/theme")) ? localStorage.getItem("policy-claims/theme") : "auto";
  } catch {
    return "auto";
  }
}

byId("theme").addEventListener("click", () => {
  const next = THEMES[(THEMES.indexOf(byId("theme").dataset.theme) + 1) % THEMES.length];
  applyTheme(next);
  try {
    localStorage.setItem("policy-claims/theme", next);
  } catch {
    // It lasts until the page is closed.
  }
});
addEventListener("hashchange", () => {
  if (location.hash === "#main") {
    byId("main").focus();
    return;
  }
  refreshMain();
  if (!/^#(claims|document\/\d+\/)/.test(location.hash)) scrollTo(0, 0);
});
addEventListener("beforeunload", (event) => {
  if (!isStored && !isSaved && corrections.size) event.preventDefault();
});
listeners.add(() => {
  const current = document.querySelector('#nav [aria-current="page"]');
  drawNavigation(current ? current.getAttribute("href").slice(1) : "claims");
});
applyTheme(readTheme());
byId("summary").textContent = [count(DOCUMENTS.length, "document"), count(CLAIMS.length, "claim"), count(INDEX.figures.length, "figure"), count(INDEX.stances.length, "stance")].join(" · ");
byId("footer").append(h("p", {}, `Written by policy-claims ${INDEX.version}. The score says what to check first; it says nothing about truth. This file sends nothing anywhere.`));
refreshMain();
document.documentElement.dataset.ready = "1";
