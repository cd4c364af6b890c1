// The reading view: the whole text beside the conversation, with the cited sentence marked.

import { shortFileOf } from "./proof.js";
import { clock, el, link, piece, said } from "./elements.js";

/** Open the text that `citation` is from; `askAbout` is called with words that the reader selects. */
export async function openText(citation, visit, askAbout) {
  const told = await load(citation.source, visit);
  const about = el("button", { type: "button", class: "chip", disabled: true }, "Ask about what is selected");
  const text = el("div", { class: "text", tabindex: "0", role: "document", "aria-label": "The text" });
  const sheet = el("dialog", { class: "sheet", "aria-labelledby": "sheet-title" },
    el("header", {},
      el("div", {},
        el("h2", { id: "sheet-title", title: citation.title }, citation.title || citation.source),
        contents(told, citation, (source) => goTo(text, source, citation, visit))),
      el("form", { method: "dialog" }, el("button", { class: "plain", "aria-label": "Close the text" }, "Close"))),
    text,
    el("footer", {}, about));
  fill(text, told, citation);
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

/** Return the texts to be read with `source`: all of its collection where they are not too long for one piece. */
async function load(source, visit) {
  const answer = await fetch(`page/source?${new URLSearchParams({ name: source, visit })}`).catch(() => null);
  const told = (await answer?.json().catch(() => null)) ?? {};
  return answer?.ok ? told : { texts: [], contents: [], problem: told.detail || "This text is not here any more." };
}

function fill(text, told, citation) {
  text.replaceChildren(...(told.problem ? [el("p", {}, told.problem)] : told.texts.map((one) => textOf(one, citation, told.texts.length > 1))));
}

/** Return the list of the texts of a collection, of which one is chosen to be read; of a single one, its name. */
function contents(told, citation, choose) {
  if (told.contents.length < 2) return el("p", {}, said(shortFileOf(citation)), " ", source(told.texts[0]));
  const options = told.contents.map((one) => el("option", { value: one.source, selected: one.source === citation.source }, one.name));
  return el("label", { class: "contents" }, el("span", {}, `${told.contents.length} texts. Go to`), el("select", { change: (event) => choose(event.target.value) }, ...options));
}

async function goTo(text, source, citation, visit) {
  const there = () => [...text.children].find((one) => one.dataset.source === source);
  if (!there()) fill(text, await load(source, visit), citation);
  there()?.scrollIntoView({ block: "start" });
}

function selected(text) {
  const selection = document.getSelection();
  return text.contains(selection.anchorNode) ? selection.toString().trim() : "";
}

/** Return one text under its name, with the cited sentence marked where it stands in it. */
function textOf(told, citation, several) {
  const cited = told.source === citation.source ? citation : { start: -1, end: -1 };
  const named = told.sections[0]?.[2].length ? null : el("h3", {}, told.name);
  const from = several && el("p", { class: "from" }, said(told.source), " ", source(told));
  return el("section", { "data-source": told.source }, named, ...paragraphs(told, cited), from || null);
}

function source(told) {
  return told?.url ? link(told.url, "Where it comes from") : null;
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
