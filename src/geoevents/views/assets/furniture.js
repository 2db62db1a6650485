// What stands around the map: legend below it, scale, the strip of whole countries, the hover note, messages.
(function () {
  "use strict";
  const geo = window.geoevents;

  function make(tag, name, parent, text) {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (text !== undefined) node.textContent = text;
    if (parent) parent.appendChild(node);
    return node;
  }

  // A small drawing for the legend, by the same hand as the map.
  function sample(parent, draw, width) {
    const ratio = window.devicePixelRatio || 1;
    const canvas = make("canvas", "ge-sample", parent);
    const w = width || 26;
    canvas.width = w * ratio;
    canvas.height = 26 * ratio;
    canvas.style.width = w + "px";
    canvas.style.height = "26px";
    canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    draw(context);
  }

  function entry(list, draw, text, width) {
    const item = make("li", "ge-entry", list);
    sample(item, draw, width);
    make("span", "", item, text);
  }

  function look(extra) {
    return (context) =>
      geo.symbol(context, Object.assign({ x: 13, y: 13, radius: 7.5, colour: "#4a4b52", shape: "circle", filled: true }, extra));
  }

  function legend(frame, config) {
    const box = make("details", "ge-legend", frame);
    box.open = window.innerWidth === 0 || window.innerWidth > 560;
    make("summary", "", box, "Legend");
    const types = make("ul", "", box);
    const signs = types;
    for (const family of config.families) {
      entry(types, look({ colour: family.colour, shape: family.shape, text: family.letter }), family.label);
    }
    entry(signs, look({}), "two or more origins");
    entry(signs, look({ filled: false }), "one origin");
    entry(signs, look({ filled: false, claimed: true }), "only claimed, hedged or disputed");
    entry(signs, look({ text: "3", radius: 8.5 }), "several here");
    entry(signs, look({ filled: false, radius: 7, share: [["#d55e00", 0.6], ["#0072b2", 0.4]], text: "5" }), "of several kinds");
    entry(signs, (c) => {
      c.beginPath(); c.setLineDash([5, 3]); c.rect(2, 5, 30, 16); c.strokeStyle = "#4a4b52"; c.lineWidth = 1.4; c.stroke();
      c.globalAlpha = 0.08; c.fillStyle = "#4a4b52"; c.fill(); c.globalAlpha = 1;
      geo.pill(c, 17, 13, "2", "#4a4b52");
    }, "in the region", 34);
    entry(signs, (c) => {
      c.beginPath(); c.setLineDash([2, 3]); c.arc(13, 13, 11, 0, 7); c.strokeStyle = "#4a4b52"; c.lineWidth = 1.4; c.stroke();
      c.setLineDash([]); look({ radius: 4.5, filled: false })(c);
    }, "near, within the ring");
    entry(signs, (c) => {
      c.beginPath(); c.arc(13, 13, 12, 0, 7); c.fillStyle = "rgba(74, 75, 82, 0.16)"; c.fill();
      c.strokeStyle = "rgba(74, 75, 82, 0.5)"; c.lineWidth = 1; c.stroke();
    }, "somewhere in the town");
    entry(signs, (c) => { c.beginPath(); c.moveTo(3, 20); c.lineTo(22, 6); c.strokeStyle = "#17171c"; c.lineWidth = 2; c.stroke();
      c.beginPath(); c.arc(22, 6, 3, 0, 7); c.fill(); }, "measured: to the border, or as claimed");
    entry(signs, (c) => { c.beginPath(); c.moveTo(0, 13); c.lineTo(26, 13); c.strokeStyle = "rgba(93, 95, 102, 0.18)"; c.lineWidth = 9; c.stroke();
      c.strokeStyle = "#5d5f66"; c.lineWidth = 1.5; c.stroke(); }, "border and its error");
    const credit = make("p", "ge-credit", box, config.border_words + " · " + config.credit);
    const overlay = make("li", "ge-entry", signs);
    sample(overlay, (c) => { c.beginPath(); c.moveTo(2, 18); c.lineTo(12, 8); c.lineTo(24, 12); c.strokeStyle = geo.OVERLAY_INK; c.lineWidth = 2.2; c.stroke(); });
    make("span", "", overlay, "your own overlay");
    overlay.hidden = true;
    box.credit = (more) => {
      overlay.hidden = !more;
      credit.textContent = config.border_words + " · " + config.credit + (more ? " · " + more : "");
    };
    return box;
  }

  geo.furniture = function (map, config, choose) {
    const container = map.getContainer();
    const frame = container.parentNode;
    const full = config.height || container.offsetHeight;
    const box = legend(frame, config);
    const fit = () => {
      container.style.height = Math.max(180, full - box.offsetHeight) + "px";
      map.invalidateSize({ animate: false, pan: false });
    };
    // The frame gets its width after the map was made, and a narrow legend is a high one: whenever it changes, fit anew.
    new ResizeObserver(fit).observe(box);
    window.addEventListener("resize", fit);
    fit();
    L.control.scale({ imperial: false, position: "bottomright", maxWidth: 110 }).addTo(map);
    const strip = make("div", "ge-strip", container);
    const tip = make("div", "ge-tip", container);
    const note = make("div", "ge-note", container);
    note.setAttribute("role", "status");
    strip.hidden = tip.hidden = note.hidden = true;
    L.DomEvent.disableClickPropagation(strip);
    // Where labels of the map must not go: what lies over it, in pixels of the map.
    const boxes = () => {
      const home = container.getBoundingClientRect();
      return [strip, ...container.querySelectorAll(".leaflet-control")]
        .map((node) => node.getBoundingClientRect())
        .filter((r) => r.width)
        .map((r) => ({ left: r.left - home.left, top: r.top - home.top, right: r.right - home.left, bottom: r.bottom - home.top }));
    };
    return {
      boxes: boxes,
      credit: box.credit,
      say: (text) => { note.textContent = text; note.hidden = !text; },
      tip: (thing, at) => showTip(tip, thing, at, container),
      countries: (list, families, selected) => showCountries(strip, list, selected, choose),
    };
  };

  // Events known to no more than a country stand in a strip: a pin anywhere in Russia would be a lie.
  function showCountries(strip, list, selected, choose) {
    strip.replaceChildren();
    strip.hidden = !list.length;
    if (!list.length) return;
    make("span", "ge-strip-title", strip, "Somewhere in");
    for (const country of list) {
      const chip = make("button", "ge-chip", strip, country.name + " " + geo.short(country.n));
      chip.type = "button";
      chip.setAttribute("aria-pressed", String(Boolean(selected) && selected.key === country.key));
      chip.addEventListener("click", () => choose(country.key));
    }
  }

  function showTip(tip, thing, at, container) {
    tip.hidden = !thing;
    if (!thing) return;
    tip.replaceChildren();
    const names = thing.names ? Array.from(new Set(thing.names)).slice(0, 4).join(", ") : thing.name;
    make("strong", "", tip, names || geo.short(thing.n) + " events");
    for (const line of thing.titles || []) make("div", "", tip, line);
    const rest = thing.n - (thing.titles || []).length;
    if (rest > 0 && !thing.cell) make("em", "", tip, "and " + rest + " more");
    if (thing.cell) make("em", "", tip, thing.n + (thing.key.startsWith("areas:") ? " events known to regions" : " events") + ": click to come closer");
    const left = Math.min(at.x + 14, container.offsetWidth - tip.offsetWidth - 6);
    const below = at.y + 16 + tip.offsetHeight < container.offsetHeight;
    tip.style.left = Math.max(4, left) + "px";
    tip.style.top = (below ? at.y + 16 : at.y - tip.offsetHeight - 12) + "px";
  }
})();
