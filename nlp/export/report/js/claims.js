// The ranked claims: search, filters, sorting, keys.

const FILTERS = ["text", "issue", "government", "position", "kind", "modality", "score", "document", "review"];
let claimsPlace = { query: "", row: 0, scroll: 0, isLeft: false };
const haystacks = new Map();

function haystackOf(claim) {
  let text = haystacks.get(claim);
  if (text === undefined) {
    const figures = claim.figures.map((id) => figureById(claim.document, id)).filter(Boolean);
    text = [claim.standalone, claim.source, nameDocument(claim.document), describeSource(claim.document), ...claim.governments, ...figures.map((figure) => figure.text)]
      .join(" ")
      .toLowerCase();
    haystacks.set(claim, text);
  }
  return text;
}

function figureById(number, id) {
  return FIGURES_OF[number].find((figure) => figure.id === id);
}

function stancesOf(claim) {
  return claim.stances
    .map((id) => STANCES_OF[claim.document].find((stance) => stance.id === id))
    .filter(Boolean)
    .map((stance) => applyCorrection(stance, getCorrection(stance.document, "stance", stance.id)));
}

function reviewOf(claim) {
  const entry = getCorrection(claim.document, "claim", claim.id);
  return entry ? entry.verdict : "open";
}

/** The claims that pass all filters; words of the search must all occur. */
function filterClaims(wanted) {
  const words = (wanted.text || "").toLowerCase().split(/\s+/).filter(Boolean);
  const least = Number(wanted.score || 0);
  const tests = [];
  if (least) tests.push((claim) => claim.score >= least);
  if (wanted.issue) tests.push((claim) => (wanted.issue === "none" ? !claim.issues.length : claim.issues.includes(wanted.issue)));
  if (wanted.kind) tests.push((claim) => claim.kinds.includes(wanted.kind));
  if (wanted.modality) tests.push((claim) => claim.modality === wanted.modality);
  if (wanted.government) tests.push(matchesName(wanted.government, (claim) => claim.governments));
  if (wanted.document) tests.push(matchesName(wanted.document, (claim) => [nameDocument(claim.document)]));
  if (wanted.position) tests.push((claim) => stancesOf(claim).some((stance) => stance.verdict !== "reject" && stance.position === wanted.position));
  if (wanted.review) tests.push((claim) => (wanted.review === "done" ? reviewOf(claim) !== "open" : reviewOf(claim) === wanted.review));
  if (words.length) {
    tests.push((claim) => {
      const text = haystackOf(claim);
      return words.every((word) => text.includes(word));
    });
  }
  return listClaims().filter((claim) => tests.every((test) => test(claim)));
}

/** A name from the list matches itself; anything else typed matches names that hold it. */
function matchesName(typed, namesOf) {
  const part = typed.toLowerCase();
  const isExact = CLAIMS.some((claim) => namesOf(claim).includes(typed));
  return isExact ? (claim) => namesOf(claim).includes(typed) : (claim) => namesOf(claim).some((name) => name.toLowerCase().includes(part));
}

const SORTS = {
  score: (claim) => claim.rank,
  claim: (claim) => claim.standalone.toLowerCase(),
  figure: (claim) => -claim.figures.length,
  stance: (claim) => -claim.stances.length,
  document: (claim) => claim.document * 1e8 + claim.start,
};

function sortClaims(claims, key, isDown) {
  const valueOf = SORTS[key] || SORTS.score;
  const sorted = claims
    .map((claim) => ({ claim, value: valueOf(claim) }))
    .sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.claim.rank - b.claim.rank))
    .map((pair) => pair.claim);
  return isDown ? sorted.reverse() : sorted;
}

function countBy(listOf) {
  const counts = new Map();
  for (const claim of CLAIMS) for (const value of listOf(claim)) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function buildFilters(wanted, change) {
  const field = (name, label, control) => h("label", { class: `field ${name}` }, h("span", {}, label), control);
  const select = (name, label, choices) =>
    field(name, label, h("select", { name, onchange: change }, option("", "all", wanted[name] || ""), ...choices.map(([value, text]) => option(value, text, wanted[name] || ""))));
  const counted = (pairs, name = (value) => value) => pairs.map(([value, n]) => [value, `${name(value)} (${NUMBER.format(n)})`]);
  const suggest = (name, label, pairs) => [
    field(name, label, h("input", { name, type: "text", list: `${name}-names`, value: wanted[name] || "", placeholder: "any", autocomplete: "off", oninput: change })),
    h("datalist", { id: `${name}-names` }, ...pairs.slice(0, 1000).map(([value]) => h("option", { value }))),
  ];
  const shownScore = h("output", {}, Number(wanted.score || 0).toFixed(2));
  const least = h("input", { name: "score", type: "range", min: "0", max: "1", step: "0.05", value: wanted.score || "0", oninput: (event) => ((shownScore.value = Number(event.target.value).toFixed(2)), change(event)) });
  const issues = countBy((claim) => (claim.issues.length ? claim.issues : ["none"]));
  return h(
    "form",
    { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() },
    field("text", "Search", h("input", { name: "text", type: "search", value: wanted.text || "", placeholder: "words, names, numbers", oninput: change })),
    h(
      "details",
      { class: "more", open: !PHONE.matches || null },
      h("summary", {}, "Filters"),
      h(
        "div",
        { class: "fields" },
        select("issue", "Issue", counted(issues, (id) => (id === "none" ? "no issue" : nameIssue(id)))),
        ...suggest("government", "Jurisdiction", countBy((claim) => claim.governments)),
        select("position", "Position", Object.keys(SIGNS).map((id) => [id, POSITIONS[id].split(" ")[0] === "goes" ? "both ways" : id])),
        select("kind", "Kind", counted(countBy((claim) => claim.kinds))),
        select("modality", "Modality", counted(countBy((claim) => [claim.modality]))),
        ...suggest("document", "Document", countBy((claim) => [nameDocument(claim.document)])),
        select("review", "Review", [["open", "to do"], ["done", "done"], ["accept", "accepted"], ["reject", "rejected"], ["change", "changed"]]),
        field("score", "Score at least", h("span", { class: "range" }, least, shownScore)),
      ),
    ),
  );
}

function describeReview(verdict) {
  return { open: "to do", accept: "accepted", reject: "rejected", change: "changed", add: "added" }[verdict];
}

function claimCells(claim, grid) {
  const figures = claim.figures.map((id) => figureById(claim.document, id)).filter(Boolean);
  const verdict = reviewOf(claim);
  const judge = (name, sign, label) =>
    h(
      "button",
      { type: "button", class: `judge ${name}`, tabindex: "-1", title: label, "aria-label": label, "aria-pressed": String(verdict === name), onclick: () => (toggleVerdict(claim.document, "claim", claim.id, name), grid().redrawItem(claim)) },
      sign,
    );
  const meta = [claim.source || "", [...claim.kinds, claim.modality === "asserted" ? "" : claim.modality].filter(Boolean).join(", "), claim.issues.map(nameIssue).join(", "), claim.seen ? `in ${claim.seen} documents` : ""].filter(Boolean);
  return [
    [h("span", { class: "number" }, claim.score.toFixed(2)), bar(claim.score)],
    [h("p", { class: "says" }, claim.standalone), h("p", { class: "meta" }, meta.join(" · "))],
    figures.slice(0, 2).map((figure) => h("span", { class: "fact" }, ...figureWords(figure))),
    stancesOf(claim).slice(0, 2).map(stanceChip),
    [h("span", { class: "title" }, nameDocument(claim.document)), h("span", { class: "meta" }, describeSource(claim.document))],
    [h("span", { class: "judges" }, judge("accept", "✓", "Worth checking"), judge("reject", "✗", "Not a claim")), h("span", { class: `state ${verdict}` }, describeReview(verdict))],
  ];
}

function bar(share) {
  const full = s("rect", { width: "40", height: "3", class: "trough" });
  const part = s("rect", { width: String(40 * share), height: "3", class: "filled" });
  return s("svg", { viewBox: "0 0 40 3", class: "bar", "aria-hidden": "true" }, full, part);
}

function stanceChip(stance) {
  const isNone = stance.verdict === "reject" || stance.position === "none";
  const position = isNone ? "none" : stance.position;
  return h("span", { class: `chip ${position}` }, h("span", { "aria-hidden": "true", class: "sign" }, SIGNS[position] || "·"), `${stance.holder.name} ${POSITIONS[position]} ${nameIssue(stance.issue)}`);
}

function showClaims(main, params) {
  const wanted = Object.fromEntries(FILTERS.map((name) => [name, params.get(name) || ""]));
  const sorted = { key: params.get("sort") || "score", isDown: params.get("order") === "down" };
  const total = h("p", { class: "total" });
  const clear = h("button", { type: "button", class: "quiet", onclick: () => go("claims") }, "Clear filters");
  const columns = [
    { key: "score", label: "Score", sort: true, isHighFirst: true },
    { key: "claim", label: "Claim", sort: true },
    { key: "figure", label: "Figures", sort: true, isHighFirst: true },
    { key: "stance", label: "Stances", sort: true, isHighFirst: true },
    { key: "document", label: "Document", sort: true },
    { key: "review", label: "Review" },
  ];
  const grid = createGrid({
    name: "claims",
    label: "Claims, the ones to check first on top",
    columns,
    heights: [96, 196],
    cells: (claim) => claimCells(claim, () => grid),
    open: (claim) => {
      claimsPlace = { query: location.hash, row: grid.at(), scroll: scrollY, isLeft: true };
      go(`document/${claim.document}/claim/${claim.id}`);
    },
    press: (claim, key) => {
      const verdict = { a: "accept", r: "reject" }[key];
      if (verdict) toggleVerdict(claim.document, "claim", claim.id, verdict);
      if (verdict) say(`Claim ${describeReview(reviewOf(claim))}.`);
      return Boolean(verdict);
    },
    sort: (key) => {
      sorted.isDown = sorted.key === key && !sorted.isDown;
      sorted.key = key;
      refresh();
    },
  });
  const form = buildFilters(wanted, () => {
    for (const name of FILTERS) wanted[name] = form.elements[name].value;
    refresh();
  });

  function refresh(place = 0) {
    const found = sortClaims(filterClaims(wanted), sorted.key, sorted.isDown);
    total.textContent = found.length === CLAIMS.length ? `${count(CLAIMS.length, "claim")}, ranked by what to check first` : `${NUMBER.format(found.length)} of ${count(CLAIMS.length, "claim")}`;
    clear.hidden = !Object.values(wanted).some((value) => value && value !== "0");
    grid.update(found, sorted, place);
    say(total.textContent);
    keepQuery("claims", { ...wanted, sort: sorted.key === "score" ? "" : sorted.key, order: sorted.isDown ? "down" : "" });
  }

  main.append(
    h("h2", { class: "hidden" }, "Claims"),
    form,
    h("div", { class: "bar-line" }, total, clear, h("p", { class: "keys" }, "In the table: ", h("kbd", {}, "↑"), h("kbd", {}, "↓"), " move, ", h("kbd", {}, "Enter"), " opens, ", h("kbd", {}, "a"), " accepts, ", h("kbd", {}, "r"), " rejects.")),
    grid.element,
  );
  const isBack = claimsPlace.isLeft && claimsPlace.query === location.hash;
  refresh(isBack ? claimsPlace.row : 0);
  claimsPlace.isLeft = false;
  if (isBack) {
    scrollTo(0, claimsPlace.scroll);
    grid.focusRow(claimsPlace.row);
  }
  return () => grid.close();
}
