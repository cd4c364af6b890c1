// One turn on the page: the question, and below it what became of it.

import { el, enclosed, icon, piece, said, slice } from "./elements.js";
import { mapFold } from "./map.js";
import { OPEN, fileOf, placeOf, proofs, saysQuote, shortFileOf, titledPlace } from "./proof.js";

const COPY = "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z";
const AGAIN = "M13 8a5 5 0 1 1-1.5-3.5M13 2v3h-3";
const EDIT = "M3 13l.6-3L10.5 3l2.5 2.5L6 12.5z";
const MORE = "M3.2 8h.1M8 8h.1M12.8 8h.1";

/** Return the element of a turn; `actions` are what its buttons do. */
export function turnCard(turn, actions) {
  const heading = el("h2", { class: "question", id: `asked-${turn.id}` }, el("span", { class: "spoken" }, "You asked: "), said(turn.question));
  const since = actions.since(turn);
  const other = since && el("p", { class: "since" }, el("span", {}, "From here on, asked of: ", said(since)));
  return el("article", { class: "turn", "data-state": turn.state, "data-queued": Boolean(turn.queued), "data-turn": turn.id, "aria-labelledby": `asked-${turn.id}` }, other || null, heading, ...inner(turn, actions));
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
    el("div", { class: `answer ${found ? "answered" : "refused"}`, "data-unsure": found && isUnsure(answer) },
      found && isUnsure(answer) && confidence(answer),
      el("p", { class: `answer-text${answer.text.length > LONG ? " long" : ""}`, dir: "auto" }, found ? worded(answer, actions) : ours(answer.text, answer)),
      answer.note && el("p", { class: "answer-note" }, ours(answer.note, answer)),
      !found && !answer.note && REASONS[answer.reason] && el("p", { class: "answer-note" }, REASONS[answer.reason]),
      ...proofs(turn, actions),
      answer.status === "not_in_text" && nearest(answer, actions),
      ...(told ? foot(turn, found, actions) : [el("div", { class: "foot" }, el("div", { class: "actions" }, button(EDIT, "Edit", () => actions.edit(turn))))])),
    followUps(answer, actions),
  ];
  return parts.filter(Boolean);
}

/** Return what can be done with an answer: the folds that explain it and the copy in sight, what is rare behind "More". */
function foot(turn, found, actions) {
  const { answer } = turn;
  const rare = el("div", { class: "rare", id: `rare-${turn.id}`, hidden: true },
    el("div", { class: "actions" }, button(AGAIN, "Ask again", () => actions.again(turn)), button(EDIT, "Edit", () => actions.edit(turn))),
    !turn.judged && judging(turn, found, actions));
  const more = el("button", { type: "button", class: "plain more", "aria-expanded": "false", "aria-controls": rare.id, title: "More", click: () => {
    rare.hidden = !rare.hidden;
    more.setAttribute("aria-expanded", String(!rare.hidden));
  } }, icon(MORE), el("span", { class: "spoken" }, "More"));
  return [
    el("div", { class: "foot" },
      found && !isUnsure(answer) && confidence(answer),
      el("div", { class: "actions" }, button(COPY, "Copy", (event) => actions.copy(turn, event.currentTarget)), more)),
    rare,
    turn.judged && judging(turn, found, actions),
    answer.passages.length > 0 && el("div", { class: "folds" }, howFound(answer, actions), mapFold(answer, actions.visit, actions.read)),
  ];
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
  let after = 0; // Proofs come in the order of what they prove.
  const marks = answer.citations.map((citation, at) => {
    const words = slice(citation.quote, citation.answer_start - citation.start, citation.answer_end - citation.start);
    const end = [words, citation.quote.trim()].map((part) => endOf(part, answer.text, after) ?? endOf(part, answer.text, 0)).find((one) => one !== undefined);
    after = end ?? after;
    return { citation, number: at + 1, end: end ?? answer.text.length };
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

/** Return where words end in a text, with the mark that closes them; undefined where they are not in it from there on. */
function endOf(words, text, from) {
  const [sought, whole] = [words.toLowerCase(), text.toLowerCase()]; // An answer begins with a capital, wherever its words stand.
  const start = whole.length === text.length && words ? whole.indexOf(sought, from) : text.indexOf(words, from);
  return words && start >= 0 ? start + words.length + text.slice(start + words.length).match(/^[.,;:!?”"’')\]]*/)[0].length : undefined;
}

const LEAST_SURE = 0.45;
const DEGREES = [[0.85, "Very sure"], [0.65, "Fairly sure"], [LEAST_SURE, "Not very sure"], [0, "Unsure: check the sentence"]];

/** Tell whether an answer is more likely wrong than right: that is said before it, and not behind it. */
function isUnsure(answer) {
  return Math.round(answer.confidence * 100) < 100 * LEAST_SURE;
}

/** Say how sure an answer is; a yes or a no is what a sentence was taken to mean, and whoever reads it may differ. */
function confidence(answer) {
  const percent = Math.round(answer.confidence * 100);
  const degree = DEGREES.find(([least]) => percent >= 100 * least)[1]; // One number has one word.
  const meant = answer.shape === "yes_no" && answer.text.match(/^(?:Yes|No)\b/);
  const word = meant && `“${meant[0].toLowerCase()}”`;
  const words = !meant ? degree : isUnsure(answer) ? `Unsure whether it means ${word}: check the sentence` : `${degree} it means ${word}`;
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
      el("div", { class: "where" },
        el("p", { class: "place", title: fileOf(cited) }, "From the ", said(cited.collection), ": ", said(titledPlace(cited))),
        button(OPEN, "Read in the text", () => actions.read(cited)))))));
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
    el("button", { type: "button", class: "place", title: "Read it in the text", click: () => actions.read(passage) }, said(titledPlace(passage)), " · ", said(shortFileOf(passage))),
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
