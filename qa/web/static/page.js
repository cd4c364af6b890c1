// The room for questions: it fills the skeleton of ask.html, wherever and whenever Gradio puts it on the page.

import { asText, turnCard } from "./card.js";
import { Conversation } from "./conversation.js";
import { balanced, el, icon, link } from "./elements.js";
import { saysQuote } from "./proof.js";
import { openText } from "./reader.js";

const SHOWN_SUGGESTIONS = 4;
const VISIT = "documentary-qa.visit"; // Under which a tab keeps the name of its visit.
const MOST_VISITS = 4; // Names of visits that a tab keeps: pages that were loaded again before they were ready.
const MOST_SENT = 5_000; // Characters of a question that the server is asked; it reads fewer, and the page says so.
const ELSEWHERE = "M5 3h8v8M13 3 4 12";
const LOOK_AGAIN = 700; // Milliseconds between two looks at a server that is opening.

let visit = "";
let tellVisit = () => {};
const visitKnown = new Promise((resolve) => (tellVisit = resolve));
let told = {};
let later = 0;
let round = Math.floor(Math.random() * 8);

const conversation = new Conversation(async (turn, before, signal) => {
  await visitKnown;
  const asked = { question: [...turn.question].slice(0, MOST_SENT).join(""), visit, whole_sentences: Boolean(turn.wholeSentences), history: before.slice(-6).map(asHistory) };
  const answer = await post("page/ask", asked, { signal }).catch((error) => {
    throw signal.aborted ? error : new Error("The server cannot be reached. Look at your connection, and ask again.");
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.detail || body.error || `The server says ${answer.status}.`);
  const longest = told.longest_question ?? Infinity;
  const shortened = [...turn.question.trim().replace(/\s+/g, " ")].length > longest ? longest : undefined;
  return { ...body, shortened };
});

function post(address, told, options = {}) {
  return fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(told), ...options });
}

function asHistory(turn) {
  const sources = [...new Set(turn.answer.citations.map((cited) => cited.source))].slice(0, 200);
  return { question: turn.question.slice(0, 2000), answer: turn.answer.text.slice(0, 2000), sources };
}

const $ = (selector) => document.querySelector(selector);

const actions = {
  ask: (question) => ask(question),
  again: (turn) => ask(turn.question, turn.wholeSentences),
  stop: (turn) => conversation.stop(turn.id),
  edit: (turn) => write(turn.question),
  copy: async (turn, button) => {
    const words = button.querySelector("span");
    try {
      await navigator.clipboard.writeText(asText(turn));
      words.textContent = "Copied";
    } catch {
      words.textContent = "Not allowed by the browser";
    }
    button.dataset.told = "";
    setTimeout(() => {
      words.textContent = "Copy";
      delete button.dataset.told;
    }, 2000);
  },
  judges: () => told.judges !== false,
  judge: async (turn, verdict) => {
    const { answer, question } = turn;
    const [cited] = answer.citations;
    const judged = { question, verdict, answer: cited ? answer.text : "", evidence: cited?.quote, source: cited?.source };
    const kept = await post("page/judge", judged).catch(() => null);
    if (kept?.ok) conversation.settle(turn, { judged: verdict });
  },
  visit: () => visit,
  since: (turn) => {
    const before = conversation.before(turn).filter((one) => one.asked_of).at(-1);
    return before && turn.asked_of && before.asked_of.id !== turn.asked_of.id ? turn.asked_of.name : "";
  },
  read: (citation) => openText(citation, visit, (words) => write(`What does the text say about “${words}”?`)),
};

/** Put words into the box, to be changed and asked. */
function write(words) {
  const box = $("#question");
  box.value = words;
  fit(box);
  box.focus();
}

function ask(question, wholeSentences = $("#whole-sentences").checked) {
  conversation.add(question, wholeSentences);
}

function submit() {
  const box = $("#question");
  const typed = box.value;
  if (!typed.trim()) return hint("Type a question first.");
  ask(typed.trim());
  box.value = "";
  hint("");
  fit(box);
}

function hint(words) {
  $("#composer-hint").textContent = words;
}

function fit(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
}

/** Show a turn that is new or has changed; all others are left as they are, open folds included. */
function show(turn) {
  const room = $("#conversation");
  if (!room) return;
  const card = turnCard(turn, actions);
  const shown = room.querySelector(`[data-turn="${CSS.escape(turn.id)}"]`);
  const held = shown?.contains(document.activeElement); // What was pressed is gone: the keyboard goes on from there.
  if (shown) shown.replaceWith(card);
  else room.append(card);
  if (held) card.querySelector(".actions button:not([hidden])")?.focus({ preventScroll: true });
  for (const old of [...room.children]) {
    if (!conversation.turns.some((one) => one.id === old.dataset.turn)) old.remove();
  }
  frame();
  if (turn.judged) return;
  if (turn.state === "answered") announce(turn);
  if (turn === conversation.turns.at(-1)) card.scrollIntoView({ block: turn.queued ? "nearest" : "start", behavior: calm() ? "auto" : "smooth" });
}

function announce(turn) {
  const { answer } = turn;
  const [cited] = answer.citations;
  const proof = cited && !saysQuote(answer, cited) ? ` The sentence: ${cited.quote}` : "";
  $("#announcer").textContent = `${answer.text} ${answer.note ?? ""}${proof}`;
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Bring the first screen, or the way back to it, in line with the conversation. */
function frame() {
  const empty = conversation.turns.length === 0;
  const room = $("#ask-room");
  if (!room) return;
  room.toggleAttribute("data-empty", empty);
  if (told.state) tellState($(".page-status"));
  $("#new-conversation").hidden = empty;
  $("#bring-back").hidden = !empty || !conversation.cleared.length;
  keepClear();
}

/** Say how much of the bottom the box takes, so that what is scrolled to, or reached by the keyboard, stands above it. */
function keepClear() {
  const taken = conversation.turns.length ? $("#dock")?.offsetHeight ?? 0 : 0;
  document.documentElement.style.setProperty("--dock", `${taken}px`);
}

function suggest() {
  const all = told.suggestions ?? [];
  const coming = told.status === "loading" || told.suggesting;
  if (coming) { // They would change under the hand of who reads them.
    $("#suggestions")?.querySelectorAll("button").forEach((shown) => all.includes(shown.textContent) || shown.remove());
    return;
  }
  const first = round * SHOWN_SUGGESTIONS;
  const some = all.length <= SHOWN_SUGGESTIONS ? all : Array.from({ length: SHOWN_SUGGESTIONS }, (_, at) => all[(first + at) % all.length]);
  $("#suggestions")?.replaceChildren(...some.map((question) => el("button", { type: "button", class: "chip", click: () => ask(question, undefined) }, question)));
}

/** Look at what can be asked, again and again until the server is open. */
async function look() {
  clearTimeout(later);
  let next = {};
  try {
    const answer = await fetch(`page/overview?${new URLSearchParams({ visit })}`);
    next = answer.ok ? await answer.json() : { status: "failed", state: `The server says ${answer.status}.` };
  } catch {
    next = { ...told, status: "lost", state: "The connection to the server is lost. This page looks for it again." };
  }
  told = next;
  const status = $(".page-status");
  if (status) {
    tellState(status);
    status.dataset.status = told.status;
    bill(told.billing);
    suggest();
  }
  const soon = told.status === "loading" || told.suggesting;
  if (told.status !== "ready" || soon) later = setTimeout(look, soon ? LOOK_AGAIN : 4 * LOOK_AGAIN);
}

/** Say what is asked, near the box: where it is a visitor's own, or not what the answers above are from, always. */
function tellState(status) {
  const last = conversation.turns.filter((turn) => turn.asked_of).at(-1);
  const others = Boolean(last && told.asked_of && last.asked_of.id !== told.asked_of.id);
  const words = balanced(others ? `${told.state} The answers above are from other texts.` : told.state);
  if (status.textContent !== words) status.textContent = words;
  status.toggleAttribute("data-own", Boolean(told.private) || others);
  $("#ask-room")?.toggleAttribute("data-others", others); // What the answers above lead on to cannot be asked of these.
}

function bill(billing) {
  const said = JSON.stringify(billing);
  const words = $("#billing .words");
  if (!billing || words.dataset.said === said) return;
  words.dataset.said = said;
  const film = billing.url && link(billing.url, "Watch the film", icon(ELSEWHERE));
  words.replaceChildren(
    el("p", { class: "kicker" }, billing.kicker),
    el("h2", { id: "film-title", title: billing.title }, billing.title),
    el("p", { class: "line" }, billing.line),
    ...(film ? [el("p", { class: "film-link" }, film)] : []));
}

function open(room) {
  const box = room.querySelector("#question");
  room.querySelector("#composer").addEventListener("submit", (event) => (event.preventDefault(), submit()));
  box.addEventListener("input", () => (fit(box), hint("")));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  new ResizeObserver(keepClear).observe(room.querySelector("#dock"));
  room.querySelector("#add-text").addEventListener("click", () => showTab("Texts"));
  room.querySelector("#new-conversation").addEventListener("click", () => conversation.clear());
  room.querySelector("#bring-back").addEventListener("click", () => conversation.bringBack());
  room.querySelector("#conversation").replaceChildren(...conversation.turns.map((turn) => turnCard(turn, actions)));
  frame();
  $("#opening")?.remove();
  if (conversation.turns.length) room.querySelector("#conversation").lastElementChild.scrollIntoView({ block: "start" });
  if (matchMedia("(hover: hover)").matches) box.focus({ preventScroll: true });
  look();
}

conversation.addEventListener("changed", (event) => show(event.detail));
conversation.addEventListener("changed", ({ detail: turn }) => {
  if (turn.state === "answered" && turn.notice) look(); // The visitor's own texts were let go: others are asked now.
});
conversation.addEventListener("broughtBack", () => {
  $("#conversation").replaceChildren(...conversation.turns.map((turn) => turnCard(turn, actions)));
  frame();
  $("#conversation").lastElementChild.scrollIntoView({ block: "start" });
  $("#question").focus({ preventScroll: true });
});
conversation.addEventListener("cleared", () => {
  $("#conversation").replaceChildren();
  round += 1;
  suggest();
  frame();
  window.scrollTo({ top: 0 });
  $("#question").focus();
});

const opened = new WeakSet();
let report = "";

/** Begin the visit of that name, with the texts of the one before it where this page was loaded again. */
async function begin(name) {
  visit = name;
  const before = visitsBefore().filter((one) => one !== name);
  inTab(() => sessionStorage.setItem(VISIT, JSON.stringify([name, ...before].slice(0, MOST_VISITS))));
  if (before.length) {
    let kept = false;
    for (const one of before) kept = kept || await returned(name, one);
    if (!kept && conversation.turns.some((turn) => turn.private)) hint("Your own texts are not here any more: add them again to ask them.");
  }
  tellVisit();
  look();
}

/** Return the names of the visits of this tab, the last first: one that was cut short had no time to take over the texts. */
function visitsBefore() {
  try {
    return JSON.parse(inTab(() => sessionStorage.getItem(VISIT)) ?? "[]");
  } catch {
    return [];
  }
}

/** Take over the texts of a visit before; tell whether there were any. */
async function returned(name, before) {
  const back = await post("page/return", { visit: name, before }, { keepalive: true }).catch(() => null);
  return Boolean(back?.ok && (await back.json()).kept);
}

function inTab(work) {
  try {
    return work();
  } catch {
    return null; // A browser that keeps nothing.
  }
}

addEventListener("pagehide", () => {
  if (visit) post("page/leave", { visit }, { keepalive: true }).catch(() => {});
});

/** Take up what Gradio has put on the page since: the room, the name of the visit, what became of a change of the texts. */
function takeUp() {
  document.querySelectorAll(".prose").forEach((dressed) => dressed.classList.remove("prose")); // Gradio's look of Markdown.
  const room = document.getElementById("ask-room");
  if (room && !opened.has(room)) {
    opened.add(room);
    open(room);
  }
  if ($("input[type=password]")) $("#opening")?.remove(); // Gradio asks who it is before it shows the room.
  const name = $("[data-visit]")?.dataset.visit;
  if (name && name !== visit) begin(name);
  const reported = $("#report");
  if (reported && !reported.hasAttribute("aria-live")) reported.setAttribute("aria-live", "polite");
  const built = $("#report .build");
  const ended = built?.matches(".done, .problem") ? built.textContent : "";
  if (ended && ended !== report && built.matches(".done")) look(); // Other texts are asked now.
  if (built && (!report || ended !== report)) bringReport();
  report = ended;
}

/** Bring what became of a change of the texts into sight, and with it what leads on. */
function bringReport() {
  for (const part of ["#report", "#after"]) $(part)?.scrollIntoView({ block: "nearest", behavior: "instant" });
}
new MutationObserver(takeUp).observe(document, { childList: true, subtree: true, characterData: true });
takeUp();

function showTab(name) {
  const tab = [...document.querySelectorAll("[role=tablist] [role=tab]")].find((one) => one.textContent.trim() === name);
  tab?.click();
  tab?.focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
}

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("#ask-now")) return;
  showTab("Ask");
  setTimeout(() => {
    $("#conversation")?.lastElementChild?.scrollIntoView({ block: "end", behavior: "instant" });
    $("#question")?.focus({ preventScroll: true });
  }, 100);
});
// Left and right go from tab to tab, as screen readers tell their users.
document.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || !event.target.matches?.("[role=tab]")) return;
  const tabs = [...event.target.closest("[role=tablist]").querySelectorAll("[role=tab]")];
  const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
  next.focus();
  next.click();
});
