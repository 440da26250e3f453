// Elements and wording. Text only ever becomes a text node, never markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

const byId = (id) => document.getElementById(id);
const NUMBER = new Intl.NumberFormat("en", { maximumFractionDigits: 4 });
const SYMBOLS = { USD: "$", EUR: "€", GBP: "£" };
const COMPARATORS = {
  eq: "",
  approx: "about",
  lt: "under",
  le: "at most",
  gt: "more than",
  ge: "at least",
  range: "between",
  unknown: "not known",
};
const POSITIONS = { support: "supports", oppose: "opposes", mixed: "goes both ways on", none: "takes no stance on" };
const SIGNS = { support: "+", oppose: "−", mixed: "±" };

function count(number, noun) {
  return `${NUMBER.format(number)} ${noun}${number === 1 ? "" : "s"}`;
}

function formatAmount(value, unit) {
  const size = Math.abs(value);
  let text;
  if (size >= 1e12) text = `${NUMBER.format(value / 1e12)} trillion`;
  else if (size >= 1e9) text = `${NUMBER.format(value / 1e9)} billion`;
  else if (size >= 1e6) text = `${NUMBER.format(value / 1e6)} million`;
  else text = NUMBER.format(value);
  if (unit === "percent") return `${text}%`;
  if (SYMBOLS[unit]) return SYMBOLS[unit] + text;
  return /^[A-Z]{3}$/.test(unit || "") ? `${unit} ${text}` : text;
}

/** A figure's amount under its comparator: "about 13,000", "between $4 million and $6 million". */
function describeAmount(figure) {
  const word = COMPARATORS[figure.comparator] || "";
  const amount = (value) => formatAmount(value, figure.unit);
  if (figure.comparator === "unknown" || figure.kind === "unknown") return "not known";
  let text;
  if (figure.value !== undefined) text = word && figure.comparator !== "range" ? `${word} ${amount(figure.value)}` : amount(figure.value);
  else if (figure.low !== undefined && figure.high !== undefined) {
    text = figure.comparator === "range" ? `${amount(figure.low)} to ${amount(figure.high)}` : `${word} ${amount(figure.low)} to ${amount(figure.high)}`;
  } else if (figure.low !== undefined) text = `${amount(figure.low)} or more`;
  else if (figure.high !== undefined) text = `up to ${amount(figure.high)}`;
  else text = figure.text;
  if (figure.per) text += ` per ${figure.per}`;
  return text.trim();
}

function isCurrency(unit) {
  return /^[A-Z]{3}$/.test(unit || "");
}

/** What a figure counts: the phrase in the text, else its unit. */
function describeCounted(figure) {
  if (figure.counted) return figure.counted;
  if (!figure.unit || figure.unit === "percent" || isCurrency(figure.unit)) return "";
  const isOne = figure.value === 1 || figure.value === undefined && figure.high === 1;
  return isOne ? figure.unit : pluralise(figure.unit);
}

const PLURALS = { person: "people", child: "children", man: "men", woman: "women", foot: "feet" };

function pluralise(noun) {
  const words = noun.split(" ");
  const last = words.pop();
  let plural = `${last}s`;
  if (PLURALS[last]) plural = PLURALS[last];
  else if (/[^aeiou]y$/.test(last)) plural = `${last.slice(0, -1)}ies`;
  else if (/(s|x|z|ch|sh)$/.test(last)) plural = `${last}es`;
  return [...words, plural].join(" ");
}

function describeChange(figure) {
  return { increase: "a rise", decrease: "a fall" }[figure.change] || "";
}

/** A figure in words, its amount in bold: what every list shows. */
function figureWords(figure) {
  const rest = [describeCounted(figure), describeChange(figure)].filter(Boolean).join(", ");
  return [h("b", {}, describeAmount(figure)), rest ? ` ${rest}` : ""];
}

function nameIssue(id) {
  return id ? id.replaceAll("-", " ") : "no issue of the catalogue";
}

function cut(text, length) {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}

function option(value, text, selected) {
  const element = h("option", { value }, text);
  element.selected = selected === value;
  return element;
}

function say(message) {
  byId("live").textContent = message;
}
