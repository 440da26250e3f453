// Forms that change a record or add a missed one, beside the article.

const MODALITIES = ["asserted", "negated", "hedged", "promised", "predicted", "questioned", "unknown"];
const CLAIM_KINDS = ["statistic", "action", "position", "pledge", "prediction", "quote", "causal", "comparison"];
const EDITOR_TITLES = { claim: "claim", figure: "figure", stance: "stance" };

function stateOf(jurisdiction) {
  if (!jurisdiction) return null;
  return [...(jurisdiction.parents || []), jurisdiction.code || ""].find((code) => code.startsWith("US-")) || null;
}

function labelled(label, control, hint) {
  return h("label", { class: "field" }, h("span", {}, label), control, hint || null);
}

function choose(name, choices, selected, empty) {
  return h("select", { name }, empty === undefined ? null : option("", empty, selected || ""), ...choices.map(([value, text]) => option(value, text, selected || "")));
}

/**
 * A stretch of the text to be fixed: typed, taken from the selection, or moved word by word.
 * `context` has `number`, `selection()` and `preview(name, at)`.
 */
function createSpanField(name, label, context, at) {
  const { text } = openDocument(context.number);
  let span = at;
  const words = h("input", { type: "text", name, "aria-label": `${label}: exact words`, autocomplete: "off" });
  const error = h("span", { class: "error", role: "alert" });
  const set = (next) => {
    span = next;
    words.value = span ? text.slice(...span) : "";
    error.textContent = "";
    context.preview(name, span);
  };
  words.addEventListener("change", () => {
    const near = span ? span[0] : 0;
    const places = [];
    for (let at = text.indexOf(words.value); words.value && at >= 0; at = text.indexOf(words.value, at + 1)) places.push(at);
    const best = places.sort((a, b) => Math.abs(a - near) - Math.abs(b - near))[0];
    if (best === undefined) error.textContent = "These words are not in the article.";
    else set([best, best + words.value.length]);
  });
  const take = () => {
    const found = context.selection();
    if (found) set(found);
    else error.textContent = "Select words in the article first.";
  };
  const step = (end, sign, title) =>
    h(
      "button",
      {
        type: "button",
        title,
        "aria-label": `${label}: ${title}`,
        onclick: () => {
          if (!span) return;
          const moved = [...span];
          moved[end] = moveByWord(text, span[end], sign, end === 1);
          if (moved[0] < moved[1]) set(moved);
        },
      },
      sign < 0 ? "←" : "→",
    );
  const element = h(
    "fieldset",
    { class: "span" },
    h("legend", {}, label),
    words,
    h(
      "div",
      { class: "steps" },
      h("button", { type: "button", onclick: take }, "Use selection"),
      h("span", {}, "start ", step(0, -1, "start a word earlier"), step(0, 1, "start a word later")),
      h("span", {}, "end ", step(1, -1, "end a word earlier"), step(1, 1, "end a word later")),
    ),
    error,
  );
  set(span);
  return { element, read: () => span, fail: (message) => (error.textContent = message) };
}

/** The next word's border from an offset, to the left or right. */
function moveByWord(text, offset, sign, isEnd) {
  const isWord = (char) => char !== undefined && /[\p{L}\p{N}$€£%]/u.test(char);
  let at = offset;
  if (isEnd && sign > 0) {
    while (at < text.length && !isWord(text[at])) at += 1;
    while (at < text.length && isWord(text[at])) at += 1;
  } else if (isEnd) {
    while (at > 0 && isWord(text[at - 1])) at -= 1;
    while (at > 0 && !isWord(text[at - 1])) at -= 1;
  } else if (sign > 0) {
    while (at < text.length && isWord(text[at])) at += 1;
    while (at < text.length && !isWord(text[at])) at += 1;
  } else {
    while (at > 0 && !isWord(text[at - 1])) at -= 1;
    while (at > 0 && isWord(text[at - 1])) at -= 1;
  }
  return at;
}

/** Who acts at a place in the text: the government that is mentioned there, if it is known. */
function nameHolder(number, at) {
  const one = openDocument(number);
  const text = one.text.slice(...at);
  const entity = one.entities.find((mention) => mention.government && mention.at[0] < at[1] && mention.at[1] > at[0]);
  return entity ? { at, text, name: entity.government.name, entity: entity.id, jurisdiction: entity.government } : { at, text, name: text };
}

const FORMS = { stance: stanceForm, figure: figureForm, claim: claimForm };

/** Each form gives its fields and `read()`: the record's new values, or null with errors shown. */
function stanceForm(record, context) {
  const selected = context.selection();
  const one = openDocument(context.number);
  const holder = createSpanField("holder", "Who acts", context, record ? record.holder.at : selected);
  const around = selected ? spanSentences(one, ...findSentences(one, ...selected)) : null;
  const evidence = createSpanField("evidence", "Evidence: the words that show it", context, record ? record.evidence.at : around);
  const hint = h("span", { class: "hint" });
  const issue = choose("issue", INDEX.issues.map(({ id }) => [id, nameIssue(id)]), record && record.issue, "choose …");
  const propose = () => (hint.textContent = issue.value ? `The question: “${ISSUES.get(issue.value)}”` : "");
  issue.addEventListener("change", propose);
  propose();
  const position = h(
    "fieldset",
    { class: "choices" },
    h("legend", {}, "Where it stands on that"),
    ...Object.keys(POSITIONS).map((id) => {
      const input = h("input", { type: "radio", name: "position", value: id });
      input.checked = Boolean(record) && record.position === id;
      return h("label", {}, input, ` ${id}`);
    }),
  );
  const action = h("input", { type: "text", name: "action", value: (record && record.action) || "", autocomplete: "off" });
  const instrument = choose("instrument", INDEX.choices.instrument.map((id) => [id, nameIssue(id)]), record && record.instrument, "not told");
  const status = choose("status", INDEX.choices.status.map((id) => [id, nameIssue(id)]), record ? record.status : "adopted");
  const error = h("p", { class: "error", role: "alert" });
  return {
    fields: [holder.element, labelled("Issue", issue, hint), position, evidence.element, labelled("What it did, in the text's words", action), h("div", { class: "pair" }, labelled("Instrument", instrument), labelled("Status", status)), error],
    read() {
      const stands = position.querySelector("input:checked");
      error.textContent = !issue.value ? "Choose an issue." : !stands ? "Choose where it stands." : "";
      if (!holder.read()) holder.fail("Say who acts.");
      if (!evidence.read()) evidence.fail("Say which words show it.");
      if (error.textContent || !holder.read() || !evidence.read()) return null;
      const isSame = record && String(holder.read()) === String(record.holder.at);
      return {
        holder: isSame ? record.holder : nameHolder(context.number, holder.read()),
        issue: issue.value,
        position: stands.value,
        action: action.value.trim(),
        instrument: instrument.value || undefined,
        status: status.value,
        evidence: { at: evidence.read(), text: one.text.slice(...evidence.read()) },
      };
    },
  };
}

function figureForm(record, context) {
  const span = createSpanField("words", "The figure's words", context, record ? record.at : context.selection());
  const text = (name, value) => h("input", { type: "text", name, value: value === undefined || value === null ? "" : String(value), autocomplete: "off" });
  const amount = (name) => h("input", { type: "number", step: "any", name, value: record && record[name] !== undefined ? String(record[name]) : "" });
  const comparator = choose("comparator", INDEX.choices.comparator.map((id) => [id, COMPARATORS[id] || "exactly"]), record ? record.comparator : "eq");
  const [value, low, high] = ["value", "low", "high"].map(amount);
  const unit = text("unit", record && record.unit);
  const counted = text("counted", record && record.counted);
  const error = h("p", { class: "error", role: "alert" });
  const numberOf = (input) => (input.value === "" ? undefined : Number(input.value));
  return {
    fields: [
      span.element,
      h("div", { class: "pair" }, labelled("Comparator", comparator), labelled("Value", value)),
      h("div", { class: "pair" }, labelled("Lower end", low), labelled("Upper end", high)),
      labelled("Unit: percent, USD, person …", unit),
      labelled("What it counts", counted),
      error,
    ],
    read() {
      if (!span.read()) span.fail("Say which words are the figure.");
      const has = [value, low, high].some((input) => input.value !== "") || comparator.value === "unknown";
      error.textContent = has ? "" : "Give a value or an end, or choose “not known”.";
      if (!span.read() || !has) return null;
      return {
        at: span.read(),
        text: openDocument(context.number).text.slice(...span.read()),
        comparator: comparator.value,
        value: numberOf(value),
        low: numberOf(low),
        high: numberOf(high),
        unit: unit.value.trim() || undefined,
        counted: counted.value.trim() || undefined,
      };
    },
  };
}

function claimForm(record, context) {
  const span = createSpanField("words", "The claim's words", context, record ? record.at : context.selection());
  const label = choose("label", Object.entries(LABELS), labelClaim((record && getCorrection(context.number, "claim", record.id)) || {}));
  const modality = choose("modality", MODALITIES.map((id) => [id, id]), record ? record.modality : "asserted");
  const issue = choose("issue", INDEX.issues.map(({ id }) => [id, nameIssue(id)]), record && (record.issues || [])[0], "none");
  const kinds = h(
    "fieldset",
    { class: "choices" },
    h("legend", {}, "Kinds"),
    ...CLAIM_KINDS.map((id) => {
      const input = h("input", { type: "checkbox", name: "kinds", value: id });
      input.checked = Boolean(record) && record.kinds.includes(id);
      return h("label", {}, input, ` ${id}`);
    }),
  );
  return {
    fields: [span.element, labelled("Label", label), h("div", { class: "pair" }, labelled("Modality", modality), labelled("Issue", issue)), kinds],
    read() {
      if (!span.read()) span.fail("Say which words are the claim.");
      if (!span.read()) return null;
      const text = openDocument(context.number).text.slice(...span.read());
      return {
        at: span.read(),
        label: label.value,
        modality: modality.value,
        kinds: [...kinds.querySelectorAll("input:checked")].map((input) => input.value),
        issues: issue.value ? [issue.value] : [],
        ...(record ? {} : { standalone: text, figures: [], stances: [], score: 0 }),
      };
    },
  };
}

/** The form for a record, or for a new one where `record` is null. Calls `context.done(id)` at its end. */
function createEditor(kind, record, context) {
  const form = FORMS[kind](record, context);
  const save = () => {
    const after = form.read();
    if (!after) return;
    const isAdded = !record || record.verdict === "add";
    const id = record ? record.id : nextAddedId(context.number, kind);
    setCorrection(context.number, kind, id, { verdict: isAdded ? "add" : "change", after });
    say(`${EDITOR_TITLES[kind]} saved.`);
    context.done(id);
  };
  const element = h(
    "form",
    { class: "editor", "aria-label": record ? `Change this ${EDITOR_TITLES[kind]}` : `Add a missed ${EDITOR_TITLES[kind]}`, onsubmit: (event) => (event.preventDefault(), save()) },
    h("h3", {}, record ? `Change this ${EDITOR_TITLES[kind]}` : `Add a missed ${EDITOR_TITLES[kind]}`),
    ...form.fields,
    h("div", { class: "buttons" }, h("button", { type: "submit", class: "main" }, "Save"), h("button", { type: "button", onclick: () => context.done(record && record.id) }, "Cancel")),
  );
  element.addEventListener("keydown", (event) => event.key === "Escape" && context.done(record && record.id));
  return element;
}
