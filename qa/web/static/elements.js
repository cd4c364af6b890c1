// Elements of the page. Words always become text nodes: nothing that a text or a person says is ever read as HTML.

/** Return a new element; `properties` are attributes, or listeners where they are functions. */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(key, value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  const there = children.flat().filter((child) => child !== null && child !== undefined && child !== false);
  element.append(...there.map((child) => (typeof child === "string" ? balanced(child) : child)));
  return element;
}

/** Return words from outside in the midst of ours: in whichever direction they run, what stands around them stays. */
export function said(words) {
  return el("bdi", {}, words);
}

/** Return a part of a sentence: its direction is that of the sentence, and what it turns round ends with it. */
export function piece(words) {
  return words && el("span", { class: "piece" }, words);
}

const TURNING = /[\u202a-\u202e\u2066-\u2069]/;
const OVERRIDE = /[\u202d\u202e]/g; // Writes letters in an order that is not theirs: of use to nobody who means well.
const [POP, POP_ISOLATE, FIRST_STRONG] = ["\u202c", "\u2069", "\u2068"];

/** Return words without overrides, in which what turns round ends in its own line, and nothing ends that never began. */
export function balanced(words) {
  return TURNING.test(words) ? words.replace(OVERRIDE, "").split(/([\n\r\u2029])/).map(balancedLine).join("") : words;
}

function balancedLine(line) {
  const ends = []; // What has begun, by what ends it.
  const kept = [...line].filter((character) => {
    if (!TURNING.test(character)) return true;
    if (character !== POP && character !== POP_ISOLATE) return ends.push(character >= "\u2066" ? POP_ISOLATE : POP);
    const from = character === POP ? (ends.at(-1) === POP ? ends.length - 1 : -1) : ends.lastIndexOf(POP_ISOLATE);
    if (from >= 0) ends.length = from;
    return from >= 0;
  });
  return kept.join("") + ends.reverse().join("");
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** Return words to be pasted elsewhere, in marks that keep their direction to themselves where they have another one. */
export function enclosed(words) {
  return TURNING.test(words) || RIGHT_TO_LEFT.test(words) ? `${FIRST_STRONG}${balanced(words)}${POP_ISOLATE}` : words;
}

/** Return a link that opens elsewhere, for web addresses only; null for any other. */
export function link(address, ...children) {
  if (!/^https?:\/\//i.test(address)) return null;
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** Return a small drawing of `path` in a box of 16. */
export function icon(path) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}

/** Return the part of `text` from `start` up to `end`, counted in characters as Python counts them. */
export function slice(text, start, end) {
  return [...text].slice(start, end).join("");
}

/** Return seconds as `mm:ss`, or `h:mm:ss`. */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${parts.join(":")}` : parts.join(":");
}
