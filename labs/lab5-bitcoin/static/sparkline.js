// The last prices as a line, and in words for those who do not see it.

import { say } from "/shared/lab.js";

const MOST_POINTS = 60;
const WIDTH = 300;
const HEIGHT = 60;
const MARGIN = 3;
const SVG = "http://www.w3.org/2000/svg";

const history = document.getElementById("history");
const line = document.createElementNS(SVG, "polyline");
const dot = document.createElementNS(SVG, "circle");

const chart = document.createElementNS(SVG, "svg");
chart.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
dot.setAttribute("r", "3");
chart.append(line, dot);
document.getElementById("chart").append(chart);

/** The newest last. */
let points = [];

/** Adds a price. */
export function plot(price) {
  points = [...points, price].slice(-MOST_POINTS);
  history.hidden = points.length < 2;
  draw();
}

/** Forgets all prices: the next ones are of another market. */
export function clearPlot() {
  points = [];
  history.hidden = true;
}

function draw() {
  const byPrice = [...points].sort((one, other) => (one.cents < other.cents ? -1 : 1));
  const lowest = byPrice[0];
  const highest = byPrice.at(-1);
  const span = highest.cents - lowest.cents;
  const positions = points.map(({ cents }, index) => {
    const x = MARGIN + (index * (WIDTH - 2 * MARGIN)) / (MOST_POINTS - 1);
    // Exact up to here; where on the picture it is may be rounded.
    const part = span === 0n ? 0.5 : Number(((cents - lowest.cents) * 1000n) / span) / 1000;
    return [x.toFixed(1), (HEIGHT - MARGIN - part * (HEIGHT - 2 * MARGIN)).toFixed(1)];
  });
  line.setAttribute("points", positions.map((position) => position.join(",")).join(" "));
  const [x, y] = positions.at(-1);
  dot.setAttribute("cx", x);
  dot.setAttribute("cy", y);
  document.getElementById("lowest").textContent = lowest.display;
  document.getElementById("highest").textContent = highest.display;
  const first = points[0].display;
  const last = points.at(-1).display;
  say(document.getElementById("history-words"),
    `최근 ${points.length}개: ${first} → ${last}`, `Last ${points.length} prices: ${first} → ${last}`);
}
