// A conversation: turns as plain data, kept in this browser only, and the questions that wait for their answers.

const KEY = "documentary-qa.conversation.1";
const MOST_TURNS = 60;

/** Tells "changed" (detail: the turn), "cleared" and "broughtBack". A turn is waiting, asking, answered, failed or stopped. */
export class Conversation extends EventTarget {
  constructor(ask) {
    super();
    this.ask = ask;
    this.turns = read();
    this.asking = null;
    this.cleared = []; // What was cleared last, for as long as the page is open and nothing else is asked.
  }

  /** Ask a question when those before it are answered. */
  add(question, wholeSentences) {
    const turn = { id: number(), question, wholeSentences, state: "waiting", queued: Boolean(this.asking) };
    this.turns.push(turn);
    this.cleared = [];
    this.changed(turn);
    this.next();
    return turn;
  }

  /** Give a question up that has no answer yet. */
  stop(id) {
    const turn = this.turns.find((one) => one.id === id);
    if (turn?.state === "asking") this.asking?.abort();
    if (turn?.state === "waiting") this.settle(turn, { state: "stopped" });
  }

  /** Forget everything; until the next question it can be brought back. */
  clear() {
    this.turns.filter((turn) => turn.state === "waiting").forEach((turn) => (turn.state = "stopped"));
    this.cleared = this.turns.map(settled);
    this.turns = [];
    this.asking?.abort();
    keep([]);
    this.dispatchEvent(new CustomEvent("cleared"));
  }

  /** Take back that everything was forgotten. */
  bringBack() {
    [this.turns, this.cleared] = [this.cleared, []];
    keep(this.turns);
    this.dispatchEvent(new CustomEvent("broughtBack"));
  }

  /** The turns before `turn` that were answered, oldest first, as the server takes them. */
  before(turn) {
    return this.turns.slice(0, this.turns.indexOf(turn)).filter((one) => one.state === "answered");
  }

  async next() {
    const turn = this.turns.find((one) => one.state === "waiting");
    if (this.asking || !turn) return;
    this.asking = new AbortController();
    turn.state = "asking";
    this.changed(turn);
    try {
      const told = await this.ask(turn, this.before(turn), this.asking.signal);
      this.settle(turn, { state: "answered", ...told });
    } catch (error) {
      if (this.asking.signal.aborted) this.settle(turn, { state: "stopped" });
      else this.settle(turn, { state: "failed", problem: error.message });
    }
    this.asking = null;
    this.next();
  }

  settle(turn, told) {
    if (!this.turns.includes(turn)) return;
    Object.assign(turn, told);
    this.changed(turn);
  }

  changed(turn) {
    this.turns.splice(0, this.turns.length - MOST_TURNS);
    keep(this.turns);
    this.dispatchEvent(new CustomEvent("changed", { detail: turn }));
  }
}

function number() {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}

/** Return what was kept: that of this tab, or else what this browser keeps beyond it. */
function read() {
  for (const store of stores()) {
    try {
      const turns = JSON.parse(store.getItem(KEY) ?? "null");
      if (Array.isArray(turns) && turns.length) return turns.filter(wellFormed).map(settled);
    } catch {
      // What cannot be read is as good as nothing; the next turn replaces it.
    }
  }
  return [];
}

/** What is answered from a visitor's own texts is kept as long as the tab, which is how long those texts are kept. */
function keep(turns) {
  const [tab, browser] = stores();
  put(tab, turns);
  put(browser, turns.filter((turn) => !turn.private));
}

function put(store, turns) {
  for (let first = 0; store && first <= turns.length; first += Math.max(1, Math.ceil(turns.length / 4))) {
    try {
      if (first < turns.length) store.setItem(KEY, JSON.stringify(turns.slice(first)));
      else store.removeItem(KEY);
      return;
    } catch {
      // There is no more room: the oldest go.
    }
  }
}

function stores() {
  try {
    return [window.sessionStorage, window.localStorage];
  } catch {
    return []; // A browser that keeps nothing.
  }
}

function wellFormed(turn) {
  const answer = turn?.answer;
  const whole = answer && typeof answer.text === "string" && Array.isArray(answer.citations);
  return typeof turn?.id === "string" && typeof turn.question === "string" && (turn.state !== "answered" || whole);
}

function settled(turn) {
  return turn.state === "waiting" || turn.state === "asking" ? { ...turn, state: "stopped" } : turn;
}
