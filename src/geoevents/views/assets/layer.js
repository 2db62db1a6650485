// The events on the map. Text from reports reaches the page through textContent and fillText only: nothing is parsed.
(function () {
  "use strict";
  const geo = window.geoevents;
  const MERGE_WITHIN = 17; // pixels: symbols nearer to each other become one with a count

  // folium forbids zooming with two fingers, which people with weak eyes need.
  function zoomable() {
    for (const port of document.querySelectorAll("meta[name=viewport]")) port.setAttribute("content", "width=device-width, initial-scale=1");
  }

  geo.attach = function (map, config) {
    geo.layer = new geo.EventLayer(config).addTo(map);
    if (geo.pending) geo.layer.show(geo.pending);
  };
  // Called with every change of filters or selection, possibly before the map stands.
  geo.show = function (state) {
    geo.pending = state;
    if (geo.layer) geo.layer.show(state);
  };

  geo.EventLayer = L.Layer.extend({
    initialize: function (config) {
      this.config = config;
      this.families = new Map(config.families.map((family) => [family.id, family]));
      this.state = { query: "", selected: null };
      this.answer = { symbols: [], regions: [], countries: [], total: 0 };
      this.towns = [];
      this.shapes = new Map(); // region id → unit Mercator rings
      this.drawn = []; // what can be clicked
      this.clicks = 0;
      this.asked = 0;
    },

    onAdd: function (map) {
      this.map = map;
      map.attributionControl && map.attributionControl.setPrefix(false);
      map.createPane("geoevents-base").style.zIndex = 250;
      map.createPane("geoevents-events").style.zIndex = 450;
      const config = this.config;
      this.measure = new geo.Measure(map, () => this.sheet.redraw());
      this.pick = config.inline ? null : new geo.Pick(map, (at) => this.choose("point:" + (at ? at.map((v) => v.toFixed(6)).join(",") : "")), () => this.sheet.redraw());
      if (this.pick) { // one tool at a time
        this.measure.begun = () => this.pick.set(false);
        this.pick.begun = () => { if (this.measure.on) this.measure.toggle(); };
      }
      this.overlay = new geo.Overlay(() => this.sheet.redraw());
      this.basemap = new geo.Basemap(config.base + "basemap/", config.border_view, () => this.base && this.base.redraw(), config.ground);
      this.base = new geo.Sheet({
        pane: "geoevents-base", padding: 0.25,
        draw: (context, view) => this.basemap.draw(context, view, Boolean(this.state.tiles)),
      }).addTo(map);
      this.sheet = new geo.Sheet({
        pane: "geoevents-events", padding: 0.25, label: "Map of the events listed in the table below",
        draw: (context, view) => this.draw(context, view),
      }).addTo(map);
      this.furniture = geo.furniture(map, config, (key) => this.choose(key));
      map.on("moveend", this.ask, this);
      map.on("click", this.clicked, this);
      map.on("mousemove", this.hovered, this);
      map.on("resize", this.fit, this);
      for (const kind of ["pointerdown", "wheel", "keydown"]) {
        map.getContainer().addEventListener(kind, () => { this.touched = true; }, { passive: true });
      }
      map.on("mouseout", () => this.furniture.tip(null));
      if (config.inline) this.receive(config.inline);
      else this.ask();
    },

    onRemove: function (map) {
      map.off("moveend", this.ask, this).off("click", this.clicked, this).off("mousemove", this.hovered, this);
      this.base.remove();
      this.sheet.remove();
    },

    show: function (state) {
      const moved = state.fit && state.fit_key !== this.fitKey;
      this.fitKey = state.fit_key;
      const changed = state.query !== this.state.query || state.version !== this.state.version;
      this.state = state;
      if (this.pick) this.pick.show(state.pick || null);
      this.overlay.show(state.overlay || null, this.config.base, this.furniture.say);
      this.furniture.credit(state.overlay ? state.overlay.credit : "");
      if (moved) {
        this.touched = false;
        this.fit();
      }
      if (changed || moved) this.ask();
      else this.sheet.redraw();
      this.base.redraw();
    },

    // Look at what was asked for, again when the frame gets its size, until a person takes the map in hand.
    fit: function () {
      if (this.touched || !this.state.fit) return;
      this.map.fitBounds(this.state.fit, { padding: [46, 46], maxZoom: 9, animate: false });
    },

    // Ask the server for what lies in view; an answer that was overtaken by a later one is dropped.
    ask: function () {
      if (this.config.inline || !this.state.query) return;
      const number = ++this.asked;
      const bounds = this.map.getBounds().pad(0.25);
      const where = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((v) => v.toFixed(4));
      const view = "bbox=" + where.join(",") + "&zoom=" + Math.floor(this.map.getZoom());
      const get = (path) =>
        fetch(this.config.base + path).then((r) => (r.ok ? r.json() : Promise.reject(new Error("HTTP " + r.status))));
      get("points?" + view + "&" + this.state.query)
        .then((answer) => { if (number === this.asked) this.receive(answer); })
        .catch((error) => { if (number === this.asked) this.furniture.say("The events of this view could not be fetched (" + error.message + ")."); });
      get("towns?" + view)
        .then((towns) => { if (number === this.asked) { this.towns = towns; this.sheet.redraw(); } })
        .catch(() => undefined); // a map without town names is still a map; the next move asks again
    },

    receive: function (answer) {
      this.answer = answer;
      zoomable();
      this.furniture.say("");
      this.furniture.countries(answer.countries, this.families, this.state.selected);
      if (answer.towns) this.towns = answer.towns;
      for (const region of answer.regions) if (!region.cell) this.fetchShape(region.place);
      this.sheet.redraw();
      geo.ready = (geo.ready || 0) + 1; // for tests and the benchmark: a view has been drawn
    },

    fetchShape: function (place) {
      if (this.shapes.has(place)) return;
      this.shapes.set(place, null);
      const given = this.config.inline && this.config.inline.shapes && this.config.inline.shapes[place];
      const answer = given ? Promise.resolve(given)
        : fetch(this.config.base + "region?place=" + encodeURIComponent(place)).then((r) => r.json());
      answer.then((rings) => {
        this.shapes.set(place, rings.map((ring) => ring.map((at) => geo.mercator(at[0], at[1]))));
        this.redrawSoon();
      }).catch(() => this.shapes.delete(place));
    },

    // Hundreds of outlines come one by one: they are drawn together.
    redrawSoon: function () {
      if (this.waiting) return;
      this.waiting = setTimeout(() => { this.waiting = null; this.sheet.redraw(); }, 60);
    },

    // ---- drawing, from the ground up
    draw: function (context, view) {
      this.drawn = [];
      const room = new geo.Room(view.shown);
      for (const box of this.furniture ? this.furniture.boxes() : []) {
        room.take(box.left + view.shown.left, box.top + view.shown.top, box.right + view.shown.left, box.bottom + view.shown.top);
      }
      const selected = this.state.selected;
      const symbols = this.gathered(view);
      for (const region of this.answer.regions) this.drawRegion(context, view, region);
      this.overlay.draw(context, view);
      for (const symbol of symbols) this.drawReach(context, view, symbol);
      const line = selected && selected.line && selected.line.length ? selected.line.map((at) => view.point(at[0], at[1])) : null;
      if (line) this.drawLine(context, line, room);
      for (const symbol of symbols) {
        symbol.reach = this.radius(symbol) + (this.isSelected(symbol) ? 8 : Object.keys(symbol.families).length > 1 ? 6 : 3);
        room.take(symbol.x - symbol.reach, symbol.y - symbol.reach, symbol.x + symbol.reach, symbol.y + symbol.reach);
      }
      for (const symbol of symbols) this.drawSymbol(context, symbol);
      const pills = this.answer.regions.map((region) => this.drawPill(context, view, region, room));
      if (line && selected.label) {
        const from = line[0], to = line[line.length - 1];
        const x = (from[0] + to[0]) / 2, y = (from[1] + to[1]) / 2, shown = view.shown;
        if (x > shown.left && x < shown.right && y > shown.top && y < shown.bottom) room.tag(context, selected.label, x, y, shown);
      }
      this.measure.draw(context, view, room);
      if (this.pick) this.pick.draw(context, view, room);
      this.writeNames(context, symbols, pills, room);
      this.overlay.label(context, view, room);
      this.writeTowns(context, view, symbols, room);
    },

    // Symbols whose discs would lie on each other are drawn as one; its count is theirs.
    gathered: function (view) {
      const out = [];
      const ordered = this.answer.symbols.slice().sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1));
      for (const symbol of ordered) {
        const at = view.point(symbol.lon, symbol.lat);
        const reach = (other) => Math.max(MERGE_WITHIN, 0.75 * (this.radius(symbol) + this.radius(other)));
        const near = out.find((o) => Math.hypot(o.x - at[0], o.y - at[1]) < reach(o));
        if (!near) {
          out.push(Object.assign({}, symbol, { x: at[0], y: at[1], families: Object.assign({}, symbol.families) }));
          continue;
        }
        near.n += symbol.n;
        near.cell = true;
        near.filled = near.filled || symbol.filled;
        near.claimed = near.claimed && symbol.claimed;
        near.names = (near.names || [near.name]).concat(symbol.name);
        near.keys = (near.keys || [near.key]).concat(symbol.key);
        for (const [family, count] of Object.entries(symbol.families)) near.families[family] = (near.families[family] || 0) + count;
      }
      return out;
    },

    isSelected: function (thing) {
      const selected = this.state.selected;
      return Boolean(selected) && (thing.keys || [thing.key]).includes(selected.key);
    },

    leading: function (families) {
      const best = Object.entries(families).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0];
      return this.families.get(best[0]) || this.families.get("other");
    },

    drawRegion: function (context, view, region) {
      const rings = this.shapes.get(region.place);
      if (!rings) return;
      const family = this.leading(region.families);
      context.save();
      context.beginPath();
      for (const ring of rings) {
        ring.forEach((at, i) => {
          const x = at[0] * view.scale - view.originX, y = at[1] * view.scale - view.originY;
          if (i) context.lineTo(x, y);
          else context.moveTo(x, y);
        });
        context.closePath();
      }
      const chosen = this.isSelected(region);
      context.globalAlpha = chosen ? 0.16 : 0.07;
      context.fillStyle = family.colour;
      context.fill("evenodd");
      context.globalAlpha = 1;
      context.setLineDash([6, 4]);
      context.strokeStyle = family.colour;
      context.lineWidth = chosen ? 2.4 : 1.4;
      context.stroke();
      context.restore();
    },

    // How far the place reaches: a dashed ring for "near", a faint disc for a town that is larger than its symbol.
    drawReach: function (context, view, symbol) {
      if (symbol.cell) return;
      const family = this.leading(symbol.families);
      const circle = (km) => { context.beginPath(); context.arc(symbol.x, symbol.y, km * view.pixelsPerKm, 0, 2 * Math.PI); };
      context.save();
      if (symbol.radius_km && symbol.radius_km * view.pixelsPerKm > 14) {
        circle(symbol.radius_km);
        context.globalAlpha = 0.1;
        context.fillStyle = family.colour;
        context.fill();
        context.globalAlpha = 0.5;
        context.strokeStyle = family.colour;
        context.lineWidth = 1;
        context.stroke();
        context.globalAlpha = 1;
        symbol.wide = symbol.radius_km * view.pixelsPerKm > 30;
      }
      if (symbol.near_km) {
        circle(Math.max(symbol.near_km, 15 / view.pixelsPerKm));
        context.setLineDash([2, 4]);
        context.lineWidth = 1.6;
        context.strokeStyle = family.colour;
        context.stroke();
      }
      context.restore();
    },

    drawLine: function (context, line, room) {
      context.save();
      context.lineCap = "round";
      for (const [colour, width] of [["#ffffff", 5], ["#17171c", 2]]) {
        context.beginPath();
        line.forEach((at, i) => (i ? context.lineTo(at[0], at[1]) : context.moveTo(at[0], at[1])));
        context.strokeStyle = colour;
        context.lineWidth = width;
        context.stroke();
      }
      const end = line[line.length - 1];
      context.beginPath();
      context.arc(end[0], end[1], 3.5, 0, 2 * Math.PI);
      context.fillStyle = "#17171c";
      context.fill();
      context.restore();
      room.take(end[0] - 5, end[1] - 5, end[0] + 5, end[1] + 5);
    },

    radius: (symbol) => (symbol.n === 1 ? 8.5 : Math.min(24, 9.5 + 2.2 * Math.log2(symbol.n))),

    drawSymbol: function (context, symbol) {
      const family = this.leading(symbol.families);
      const radius = this.radius(symbol);
      const share = Object.entries(symbol.families).sort((a, b) => b[1] - a[1])
        .map(([id, count]) => [(this.families.get(id) || this.families.get("other")).colour, count / symbol.n]);
      if (this.isSelected(symbol)) {
        context.save();
        context.beginPath();
        context.arc(symbol.x, symbol.y, radius + 7.5, 0, 2 * Math.PI);
        context.strokeStyle = "#17171c";
        context.lineWidth = 2.2;
        context.stroke();
        context.restore();
      }
      geo.symbol(context, {
        x: symbol.x, y: symbol.y, radius: radius, colour: family.colour, filled: symbol.filled, claimed: symbol.claimed,
        shape: share.length > 1 ? "circle" : family.shape, share: share,
        text: symbol.n === 1 ? family.letter : geo.short(symbol.n),
      });
      this.drawn.push({ x: symbol.x, y: symbol.y, reach: radius + 4, thing: symbol });
    },

    // The count of a region stands near its middle, moved aside where a symbol lies there.
    drawPill: function (context, view, region, room) {
      const at = view.point(region.lon, region.lat);
      let spot = [at[0], at[1]];
      for (const [dx, dy] of [[0, 0], [0, -30], [30, 0], [-30, 0], [0, 30], [42, -30], [-42, -30], [42, 30], [-42, 30]]) {
        const x = at[0] + dx, y = at[1] + dy;
        if (room.free({ left: x - 17, top: y - 12, right: x + 17, bottom: y + 12 })) { spot = [x, y]; break; }
      }
      const family = this.leading(region.families);
      const width = geo.pill(context, spot[0], spot[1], geo.short(region.n), family.colour, region.claimed);
      room.take(spot[0] - width / 2 - 2, spot[1] - 12, spot[0] + width / 2 + 2, spot[1] + 12);
      this.drawn.push({ x: spot[0], y: spot[1], reach: 15, thing: region });
      return { x: spot[0], y: spot[1], region: region, colour: family.colour };
    },

    writeNames: function (context, symbols, pills, room) {
      const ordered = symbols.slice().sort((a, b) => this.isSelected(b) - this.isSelected(a) || b.n - a.n);
      for (const symbol of ordered) {
        if (!symbol.name || (symbol.cell && !symbol.names)) continue;
        const more = symbol.names ? new Set(symbol.names).size - 1 : 0;
        const text = more > 0 ? symbol.name + " +" + more : symbol.wide ? "somewhere in " + symbol.name : symbol.name;
        room.label(context, text, symbol.x, symbol.y, { font: "700 13px " + geo.FONT, size: 13, gap: symbol.reach + 5, colour: "#17171c" });
      }
      for (const pill of pills) {
        room.label(context, pill.region.name.toUpperCase(), pill.x, pill.y, {
          font: "600 10.5px " + geo.FONT, size: 11, gap: 21, colour: pill.colour, spread: true,
        });
      }
    },

    writeTowns: function (context, view, symbols, room) {
      const named = new Set(symbols.flatMap((s) => s.names || [s.name]));
      for (const town of this.towns) {
        if (named.has(town.name)) continue;
        const at = view.point(town.lon, town.lat);
        if (!room.free({ left: at[0] - 2, top: at[1] - 2, right: at[0] + 2, bottom: at[1] + 2 })) continue;
        const bold = town.rank >= 2;
        const style = { font: (bold ? "600 12.5px " : "400 12px ") + geo.FONT, size: 12, gap: 6, colour: bold ? "#45464d" : "#6b6c73" };
        if (!room.label(context, town.name, at[0], at[1], style)) continue;
        room.take(at[0] - 3, at[1] - 3, at[0] + 3, at[1] + 3);
        context.beginPath();
        context.arc(at[0], at[1], bold ? 2.4 : 1.9, 0, 2 * Math.PI);
        context.fillStyle = style.colour;
        context.fill();
      }
    },

    // ---- pointing
    under: function (point) {
      const shift = this.sheet.view().shown;
      const x = point.x + shift.left, y = point.y + shift.top;
      const hits = this.drawn.filter((d) => Math.hypot(d.x - x, d.y - y) <= d.reach);
      hits.sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y));
      return hits.length ? hits[0].thing : null;
    },

    hovered: function (event) {
      const tool = this.measure.on || (this.pick && this.pick.on);
      const thing = tool ? null : this.under(event.containerPoint);
      this.map.getContainer().style.cursor = tool ? "crosshair" : thing ? "pointer" : "";
      this.furniture.tip(thing, event.containerPoint);
    },

    clicked: function (event) {
      if (this.measure.on) {
        this.measure.add(event.latlng);
        return;
      }
      if (this.pick && this.pick.on) {
        this.pick.add(event.latlng);
        return;
      }
      const thing = this.under(event.containerPoint);
      if (!thing) return;
      if (thing.cell) this.map.setView([thing.lat, thing.lon], Math.min(this.map.getZoom() + 2, this.map.getMaxZoom()));
      else this.choose(thing.key);
    },

    // Hands the key to streamlit-folium, which passes on the tooltip of a clicked layer; the number makes each click new.
    choose: function (key) {
      if (this.config.inline) { // a file of its own: no server to tell
        geo.chosen(key);
        return;
      }
      this.clicks += 1;
      const token = encodeURIComponent(key) + "#" + this.clicks;
      this._tooltip = { _content: token };
      this.getTooltip = () => ({ getContent: () => token });
      this.fire("click", { latlng: this.map.getCenter(), sourceTarget: this });
      this._tooltip = null;
    },
  });

  geo.short = function (n) {
    if (n < 1000) return String(n);
    return n < 1e6 ? (n / 1000).toFixed(n < 1e4 ? 1 : 0).replace(".0", "") + "k" : (n / 1e6).toFixed(1).replace(".0", "") + "M";
  };
})();
