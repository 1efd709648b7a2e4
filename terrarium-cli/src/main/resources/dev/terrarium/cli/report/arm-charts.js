// Charts over time. Each is a canvas with a time at its left and one at its right edge; a click goes to a time.
const charts = [];
const FONT = "12px system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

// Makes a chart of a canvas.
function chart(id, { from = 0, to = length, left = 0, right = 0 }, draw) {
  const place = document.getElementById(id);
  const each = { place, pen: place.getContext("2d"), from, to, left, right, draw, still: document.createElement("canvas") };
  each.x = time => each.left + (each.width - each.left - each.right) * (time - each.from) / (each.to - each.from);
  place.addEventListener("pointerdown", event => {
    const go = move => {
      const box = place.getBoundingClientRect();
      const share = (move.clientX - box.left - each.left) / (each.width - each.left - each.right);
      player.go(each.from + Math.min(1, Math.max(0, share)) * (each.to - each.from));
    };
    if (event.pointerType === "mouse") {
      place.setPointerCapture(event.pointerId);
      place.onpointermove = go;
      place.onpointerup = () => { place.onpointermove = null; };
    }
    go(event);
  });
  charts.push(each);
  return each;
}

// Draws all charts as they stand still; the cursor is drawn over that.
function drawCharts() {
  const ratio = Math.min(2, devicePixelRatio || 1);
  for (const each of charts) {
    each.ratio = ratio;
    for (let height = -1; height !== each.place.clientHeight;) { // Again, where it finds that it is higher.
      height = each.place.clientHeight;
      drawStill(each, ratio);
    }
  }
}

function drawStill(each, ratio) {
  each.width = each.place.clientWidth;
  each.height = each.place.clientHeight;
  for (const place of [each.place, each.still]) {
    place.width = Math.round(each.width * ratio);
    place.height = Math.round(each.height * ratio);
  }
  const ink = each.still.getContext("2d");
  ink.setTransform(ratio, 0, 0, ratio, 0, 0);
  ink.font = FONT;
  each.draw(ink, each);
}

function drawCursors(time) {
  for (const each of charts) {
    const { pen: over, ratio } = each;
    over.setTransform(1, 0, 0, 1, 0, 0);
    over.clearRect(0, 0, each.place.width, each.place.height);
    over.drawImage(each.still, 0, 0);
    if (each.bare || time < each.from || time > each.to) continue;
    over.setTransform(ratio, 0, 0, ratio, 0, 0);
    over.fillStyle = colours.ink;
    over.fillRect(each.x(time) - .75, each.top ?? 0, 1.5, (each.bottom ?? each.height) - (each.top ?? 0));
    each.over?.(over, each, time);
  }
}

const STEPS = [1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 3e7];

function drawAxis(ink, it, y, origin = 0) {
  const most = Math.max(3, (it.width - it.left) / 84);
  const step = STEPS.find(each => (it.to - it.from) / each <= most) ?? 6e7;
  ink.fillStyle = colours.soft;
  ink.textAlign = "center";
  for (let at = Math.ceil((it.from - origin) / step) * step; at + origin <= it.to; at += step) {
    const x = it.x(at + origin);
    ink.fillRect(x - .5, y, 1, 4);
    const text = step < 1e5 * 5 ? `${Math.round(at / 1e3)} ms` : `${Math.round(at / 1e5) / 10} s`;
    if (x > 14 && x < it.width - 14) ink.fillText(text.replace("-", "−"), x, y + 17);
  }
  ink.textAlign = "left";
}

function label(ink, text, y, colour = colours.soft) {
  ink.fillStyle = colour;
  ink.textAlign = "left";
  ink.fillText(text, 0, y);
}

const LEVELS = { taken: "python", late: "wait", dropped: "bad", interrupted: "bad", failed: "bad" };

function drawPython(ink, it, y, height) {
  for (const [asked, ended, outcome] of run.questions) {
    if (ended < it.from || asked > it.to) continue;
    const x = Math.max(it.left, it.x(asked));
    const end = Math.min(it.width - it.right, it.x(ended));
    const isLong = LEVELS[outcome] !== "python";
    ink.fillStyle = colours[LEVELS[outcome]];
    ink.fillRect(x, y + (isLong ? 0 : 3), Math.max(1, end - x), height - (isLong ? 0 : 6));
    if (outcome === "interrupted") drawRagged(ink, end, y, height);
    const words = outcome === "interrupted" ? "while True: …   interrupted" : `blocked for ${Math.round((ended - asked) / 1000)} ms`;
    const short = outcome === "interrupted" ? "stuck" : `${Math.round((ended - asked) / 1000)} ms`;
    const until = run.trip > asked ? Math.min(end, it.x(run.trip)) : end; // The line of the stop goes through no words.
    const said = [words, short].find(text => ink.measureText(text).width + 14 < until - x);
    if (isLong && said) {
      ink.fillStyle = colours.card;
      ink.textAlign = "center";
      ink.fillText(said, (x + until) / 2, y + height / 2 + 4);
      ink.textAlign = "left";
    }
  }
}

function drawRagged(ink, x, y, height) {
  ink.beginPath();
  ink.moveTo(x - 1, y);
  for (let step = 0; step < 4; step++) {
    ink.lineTo(x + 6, y + height * (step + .5) / 4);
    ink.lineTo(x - 1, y + height * (step + 1) / 4);
  }
  ink.fill();
}

const LAW_COLOURS = { "-1": "bad", "99": "wait" };

function drawLaws(ink, it, y, height) {
  run.laws.forEach(([since, law], index) => {
    const until = run.laws[index + 1]?.[0] ?? cycles.at.at(-1);
    if (until < it.from || since > it.to) return;
    const x = Math.max(it.left, it.x(since));
    const end = Math.min(it.width - it.right, it.x(until));
    const colour = LAW_COLOURS[law];
    ink.globalAlpha = colour ? .85 : .38;
    ink.fillStyle = colours[colour ?? "quiet"];
    ink.fillRect(x, y, Math.max(1, end - x - 1), height);
    ink.globalAlpha = 1;
    const name = LAWS[law] ?? `law ${law}`;
    if (ink.measureText(name).width + 10 < end - x) {
      ink.fillStyle = colour ? colours.card : colours.ink;
      ink.textAlign = "center";
      ink.fillText(name, (x + end) / 2, y + height / 2 + 4);
      ink.textAlign = "left";
    }
  });
}

// The cycles: a stroke for each where there is room, else how many of those that were due there were.
function drawCycles(ink, it, y, height) {
  const room = it.width - it.left - it.right;
  const wide = room * run.period / (it.to - it.from);
  ink.fillStyle = colours.found;
  if (wide >= 1.4) {
    const grain = it.ratio;
    const stroke = Math.max(1, Math.round(Math.min(1.4, wide * .5) * grain)) / grain;
    for (let index = above(cycles.at, it.from); index < cycles.at.length && cycles.at[index] <= it.to; index++) {
      ink.fillRect(Math.round(it.x(cycles.at[index]) * grain) / grain, y, stroke, height);
    }
    return;
  }
  for (let column = 0; column < room; column++) {
    const from = it.from + (it.to - it.from) * column / room;
    const to = it.from + (it.to - it.from) * (column + 1) / room;
    const count = above(cycles.at, to) - above(cycles.at, from);
    const due = Math.max(1, Math.floor((to - from) / run.period));
    const share = Math.min(1, count / due);
    ink.globalAlpha = share === 0 ? 0 : .35 + .65 * share;
    ink.fillRect(it.left + column, y + height * (1 - share), 1, height * share);
  }
  ink.globalAlpha = 1;
}

const LATE_FROM = .1;
const LATE_TO = 1e4;

// How late each cycle began, the latest of each column.
function drawLate(ink, it, y, height) {
  const place = late => y + height - height * Math.log(Math.min(LATE_TO, Math.max(LATE_FROM, late)) / LATE_FROM) / Math.log(LATE_TO / LATE_FROM);
  const budget = place(run.period);
  ink.fillStyle = colours.bad;
  ink.globalAlpha = .07;
  ink.fillRect(it.left, y, it.width - it.left - it.right, budget - y);
  ink.globalAlpha = 1;
  ink.setLineDash([3, 3]);
  ink.strokeStyle = colours.bad;
  ink.beginPath();
  ink.moveTo(it.left, budget);
  ink.lineTo(it.width - it.right, budget);
  ink.stroke();
  ink.setLineDash([]);
  ink.fillStyle = colours.found;
  const room = it.width - it.left - it.right;
  let index = above(cycles.at, it.from);
  for (let column = 0; column < room; column++) {
    const to = it.from + (it.to - it.from) * (column + 1) / room;
    let latest = -1;
    for (; index < cycles.at.length && cycles.at[index] <= to; index++) latest = Math.max(latest, cycles.late[index]);
    if (latest >= 0) {
      ink.fillStyle = latest > run.period ? colours.bad : colours.found;
      ink.fillRect(it.left + column, place(latest) - 1, 1.4, 2.6);
    }
  }
}

// Gives each mark a line of its own above the lanes where its words would meet those of another; the first line is the
// lowest.
function placeMarks(ink, it, marks) {
  const lines = [];
  return marks.filter(([time]) => time >= it.from && time <= it.to).map(([time, words, colour]) => {
    const x = it.x(time);
    const room = ink.measureText(words).width;
    const left = x + room + 8 > it.width ? x - 6 - room : x + 6;
    let line = 0;
    while (lines[line]?.some(([from, to]) => left - 8 < to && left + room + 8 > from)) line++;
    (lines[line] ??= []).push([Math.min(left, x), Math.max(left + room, x)]);
    return { x, left, line, words, colour: colours[colour] };
  });
}

function drawMarks(ink, placed, top, bottom) {
  const line = mark => top - 6 - 15 * mark.line;
  for (const mark of placed) {
    ink.fillStyle = mark.colour;
    ink.fillRect(mark.x - .75, line(mark) - 9, 1.5, bottom - line(mark) + 9);
  }
  for (const mark of placed) {
    ink.fillStyle = colours.card;
    ink.fillRect(mark.left - 2, line(mark) - 10, ink.measureText(mark.words).width + 4, 13);
    ink.fillStyle = mark.colour;
    ink.fillText(mark.words, mark.left, line(mark));
  }
}

const LANES = 176;

function drawStrip(origin, marks) {
  return (ink, it) => {
    it.left = it.width < 560 ? 56 : 84;
    const placed = placeMarks(ink, it, marks);
    const top = placed.length === 0 ? 4 : 22 + 15 * Math.max(...placed.map(mark => mark.line));
    if (it.height !== top + LANES) {
      it.place.style.height = `${top + LANES}px`;
      return;
    }
    it.top = top;
    label(ink, "Python", top + 19);
    drawPython(ink, it, top, 28);
    label(ink, "the law", top + 49);
    drawLaws(ink, it, top + 36, 18);
    label(ink, "the loop", top + 80);
    drawCycles(ink, it, top + 62, 28);
    label(ink, "lateness", top + 132);
    drawLate(ink, it, top + 98, 46);
    label(ink, amount(run.period), top + 113, colours.bad);
    it.bottom = top + 148;
    drawMarks(ink, placed, top, it.bottom);
    drawAxis(ink, it, it.bottom, origin);
  };
}

function curve(ink, it, list, width, index, scale, place, isThere) {
  ink.beginPath();
  let isOn = false;
  for (let frame = 0; frame < poses.at.length; frame += 2) {
    const time = poses.at[frame];
    if (!isThere(time)) {
      isOn = false;
      continue;
    }
    const [x, y] = [it.x(time), place(list[frame * width + index] * scale)];
    if (isOn) ink.lineTo(x, y); else ink.moveTo(x, y);
    isOn = true;
  }
  ink.stroke();
}

function drawWashes(ink, it, top, bottom) {
  ink.fillStyle = colours.bad;
  ink.globalAlpha = .13;
  for (const [asked, ended, outcome] of run.questions) {
    if (outcome === "dropped" || outcome === "interrupted") {
      ink.fillRect(it.x(asked), top, Math.max(1, it.x(ended) - it.x(asked)), bottom - top);
    }
  }
  ink.globalAlpha = 1;
}

const DEGREES = 180 / Math.PI;

function drawJoint(joint) {
  let [low, high] = [Infinity, -Infinity];
  for (let frame = 0; frame < poses.at.length; frame++) {
    for (const list of BY_JOINTS.has(lawAt(poses.at[frame])) ? [poses.q, poses.wanted] : [poses.q]) {
      const angle = list[frame * JOINTS + joint] * run.poses.angle;
      low = Math.min(low, angle);
      high = Math.max(high, angle);
    }
  }
  const pad = Math.max(.12, (high - low) * .12);
  [low, high] = [low - pad, high + pad];
  return (ink, it) => {
    const [top, bottom] = [24, it.height - 22];
    it.top = top;
    it.bottom = bottom;
    it.left = 42;
    const place = angle => bottom - (bottom - top) * (angle - low) / (high - low);
    drawWashes(ink, it, top, bottom);
    ink.fillStyle = colours.soft;
    ink.textAlign = "right";
    const isFlat = place(low + pad) - place(high - pad) < 14;
    for (const angle of isFlat ? [(low + high) / 2] : [low + pad, high - pad]) {
      const y = place(angle);
      ink.fillText(`${Math.round(angle * DEGREES)}°`.replace("-", "−"), it.left - 7, y + 4);
      ink.globalAlpha = .25;
      ink.fillRect(it.left, y, it.width - it.left, 1);
      ink.globalAlpha = 1;
    }
    ink.textAlign = "left";
    ink.strokeStyle = colours.ink;
    ink.lineWidth = 1.2;
    ink.setLineDash([4, 3]);
    ink.lineJoin = "round";
    curve(ink, it, poses.wanted, JOINTS, joint, run.poses.angle, place, time => BY_JOINTS.has(lawAt(time)));
    ink.setLineDash([]);
    ink.strokeStyle = colours.joints[joint];
    ink.lineWidth = 1.8;
    curve(ink, it, poses.q, JOINTS, joint, run.poses.angle, place, () => true);
    ink.fillStyle = colours.joints[joint];
    ink.font = `600 ${FONT}`;
    ink.fillText(`joint ${joint + 1}`, it.left, 14);
    ink.font = FONT;
    drawAxis(ink, it, bottom);
    it.over = (over, _, time) => {
      over.font = FONT;
      over.fillStyle = colours.ink;
      over.textAlign = "right";
      const angle = between(poses.q, JOINTS, run.poses.angle, time, new Array(JOINTS))[joint];
      over.fillText(`${(angle * DEGREES).toFixed(1)}°`.replace("-", "−"), it.width, 14);
    };
  };
}

// How far the flange is from where it is wanted, mm.
function distance(frame) {
  let sum = 0;
  for (let axis = 0; axis < 3; axis++) sum += (poses.flange[3 * frame + axis] - poses.goal[3 * frame + axis]) ** 2;
  return Math.sqrt(sum) * run.poses.length * 1e3;
}

// How fast the flange moves, cm/s, over some frames before and after.
function pace(frame) {
  const [from, to] = [Math.max(0, frame - 5), Math.min(poses.at.length - 1, frame + 5)];
  let sum = 0;
  for (let axis = 0; axis < 3; axis++) sum += (poses.flange[3 * to + axis] - poses.flange[3 * from + axis]) ** 2;
  return Math.sqrt(sum) * run.poses.length * 100 / Math.max(1e-3, (poses.at[to] - poses.at[from]) / 1e6);
}

const drawDistance = drawAmount("flange to wanted, mm", distance, time => BY_POSE.has(lawAt(time)) || lawAt(time) === -1);
const drawPace = drawAmount("the hand's speed, cm/s", pace, () => true);

function drawAmount(title, amountAt, isThere) {
  return (ink, it) => {
    const [top, bottom] = [24, it.height - 22];
    it.top = top;
    it.bottom = bottom;
    it.left = 42;
    const amounts = Float32Array.from(poses.at, (time, frame) => isThere(time) ? amountAt(frame) : 0);
    const high = Math.max(5, amounts.reduce((a, b) => Math.max(a, b), 0)) * 1.12;
    const place = value => bottom - (bottom - top) * value / high;
    drawWashes(ink, it, top, bottom);
    const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find(each => high / each <= it.height / 50) ?? 1000;
    ink.textAlign = "right";
    for (let value = 0; value <= high; value += step) {
      ink.fillStyle = colours.soft;
      ink.fillText(`${value}`, it.left - 7, place(value) + 4);
      ink.globalAlpha = .25;
      ink.fillRect(it.left, place(value), it.width - it.left, 1);
      ink.globalAlpha = 1;
    }
    ink.textAlign = "left";
    ink.strokeStyle = colours.found;
    ink.lineWidth = 1.5;
    curve(ink, it, amounts, 1, 0, 1, place, isThere);
    ink.fillStyle = colours.ink;
    ink.font = `600 ${FONT}`;
    ink.fillText(title, it.left, 14);
    ink.font = FONT;
    drawAxis(ink, it, bottom);
  };
}

function drawHistogram(ink, it) {
  const { bins, p50, p99, p999, max } = run.lateness;
  const [top, bottom, left] = [88, it.height - 26, 44];
  const low = Math.log10(Math.min(.1, bins[0]?.[0] ?? .1));
  const high = Math.log10(1.3 * Math.max(1e4, bins.at(-1)?.[1] ?? 1, max));
  const x = time => left + (it.width - left - 8) * (Math.log10(Math.max(10 ** low, time)) - low) / (high - low);
  const most = Math.log10(Math.max(10, ...bins.map(bin => bin[2]))) + .1;
  const y = count => bottom - (bottom - top) * (count === 0 ? 0 : (Math.log10(count) + .35) / (most + .35));
  ink.fillStyle = colours.bad;
  ink.globalAlpha = .07;
  ink.fillRect(x(run.period), top - 4, it.width - 8 - x(run.period), bottom - top + 4);
  ink.globalAlpha = 1;
  ink.textAlign = "right";
  for (let power = 0; power <= most; power++) {
    ink.fillStyle = colours.soft;
    ink.fillText(["1", "10", "100", "1000", "10⁴", "10⁵", "10⁶"][power], left - 7, y(10 ** power) + 4);
    ink.globalAlpha = .25;
    ink.fillRect(left, y(10 ** power), it.width - left - 8, 1);
    ink.globalAlpha = 1;
  }
  ink.textAlign = "center";
  for (const [from, below, count] of bins) {
    ink.fillStyle = from >= run.period * .999 ? colours.bad : colours.found;
    ink.fillRect(x(from) + .5, y(count), Math.max(1, x(below) - x(from) - 1), bottom - y(count));
  }
  ink.fillStyle = colours.soft;
  const names = { "-1": "100 ns", 0: "1 µs", 1: "10 µs", 2: "100 µs", 3: "1 ms", 4: "10 ms", 5: "100 ms", 6: "1 s" };
  for (let power = Math.ceil(low); power <= high; power++) {
    const isShown = it.width > 420 || Math.abs(power % 2) === 1;
    ink.fillRect(x(10 ** power) - .5, bottom, 1, 4);
    if (isShown) ink.fillText(names[power] ?? "", Math.min(it.width - 22, x(10 ** power)), bottom + 18);
  }
  const flags = [["p50", p50], ["p99", p99], ["p99.9", p999], ["max", max]];
  flag(ink, it, x(run.period), 12, bottom, `budget  ${amount(run.period)}`, colours.bad);
  flags.forEach(([name, value], row) => flag(ink, it, x(value), 28 + 16 * row, bottom, `${name}  ${amount(value)}`, colours.ink));
  ink.textAlign = "left";
}

function flag(ink, it, x, y, bottom, words, colour) {
  ink.fillStyle = colour;
  ink.fillRect(x - .6, y - 9, 1.2, bottom - y + 9);
  const room = ink.measureText(words).width;
  const at = x + room + 10 > it.width ? x - 6 - room : x + 6;
  ink.fillStyle = colours.card;
  ink.fillRect(at - 3, y - 11, room + 6, 14);
  ink.fillStyle = colour;
  ink.textAlign = "left";
  ink.fillText(words, at, y);
}

const marks = run.marks.map(([time, words]) => [time, words, "soft"]);
const stops = run.trip === null ? [] : [[run.trip, "EMERGENCY STOP", "bad"]];
chart("strip", {}, drawStrip(0, [...marks, ...stops]));
if (run.blocked) {
  const [asked, ended] = run.blocked;
  chart("block", { from: asked - 62_000, to: ended + 62_000 }, drawStrip(asked, []));
}
if (run.trip !== null) {
  const over = Math.max(length, run.trip + 20_000) + 8_000;
  chart("trip", { from: 2.6 * run.trip - 1.6 * over - 40_000, to: over }, drawStrip(run.trip, [...stops, [cycles.at.at(-1), "the loop ends", "soft"]]));
}
for (let joint = 0; joint < JOINTS; joint++) chart(`joint${joint + 1}`, {}, drawJoint(joint));
chart("pace", {}, drawPace);
chart("distance", {}, drawDistance);
const histogram = chart("lateness", {}, drawHistogram);
histogram.bare = true;
