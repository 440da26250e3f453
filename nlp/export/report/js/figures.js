// All figures: how exactly each is meant, and what it counts.

const FIGURE_SORTS = {
  amount: (figure) => -(figure.value ?? figure.high ?? figure.low ?? -Infinity),
  counted: (figure) => describeCounted(figure).toLowerCase() || "~",
  place: (figure) => figure.place || "~",
  date: (figure) => figure.date || "~",
  times: (figure) => -timesOf(figure),
};
let figureTimes = null;

/** What makes two figures the same: amount, unit and the last word of what they count. */
function figureKey(figure) {
  const counted = describeCounted(figure).toLowerCase().split(" ").pop().replace(/s$/, "");
  return [figure.value ?? "", figure.low ?? "", figure.high ?? "", figure.unit || "", counted].join("|");
}

function groupFigures() {
  if (!figureTimes) {
    figureTimes = new Map();
    for (const figure of INDEX.figures) {
      if (figure.kind === "unknown") continue;
      const key = figureKey(figure);
      if (!figureTimes.has(key)) figureTimes.set(key, []);
      figureTimes.get(key).push(figure);
    }
  }
  return figureTimes;
}

function timesOf(figure) {
  return (groupFigures().get(figureKey(figure)) || [figure]).length;
}

function figureCells(figure) {
  const entry = getCorrection(figure.document, "figure", figure.id);
  return [
    [h("b", {}, describeAmount(figure)), h("span", { class: "meta" }, `“${cut(figure.text, 44)}”`)],
    [h("span", { class: "counts" }, [describeCounted(figure), describeChange(figure)].filter(Boolean).join(", ") || "—")],
    [figure.place || ""],
    [figure.date || ""],
    [String(timesOf(figure))],
    [h("span", { class: "title" }, nameDocument(figure.document)), entry ? h("span", { class: `state ${entry.verdict}` }, describeReview(entry.verdict)) : null],
  ];
}

function showFigures(main, params) {
  const wanted = { text: params.get("text") || "", comparator: params.get("comparator") || "", kind: params.get("kind") || "" };
  const sorted = { key: params.get("sort") || "document", isDown: false };
  const total = h("p", { class: "total" });
  const all = listAll("figure", INDEX.figures);
  const places = new Map(all.map((figure, place) => [figure, place]));
  const kinds = [...new Set(all.map((figure) => figure.kind).filter(Boolean))].sort();
  const grid = createGrid({
    name: "figures",
    label: "Figures",
    columns: [
      { key: "amount", label: "Figure", sort: true, isHighFirst: true },
      { key: "counted", label: "Counts", sort: true },
      { key: "place", label: "Place", sort: true },
      { key: "date", label: "Date", sort: true },
      { key: "times", label: "Times", sort: true, isHighFirst: true },
      { key: "document", label: "Document", sort: true },
    ],
    heights: [64, 112],
    cells: figureCells,
    open: (figure) => go(`document/${figure.document}/figure/${figure.id}`),
    sort: (key) => {
      sorted.isDown = sorted.key === key && !sorted.isDown;
      sorted.key = key;
      refresh();
    },
  });
  const change = () => {
    for (const name of Object.keys(wanted)) wanted[name] = form.elements[name].value;
    refresh();
  };
  const form = h(
    "form",
    { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() },
    labelled("Search", h("input", { type: "search", name: "text", value: wanted.text, placeholder: "amount, what is counted, place", oninput: change })),
    h("div", { class: "fields" }, labelled("Comparator", h("select", { name: "comparator", onchange: change }, option("", "all", wanted.comparator), ...INDEX.choices.comparator.map((id) => option(id, COMPARATORS[id] || "exactly", wanted.comparator)))), labelled("Kind", h("select", { name: "kind", onchange: change }, option("", "all", wanted.kind), ...kinds.map((id) => option(id, id, wanted.kind))))),
  );

  function refresh() {
    const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
    const isFound = (figure) => {
      if (wanted.comparator && figure.comparator !== wanted.comparator) return false;
      if (wanted.kind && figure.kind !== wanted.kind) return false;
      const text = `${figure.text} ${describeAmount(figure)} ${figure.counted || ""} ${figure.place || ""} ${figure.date || ""}`.toLowerCase();
      return words.every((word) => text.includes(word));
    };
    const valueOf = FIGURE_SORTS[sorted.key] || ((figure) => places.get(figure));
    const found = all.filter(isFound).map((figure) => ({ figure, value: valueOf(figure) }));
    found.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : places.get(a.figure) - places.get(b.figure)));
    if (sorted.isDown) found.reverse();
    grid.update(found.map((pair) => pair.figure), sorted);
    total.textContent = found.length === all.length ? count(found.length, "figure") : `${NUMBER.format(found.length)} of ${count(all.length, "figure")}`;
    say(total.textContent);
    keepQuery("figures", { ...wanted, sort: sorted.key === "document" ? "" : sorted.key });
  }

  main.append(h("h2", { class: "hidden" }, "Figures"), form, h("div", { class: "bar-line" }, total), grid.element);
  refresh();
  return () => grid.close();
}
