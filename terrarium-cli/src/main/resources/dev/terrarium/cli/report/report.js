const audio = document.querySelector("audio");
const wave = document.querySelector(".wave");
const cursor = wave.appendChild(document.createElement("i"));
let end = Infinity;
let next;

cursor.className = "cursor";
cursor.hidden = true;

function follow() {
  cursor.hidden = false;
  cursor.style.left = `${(100 * audio.currentTime) / audio.duration}%`;
  if (audio.currentTime >= end) {
    audio.pause();
  }
  if (!audio.paused) {
    cancelAnimationFrame(next);
    next = requestAnimationFrame(follow);
  }
}

audio.addEventListener("play", follow);
audio.addEventListener("seeked", follow);
audio.addEventListener("pause", () => { end = Infinity; });

wave.addEventListener("click", event => {
  const span = event.target.closest(".span");
  const box = wave.getBoundingClientRect();
  event.preventDefault();
  if (!span && !(audio.duration > 0)) return;
  audio.currentTime = span ? Number(span.dataset.start) : audio.duration * (event.clientX - box.left) / box.width;
  end = span ? Number(span.dataset.end) : Infinity;
  audio.play();
});
