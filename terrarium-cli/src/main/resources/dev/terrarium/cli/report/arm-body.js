// The arm's body: surfaces of revolution in the frames of its joints, each frame by the modified Denavit–Hartenberg rule.
const AROUND = 30;
const body = { points: [], normals: [], frames: [], paints: [], corners: [] };
const PAINT = { SHELL: 0, DARK: 1, METAL: 2, JOINT: 3 };

function cross(a, b) {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(a) {
  const length = Math.hypot(...a) || 1;
  return a.map(number => number / length);
}

// Turns a profile of [along, radius] about an axis. Where two follow at one place, or an edge is sharp, the profile is
// broken, so that light breaks as well.
function turned(frame, from, axis, paint, profile) {
  const z = unit(axis);
  const x = unit(cross(Math.abs(z[2]) < .9 ? [0, 0, 1] : [1, 0, 0], z));
  const y = cross(z, x);
  for (let part = 1; part < profile.length; part++) {
    const [low, high] = [profile[part - 1], profile[part]];
    const slope = unit([high[1] - low[1], high[0] - low[0]]);
    const first = body.points.length;
    for (const [end, [along, radius, soft]] of [[0, low], [1, high]]) {
      const around = profile[end === 0 ? part - 2 : part + 1];
      let lean = [slope[1], -slope[0]];
      if (soft && around) {
        const other = end === 0 ? unit([low[1] - around[1], low[0] - around[0]]) : unit([around[1] - high[1], around[0] - high[0]]);
        lean = unit([slope[1] + other[1], -slope[0] - other[0]]);
      }
      for (let step = 0; step < AROUND; step++) {
        const [c, s] = [Math.cos(2 * Math.PI * step / AROUND), Math.sin(2 * Math.PI * step / AROUND)];
        body.points.push([0, 1, 2].map(k => from[k] + z[k] * along + radius * (x[k] * c + y[k] * s)));
        body.normals.push([0, 1, 2].map(k => z[k] * lean[1] + lean[0] * (x[k] * c + y[k] * s)));
        body.frames.push(frame);
      }
    }
    for (let step = 0; step < AROUND; step++) {
      const next = (step + 1) % AROUND;
      const [a, b, c, d] = [first + step, first + next, first + AROUND + next, first + AROUND + step];
      body.corners.push(a, b, c, a, c, d);
      body.paints.push(paint, paint);
    }
  }
}

// A tube with round ends.
function tube(frame, from, to, thick, thin, paint = PAINT.SHELL) {
  const axis = to.map((number, k) => number - from[k]);
  const length = Math.hypot(...axis);
  const profile = [];
  for (let step = 0; step <= 5; step++) {
    const angle = Math.PI / 2 * step / 5;
    profile.push([-thick * Math.cos(angle), Math.max(1e-5, thick * Math.sin(angle)), true]);
  }
  for (let step = 0; step <= 5; step++) {
    const angle = Math.PI / 2 * step / 5;
    profile.push([length + thin * Math.sin(angle), Math.max(1e-5, thin * Math.cos(angle)), true]);
  }
  turned(frame, from, axis, paint, profile);
}

// The drive of a joint: a drum about its axis, with a ring of the joint's colour about each end.
function drum(frame, from, axis, half, radius, joint) {
  const edge = .012;
  const shell = [[-half, radius - edge], [-half + edge, radius, true], [half - edge, radius, true], [half, radius - edge]];
  turned(frame, from, axis, PAINT.SHELL, shell);
  for (const side of [-1, 1]) {
    const cap = [[half, radius - edge], [half + .004, radius - edge - .002], [half + .004, radius * .62]];
    turned(frame, from, axis.map(n => n * side), PAINT.JOINT + joint, cap);
    turned(frame, from, axis.map(n => n * side), PAINT.DARK, [[half + .004, radius * .62], [half - .002, radius * .56], [half - .002, 1e-5]]);
  }
}

// A joint whose axis runs along the arm: a dark seam with a ring of its colour.
function seam(frame, from, axis, radius, joint) {
  turned(frame, from, axis, PAINT.DARK, [[-.013, radius - .004], [-.011, radius], [-.006, radius], [-.006, radius]]);
  turned(frame, from, axis, PAINT.JOINT + joint, [[-.006, radius], [-.005, radius + .003], [.005, radius + .003], [.006, radius]]);
  turned(frame, from, axis, PAINT.DARK, [[.006, radius], [.011, radius], [.013, radius - .004]]);
}

// The base.
turned(0, [0, 0, 0], [0, 0, 1], PAINT.DARK, [[0, .118], [.012, .118], [.014, .112]]);
turned(0, [0, 0, 0], [0, 0, 1], PAINT.SHELL, [[.012, .108], [.03, .1, true], [.06, .082, true], [.11, .07, true], [.155, .064]]);
tube(0, [-.115, 0, .052], [-.01, 0, .075], .044, .06);
seam(0, [0, 0, .165], [0, 0, 1], .066, 0);
// From the first joint to the hand.
turned(1, [0, 0, -.158], [0, 0, 1], PAINT.SHELL, [[0, .062], [.04, .06, true], [.12, .062]]);
tube(1, [0, 0, -.06], [0, 0, 0], .062, .064);
drum(1, [0, 0, 0], [0, 1, 0], .086, .067, 1);
tube(2, [0, 0, 0], [0, -.09, 0], .062, .058);
turned(2, [0, -.05, 0], [0, -1, 0], PAINT.SHELL, [[0, .06], [.08, .058]]);
seam(2, [0, -.142, 0], [0, -1, 0], .06, 2);
turned(3, [0, 0, -.162], [0, 0, 1], PAINT.SHELL, [[0, .058], [.03, .056, true], [.07, .056]]);
tube(3, [0, 0, -.09], [.0825, 0, 0], .056, .056);
drum(3, [.0825, 0, 0], [0, 1, 0], .078, .06, 3);
tube(4, [0, 0, 0], [-.0825, .1, 0], .056, .054);
turned(4, [-.0825, .1, 0], [0, 1, 0], PAINT.SHELL, [[0, .054], [.04, .053]]);
seam(4, [-.0825, .153, 0], [0, 1, 0], .055, 4);
turned(5, [0, 0, -.219], [0, 0, 1], PAINT.SHELL, [[0, .053], [.02, .052, true], [.15, .046]]);
tube(5, [0, 0, -.09], [0, 0, 0], .047, .049);
drum(5, [0, 0, 0], [0, 1, 0], .068, .053, 5);
tube(6, [0, 0, 0], [.06, 0, 0], .049, .044);
tube(6, [.06, 0, 0], [.088, 0, 0], .044, .045);
turned(6, [.088, 0, 0], [0, -1, 0], PAINT.SHELL, [[-.052, 1e-5], [-.052, .034], [-.044, .043, true], [.048, .044]]);
seam(6, [.088, -.058, 0], [0, -1, 0], .046, 6);
turned(7, [0, 0, .068], [0, 0, 1], PAINT.SHELL, [[0, .044], [.012, .043, true], [.022, .038], [.022, .033]]);
turned(7, [0, 0, .09], [0, 0, 1], PAINT.METAL, [[0, .032], [.014, .032], [.017, .029], [.017, 1e-5]]);

// The middle of the arm, which its shadow is drawn from: frame, place, radius.
const SPINE = [
  [0, [0, 0, 0], .1], [0, [0, 0, .15], .065], [1, [0, 0, 0], .066], [2, [0, -.14, 0], .058], [3, [0, 0, -.09], .056],
  [3, [.0825, 0, 0], .058], [4, [-.0825, .1, 0], .054], [5, [0, 0, -.1], .05], [5, [0, 0, 0], .052], [6, [.088, 0, 0], .045],
  [7, [0, 0, .107], .03],
];

// The frames of base and joints, row by row, 12 numbers each.
function frames(q) {
  const all = [[1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]];
  for (let joint = 0; joint < JOINTS; joint++) {
    const [a, d, alpha] = run.joints[joint];
    const [ct, st, ca, sa] = [Math.cos(q[joint]), Math.sin(q[joint]), Math.cos(alpha), Math.sin(alpha)];
    const m = [ct, -st, 0, a, st * ca, ct * ca, -sa, -sa * d, st * sa, ct * sa, ca, ca * d];
    const p = all[joint];
    const t = new Array(12);
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 4; column++) {
        let sum = column === 3 ? p[4 * row + 3] : 0;
        for (let inner = 0; inner < 3; inner++) sum += p[4 * row + inner] * m[4 * inner + column];
        t[4 * row + column] = sum;
      }
    }
    all.push(t);
  }
  return all;
}

function placed(frame, [x, y, z]) {
  return [0, 4, 8].map(row => frame[row] * x + frame[row + 1] * y + frame[row + 2] * z + frame[row + 3]);
}
