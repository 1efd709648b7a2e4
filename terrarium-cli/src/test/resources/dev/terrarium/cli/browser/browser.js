// What the script of a page needs of a browser. Nothing is painted: what is drawn is kept, and what a canvas would
// refuse, or pass over without a word, is an error.
(function (window, html, place) {
  const GLYPH = 6.4;
  const elements = [];
  const observers = [];
  const keys = [];
  let waiting = [];
  let asked = 0;

  // What the styles say of a name where it is light, which they say first.
  function style(name) {
    const found = new RegExp(`${name}:\\s*([^;]+);`).exec(html);
    if (!found) throw new Error(`${name} is asked of the styles, which do not have it`);
    return found[1];
  }

  function hue(h, s, l) {
    const channel = n => {
      const k = (n + h / 30) % 12;
      return Math.round(255 * (l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
    };
    return [0, 8, 4].map(n => channel(n).toString(16).padStart(2, "0")).join("");
  }

  // A colour as a canvas tells it.
  function colour(text) {
    const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text);
    if (hex) return "#" + (hex[1].length === 6 ? hex[1] : hex[1].replace(/./g, "$&$&")).toLowerCase();
    const hsl = /^hsl\((\d+) (\d+)% (\d+)%\)$/.exec(text);
    if (hsl) return "#" + hue(Number(hsl[1]), hsl[2] / 100, hsl[3] / 100);
    throw new Error(`${text} is taken for a colour`);
  }

  const STATE = ["fillStyle", "strokeStyle", "globalAlpha", "lineWidth", "font", "textAlign", "filter"];

  function context(canvas) {
    let [fillStyle, strokeStyle, dash] = ["#000000", "#000000", []];
    let path = [];
    const saved = [];

    function keep(what, numbers, more) {
      if (!numbers.every(number => Number.isFinite(number))) {
        throw new Error(`${canvas.id || "a canvas"} is told to draw ${what} at ${numbers.join(" ")}`);
      }
      if (!(it.globalAlpha >= 0 && it.globalAlpha <= 1)) throw new Error(`${what} with an alpha of ${it.globalAlpha}`);
      canvas.drawn.push(Object.assign({ what, numbers, alpha: it.globalAlpha, words: "", colour: "" }, more));
    }

    function trace(colour) {
      for (const part of path) {
        if (part.length === 3) keep("dot", part, { colour });
        if (part.length > 3) keep(dash.length > 0 ? "dashes" : "line", part, { colour });
      }
    }

    function write(text, x, y, colour) {
      const room = it.measureText(text).width;
      const left = { left: x, center: x - room / 2, right: x - room }[it.textAlign];
      keep("words", [left, y, room], { words: text, colour });
    }

    const it = {
      canvas, globalAlpha: 1, lineWidth: 1, font: "10px sans-serif", textAlign: "left", filter: "none",
      get fillStyle() { return fillStyle; },
      set fillStyle(text) { fillStyle = colour(text); },
      get strokeStyle() { return strokeStyle; },
      set strokeStyle(text) { strokeStyle = colour(text); },
      save() { saved.push(STATE.map(name => it[name])); },
      restore() { saved.pop().forEach((value, index) => { it[STATE[index]] = value; }); },
      setTransform() {},
      setLineDash(lengths) { dash = lengths; },
      measureText(text) { return { width: GLYPH * text.length }; },
      clearRect(x, y, width, height) {
        if (x === 0 && y === 0 && width >= canvas.width && height >= canvas.height) canvas.drawn = [];
      },
      fillRect(x, y, width, height) { keep("box", [x, y, width, height], { colour: fillStyle }); },
      fillText(text, x, y) { write(text, x, y, fillStyle); },
      strokeText(text, x, y) { write(text, x, y, strokeStyle); },
      beginPath() { path = []; },
      moveTo(x, y) { path.push([x, y]); },
      lineTo(x, y) { path.at(-1).push(x, y); },
      arc(x, y, radius) { path.push([x, y, radius]); },
      stroke() { trace(strokeStyle); },
      fill() { trace(fillStyle); },
      drawImage(image, ...numbers) {
        if (!(image.width > 0 && image.height > 0)) throw new Error("an image without a pixel is drawn");
        keep("image", numbers, { image });
      },
      createImageData(width, height) {
        if (!(width > 0 && height > 0)) throw new Error(`pixels are asked for: ${width} × ${height}`);
        return { width, height, data: new Uint8ClampedArray(4 * width * height) };
      },
      putImageData(image) { canvas.drawn = [{ what: "pixels", numbers: [], alpha: 1, words: "", colour: "", image }]; },
    };
    return it;
  }

  // Roughly as large as the page's styles make it.
  function size(it) {
    const room = Math.min(place.width, 1180) - 56;
    const isWide = place.width > 900;
    if (it.id === "stage") return [240, 160];
    if (/^(joint\d|pace)$/.test(it.id)) return [(room - 44) / (isWide ? 4 : 2) - 18, 150].map(Math.floor);
    if (/^(lateness|distance)$/.test(it.id)) return [room / (isWide ? 2 : 1) - 62, 264].map(Math.floor);
    return [room - 44, 180];
  }

  function element(tag, attributes) {
    const listeners = {};
    let classes = (attributes.class || "").split(" ").filter(name => name !== "");
    let [width, height] = [300, 150];
    let time = 0;
    let pen;
    const it = {
      tag, attributes, id: attributes.id || "", style: {}, dataset: {}, textContent: "", hidden: false, drawn: [],
      paused: true, duration: place.seconds || NaN,
      get currentTime() { return time; },
      set currentTime(value) {
        if (!Number.isFinite(value)) throw new Error(`the recording is to play from ${value}`);
        time = value;
      },
      get width() { return width; },
      set width(value) { width = pixels(value); it.drawn = []; },
      get height() { return height; },
      set height(value) { height = pixels(value); it.drawn = []; },
      get clientWidth() { return size(it)[0]; },
      get clientHeight() { return parseFloat(it.style.height) || size(it)[1]; },
      get className() { return classes.join(" "); },
      set className(names) { classes = names.split(" "); },
      classList: {
        contains: name => classes.includes(name),
        toggle: (name, isOn) => { classes = classes.filter(each => each !== name).concat(isOn ? [name] : []); },
      },
      setAttribute(name, value) { attributes[name] = String(value); },
      getContext() { return pen ??= context(it); },
      getBoundingClientRect() { return { left: 0, top: 0, width: it.clientWidth, height: it.clientHeight }; },
      setPointerCapture() {},
      appendChild(child) {
        child.parent = it;
        elements.push(child);
        return child;
      },
      addEventListener(kind, listener) { (listeners[kind] ??= []).push(listener); },
      querySelector(selector) {
        return elements.find(each => fits(each, selector) && lines(each).includes(it)) || null;
      },
      closest(selector) { return lines(it).find(each => fits(each, selector)) || null; },
      fire(kind, event) {
        (listeners[kind] ?? []).concat(it[`on${kind}`] ?? []).forEach(listener => listener(event));
      },
      play() { if (it.paused) { it.paused = false; it.fire("play", {}); } },
      pause() { if (!it.paused) { it.paused = true; it.fire("pause", {}); } },
    };
    for (const name of Object.keys(attributes)) {
      if (name.startsWith("data-")) it.dataset[name.slice(5)] = attributes[name];
    }
    return it;
  }

  function pixels(value) {
    if (!(value >= 0 && value === Math.floor(value))) throw new Error(`a canvas of ${value} pixels`);
    return value;
  }

  // Whether an element is one of `tag`, `.class`, `#id` or `[attribute]`.
  function fits(it, selector) {
    const name = selector.slice(1);
    if (selector[0] === ".") return it.classList.contains(name);
    if (selector[0] === "#") return it.id === name;
    if (selector[0] === "[") return name.slice(0, -1) in it.attributes;
    return it.tag === selector;
  }

  // An element, and those that it is in.
  function lines(it) {
    return it ? [it, ...lines(it.parent)] : [];
  }

  const EMPTY = ["meta", "input", "br", "hr", "img", "link"];
  const open = [];
  for (const [, end, tag, text] of html.matchAll(/<(\/?)(\w+)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*>/g)) {
    if (end) {
      while (open.length > 0 && open.pop().tag !== tag) continue;
    } else {
      const attributes = {};
      for (const [, name, value] of text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)) attributes[name] = value || "";
      const it = element(tag, attributes);
      it.parent = open.at(-1);
      elements.push(it);
      if (!EMPTY.includes(tag)) open.push(it);
    }
  }

  function find(selector, index = 0) {
    const found = elements.filter(each => fits(each, selector))[index];
    if (!found) throw new Error(`the page has no ${selector} of that number: ${index}`);
    return found;
  }

  if (place.record !== "") find("#record").textContent = place.record;

  window.document = {
    body: find("body"),
    documentElement: find("html"),
    getElementById: id => elements.find(each => each.id === id) || null,
    querySelector: selector => elements.find(each => fits(each, selector)) || null,
    querySelectorAll: selector => elements.filter(each => fits(each, selector)),
    createElement: tag => element(tag, {}),
    addEventListener: (kind, listener) => { if (kind === "keydown") keys.push(listener); },
  };
  window.location = { hash: place.hash };
  window.devicePixelRatio = 1;
  window.matchMedia = query => ({ matches: /reduced-motion/.test(query) && place.isCalm, addEventListener() {} });
  window.getComputedStyle = () => ({ getPropertyValue: style });
  window.requestAnimationFrame = call => { waiting.push([++asked, call]); return asked; };
  window.cancelAnimationFrame = number => { waiting = waiting.filter(each => each[0] !== number); };
  window.ResizeObserver = function (call) { this.observe = () => observers.push(call); };

  // What is on a canvas, what was drawn on others and then on it included.
  function drawn(canvas) {
    return canvas.drawn.flatMap(each => each.what === "image" ? drawn(each.image) : [each]);
  }

  return {
    frame(now) {
      const calls = waiting;
      waiting = [];
      calls.forEach(([, call]) => call(now));
    },
    waiting: () => waiting.length,
    resize(width) {
      place.width = width;
      observers.forEach(call => call());
    },
    fire(selector, index, kind, event) {
      const target = find(selector, index);
      const details = Object.assign({ target, preventDefault() {} }, event);
      lines(target).forEach(each => each.fire(kind, details));
    },
    press(key, selector) {
      keys.forEach(listener => listener({ key, target: find(selector), preventDefault() {} }));
    },
    get: (selector, name) => find(selector)[name],
    set: (selector, name, value) => { find(selector)[name] = value; },
    number: (selector, name) => Number(find(selector)[name]),
    attribute: (selector, name) => find(selector).attributes[name],
    drawn: selector => drawn(find(selector)).map(({ image, ...each }) => each),
    colour: name => colour(style(`--${name}`)),
  };
})
