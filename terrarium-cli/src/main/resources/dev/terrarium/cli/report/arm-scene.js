// The arm in its room: a camera, a floor, the path of the flange, and a small renderer with a depth for each pixel.
const stage = document.getElementById("stage");
const canvas = stage.querySelector("canvas");
const pen = canvas.getContext("2d");
const picture = document.createElement("canvas");
const brush = picture.getContext("2d");
const shadow = document.createElement("canvas");
const shade = shadow.getContext("2d");
const LIGHT = unit([.45, -.35, .95]);
const TARGET = [.27, 0, .46];
const camera = { turn: .62, rise: .2, away: 2.5, isHeld: false, began: 0 };
let view = {};
let colours = {};

const corners = new Uint16Array(body.corners);
const screen = new Float32Array(3 * body.points.length);
const lit = new Float32Array(3 * body.points.length);
let depth = new Float32Array(0);
let image;
let pixels;

function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function rgb(text) {
  brush.canvas.width ||= 1;
  brush.fillStyle = "#000";
  brush.fillStyle = text;
  const value = parseInt(brush.fillStyle.slice(1, 7), 16);
  return [value >> 16, value >> 8 & 255, value & 255];
}

function readColours() {
  const names = ["paper", "card", "ink", "soft", "line", "found", "quiet", "python", "wait", "bad", "shell", "dark", "metal", "fog", "grid"];
  colours = Object.fromEntries(names.map(name => [name, css(`--${name}`)]));
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  colours.joints = HUES.map(hue => `hsl(${hue} ${isDark ? "70% 62%" : "68% 44%"})`);
  colours.paints = [colours.shell, colours.dark, colours.metal, ...colours.joints].map(rgb);
  colours.ambient = isDark ? .36 : .68;
}

// Turns camera and size into what the rest of this file uses.
function look(width, height) {
  const { turn, rise, away } = camera;
  const back = [Math.cos(turn) * Math.cos(rise), Math.sin(turn) * Math.cos(rise), Math.sin(rise)];
  const right = unit(cross([0, 0, 1], back));
  const room = Math.min(height, width * .9);
  view = { width, height, back, right, up: cross(back, right), eye: TARGET.map((n, k) => n + away * back[k]), zoom: room * 2.35 };
}

// Where a point is on the screen, and how far away.
function seen(p) {
  const x = p[0] - view.eye[0], y = p[1] - view.eye[1], z = p[2] - view.eye[2];
  const far = -(x * view.back[0] + y * view.back[1] + z * view.back[2]);
  const scale = view.zoom / Math.max(.05, far);
  return [
    view.width / 2 + scale * (x * view.right[0] + y * view.right[1] + z * view.right[2]),
    view.height / 2 - scale * (x * view.up[0] + y * view.up[1] + z * view.up[2]),
    far, scale,
  ];
}

function drawFloor(all) {
  const [width, height] = [view.width, view.height];
  pen.lineWidth = 1;
  const [near, far, step] = [-.8, 1.2, .1];
  for (const isAcross of [true, false]) {
    for (let at = near; at <= far + 1e-9; at += step) {
      const side = isAcross ? at : at - .2;
      for (let from = near; from < far - 1e-9; from += step) {
        const a = isAcross ? [side, from - .2, 0] : [from, side, 0];
        const b = isAcross ? [side, from - .2 + step, 0] : [from + step, side, 0];
        const middle = Math.hypot((a[0] + b[0]) / 2 - .2, (a[1] + b[1]) / 2);
        const fade = Math.max(0, 1 - middle / 1.02);
        if (fade <= 0) continue;
        const [p, r] = [seen(a), seen(b)];
        pen.globalAlpha = fade * (Math.abs(side % .5) < 1e-6 ? 1 : .62);
        pen.strokeStyle = colours.grid;
        pen.beginPath();
        pen.moveTo(p[0], p[1]);
        pen.lineTo(r[0], r[1]);
        pen.stroke();
      }
    }
  }
  pen.globalAlpha = 1;
  drawShadow(all);
}

// Makes a canvas as large as this; what is on it stays where it is so already.
function fit(place, width, height) {
  if (place.width !== width) place.width = width;
  if (place.height !== height) place.height = height;
}

// Draws the arm's shadow: first as a whole, so that it is as dark where two links cast it.
function drawShadow(all) {
  const points = SPINE.map(([frame, at, radius]) => {
    const p = placed(all[frame], at);
    const q = seen([p[0] - LIGHT[0] / LIGHT[2] * p[2], p[1] - LIGHT[1] / LIGHT[2] * p[2], 0]);
    return { x: q[0], y: q[1], wide: radius * q[3] * 1.36 };
  });
  fit(shadow, view.width, view.height);
  shade.clearRect(0, 0, view.width, view.height);
  shade.strokeStyle = colours.fog;
  shade.lineCap = "round";
  for (let index = 1; index < points.length; index++) {
    const [a, b] = [points[index - 1], points[index]];
    shade.lineWidth = (a.wide + b.wide) / 2;
    shade.beginPath();
    shade.moveTo(a.x, a.y);
    shade.lineTo(b.x, b.y);
    shade.stroke();
  }
  pen.save();
  pen.filter = `blur(${Math.round(view.height / 70)}px)`;
  pen.globalAlpha = .3;
  pen.drawImage(shadow, 0, 0);
  pen.restore();
}

// Places all points of the body on the screen.
function project(all, scale) {
  const { eye, right, up, back, zoom } = view;
  const [middle, centre] = [view.width / 2, view.height / 2];
  for (let index = 0; index < body.points.length; index++) {
    const m = all[body.frames[index]], p = body.points[index], n = body.normals[index], at = 3 * index;
    const x = m[0] * p[0] + m[1] * p[1] + m[2] * p[2] + m[3] - eye[0];
    const y = m[4] * p[0] + m[5] * p[1] + m[6] * p[2] + m[7] - eye[1];
    const z = m[8] * p[0] + m[9] * p[1] + m[10] * p[2] + m[11] - eye[2];
    const far = -(x * back[0] + y * back[1] + z * back[2]);
    const grow = zoom / far;
    screen[at] = scale * (middle + grow * (x * right[0] + y * right[1] + z * right[2]));
    screen[at + 1] = scale * (centre - grow * (x * up[0] + y * up[1] + z * up[2]));
    screen[at + 2] = 1 / far;
    lit[at] = m[0] * n[0] + m[1] * n[1] + m[2] * n[2];
    lit[at + 1] = m[4] * n[0] + m[5] * n[1] + m[6] * n[2];
    lit[at + 2] = m[8] * n[0] + m[9] * n[1] + m[10] * n[2];
  }
}

// Shades the pixel of a body: light from above, some from everywhere, a gleam, and an edge against the dark.
function light(at, x, y, z, paint) {
  const grow = 1 / Math.sqrt(x * x + y * y + z * z || 1);
  x *= grow; y *= grow; z *= grow;
  const { back } = view;
  const facing = Math.max(0, x * back[0] + y * back[1] + z * back[2]);
  const sun = Math.max(0, x * LIGHT[0] + y * LIGHT[1] + z * LIGHT[2]);
  const sky = colours.ambient * (.72 + .28 * z);
  const shine = paint === PAINT.SHELL || paint === PAINT.METAL ? .3 : .12;
  const hx = LIGHT[0] + back[0], hy = LIGHT[1] + back[1], hz = LIGHT[2] + back[2];
  const gleam = shine * Math.pow(Math.max(0, (x * hx + y * hy + z * hz) / Math.sqrt(hx * hx + hy * hy + hz * hz)), 36);
  const rim = .1 * Math.pow(1 - facing, 3);
  const glow = Math.min(1.08, sky + (1.06 - colours.ambient) * sun * .86 + rim);
  const colour = colours.paints[paint];
  pixels[at] = Math.min(255, colour[0] * glow + 255 * gleam);
  pixels[at + 1] = Math.min(255, colour[1] * glow + 255 * gleam);
  pixels[at + 2] = Math.min(255, colour[2] * glow + 255 * gleam);
  pixels[at + 3] = 255;
}

function fill(width, height) {
  for (let side = 0; side < corners.length; side += 3) {
    const a = 3 * corners[side], b = 3 * corners[side + 1], c = 3 * corners[side + 2];
    const ax = screen[a], ay = screen[a + 1], bx = screen[b], by = screen[b + 1], cx = screen[c], cy = screen[c + 1];
    const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
    if (area >= 0) continue; // It looks away.
    const top = Math.max(0, Math.ceil(Math.min(ay, by, cy) - .5)), low = Math.min(height - 1, Math.floor(Math.max(ay, by, cy) - .5));
    const left = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - .5)), far = Math.min(width - 1, Math.floor(Math.max(ax, bx, cx) - .5));
    const paint = body.paints[side / 3];
    for (let y = top; y <= low; y++) {
      const py = y + .5;
      for (let x = left; x <= far; x++) {
        const px = x + .5;
        const u = ((bx - px) * (cy - py) - (cx - px) * (by - py)) / area;
        const v = ((cx - px) * (ay - py) - (ax - px) * (cy - py)) / area;
        const w = 1 - u - v;
        if (u < 0 || v < 0 || w < 0) continue;
        const near = u * screen[a + 2] + v * screen[b + 2] + w * screen[c + 2];
        const at = y * width + x;
        if (near <= depth[at]) continue;
        depth[at] = near;
        light(4 * at, u * lit[a] + v * lit[b] + w * lit[c], u * lit[a + 1] + v * lit[b + 1] + w * lit[c + 1],
          u * lit[a + 2] + v * lit[b + 2] + w * lit[c + 2], paint);
      }
    }
  }
}

function drawBody(all, scale) {
  const width = Math.round(view.width * scale), height = Math.round(view.height * scale);
  fit(picture, width, height);
  if (depth.length !== width * height || image.width !== width) {
    depth = new Float32Array(width * height);
    image = brush.createImageData(width, height);
    pixels = image.data;
  }
  depth.fill(0);
  pixels.fill(0);
  project(all, scale);
  fill(width, height);
  brush.putImageData(image, 0, 0);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, view.width, view.height);
  view.scale = scale;
}

// Whether the body hides a place.
function isHidden(p) {
  const x = Math.round(p[0] * view.scale), y = Math.round(p[1] * view.scale);
  if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) return false;
  return depth[y * picture.width + x] > 1 / p[2] + .004;
}

// Draws a path of the flange between two indices of poses; what is behind the arm is faint.
function drawPath(list, from, to, style) {
  let before;
  pen.lineCap = "round";
  for (let index = from; index <= to; index += style.step ?? 1) {
    const p = seen([0, 1, 2].map(axis => list[3 * index + axis] * run.poses.length));
    if (before) {
      const colour = style.colour(poses.at[index]);
      if (colour) {
        pen.strokeStyle = colour;
        pen.globalAlpha = isHidden(p) ? style.alpha * .22 : style.alpha;
        pen.lineWidth = style.wide * p[3] / 300;
        pen.beginPath();
        pen.moveTo(before[0], before[1]);
        pen.lineTo(p[0], p[1]);
        pen.stroke();
      }
    }
    before = p;
  }
  pen.globalAlpha = 1;
}

// The wanted path is drawn where a pose is wanted.
const blocked = run.blocked;
const isBlocked = time => blocked && time >= blocked[0] && time <= blocked[1];
const wantedColour = time => BY_POSE.has(lawAt(time)) || lawAt(time) === -1 ? colours.python : undefined;

function pathColour(time) {
  const law = lawAt(time);
  if (law === -1 || isBlocked(time)) return colours.bad;
  return BY_POSE.has(law) ? colours.found : colours.quiet;
}

function drawFlange(time) {
  const at = between(poses.flange, 3, run.poses.length, time, [0, 0, 0]);
  const p = seen(at);
  pen.fillStyle = pathColour(time);
  for (const [radius, alpha] of [[15, .16], [9, .28], [4.2, 1]]) {
    pen.globalAlpha = alpha * (isHidden(p) ? .5 : 1);
    pen.beginPath();
    pen.arc(p[0], p[1], radius * p[3] / 300, 0, 7);
    pen.fill();
  }
  pen.globalAlpha = 1;
}

// Marks where the flange was while Python was blocked.
function drawBlock(time) {
  if (!blocked || time < blocked[0]) return;
  const p = seen(between(poses.flange, 3, run.poses.length, Math.min(time, blocked[1]), [0, 0, 0]));
  const words = `Python blocked for ${Math.round((Math.min(time, blocked[1]) - blocked[0]) / 1000)} ms`;
  const isLeft = p[0] < view.width / 2;
  const [x, y] = [p[0] + (isLeft ? -34 : 34), p[1] + 30];
  pen.strokeStyle = pen.fillStyle = colours.bad;
  pen.lineWidth = 1.6;
  pen.beginPath();
  pen.arc(p[0], p[1], 9 * p[3] / 300, 0, 7);
  pen.moveTo(p[0] + (isLeft ? -1 : 1) * 6.5 * p[3] / 300, p[1] + 6.5 * p[3] / 300);
  pen.lineTo(x, y);
  pen.stroke();
  pen.font = `600 ${FONT}`;
  pen.textAlign = isLeft ? "right" : "left";
  pen.lineWidth = 4;
  pen.lineJoin = "round";
  pen.strokeStyle = colours.card;
  pen.globalAlpha = .8;
  const at = isLeft ? Math.max(x - 4, pen.measureText(words).width + 8) : Math.min(x + 4, view.width - 8 - pen.measureText(words).width);
  pen.strokeText(words, at, y + 10);
  pen.globalAlpha = 1;
  pen.fillText(words, at, y + 10);
}

function drawScene(time) {
  const ratio = Math.min(2, devicePixelRatio || 1);
  const [width, height] = [stage.clientWidth, stage.clientHeight];
  fit(canvas, Math.round(width * ratio), Math.round(height * ratio));
  look(width, height);
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const all = frames(between(poses.q, JOINTS, run.poses.angle, time, new Array(JOINTS)));
  drawFloor(all);
  drawBody(all, 2);
  const last = poses.at.length - 1;
  const now = Math.min(above(poses.at, time), last);
  drawPath(poses.goal, 0, last, { colour: wantedColour, alpha: .2, wide: 1.6, step: 3 });
  drawPath(poses.goal, 0, now, { colour: wantedColour, alpha: .8, wide: 1.5, step: 2 });
  drawPath(poses.flange, 0, now, { colour: pathColour, alpha: 1, wide: 2.9 });
  drawFlange(time);
  drawBlock(time);
}
