// The article: text cut where records begin and end, so that they may overlap.

const LAYERS = ["claim", "figure", "stance", "quote", "government", "date"];
const LAYER_NAMES = { claim: "Claims", figure: "Figures", stance: "Stances", quote: "Quotations", government: "Governments", date: "Dates" };

/** All stretches to mark: {start, end, layer, ref}. */
function listMarks(number, layers) {
  const one = openDocument(number);
  const marks = [];
  const add = (layer, at, ref) => layers.has(layer) && marks.push({ start: at[0], end: at[1], layer, ref });
  for (const kind of KINDS) {
    for (const record of listRecords(number, kind)) {
      add(kind, placeOf(kind, record), `${kind}/${record.id}`);
      if (kind === "stance") add(kind, record.holder.at, `${kind}/${record.id}`);
    }
  }
  for (const said of one.attributions) add("quote", said.content.at, `quote/${said.id}`);
  for (const entity of one.entities) if (entity.government) add("government", entity.at, `government/${entity.mention}`);
  for (const date of one.dates) add("date", date.at, `date/${date.id}`);
  return marks;
}

/** Cut [start, end) of the text at every border of a mark: [start, end, marks over it]. */
function cutText(start, end, marks) {
  const borders = new Set([start, end]);
  for (const mark of marks) {
    if (mark.start > start && mark.start < end) borders.add(mark.start);
    if (mark.end > start && mark.end < end) borders.add(mark.end);
  }
  const places = [...borders].sort((a, b) => a - b);
  return places.slice(0, -1).map((from, i) => [from, places[i + 1], marks.filter((mark) => mark.start <= from && mark.end >= places[i + 1])]);
}

/** Paragraphs of the text as [start, end]. */
function splitParagraphs(text) {
  const found = [];
  const gap = /\n[ \t]*\n\s*/g;
  let start = text.length - text.trimStart().length;
  for (let match = gap.exec(text); match; match = gap.exec(text)) {
    if (match.index > start) found.push([start, match.index]);
    start = match.index + match[0].length;
  }
  if (start < text.trimEnd().length) found.push([start, text.trimEnd().length]);
  return found;
}

/** Whether lines were cut at a width by whoever wrote the file, and may flow again. */
function isWrapped(text) {
  const lines = text.split("\n").filter((line) => line.trim());
  const long = lines.filter((line) => line.length > 55 && line.length < 100);
  return long.length > lines.length * 0.5;
}

/** Draw the text into `box`; `note(ref)` gives what stands behind a claim's end. */
function drawText(box, number, layers, note) {
  const { text } = openDocument(number);
  const marks = listMarks(number, layers).sort((a, b) => a.start - b.start);
  const ends = new Map();
  for (const mark of marks) if (mark.layer === "claim") ends.set(mark.end, [...(ends.get(mark.end) || []), mark.ref]);
  box.classList.toggle("flowing", isWrapped(text));
  let from = 0;
  const paragraphs = splitParagraphs(text).map(([start, end]) => {
    while (from < marks.length && marks[from].start < start && marks[from].end <= start) from += 1;
    const inside = [];
    for (let i = from; i < marks.length && marks[i].start < end; i += 1) if (marks[i].end > start) inside.push(marks[i]);
    return h("p", {}, ...cutText(start, end, inside).flatMap(([first, last, over]) => [drawPiece(text, first, last, over), ...(ends.get(last) || []).map(note)]));
  });
  box.replaceChildren(...paragraphs);
}

function drawPiece(text, start, end, marks) {
  const piece = h("span", { "data-start": String(start), class: [...new Set(marks.map((mark) => mark.layer))].join(" ") || null }, text.slice(start, end));
  // The shortest record is what a click on the words means.
  piece.refs = marks.sort((a, b) => a.end - a.start - (b.end - b.start)).map((mark) => mark.ref);
  return piece;
}

/** The offset in the document of a place in the page, or null outside the text. */
function offsetOf(box, node, offset) {
  if (!box.contains(node)) return null;
  if (node.nodeType === Node.TEXT_NODE) {
    const piece = node.parentElement.closest("[data-start]");
    if (piece) return Number(piece.dataset.start) + offset;
  }
  const pieces = [...box.querySelectorAll("[data-start]")];
  const place = document.createRange();
  place.setStart(node, offset);
  const next = pieces.find((piece) => place.comparePoint(piece, 0) >= 0);
  if (next) return Number(next.dataset.start);
  const last = pieces[pieces.length - 1];
  return Number(last.dataset.start) + last.textContent.length;
}

/** What is selected in the text as [start, end] without space around it, or null. */
function readSelection(box, text) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  let start = offsetOf(box, range.startContainer, range.startOffset);
  let end = offsetOf(box, range.endContainer, range.endOffset);
  if (start === null || end === null) return null;
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  return start < end ? [start, end] : null;
}
