// The names of the parts on the map, each near its points, none over another, and the shapes that tell the parts apart.

import { balanced } from "./elements.js";

const SVG = "http://www.w3.org/2000/svg";
const [FEW_CHARACTERS, MOST_CHARACTERS, NARROW] = [24, 40, 450]; // Of a name, on a drawing that is narrow and on others.
const HEIGHT = 24; // Of a name with the halo that sets it off from the points.
const LETTERS = 16; // Height of what is written of it.
const GLYPH = 14; // Room for the shape before a name.
const TURNS = 16; // Directions in which a place is looked for, and the steps of it outwards.
const [STEP, STEPS] = [14, 16];
const FARTHEST = 0.16; // From a name to its points, as a share of the width: longer lines would be drawn over others.

const SHAPES = [
  (r) => polygon(r * 1.2, 4, Math.PI / 4),
  (r) => polygon(r * 1.3, 3, -Math.PI / 2),
  (r) => polygon(r * 1.25, 4, 0),
  (r) => cross(r * 1.15, r * 0.4),
  (r) => polygon(r * 1.3, 3, Math.PI / 2),
  (r) => polygon(r * 1.1, 6, 0),
  (r) => star(r * 1.35),
];
const REST = SHAPES.length; // What most points are of stands back.

/** Return the outline of what stands for a point of that look, around 0, 0. */
export function shapeOf(look, radius) {
  const r = look === REST ? radius * 0.75 : radius;
  return SHAPES[look]?.(r) ?? `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}

/** Return the number of the look of each part, by how many points each has. */
export function looksOf(counts) {
  const most = counts.indexOf(Math.max(...counts));
  let next = 0;
  return counts.map((_, at) => (counts.length > 1 && at === most ? REST : next++));
}

/** Return a new SVG element. */
export function svg(name, properties, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(properties)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/**
 * Name the parts in a drawing that is on the page already; a name that would cover a point is left to the legend.
 *
 * `parts` are names with their places and their look, `kept` are places of larger marks.
 */
export function nameParts(drawing, parts, kept, frame) {
  const taken = [];
  const all = parts.flatMap((part) => part.places);
  const order = [...parts.keys()].sort((one, other) => parts[one].places.length - parts[other].places.length);
  for (const number of order.filter((one) => parts[one].places.length)) {
    const { name, places, look } = parts[number];
    const text = svg("text", { x: GLYPH, y: 0, dy: "0.35em" }, short(name, frame.width < NARROW ? FEW_CHARACTERS : MOST_CHARACTERS));
    const glyph = svg("path", { d: shapeOf(look, 4), transform: "translate(5 0)" });
    const label = svg("g", { class: `label g${look}`, "aria-hidden": "true" }, glyph, text);
    drawing.append(label);
    const size = { width: GLYPH + text.getComputedTextLength() + 2, height: HEIGHT };
    const middle = middleOf(places);
    const best = candidates(middle, size, frame)
      .filter((box) => far(box, middle) <= FARTHEST * frame.width)
      .filter((box) => !taken.some((other) => meet(box, other)) && !all.some((place) => covers(box, place, 7)) && !kept.some((place) => covers(box, place, 15)))
      .map((box) => [away(box, middle), box])
      .sort(([one], [other]) => one - other)[0];
    if (!best) {
      label.remove();
      continue;
    }
    const [, box] = best;
    taken.push(box);
    label.setAttribute("transform", `translate(${box.x + 1} ${box.y + HEIGHT / 2})`);
    const [x, y] = edgeOf(box, middle);
    if (far(box, middle) > 8) {
      drawing.prepend(svg("path", { d: `M${middle[0]} ${middle[1]}L${x} ${y}`, class: `leader g${look}`, "aria-hidden": "true" }));
    }
  }
}

function short(name, most) {
  const characters = [...name];
  return balanced(characters.length > most ? `${characters.slice(0, most - 1).join("").trimEnd()}…` : name);
}

/** Return the place of that point of a part that is nearest to the middle of all of its points. */
function middleOf(places) {
  const [x, y] = [0, 1].map((axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length);
  const far = (place) => Math.hypot(place[0] - x, place[1] - y);
  return places.reduce((best, place) => (far(place) < far(best) ? place : best));
}

function candidates([x, y], { width, height }, frame) {
  const boxes = [];
  for (let step = 1; step <= STEPS; step += 1) {
    for (let turn = 0; turn < TURNS; turn += 1) {
      const angle = (2 * Math.PI * turn) / TURNS;
      const left = x + Math.cos(angle) * (step * STEP + width / 3) - width / 2;
      const top = y + Math.sin(angle) * step * STEP - height / 2;
      boxes.push({ x: within(left, 3, frame.width - width - 3), y: within(top, 3, frame.height - height - 3), width, height });
    }
  }
  return boxes;
}

function covers({ x, y, width }, [left, top], edge) {
  const lines = (HEIGHT - LETTERS) / 2; // The halo may touch a mark, the letters may not.
  return left > x - edge && left < x + width + edge && top > y + lines - edge && top < y + HEIGHT - lines + edge;
}

/** Return the place of a name that is nearest to a point. */
function edgeOf({ x, y, width, height }, [left, top]) {
  return [within(left, x, x + width), within(top, y, y + height)];
}

function far(box, middle) {
  const [x, y] = edgeOf(box, middle);
  return Math.hypot(x - middle[0], y - middle[1]);
}

function away(box, middle) {
  return Math.hypot(box.x + box.width / 2 - middle[0], box.y + box.height / 2 - middle[1]);
}

function meet(one, other) {
  return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;
}

function within(value, low, high) {
  return Math.max(low, Math.min(high, value));
}

function polygon(radius, corners, first) {
  const around = Array.from({ length: corners }, (_, at) => first + (2 * Math.PI * at) / corners);
  return outline(around.map((angle) => [radius * Math.cos(angle), radius * Math.sin(angle)]));
}

function star(radius) {
  const around = Array.from({ length: 10 }, (_, at) => [at % 2 ? radius * 0.45 : radius, -Math.PI / 2 + (Math.PI * at) / 5]);
  return outline(around.map(([far, angle]) => [far * Math.cos(angle), far * Math.sin(angle)]));
}

function cross(long, wide) {
  return outline([[-wide, -long], [wide, -long], [wide, -wide], [long, -wide], [long, wide], [wide, wide], [wide, long], [-wide, long], [-wide, wide], [-long, wide], [-long, -wide], [-wide, -wide]]);
}

function outline(corners) {
  return `M${corners.map((corner) => corner.map((one) => one.toFixed(2)).join(" ")).join("L")}z`;
}
