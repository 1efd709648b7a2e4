// Time: one for the arm and all charts. It plays as fast as it was, or slower, or faster.
const ui = Object.fromEntries(["play", "slider", "clock", "law", "python"].map(id => [id, document.getElementById(id)]));
const speeds = [...document.querySelectorAll("[data-speed]")];
const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const player = { time: 0, speed: 1, isPlaying: false, last: 0, go, play };

ui.slider.max = length;

function go(time) {
  player.time = Math.min(length, Math.max(0, time));
  player.isStale = true;
}

function play(isPlaying) {
  if (isPlaying && player.time >= length) player.time = 0;
  player.isPlaying = isPlaying;
  ui.play.setAttribute("aria-label", isPlaying ? "Pause" : "Play");
  ui.play.classList.toggle("on", isPlaying);
  player.last = 0;
  player.isStale = true;
}

function setSpeed(speed) {
  player.speed = speed;
  speeds.forEach(button => button.setAttribute("aria-pressed", Number(button.dataset.speed) === speed));
}

// Tells in words what goes on.
function tell(time) {
  ui.slider.value = time;
  ui.slider.setAttribute("aria-valuetext", `${seconds(time)} s`);
  ui.clock.textContent = `${seconds(time)} s`;
  const isOver = time > cycles.at.at(-1);
  const law = lawAt(time);
  ui.law.textContent = isOver ? "the loop has ended" : law === -1 ? "the arm gives way" : law === 99 ? "the arm comes to rest" : `law: ${LAWS[law] ?? law}`;
  ui.law.className = isOver ? "chip quiet" : law === -1 ? "chip bad" : law === 99 ? "chip wait" : "chip";
  const question = questionAt(time);
  const isLong = question && question[1] - question[0] > 50_000;
  ui.python.textContent = isLong
    ? (question[2] === "interrupted" ? "Python is stuck" : "Python is blocked") + ` · ${Math.round((time - question[0]) / 1000)} ms`
    : questionTimes.length === 0 ? "Python is not asked" : time < questionTimes[0] ? "Python is not asked yet" : isOver || time > run.questions.at(-1)[1] ? "Python is not asked any more" : "Python answers";
  ui.python.className = isLong ? "chip bad" : "chip python";
}

function frame(now) {
  if (player.last && player.isPlaying) {
    player.time = Math.min(length, player.time + (now - player.last) * 1000 * player.speed);
    player.isStale = true;
    if (player.time >= length) play(false);
  }
  player.last = now;
  if (!camera.isHeld && !isCalm && (player.isPlaying || player.isStale)) {
    camera.turn = .58 + .3 * Math.sin(player.time / 1e6 * .42);
    camera.rise = .24 + .07 * Math.sin(player.time / 1e6 * .29 + 1);
  }
  if (player.isStale) {
    player.isStale = false;
    tell(player.time);
    drawScene(player.time);
    drawCursors(player.time);
  }
  requestAnimationFrame(frame);
}

function renew() {
  readColours();
  drawCharts();
  player.isStale = true;
}

stage.addEventListener("pointerdown", event => {
  let { clientX, clientY } = event;
  stage.setPointerCapture(event.pointerId);
  camera.isHeld = true;
  stage.onpointermove = move => {
    camera.turn -= (move.clientX - clientX) / 160;
    camera.rise = Math.min(1.3, Math.max(.02, camera.rise + (move.clientY - clientY) / 220));
    ({ clientX, clientY } = move);
    player.isStale = true;
  };
  stage.onpointerup = stage.onpointercancel = () => { stage.onpointermove = null; };
});
stage.addEventListener("dblclick", () => { camera.isHeld = false; player.isStale = true; });
ui.play.addEventListener("click", () => play(!player.isPlaying));
ui.slider.addEventListener("input", () => go(Number(ui.slider.value)));
speeds.forEach(button => button.addEventListener("click", () => setSpeed(Number(button.dataset.speed))));
document.querySelectorAll("[data-go]").forEach(button => button.addEventListener("click", () => { go(Number(button.dataset.go)); play(true); }));
document.addEventListener("keydown", event => {
  if (event.target !== document.body) return;
  if (event.key === " ") { event.preventDefault(); play(!player.isPlaying); }
  if (event.key === "ArrowLeft") go(player.time - 50_000);
  if (event.key === "ArrowRight") go(player.time + 50_000);
});
new ResizeObserver(renew).observe(document.querySelector("main"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", renew);

// `#t=8.5` shows that second.
const asked = /^#t=(\d+(\.\d+)?)$/.exec(location.hash);
renew();
if (asked) go(Number(asked[1]) * 1e6); else play(!isCalm);
requestAnimationFrame(frame);
