// What proves an answer: the passage with the sentences in it marked, where it stands, and the film at that second.

import { clock, el, icon, link, piece, said, slice } from "./elements.js";

export const OPEN = "M3 3.5h4a1.5 1.5 0 0 1 1 1.5v8a1.5 1.5 0 0 0-1-1H3zM13 3.5H9.5A1.5 1.5 0 0 0 8 5v8a1.5 1.5 0 0 1 1.5-1H13z";
const PLAY = "M5 3.5v9l7-4.5z";
const MOST_AROUND = 160; // Characters before and behind a quote; the text itself, a click away, has the rest.
const LONGEST_TITLE = 90; // Characters of a title that a place is told with.
const PASTED = /^pasted-[0-9a-f]{8}(?=\.\w+$)/; // How a text without a name is kept: of use to nobody who reads it.

/** Return the proofs of a turn's answer, one for each passage that proves it, however many of its sentences do. */
export function proofs(turn, actions) {
  const groups = grouped(turn.answer);
  return groups.map((group, at) => proof(group, !sameText(group, groups[at + 1]), turn, actions));
}

/** Tell whether an answer says the whole sentence that proves it: it is not shown a second time then. */
export function saysQuote(answer, citation) {
  return answer.text.includes(citation.quote.trim());
}

/** Return where a citation or passage stands, and who says it: the paragraph only where there is nothing else. */
export function placeOf(cited) {
  const parts = [];
  if (cited.heading.length) parts.push(cited.heading.join(" › "));
  if (cited.page !== null) parts.push(`page ${cited.page}`);
  if (cited.time) parts.push(clock(cited.time[0]));
  if (!parts.length) parts.push(`paragraph ${cited.paragraph}`);
  if (cited.speaker) parts.push(cited.speaker);
  return parts.join(", ");
}

/** Return the same with the title of the text before it, where it has no headings and its file does not say that. */
export function titledPlace(cited) {
  const file = cited.source.replace(/^.*\//, "").replace(/\.\w+$/, "");
  if (cited.heading.length || !cited.title || bare(cited.title) === bare(file)) return placeOf(cited);
  const title = [...cited.title];
  return `${title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE).join("")}…` : cited.title}, ${placeOf(cited)}`;
}

/** Return the collection and the file of a citation or passage, in full. */
export function fileOf(cited) {
  return cited.source.startsWith(`${cited.collection}/`) ? cited.source : `${cited.collection} · ${cited.source}`;
}

/** Return the same as a reader needs it: without the folder that the collection names already. */
export function shortFileOf(cited, collection = true) {
  const file = cited.source.startsWith(`${cited.collection}/`) ? cited.source.slice(cited.collection.length + 1) : cited.source;
  return `${collection ? `${cited.collection} · ` : ""}${file.replace(PASTED, "pasted")}`;
}

function bare(words) {
  return words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Return the citations with their numbers, those of one passage together, and those that are said already in one place. */
function grouped(answer) {
  const groups = [];
  answer.citations.forEach((citation, at) => {
    const repeated = saysQuote(answer, citation);
    const where = repeated ? `${citation.source}\n${placeOf(citation)}` : `${citation.source}\n${citation.context_start}`;
    const known = repeated ? [groups.at(-1)].find((last) => last?.repeated && last.where === where) : groups.find((one) => !one.repeated && one.where === where);
    const numbered = { citation, number: at + 1 };
    if (known) known.cited.push(numbered);
    else groups.push({ repeated, where, citation, cited: [numbered] });
  });
  return groups;
}

function sameText(one, other) {
  return Boolean(one.repeated && other?.repeated && one.citation.source === other.citation.source);
}

/** Return a passage with what proves the answer in it marked, and its place below; `named` says whether its file too. */
function proof({ citation, repeated, cited }, named, turn, actions) {
  const film = citation.time && turn.films?.[citation.source];
  const several = turn.answer.citations.length > 1;
  const ours = turn.summaries?.includes(citation.source);
  const place = ours ? placeOf(citation) : titledPlace(citation);
  return el("figure", { class: repeated ? "proof said" : "proof" },
    repeated ? null : el("blockquote", { dir: "auto" }, ...quoted(cited, several)),
    el("figcaption", {},
      el("span", { class: "place" }, several && cited.map(({ number }) => el("span", { class: "number" }, String(number))), said(place)),
      film && playButton(film, citation.time[0]),
      ...(ours ? [] : citation.urls.map((address) => sourceLink(address, citation))),
      el("button", { type: "button", class: "plain", click: () => actions.read(citation) }, icon(OPEN), el("span", {}, "Read in the text")),
      named && el("span", { class: "from" },
        ours && el("span", { class: "summary" }, "our summary of ", link(citation.urls[0] ?? "", "the film") ?? "the film"),
        el("span", { class: "file", title: fileOf(citation) }, said(shortFileOf(citation, !ours))))));
}

/** Return the words of one passage, with each sentence that proves something marked and the answer in it darker. */
function quoted(cited, several) {
  const { context, context_start: begin } = cited[0].citation;
  const marks = marked(cited);
  const parts = [piece(around(slice(context, 0, Math.max(marks[0].start - begin, 0)), true, false))];
  marks.forEach(({ start, end, answers, numbers, quote }, at) => {
    const whole = answers.some(([from, to]) => from <= start && to >= end);
    parts.push(el("mark", {}, ...(whole ? [quote] : stressed(quote, start, answers))));
    if (several) parts.push(el("sup", { class: "number" }, numbers.join(" ")));
    const next = marks[at + 1];
    parts.push(piece(around(slice(context, end - begin, next ? next.start - begin : undefined), false, Boolean(next))));
  });
  return parts;
}

/** Return the sentences of the passage in order, each once, with the answers that stand in it. */
function marked(cited) {
  const marks = [];
  for (const { citation, number } of [...cited].sort((one, other) => one.citation.start - other.citation.start)) {
    const answer = [citation.answer_start, citation.answer_end];
    const last = marks.at(-1);
    if (last && citation.start < last.end) { // The same sentence, or a longer quote that begins in it.
      if (citation.end > last.end) last.quote += slice(citation.quote, last.end - citation.start);
      last.end = Math.max(last.end, citation.end);
      last.answers.push(answer);
      last.numbers.push(number);
    } else marks.push({ start: citation.start, end: citation.end, quote: citation.quote, answers: [answer], numbers: [number] });
  }
  return marks;
}

function stressed(quote, start, answers) {
  const parts = [];
  let at = start;
  for (const [from, to] of [...answers].sort((one, other) => one[0] - other[0])) {
    if (to <= at) continue;
    parts.push(piece(slice(quote, at - start, Math.max(from, at) - start)), el("strong", {}, slice(quote, Math.max(from, at) - start, to - start)));
    at = to;
  }
  return [...parts, piece(slice(quote, at - start))];
}

/** Return what stands around a quote, in whole sentences, at most so much of it as helps to read the quote. */
function around(words, before, goesOn) {
  if (goesOn) return [...words].length <= 2 * MOST_AROUND ? words : `${around(words, false, false)} ${around(words, true, false).replace(/^… /, "")}`;
  if ([...words].length <= MOST_AROUND) return words;
  const sentences = [...new Intl.Segmenter("en", { granularity: "sentence" }).segment(words)].map(({ segment }) => segment);
  if (before) sentences.reverse();
  let kept = "";
  for (const sentence of sentences) {
    if ([...kept, ...sentence].length > MOST_AROUND) break;
    kept = before ? sentence + kept : kept + sentence;
  }
  if (before) return `… ${kept.trim() ? kept : [...words].slice(-MOST_AROUND).join("").replace(/^\S*\s+/, "")}`; // A long sentence may name who "she" is.
  return `${kept.trimEnd()} …`;
}

/** Return a button that plays a film of this server below the citation, from the second at which it is said. */
function playButton(film, seconds) {
  return el("button", { type: "button", class: "plain play", "aria-label": `Play the film here at ${clock(seconds)}`, click: (event) => {
    document.querySelectorAll(".film").forEach((playing) => playing.remove());
    const player = el("video", { class: "film", controls: true, playsinline: true, src: `${film}#t=${Math.floor(seconds)}`, "aria-label": "The film" });
    player.addEventListener("error", () => player.replaceWith(el("p", { class: "answer-note film" }, "The film cannot be played: it is not served any more, or this browser does not know its format.")));
    event.currentTarget.closest("figure").append(player);
    player.play().catch(() => {}); // A browser may want a second click.
  } }, icon(PLAY), clock(seconds));
}

function sourceLink(address, citation) {
  if (!citation.time) return link(address, nameOf(address, citation.urls));
  const seconds = clock(citation.time[0]);
  const opened = link(address, icon(PLAY), seconds);
  opened?.setAttribute("aria-label", `The film at ${seconds}`);
  return opened;
}

/** Return the host of an address; where others of a citation have the same, with the end of the address. */
function nameOf(address, others) {
  const host = hostOf(address);
  if (others.filter((one) => hostOf(one) === host).length < 2) return host;
  const last = address.split("?")[0].split("/").slice(3).filter(Boolean).at(-1);
  return last ? `${host}/…/${last}` : host;
}

function hostOf(address) {
  return (address.split("/")[2] ?? "").replace(/^www\./, "");
}
