// The reading view: the whole text of a source beside the conversation, with the cited sentence marked.

import { fileOf } from "./card.js";
import { clock, el, link, piece, said } from "./elements.js";

/** Open the text that `citation` is from; `askAbout` is called with words that the reader selects. */
export async function openText(citation, visit, askAbout) {
  const answer = await fetch(`page/source?${new URLSearchParams({ name: citation.source, visit })}`);
  const told = await answer.json().catch(() => ({}));
  const body = answer.ok ? paragraphs(told, citation) : [el("p", {}, told.detail || "This text is not here any more.")];
  const about = el("button", { type: "button", class: "chip", disabled: true }, "Ask about what is selected");
  const text = el("div", { class: "text", tabindex: "0", role: "document", "aria-label": "The text" }, ...body);
  const sheet = el("dialog", { class: "sheet", "aria-labelledby": "sheet-title" },
    el("header", {},
      el("div", {}, el("h2", { id: "sheet-title" }, citation.title || citation.source), el("p", {}, said(fileOf(citation)), " ", told.url ? link(told.url, "Where it comes from") : null)),
      el("form", { method: "dialog" }, el("button", { class: "plain", "aria-label": "Close the text" }, "Close"))),
    text,
    el("footer", {}, about));
  let words = "";
  const changed = () => {
    words = selected(text);
    about.disabled = !words;
  };
  about.addEventListener("mousedown", (event) => event.preventDefault()); // It would take the selection away.
  about.addEventListener("click", () => {
    sheet.close();
    askAbout(words);
  });
  document.addEventListener("selectionchange", changed);
  sheet.addEventListener("close", () => (document.removeEventListener("selectionchange", changed), sheet.remove()));
  sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
  document.getElementById("ask-room").append(sheet);
  sheet.showModal();
  sheet.querySelector("mark")?.scrollIntoView({ block: "center" });
}

function selected(text) {
  const selection = document.getSelection();
  return text.contains(selection.anchorNode) ? selection.toString().trim() : "";
}

/** Return the text by section and paragraph; offsets count characters as Python counts them. */
function paragraphs(told, citation) {
  const characters = [...told.text];
  const parts = [];
  let shown = [];
  for (const [start, end, heading] of sections(told, characters.length)) {
    heading.forEach((words, level) => {
      if (shown[level] !== words) parts.push(el(level ? "h4" : "h3", {}, words));
    });
    shown = heading;
    for (const [from, to] of blocks(characters, start, end)) {
      const time = told.cues.find((cue) => cue[0] < to && from < cue[1]);
      parts.push(el("p", { dir: "auto" }, time && el("span", { class: "time" }, clock(time[2])), ...marked(characters, from, to, citation)));
    }
  }
  return parts;
}

/** Return the sections, and what stands between them under no heading. */
function sections(told, length) {
  const all = [];
  let at = 0;
  for (const [start, end, heading] of told.sections) {
    if (start > at) all.push([at, start, []]);
    all.push([start, end, heading]);
    at = end;
  }
  if (at < length) all.push([at, length, []]);
  return all;
}

function blocks(characters, start, end) {
  const found = [];
  let from = start;
  for (let at = start; at <= end; at += 1) {
    if (at < end && characters[at] !== "\n") continue;
    if (characters.slice(from, at).join("").trim()) found.push([from, at]);
    from = at + 1;
  }
  return found;
}

function marked(characters, from, to, citation) {
  const start = Math.min(Math.max(citation.start, from), to);
  const end = Math.min(Math.max(citation.end, start), to);
  const words = (one, other) => characters.slice(one, other).join("");
  return start < end ? [piece(words(from, start)), el("mark", {}, words(start, end)), piece(words(end, to))] : [piece(words(from, to))];
}
