// One document: its text with the records marked, and the records beside it.

const layersOn = new Set(["claim", "figure", "stance"]);
const TABS = [
  ["claim", "Claims"],
  ["figure", "Figures"],
  ["stance", "Stances"],
  ["quote", "Quotations"],
];

function showArticle(main, number, kind, id) {
  const one = openDocument(number);
  const origin = DOCUMENTS[number].source || "";
  let tab = TABS.some(([name]) => name === kind) ? kind : "claim";
  let selected = kind && id ? `${kind}/${id}` : null;
  let editing = null; // {kind, record}
  let lastSelection = null;
  const previews = new Map();
  const text = h("div", { class: "prose", lang: "en" });
  const list = h("div", { class: "cards" });
  const tabs = h("div", { class: "tabs", role: "group", "aria-label": "Kinds of record" });
  const panel = h("aside", { class: "panel", "aria-label": "Records" });
  const handle = h("button", { type: "button", class: "handle", "aria-expanded": "false", onclick: () => openPanel(!panel.classList.contains("open")) }, "Records");

  const context = {
    number,
    selection: () => readSelection(text, one.text) || lastSelection,
    preview(name, at) {
      if (at) previews.set(name, at);
      else previews.delete(name);
      markText();
    },
    done(recordId) {
      const before = editing;
      editing = null;
      previews.clear();
      if (recordId) selected = `${before.kind}/${recordId}`;
      drawAll();
      focusCard();
    },
  };

  function openPanel(isOpen) {
    panel.classList.toggle("open", isOpen);
    handle.setAttribute("aria-expanded", String(isOpen));
  }

  function drawWords() {
    drawText(text, number, layersOn, noteFor);
    markText();
  }

  function noteFor(ref) {
    const short = ref.split("/")[1].replace(/^c/, "");
    const claim = findRecord(number, "claim", ref.split("/")[1]);
    return h("button", { type: "button", class: "note", "data-ref": ref, "aria-label": `Claim ${short}: ${cut(claim.standalone, 80)}`, onclick: () => select(ref, true) }, short);
  }

  /** Mark the chosen record, and what is being edited, without drawing the text anew. */
  function markText() {
    const parts = [...previews.values()];
    for (const piece of text.querySelectorAll("[data-start]")) {
      const start = Number(piece.dataset.start);
      const end = start + piece.textContent.length;
      piece.classList.toggle("on", Boolean(selected) && piece.refs.includes(selected));
      piece.classList.toggle("editing", parts.some(([from, to]) => from < end && to > start));
    }
    for (const note of text.querySelectorAll(".note")) note.classList.toggle("on", note.dataset.ref === selected);
    if (window.CSS && CSS.highlights && window.Highlight) CSS.highlights.set("editing", new Highlight(...parts.map(rangeOf).filter(Boolean)));
  }

  function rangeOf([start, end]) {
    const pieces = [...text.querySelectorAll("[data-start]")];
    const at = (offset) => pieces.find((piece) => Number(piece.dataset.start) <= offset && offset <= Number(piece.dataset.start) + piece.textContent.length);
    const [first, last] = [at(start), at(end)];
    if (!first || !last) return null;
    const range = document.createRange();
    range.setStart(first.firstChild, start - Number(first.dataset.start));
    range.setEnd(last.firstChild, end - Number(last.dataset.start));
    return range;
  }

  function select(ref, fromText) {
    selected = ref;
    const [refKind] = ref.split("/");
    if (refKind === "government" || refKind === "date") return say(describeMention(one, ref));
    if (refKind !== tab) {
      tab = refKind;
      drawPanel();
    }
    markCards();
    markText();
    openPanel(true);
    const card = list.querySelector(".card.on");
    const piece = text.querySelector(".on");
    if (card) scrollWithin(list, card);
    if (!fromText && piece) piece.scrollIntoView({ block: isNarrow() ? "start" : "center", behavior: reducesMotion() ? "auto" : "smooth" });
    history.replaceState(null, "", `#document/${number}/${ref}`);
    return undefined;
  }

  function drawPanel() {
    tabs.replaceChildren(
      ...TABS.map(([name, label]) => {
        const n = name === "quote" ? one.attributions.length : listRecords(number, name).length;
        return h("button", { type: "button", "aria-pressed": String(tab === name), onclick: () => ((tab = name), drawPanel()) }, `${label} `, h("span", { class: "n" }, NUMBER.format(n)));
      }),
    );
    if (editing) list.replaceChildren(editing.element);
    else if (tab === "quote") list.replaceChildren(...one.attributions.map((said) => quoteCard(one, said, select)));
    else {
      const cards = listRecords(number, tab).map((record) => recordCard(tab, record));
      list.replaceChildren(h("div", { class: "adders" }, h("button", { type: "button", onclick: () => edit(tab, null) }, `Add a missed ${EDITOR_TITLES[tab]}`), h("span", { class: "hint" }, "Select its words in the article first.")), ...(cards.length ? cards : [h("p", { class: "empty" }, "None found in this document.")]));
    }
    markCards();
  }

  function markCards() {
    for (const card of list.querySelectorAll(".card")) card.classList.toggle("on", card.dataset.ref === selected);
  }

  function drawAll() {
    drawWords();
    drawPanel();
  }

  function focusCard() {
    const card = list.querySelector(".card.on .show") || list.querySelector("button");
    if (card) card.focus();
  }

  function edit(kindOf, record) {
    tab = kindOf;
    // The editor draws its preview at once, so it must be known before it is built.
    editing = { kind: kindOf };
    editing.element = createEditor(kindOf, record, context);
    drawPanel();
    openPanel(true);
    list.scrollTop = 0;
    editing.element.querySelector("input, select").focus({ preventScroll: true });
  }

  function recordCard(kindOf, record) {
    const ref = `${kindOf}/${record.id}`;
    const redraw = () => {
      drawAll();
      const again = list.querySelector(`[data-ref="${ref}"] .show`);
      if (again) again.focus({ preventScroll: true });
    };
    return createCard(kindOf, record, {
      ref,
      select,
      edit: () => edit(kindOf, record),
      judge(verdict) {
        toggleVerdict(number, kindOf, record.id, verdict);
        redraw();
        say(`${EDITOR_TITLES[kindOf]} ${describeReview((getCorrection(number, kindOf, record.id) || { verdict: "open" }).verdict)}.`);
      },
      undo() {
        setCorrection(number, kindOf, record.id, null);
        redraw();
      },
    });
  }

  const layers = h(
    "fieldset",
    { class: "layers" },
    h("legend", {}, "Show in the text"),
    ...LAYERS.map((layer) => {
      const input = h("input", {
        type: "checkbox",
        onchange: (event) => {
          if (event.target.checked) layersOn.add(layer);
          else layersOn.delete(layer);
          drawWords();
        },
      });
      input.checked = layersOn.has(layer);
      return h("label", {}, input, h("span", { class: `swatch ${layer}` }, LAYER_NAMES[layer]));
    }),
  );
  text.addEventListener("click", (event) => {
    const piece = event.target.closest("[data-start]");
    if (piece && piece.refs.length && getSelection().isCollapsed) select(piece.refs[0], true);
  });
  const stop = new AbortController();
  const keepSelection = () => (lastSelection = readSelection(text, one.text) || lastSelection);
  document.addEventListener("selectionchange", keepSelection, { signal: stop.signal });
  text.addEventListener("pointerdown", () => (lastSelection = null));
  panel.addEventListener("keydown", (event) => stepCards(event, list));

  panel.append(handle, tabs, list);
  main.append(
    h(
      "div",
      { class: "reading" },
      h(
        "article",
        {},
        h("p", { class: "back" }, h("a", { href: claimsPlace.query || "#claims" }, "← All claims")),
        h("h2", { class: "headline" }, nameDocument(number)),
        h("p", { class: "byline" }, describeSource(number), describeSource(number) && origin ? " · " : null, linkToOrigin(origin)),
        layers,
        text,
      ),
      panel,
    ),
  );
  drawAll();
  if (selected && findRecordOrQuote(one, selected)) select(selected, false);
  else scrollTo(0, 0);
  return () => {
    stop.abort();
    if (window.CSS && CSS.highlights) CSS.highlights.delete("editing");
  };
}

function findRecordOrQuote(one, ref) {
  const [kind, id] = ref.split("/");
  return kind === "quote" ? one.attributions.some((said) => said.id === id) : Boolean(findRecord(one.number, kind, id));
}

/** Where a document was read from; only pages of the web can be opened from here. */
function linkToOrigin(origin) {
  if (!/^https?:\/\//i.test(origin)) return origin;
  return h("a", { href: origin, target: "_blank", rel: "noopener noreferrer" }, origin);
}

const isNarrow = () => matchMedia("(max-width: 58rem)").matches;
const reducesMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function scrollWithin(box, child) {
  const top = child.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
  box.scrollTo({ top: Math.max(0, top - 12), behavior: reducesMotion() ? "auto" : "smooth" });
}

/** Arrow keys walk from card to card. */
function stepCards(event, list) {
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.target.closest("input, select, textarea")) return;
  const buttons = [...list.querySelectorAll(".card .show")];
  const at = buttons.findIndex((button) => button.closest(".card").contains(document.activeElement));
  const next = buttons[event.key === "ArrowDown" ? at + 1 : Math.max(0, at - 1)];
  if (!next) return;
  next.focus();
  event.preventDefault();
}

function describeMention(one, ref) {
  const [kind, id] = ref.split("/");
  if (kind === "date") return one.dates.find((date) => date.id === id).period;
  return one.entities[Number(id)].government.name;
}

/** A record in words, with what can be done about it. `actions`: ref, select, edit, judge, undo. */
function createCard(kind, record, actions) {
  const body = { claim: claimBody, figure: figureBody, stance: stanceBody }[kind](record, actions);
  const isPressed = (verdict) => String(record.verdict === verdict);
  const words = kind === "claim" ? ["Worth checking", "Not a claim"] : ["Right", "Wrong"];
  const judges =
    record.verdict === "add"
      ? [h("button", { type: "button", onclick: actions.undo }, "Remove")]
      : [
          h("button", { type: "button", class: "accept", "aria-pressed": isPressed("accept"), onclick: () => actions.judge("accept") }, `✓ ${words[0]}`),
          h("button", { type: "button", class: "reject", "aria-pressed": isPressed("reject"), onclick: () => actions.judge("reject") }, `✗ ${words[1]}`),
        ];
  return h(
    "section",
    { class: `card ${record.verdict || ""}`, "data-ref": actions.ref },
    ...body,
    h(
      "div",
      { class: "buttons" },
      ...judges,
      h("button", { type: "button", onclick: actions.edit }, "Change"),
      record.verdict === "change" ? h("button", { type: "button", onclick: actions.undo }, "Undo") : null,
      record.verdict ? h("span", { class: `state ${record.verdict}` }, describeReview(record.verdict)) : null,
    ),
  );
}

/** The card's first words: pressing them shows the record in the text. */
function showButton(actions, ...children) {
  return h("button", { type: "button", class: "show", title: "Show in the text", onclick: () => actions.select(actions.ref, false) }, ...children);
}

function claimBody(claim, actions) {
  const number = claim.document;
  const one = openDocument(number);
  const said = one.attributions.find((candidate) => candidate.id === claim.attribution);
  const links = [
    ...claim.figures.map((id) => findRecord(number, "figure", id)).filter(Boolean).map((figure) => linkTo(actions, `figure/${figure.id}`, ...figureWords(figure))),
    ...claim.stances.map((id) => findRecord(number, "stance", id)).filter(Boolean).map((stance) => linkTo(actions, `stance/${stance.id}`, stanceChip(stance))),
    ...(said && said.source ? [linkTo(actions, `quote/${said.id}`, `${said.quote} quotation of ${said.source.name || sliceText(one, said.source)}`)] : []),
  ];
  const label = claim.verdict ? labelClaim(getCorrection(number, "claim", claim.id)) : null;
  const facts = [
    claim.score ? `score ${claim.score.toFixed(2)}` : "",
    claim.kinds.join(", "),
    claim.modality,
    claim.issues.map(nameIssue).join(", "),
    label ? LABELS[label] : "",
  ].filter(Boolean);
  return [showButton(actions, h("span", { class: "short" }, claim.id.replace(/^c/, "")), claim.standalone), h("p", { class: "meta" }, facts.join(" · ")), links.length ? h("ul", { class: "links" }, ...links.map((link) => h("li", {}, link))) : null].filter(Boolean);
}

function linkTo(actions, ref, ...children) {
  return h("button", { type: "button", class: "link", onclick: () => actions.select(ref, false) }, ...children);
}

function figureBody(figure, actions) {
  const one = openDocument(figure.document);
  const facts = [figure.kind, figure.place ? `in ${figure.place}` : "", figure.date ? `for ${figure.date}` : "", figure.part_of ? "part of another figure" : "", figure.same_as ? "repeats another figure" : ""].filter(Boolean);
  return [
    showButton(actions, ...figureWords(figure)),
    h("p", { class: "meta" }, `“${one.text.slice(...figure.at)}”`, facts.length ? ` · ${facts.join(" · ")}` : ""),
    figure.part_of ? h("p", { class: "meta" }, linkTo(actions, `figure/${figure.part_of}`, "show the whole it is part of")) : null,
    figure.same_as ? h("p", { class: "meta" }, linkTo(actions, `figure/${figure.same_as}`, "show the figure it repeats")) : null,
  ].filter(Boolean);
}

function stanceBody(stance, actions) {
  const one = openDocument(stance.document);
  const facts = [stance.action, stance.instrument ? nameIssue(stance.instrument) : "", stance.status ? nameIssue(stance.status) : "", stance.confidence === undefined ? "" : `confidence ${stance.confidence.toFixed(2)}`].filter(Boolean);
  return [showButton(actions, stanceChip(stance)), h("p", { class: "quoted" }, `“${one.text.slice(...stance.evidence.at)}”`), h("p", { class: "meta" }, facts.join(" · "))];
}

function quoteCard(one, said, select) {
  const ref = `quote/${said.id}`;
  const actions = { ref, select };
  const who = said.source ? said.source.name || sliceText(one, said.source) : "Somebody not named";
  return h("section", { class: "card", "data-ref": ref }, showButton(actions, h("b", {}, who), said.cue ? ` ${sliceText(one, said.cue)}` : ""), h("p", { class: "quoted" }, sliceText(one, said.content)), h("p", { class: "meta" }, `${said.quote} quotation`));
}
