// Where governments stand on one issue: a tile for each US state, a list of the others.

const LEVELS = ["supranational", "country", "state", "county", "city", "district", "tribal"];
const LEVEL_NAMES = { supranational: "Supranational", country: "Countries", state: "States outside the map", county: "Counties", city: "Cities", district: "Districts", tribal: "Tribal nations", unknown: "Others" };
const POSITION_NAMES = { support: "supports it", oppose: "opposes it", mixed: "acts both ways", none: "no stance found" };

/** Several acts of one government in one word: "mixed" where they pull apart. */
function sumPositions(stances) {
  const found = new Set(stances.map((stance) => stance.position));
  if (!found.size) return "none";
  return found.size === 1 ? [...found][0] : "mixed";
}

function groupBy(values, keyOf) {
  const groups = new Map();
  for (const value of values) {
    const key = keyOf(value);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(value);
  }
  return groups;
}

function issuesByStances(stances) {
  const counts = groupBy(stances.filter((stance) => stance.issue), (stance) => stance.issue);
  return [...counts].map(([id, list]) => [id, list.length]).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function showMap(main, params) {
  const all = listStances();
  const issues = issuesByStances(all);
  if (!issues.length) {
    main.append(h("h2", {}, "Where governments stand"), h("p", { class: "empty" }, "No stance on an issue of the catalogue was found."));
    return null;
  }
  let issue = ISSUES.has(params.get("issue")) ? params.get("issue") : issues[0][0];
  let shown = params.get("place") || "";
  const proposition = h("p", { class: "proposition" });
  const tiles = h("div", { class: "tiles", role: "group", "aria-label": "US states" });
  const others = h("div", { class: "others" });
  const evidence = h("section", { class: "evidence", "aria-live": "polite", "aria-label": "Evidence" });
  const select = h("select", { name: "issue", onchange: () => ((issue = select.value), (shown = ""), draw()) }, ...issues.map(([id, n]) => option(id, `${nameIssue(id)} (${n})`, issue)));

  function stancesHere() {
    return all.filter((stance) => stance.issue === issue);
  }

  function draw() {
    const here = stancesHere();
    proposition.replaceChildren("Does it agree that ", h("q", {}, ISSUES.get(issue) || ""));
    const byState = groupBy(here, (stance) => stateOf(stance.holder.jurisdiction));
    tiles.replaceChildren(...Object.entries(INDEX.tiles).map(([code, tile]) => drawTile(code, tile, byState.get(code) || [])));
    const rest = here.filter((stance) => !isStateItself(stance) || !INDEX.tiles[stateOf(stance.holder.jurisdiction)]);
    const byLevel = groupBy(rest, (stance) => (stance.holder.jurisdiction ? stance.holder.jurisdiction.level : "unknown"));
    const levels = [...LEVELS, "unknown"].filter((level) => byLevel.has(level));
    others.replaceChildren(...(levels.length ? levels.flatMap((level) => drawLevel(level, byLevel.get(level))) : [h("p", { class: "empty" }, "No other government was found to take a stance.")]));
    drawEvidence();
    keepQuery("map", { issue, place: shown });
  }

  function drawTile(code, [short, name, column, row], stances) {
    const own = stances.filter(isStateItself);
    const position = sumPositions(own);
    const n = stances.length - own.length;
    const label = `${name}: ${POSITION_NAMES[position]}${own.length ? `, ${count(own.length, "act")}` : ""}${n ? `; ${count(n, "local act")}` : ""}`;
    const tile = h(
      "button",
      { type: "button", class: `tile ${position}`, "aria-label": label, title: label, "aria-pressed": String(shown === code), disabled: !stances.length, onclick: () => choosePlace(code) },
      h("span", { class: "code" }, short),
      h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[position] || ""),
      n ? h("span", { class: "local", "aria-hidden": "true" }) : null,
    );
    tile.style.gridColumn = String(column);
    tile.style.gridRow = String(row);
    return tile;
  }

  function choosePlace(key) {
    shown = key;
    draw();
    const again = main.querySelector('[aria-pressed="true"]');
    if (again) again.focus({ preventScroll: true });
    if (PHONE.matches) evidence.scrollIntoView({ behavior: reducesMotion() ? "auto" : "smooth" });
  }

  function drawLevel(level, stances) {
    const names = [...groupBy(stances, (stance) => stance.holder.name)].sort((a, b) => (a[0] < b[0] ? -1 : 1));
    return [
      h("h4", {}, LEVEL_NAMES[level]),
      h(
        "ul",
        {},
        ...names.map(([name, list]) => {
          const position = sumPositions(list);
          const key = `name:${name}`;
          return h("li", {}, h("button", { type: "button", class: `where ${position}`, "aria-pressed": String(shown === key), onclick: () => choosePlace(key) }, h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[position]), name, h("span", { class: "hidden" }, ` ${POSITION_NAMES[position]}`)));
        }),
      ),
    ];
  }

  function drawEvidence() {
    const list = stancesHere().filter((stance) => !shown || (shown.startsWith("name:") ? stance.holder.name === shown.slice(5) : stateOf(stance.holder.jurisdiction) === shown));
    const tile = INDEX.tiles[shown];
    const name = shown.startsWith("name:") ? shown.slice(5) : tile ? tile[1] : "All governments";
    evidence.replaceChildren(
      h("h3", {}, name),
      h("p", { class: "meta" }, count(list.length, "act"), ` on ${nameIssue(issue)}`, shown ? h("button", { type: "button", class: "quiet", onclick: () => choosePlace("") }, "Show all") : null),
      h("ol", {}, ...list.map((stance) => h("li", { class: stance.position }, h("a", { href: `#document/${stance.document}/stance/${stance.id}` }, stanceChip(stance)), h("p", { class: "quoted" }, `“${evidenceOf(stance)}”`), h("p", { class: "meta" }, [nameDocument(stance.document), describeSource(stance.document)].filter(Boolean).join(" · "))))),
    );
  }

  main.append(
    h("h2", { class: "headline" }, "Where governments stand"),
    h("div", { class: "map-head" }, labelled("Issue", select), proposition),
    h("ul", { class: "legend", "aria-label": "Legend" }, ...Object.keys(POSITION_NAMES).map((position) => h("li", {}, h("span", { class: `tile ${position}`, "aria-hidden": "true" }, SIGNS[position] || ""), POSITION_NAMES[position])), h("li", {}, h("span", { class: "tile none", "aria-hidden": "true" }, h("span", { class: "local" })), "its counties or cities act")),
    h("div", { class: "map" }, h("div", {}, tiles, h("h3", {}, "Other governments"), others), evidence),
  );
  draw();
  return null;
}

function isStateItself(stance) {
  const jurisdiction = stance.holder.jurisdiction;
  return Boolean(jurisdiction) && jurisdiction.level === "state";
}

function evidenceOf(stance) {
  return stance.evidence.text || sliceText(openDocument(stance.document), stance.evidence);
}
