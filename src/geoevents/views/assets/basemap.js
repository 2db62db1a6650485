// The quiet ground: land, borders of regions and countries, from files beside this page. No request leaves the machine.
(function () {
  "use strict";
  const geo = window.geoevents;
  const INK = {
    sea: "#e9eef2",
    coast: "#b9c4cd",
    land: "#ffffff",
    region: "#dcdcd8",
    border: "#5d5f66",
    band: "rgba(93, 95, 102, 0.16)",
  };
  const DETAIL_FROM_ZOOM = 6;
  const CELL = 10; // degrees
  const BAND_KM = 1.0; // 90 of 100 border points lie within this distance of OpenStreetMap's

  // A path is [x0, y0, dx1, dy1, …] in whole steps of 1/steps degree; it becomes unit Mercator coordinates.
  function decode(path, steps) {
    const out = new Float64Array(path.length);
    let x = 0;
    let y = 0;
    for (let i = 0; i < path.length; i += 2) {
      x += path[i];
      y += path[i + 1];
      const at = geo.mercator(x / steps, y / steps);
      out[i] = at[0];
      out[i + 1] = at[1];
    }
    return out;
  }

  function box(path) {
    let left = 2, top = 2, right = -1, bottom = -1;
    for (let i = 0; i < path.length; i += 2) {
      left = Math.min(left, path[i]);
      right = Math.max(right, path[i]);
      top = Math.min(top, path[i + 1]);
      bottom = Math.max(bottom, path[i + 1]);
    }
    return { left: left, top: top, right: right, bottom: bottom };
  }

  function prepare(raw) {
    const lines = (list) => (list || []).map((p) => decode(p, raw.steps)).map((p) => ({ paths: [p], box: box(p) }));
    return {
      land: raw.land.map((rings) => {
        const paths = rings.map((ring) => decode(ring, raw.steps));
        return { paths: paths, box: box(paths[0]) };
      }),
      region: lines(raw.region),
      border: { international: lines(raw.border.international), "de-facto": lines(raw.border["de-facto"]) },
    };
  }

  function trace(context, view, shapes, closed) {
    const s = view.scale, ox = view.originX, oy = view.originY;
    const left = ox / s, top = oy / s, right = (ox + view.width) / s, bottom = (oy + view.height) / s;
    context.beginPath();
    for (const shape of shapes) {
      const b = shape.box;
      if (b.right < left || b.left > right || b.bottom < top || b.top > bottom) continue;
      for (const path of shape.paths) {
        context.moveTo(path[0] * s - ox, path[1] * s - oy);
        for (let i = 2; i < path.length; i += 2) context.lineTo(path[i] * s - ox, path[i + 1] * s - oy);
        if (closed) context.closePath();
      }
    }
  }

  // `inlined` holds the files by their names, for a page that has no server behind it.
  geo.Basemap = function (folder, borderView, redraw, inlined) {
    this.get = (name) => {
      if (inlined) return inlined[name] ? Promise.resolve(inlined[name]) : Promise.reject(new Error("not inlined"));
      return fetch(folder + name).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))));
    };
    this.folder = folder;
    this.borderView = borderView;
    this.redraw = redraw;
    this.parts = new Map(); // name → prepared part, or null while it is on its way or where there is only sea
    this.known = null; // names of the detail files
    this.load("overview.json");
    this.get("index.json").then((index) => {
      this.known = new Set(index.detail);
      this.redraw();
    });
  };

  geo.Basemap.prototype.load = function (name) {
    if (this.parts.has(name)) return;
    this.parts.set(name, null);
    this.get(name)
      .then((raw) => {
        this.parts.set(name, prepare(raw));
        this.redraw();
      })
      .catch(() => this.parts.delete(name)); // asked for again at the next move
  };

  // The parts that cover the view: detail where it has arrived, else the overview.
  geo.Basemap.prototype.visible = function (view) {
    const overview = this.parts.get("overview.json");
    if (view.zoom < DETAIL_FROM_ZOOM || !this.known) return overview ? [overview] : [];
    const lonOf = (x) => ((view.originX + x) / view.scale - 0.5) * 360;
    const latOf = (y) => {
      const n = Math.PI * (1 - (2 * (view.originY + y)) / view.scale);
      return (Math.atan(Math.sinh(n)) * 180) / Math.PI;
    };
    const found = [];
    let missing = false;
    for (let x = Math.floor(lonOf(0) / CELL); x <= Math.floor(lonOf(view.width) / CELL); x++) {
      for (let y = Math.floor(latOf(view.height) / CELL); y <= Math.floor(latOf(0) / CELL); y++) {
        const name = "detail/" + x * CELL + "_" + y * CELL + ".json";
        if (!this.known.has(name)) continue;
        this.load(name);
        const part = this.parts.get(name);
        if (part) found.push(part);
        else missing = true;
      }
    }
    return missing && overview ? [overview] : found;
  };

  geo.Basemap.prototype.draw = function (context, view, onTiles) {
    const parts = this.visible(view);
    context.lineJoin = "round";
    if (!onTiles) {
      context.fillStyle = INK.sea;
      context.fillRect(0, 0, view.width, view.height);
      context.strokeStyle = INK.coast;
      context.lineWidth = 1.6;
      for (const part of parts) { trace(context, view, part.land, true); context.stroke(); }
      context.fillStyle = context.strokeStyle = INK.land;
      context.lineWidth = 0.7; // closes the hair lines between neighbours
      for (const part of parts) { trace(context, view, part.land, true); context.fill("evenodd"); context.stroke(); }
    }
    if (view.zoom >= 4) {
      context.strokeStyle = INK.region;
      context.lineWidth = view.zoom >= 6 ? 1 : 0.6;
      for (const part of parts) { trace(context, view, part.region, false); context.stroke(); }
    }
    const band = 2 * BAND_KM * view.pixelsPerKm;
    for (const part of parts) {
      trace(context, view, part.border[this.borderView] || part.border.international, false);
      if (band > 4) { context.strokeStyle = INK.band; context.lineWidth = band; context.stroke(); }
      context.strokeStyle = INK.border;
      context.lineWidth = view.zoom >= 6 ? 1.5 : 0.9;
      context.stroke();
    }
  };
})();
