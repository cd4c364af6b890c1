// One turn on the page: the question, and below it what became of it.

import { clock, el, enclosed, icon, link, piece, said, slice } from "./elements.js";
import { mapFold } from "./map.js";

const COPY = "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z";
const AGAIN = "M13 8a5 5 0 1 1-1.5-3.5M13 2v3h-3";
const EDIT = "M3 13l.6-3L10.5 3l2.5 2.5L6 12.5z";
const OPEN = "M3 3.5h4a1.5 1.5 0 0 1 1 1.5v8a1.5 1.5 0 0 0-1-1H3zM13 3.5H9.5A1.5 1.5 0 0 0 8 5v8a1.5 1.5 0 0 1 1.5-1H13z";
const PLAY = "M5 3.5v9l7-4.5z";

/** Return the element of a turn; `actions` are what its buttons do. */
export function turnCard(turn, actions) {
  const heading = el("h2", { class: "question", id: `asked-${turn.id}` }, el("span", { class: "spoken" }, "You asked: "), said(turn.question));
  const since = actions.since(turn);
  const other = since && el("p", { class: "since" }, el("span", {}, "From here on, asked of: ", said(since)));
  return el("article", { class: "turn", "data-state": turn.state, "data-turn": turn.id, "aria-labelledby": `asked-${turn.id}` }, other || null, heading, ...inner(turn, actions));
}

/** Return a turn as words to paste elsewhere: the answer, the quotes, and where they stand. */
export function asText(turn) {
  const { answer } = turn;
  const quotes = answer.citations.map((citation, number) => {
    const where = [enclosed(placeOf(citation)), enclosed(fileOf(citation)), ...citation.urls].filter(Boolean).join(", ");
    return `[${number + 1}] “${enclosed(citation.quote)}” (${where})`;
  });
  return [turn.question, "", answer.text, answer.note, "", ...quotes].filter((line, at) => line || at === 1).join("\n").trim() + "\n";
}

const LONG = 90; // Characters of an answer from which on it is set as running text.
const MOST_AROUND = 130; // Characters before and behind a quote; the text itself, a click away, has the rest.
const LONGEST_KEPT = 20; // Characters that stay on one line with the number behind them.
const MOST_SHOWN = 5; // Passages in the fold; what comes after is far from the question.
const REASONS = {
  nothing_near: "The texts are about other things.",
  not_said: "The texts are about this, and do not say it.",
  no_question_of_text: "No text can tell this.",
};
const NEXT = { answered: "Ask next", needs_clarification: "Did you mean", about_itself: "You can ask" };

function inner(turn, actions) {
  if (turn.state === "waiting" || turn.state === "asking") return [pending(turn, actions)];
  if (turn.state === "stopped") return [gaveUp("stopped", "Stopped before it was answered.", "", turn, actions)];
  if (turn.state === "failed") return [gaveUp("failed", "This cannot be answered right now.", turn.problem, turn, actions)];
  return answered(turn, actions);
}

function pending(turn, actions) {
  const words = turn.state === "waiting" ? "Waiting for the answer before" : "Looking it up";
  return el("div", { class: "answer pending" },
    el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")),
    el("span", {}, words),
    el("button", { type: "button", class: "plain", click: () => actions.stop(turn) }, "Stop"));
}

function gaveUp(kind, words, detail, turn, actions) {
  return el("div", { class: `answer ${kind}` },
    el("p", { class: "answer-text" }, words),
    detail && el("p", { class: "answer-note" }, detail),
    el("div", { class: "actions" }, button(AGAIN, "Ask again", () => actions.again(turn)), button(EDIT, "Edit", () => actions.edit(turn))));
}

function answered(turn, actions) {
  const { answer } = turn;
  const found = answer.status === "answered";
  const told = found || answer.status === "not_in_text"; // Else it is a greeting, or it is asked back.
  const parts = [
    turn.notice && el("p", { class: "notice" }, turn.notice),
    turn.shortened && el("p", { class: "understood" }, `Only the first ${turn.shortened.toLocaleString("en")} characters of this were read.`),
    understood(answer),
    el("div", { class: `answer ${found ? "answered" : "refused"}` },
      el("p", { class: `answer-text${answer.text.length > LONG ? " long" : ""}`, dir: "auto" }, found ? worded(answer, actions) : ours(answer.text, answer)),
      answer.note && el("p", { class: "answer-note" }, ours(answer.note, answer)),
      !found && !answer.note && REASONS[answer.reason] && el("p", { class: "answer-note" }, REASONS[answer.reason]),
      ...proofs(answer).map((group) => proof(group, turn, actions)),
      answer.status === "not_in_text" && nearest(answer, actions),
      el("div", { class: "foot" },
        found && confidence(answer),
        el("div", { class: "actions" },
          told && button(COPY, "Copy", (event) => actions.copy(turn, event.currentTarget)),
          told && button(AGAIN, "Ask again", () => actions.again(turn)),
          button(EDIT, "Edit", () => actions.edit(turn)))),
      judging(turn, found, actions),
      told && answer.passages.length > 0 && el("div", { class: "folds" },
        howFound(answer, actions),
        mapFold(answer, actions.visit, actions.read))),
    followUps(answer, actions),
  ];
  return parts.filter(Boolean);
}

/** Return words of ours in which the collections of the texts are named. */
function ours(words, answer) {
  const names = new Set(answer.passages.map((passage) => passage.collection));
  const parts = [words];
  for (const one of names) {
    for (let at = parts.length - 1; at >= 0; at -= 1) {
      if (typeof parts[at] !== "string") continue;
      parts.splice(at, 1, ...parts[at].split(one).flatMap((part, number) => (number ? [said(one), part] : [part])));
    }
  }
  return parts;
}

/** Return the question whether the answer was right; what is said of it stays on the server's own machine. */
function judging(turn, found, actions) {
  if (turn.private || !actions.judges() || !(found || turn.answer.status === "not_in_text")) return null;
  if (turn.judged) return el("p", { class: "judging" }, "Thank you; that is kept on this machine.");
  const choices = found ? [["right", "Yes"], ["wrong", "No"], ["should_refuse", "It does not say"]] : [["right", "Yes"], ["wrong", "No, it does say"]];
  return el("p", { class: "judging", role: "group", "aria-label": "Was this right?" }, "Was this right?",
    ...choices.map(([verdict, words]) => el("button", { type: "button", class: "plain", click: () => actions.judge(turn, verdict) }, words)));
}

/** Say how a question was understood, where that is not how it was put. */
function understood(answer) {
  const asked = answer.status === "answered" || answer.status === "not_in_text";
  const read = plain(answer.resolved_question);
  if (!asked || !read || plain(answer.question).startsWith(read)) return null; // A long one is read in part.
  return el("p", { class: "understood" }, "Understood as: ", said(answer.resolved_question));
}

function plain(question) {
  return question.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Return the words of an answer: the sentence in it marked, or the numbers of several behind what they prove. */
function worded(answer, actions) {
  const [only] = answer.citations;
  if (answer.citations.length === 1 && saysQuote(answer, only)) {
    const [before, ...behind] = answer.text.split(only.quote.trim());
    return [piece(before), el("mark", {}, only.quote.trim()), piece(behind.join(only.quote.trim()))];
  }
  return answer.citations.length < 2 ? [answer.text] : numbered(answer, actions);
}

function numbered(answer, actions) {
  const marks = answer.citations.map((citation, at) => {
    const words = slice(citation.quote, citation.answer_start - citation.start, citation.answer_end - citation.start);
    const found = [words, citation.quote].map((part) => [answer.text.indexOf(part), part.length]).find(([start]) => start >= 0);
    return { citation, number: at + 1, end: found ? found[0] + found[1] : answer.text.length };
  });
  const parts = [];
  let from = 0;
  for (const { citation, number, end } of marks.sort((one, other) => one.end - other.end || one.number - other.number)) {
    const read = { type: "button", "aria-label": `${number}: read this sentence in the text`, title: placeOf(citation), click: () => actions.read(citation) };
    const last = Math.max(answer.text.lastIndexOf(" ", end - 1) + 1, from, end - LONGEST_KEPT); // A number is never alone on a line.
    const mark = el("sup", { class: "number" }, el("button", read, String(number)));
    parts.push(piece(answer.text.slice(from, last)), el("span", { class: "kept" }, piece(answer.text.slice(last, end)), mark));
    from = end;
  }
  return [...parts, piece(answer.text.slice(from))];
}

/** Tell whether an answer says the whole sentence that proves it: it is not shown a second time then. */
export function saysQuote(answer, citation) {
  return answer.text.includes(citation.quote.trim());
}

/** Return the citations with their numbers; those that are said already and stand in one place are one group. */
function proofs(answer) {
  const groups = [];
  answer.citations.forEach((citation, at) => {
    const repeated = saysQuote(answer, citation);
    const where = `${citation.source}\n${placeOf(citation)}`;
    const last = groups.at(-1);
    if (repeated && last?.repeated && last.where === where) last.numbers.push(at + 1);
    else groups.push({ citation, repeated, where, numbers: [at + 1] });
  });
  return groups;
}

/** Return the passage with the proving sentence and the answer in it marked, and its place below. */
function proof({ citation, repeated, numbers }, turn, actions) {
  const film = citation.time && turn.films?.[citation.source];
  const several = turn.answer.citations.length > 1;
  const ours = turn.summaries?.includes(citation.source);
  return el("figure", { class: repeated ? "proof said" : "proof" },
    repeated ? null : el("blockquote", { dir: "auto" }, ...quoted(citation)),
    el("figcaption", {},
      el("span", { class: "place" }, several && numbers.map((number) => el("span", { class: "number" }, String(number))), said(placeOf(citation))),
      el("span", { class: "file" }, said(fileOf(citation))),
      ours && el("span", { class: "summary" }, "our summary of ", link(citation.urls[0] ?? "", "the film") ?? "the film"),
      film && playButton(film, citation.time[0]),
      ...(ours ? [] : citation.urls.map((address) => sourceLink(address, citation))),
      button(OPEN, "Read in the text", () => actions.read(citation))));
}

function quoted(citation) {
  const from = Math.max(citation.start - citation.context_start, 0);
  const start = citation.answer_start - citation.start;
  const end = citation.answer_end - citation.start;
  const whole = start <= 0 && end >= [...citation.quote].length;
  const quote = whole
    ? [citation.quote]
    : [piece(slice(citation.quote, 0, start)), el("strong", {}, slice(citation.quote, start, end)), piece(slice(citation.quote, end))];
  const behind = slice(citation.context, citation.end - citation.context_start);
  return [piece(cut(slice(citation.context, 0, from), true)), el("mark", {}, ...quote), piece(cut(behind, false))];
}

/** Return what stands before or behind a quote, at most so much of it as helps to read the quote. */
function cut(words, before) {
  const characters = [...words];
  if (characters.length <= MOST_AROUND) return words;
  const near = before ? characters.slice(-MOST_AROUND) : characters.slice(0, MOST_AROUND);
  return before ? `… ${near.join("").replace(/^\S*\s+/, "")}` : `${near.join("").replace(/\s+\S*$/, "")} …`;
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

export function fileOf(cited) {
  return cited.source.startsWith(`${cited.collection}/`) ? cited.source : `${cited.collection} · ${cited.source}`;
}

const LEAST_SURE = 0.45;
const DEGREES = [[0.85, "Very sure"], [0.65, "Fairly sure"], [LEAST_SURE, "Not very sure"], [0, "Unsure: check the sentence"]];

/** Say how sure an answer is; a yes or a no is what a sentence was taken to mean, and whoever reads it may differ. */
function confidence(answer) {
  const percent = Math.round(answer.confidence * 100);
  const degree = DEGREES.find(([least]) => percent >= 100 * least)[1]; // One number has one word.
  const meant = answer.shape === "yes_no" && answer.text.match(/^(?:Yes|No)\b/);
  const words = !meant ? degree : percent < 100 * LEAST_SURE ? `Unsure whether the sentence means “${meant[0].toLowerCase()}”: check it` : `${degree} that the sentence means “${meant[0].toLowerCase()}”`;
  return el("p", { class: "confidence", title: "How often an answer like this is right" },
    el("span", { class: "meter", "aria-hidden": "true" }, el("i", { style: `width:${percent}%` })), `${words} (${percent} %)`);
}

/** Return the sentences nearest to a question that is not answered; passages are in the fold "how it was found". */
function nearest(answer, actions) {
  if (!answer.nearest?.length) return null;
  return el("div", { class: "nearest" },
    el("h3", {}, "What stands nearest to your question"),
    el("ul", {}, ...answer.nearest.slice(0, 2).map((cited) => el("li", {},
      el("p", { dir: "auto" }, cited.quote),
      el("p", { class: "place" }, "From the ", said(cited.collection), ": ", said(placeOf(cited)), " · ", said(cited.source), " "),
      button(OPEN, "Read in the text", () => actions.read(cited))))));
}

function followUps(answer, actions) {
  const questions = answer.follow_ups ?? [];
  if (!questions.length) return null;
  return el("div", { class: "chips", role: "group", "aria-label": NEXT[answer.status] ?? "Ask instead" },
    el("span", {}, NEXT[answer.status] ?? "Ask instead"),
    ...questions.map((question) => el("button", { type: "button", class: "chip", click: () => actions.ask(question) }, question)));
}

/** Return the passages that were read, with bars of what found them, folded away. */
function howFound(answer, actions) {
  const total = answer.timings?.total;
  const words = [
    `${answer.passages.length} passages were compared by their meaning and by their words, and read for the answer`,
    total ? ` in ${total < 1 ? `${Math.round(total * 1000)} ms` : `${total.toFixed(1)} s`}` : "",
    answer.status === "answered" ? "." : `. The chance that they answer the question was put at ${Math.round(answer.confidence * 100)} %.`,
  ].join("");
  return el("details", { class: "passages" },
    el("summary", {}, "How it was found"),
    el("p", {}, words),
    el("ol", {}, ...answer.passages.slice(0, MOST_SHOWN).map((passage) => passageItem(passage, answer, actions))));
}

function passageItem(passage, answer, actions) {
  // What the reader marks is the answer if there is one at all.
  const held = passage.reading * (answer.status === "answered" ? 1 : answer.confidence);
  const shown = answer.citations.some((cited) => cited.source === passage.source && cited.start >= passage.start && cited.end <= passage.end);
  return el("li", {},
    shown ? el("p", { class: "place" }, "The proof above is from this passage.") : el("p", { dir: "auto" }, passage.text),
    el("button", { type: "button", class: "place", title: "Read it in the text", click: () => actions.read(passage) }, said(placeOf(passage)), " · ", said(fileOf(passage))),
    el("div", { class: "bars" },
      bar("Meaning", (passage.dense + passage.best_sentence) / 2),
      bar("Words", passage.lexical),
      passage.reading !== null && bar("Holds the answer", held)));
}

function bar(name, share) {
  const percent = Math.round(Math.min(Math.max(share, 0), 1) * 100);
  return el("p", { class: "bar" },
    el("span", {}, name),
    el("span", { class: "meter", "aria-hidden": "true" }, el("i", { style: `width:${percent}%` })),
    el("span", {}, `${percent} %`));
}

function button(drawing, words, click) {
  return el("button", { type: "button", class: "plain", click }, icon(drawing), el("span", {}, words));
}
