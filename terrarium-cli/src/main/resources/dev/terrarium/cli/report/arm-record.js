// The run, as the page carries it: numbers in base64, times in µs since the run began.
const run = JSON.parse(document.getElementById("record").textContent);

function bytes(text) {
  return Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer;
}

const JOINTS = run.joints.length;
const HUES = [208, 168, 128, 46, 22, 338, 276];
const poses = {
  at: new Uint32Array(bytes(run.poses.at)),
  q: new Int16Array(bytes(run.poses.q)),
  wanted: new Int16Array(bytes(run.poses.wanted)),
  flange: new Int16Array(bytes(run.poses.flange)),
  goal: new Int16Array(bytes(run.poses.goal)),
};
const cycles = { at: new Uint32Array(bytes(run.cycles.at)), late: new Uint32Array(bytes(run.cycles.late)) };
const length = run.length;

const LAWS = {
  "0": "a law of one's own", "1": "impedance", "2": "pid", "3": "osc", "4": "osc_damped", "5": "torque", "6": "gravity",
  "-1": "gives way", "99": "comes to rest",
};
// By which numbers a law knows what is wanted: of joints, or of the flange.
const BY_JOINTS = new Set([1, 2]);
const BY_POSE = new Set([3, 4]);

// The first index of a sorted list whose value is above.
function above(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1; else high = middle;
  }
  return low;
}

const lawTimes = run.laws.map(law => law[0]);

function lawAt(time) {
  const index = above(lawTimes, time) - 1;
  return index < 0 ? run.laws[0]?.[1] ?? 0 : run.laws[index][1];
}

const questionTimes = run.questions.map(question => question[0]);

// The question that is open at a time, or undefined.
function questionAt(time) {
  const question = run.questions[above(questionTimes, time) - 1];
  return question && question[1] >= time ? question : undefined;
}

// Numbers of a pose between two that are there, or of the only one.
function between(list, width, scale, time, into) {
  const next = Math.min(above(poses.at, time), poses.at.length - 1);
  const before = Math.max(0, next - 1);
  const span = poses.at[next] - poses.at[before] || 1;
  const share = Math.min(1, Math.max(0, (time - poses.at[before]) / span));
  for (let index = 0; index < width; index++) {
    const from = list[before * width + index];
    into[index] = (from + (list[next * width + index] - from) * share) * scale;
  }
  return into;
}

function seconds(time, digits = 2) {
  return (time / 1e6).toFixed(digits);
}

// A time in µs with a unit that suits it.
function amount(time) {
  if (time < 1) return `${Math.round(time * 1000)} ns`;
  if (time < 1000) return `${time < 10 ? time.toFixed(1) : Math.round(time)} µs`;
  if (time < 1e6 && time % 1000 === 0) return `${time / 1000} ms`;
  return time < 1e6 ? `${(time / 1000).toFixed(time < 1e4 ? 2 : time < 1e5 ? 1 : 0)} ms` : `${(time / 1e6).toFixed(2)} s`;
}
