// The map of the text: each passage is a point, those that were read for an answer are lit up, the question is a ring.

import { placeOf } from "./proof.js";
import { el, said } from "./elements.js";
import { looksOf, nameParts, shapeOf, svg } from "./labels.js";

const LEAST_HEIGHT = 300;
const EDGE = 18; // From the border to the outermost points.

/** Return a fold that draws the map of what `visit` asks when it is opened; `read` opens a passage in its text. */
export function mapFold(answer, visit, read) {
  const room = el("div", { class: "map", "aria-live": "polite" });
  return el("details", { class: "map-fold", toggle: (event) => event.target.open && !room.childElementCount && draw(room, answer, visit(), read) },
    el("summary", {}, "Map of the text"), room);
}

async function draw(room, answer, visit, read) {
  room.replaceChildren(el("p", {}, "Drawing the map."));
  try {
    const told = await fetch("page/map", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ question: answer.resolved_question.slice(0, 2000), visit }),
    });
    const map = await told.json();
    if (!told.ok) throw new Error(map.detail);
    const frame = frameOf(room);
    room.replaceChildren(...drawn(map, answer, read, frame));
    name(room.querySelector("svg"), map, answer, frame); // How long a name is can be told on the page only.
  } catch (error) {
    room.replaceChildren(el("p", {}, error.message || "The map cannot be drawn right now."));
  }
}

/** Return the size of the drawing: as wide as there is room, so that a point is as large on a phone as on a desk. */
function frameOf(room) {
  const width = Math.max(room.clientWidth, 240);
  return { width, height: Math.max(Math.round(width * 0.6), LEAST_HEIGHT) };
}

function drawn(map, answer, read, frame) {
  const lit = new Map(answer.passages.map((passage, rank) => [passage.id, rank + 1]));
  const shown = map.points.filter((point) => lit.has(point.id)).length;
  const told = el("p", { class: "map-said" }, "");
  const looks = looksIn(map);
  const points = map.points.map((point) => dot(point, frame, looks.get(point.group), lit.get(point.id)));
  const say = (at) => {
    const point = map.points[at];
    const rank = lit.get(point.id);
    told.replaceChildren(el("strong", {}, rank ? `Read for this answer, number ${rank}: ` : ""), said(point.words), el("span", { class: "place" }, placeOf({ ...point, page: null, time: null, paragraph: "" }) || point.title));
  };
  const drawing = svg("svg", { viewBox: `0 0 ${frame.width} ${frame.height}`, role: "group", "aria-label": "Passages of the text; arrow keys go from one to the next, Enter reads it" },
    ...[...points].sort((one, other) => Number(one.classList.contains("lit")) - Number(other.classList.contains("lit"))));
  if (map.question) drawing.append(...ring(map.question, frame));
  const start = Math.max(points.findIndex((point) => point.dataset.rank === "1"), 0);
  points.forEach((point, at) => {
    point.setAttribute("tabindex", at === start ? "0" : "-1");
    point.addEventListener("focus", () => say(at));
    point.addEventListener("mouseenter", () => say(at));
    point.addEventListener("click", () => read(map.points[at]));
    point.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Enter" || event.key === " ") read(map.points[at]);
      else if (step) move(points, at, (at + step + points.length) % points.length);
      else return;
      event.preventDefault();
    });
  });
  if (points.length) say(start);
  const legend = el("ul", { class: "map-legend" },
    ...map.groups.map((part) => el("li", { class: `g${looks.get(part)}` },
      el("button", { type: "button", "aria-pressed": "false", click: (event) => single(event.currentTarget, drawing, looks.get(part)) }, swatch(shapeOf(looks.get(part), 5)), said(part)))),
    map.question && el("li", { class: "asked" }, swatch("M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0M-3 0h6M0 -3v6"), "The question"));
  const count = map.points.length < map.passages ? `${map.points.length} of ${map.passages} passages` : `${map.passages} passages`;
  const words = `${count}. Passages that mean the same stand near to each other; the ${shown} that were read for this answer are filled. Choose one to read it in the text.`;
  return [el("p", {}, words), drawing, legend, told];
}

/** Name the parts of the text in the drawing. */
function name(drawing, map, answer, frame) {
  const placed = map.points.map((point) => [point, place(point.x, point.y, frame)]);
  const looks = looksIn(map);
  const parts = map.groups.map((part) => ({ name: part, look: looks.get(part), places: placed.filter(([point]) => point.group === part).map(([, at]) => at) }));
  const kept = placed.filter(([point]) => answer.passages.some((passage) => passage.id === point.id)).map(([, at]) => at);
  if (map.question) kept.push(place(map.question[0], map.question[1] ?? 0, frame));
  nameParts(drawing, parts, kept, frame);
}

/** Show the points of one part alone, as long as its name is pressed. */
function single(pressed, drawing, look) {
  const alone = pressed.getAttribute("aria-pressed") === "false";
  pressed.closest("ul").querySelectorAll("button").forEach((one) => one.setAttribute("aria-pressed", String(alone && one === pressed)));
  drawing.toggleAttribute("data-single", alone);
  drawing.querySelectorAll(".dot, .label, .leader").forEach((mark) => mark.toggleAttribute("data-shown", alone && mark.classList.contains(`g${look}`)));
}

function swatch(drawn) {
  return svg("svg", { viewBox: "-7 -7 14 14", class: "swatch", "aria-hidden": "true" }, svg("path", { d: drawn }));
}

function move(points, from, to) {
  points[from].setAttribute("tabindex", "-1");
  points[to].setAttribute("tabindex", "0");
  points[to].focus();
}

function looksIn(map) {
  const looks = looksOf(map.groups.map((part) => map.points.filter((point) => point.group === part).length));
  return new Map(map.groups.map((part, at) => [part, looks[at]]));
}

function dot(point, frame, look, rank) {
  const [x, y] = place(point.x, point.y, frame);
  const label = `${rank ? `Read, number ${rank}. ` : ""}${point.group}: ${point.words}`;
  const drawn = { d: shapeOf(look, rank ? 8 : 5), transform: `translate(${x} ${y})` };
  const shape = svg("path", { ...drawn, class: `dot g${look}${rank ? " lit" : ""}`, role: "button", "aria-label": label });
  if (rank) shape.dataset.rank = String(rank);
  return shape;
}

function ring([x, y], frame) {
  const [cx, cy] = place(x, y ?? 0, frame);
  return [svg("circle", { cx, cy, r: 13, class: "ring", "aria-hidden": "true" }), svg("path", { d: `M${cx - 5} ${cy}h10M${cx} ${cy - 5}v10`, class: "ring", "aria-hidden": "true" })];
}

function place(x, y, { width, height }) {
  return [EDGE + x * (width - 2 * EDGE), EDGE + y * (height - 2 * EDGE)];
}
