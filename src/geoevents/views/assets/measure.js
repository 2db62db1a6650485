// Measuring on the map: two clicks, the geodesic distance on the WGS84 ellipsoid between them, printed with its unit.
(function () {
  "use strict";
  const geo = window.geoevents;
  const A = 6378.137, F = 1 / 298.257223563, B = A * (1 - F); // km
  const RAD = Math.PI / 180;

  // Distance in km and bearing in degrees from the first point to the second, [longitude, latitude] each (Vincenty 1975).
  // The iteration does not settle for points that lie nearly opposite each other: null.
  geo.geodesic = function (from, to) {
    const L = (((to[0] - from[0]) % 360) + 540) % 360 - 180;
    const u1 = Math.atan((1 - F) * Math.tan(from[1] * RAD)), u2 = Math.atan((1 - F) * Math.tan(to[1] * RAD));
    const s1 = Math.sin(u1), c1 = Math.cos(u1), s2 = Math.sin(u2), c2 = Math.cos(u2);
    let lambda = L * RAD;
    for (let turn = 0; turn < 200; turn++) {
      const sl = Math.sin(lambda), cl = Math.cos(lambda);
      const sinSigma = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
      if (sinSigma === 0) return { km: 0, bearing: 0 };
      const cosSigma = s1 * s2 + c1 * c2 * cl, sigma = Math.atan2(sinSigma, cosSigma);
      const sinAlpha = (c1 * c2 * sl) / sinSigma, cos2Alpha = 1 - sinAlpha * sinAlpha;
      const cosM = cos2Alpha ? cosSigma - (2 * s1 * s2) / cos2Alpha : 0;
      const C = (F / 16) * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha));
      const before = lambda;
      lambda = L * RAD + (1 - C) * F * sinAlpha * (sigma + C * sinSigma * (cosM + C * cosSigma * (2 * cosM * cosM - 1)));
      if (Math.abs(lambda) > Math.PI * 1.001) return null;
      if (Math.abs(lambda - before) > 1e-12) continue;
      const uu = (cos2Alpha * (A * A - B * B)) / (B * B);
      const a = 1 + (uu / 16384) * (4096 + uu * (-768 + uu * (320 - 175 * uu)));
      const b = (uu / 1024) * (256 + uu * (-128 + uu * (74 - 47 * uu)));
      const m2 = 2 * cosM * cosM - 1;
      const delta = b * sinSigma * (cosM + (b / 4) * (cosSigma * m2 -
        (b / 6) * cosM * (4 * sinSigma * sinSigma - 3) * (4 * cosM * cosM - 3)));
      const bearing = Math.atan2(c2 * Math.sin(lambda), c1 * s2 - s1 * c2 * Math.cos(lambda)) / RAD;
      return { km: B * a * (sigma - delta), bearing: (bearing + 360) % 360 };
    }
    return null;
  };

  // Points on the great circle between two points, for drawing the way that was measured.
  geo.arc = function (from, to, steps) {
    const vector = (p) => [Math.cos(p[1] * RAD) * Math.cos(p[0] * RAD), Math.cos(p[1] * RAD) * Math.sin(p[0] * RAD), Math.sin(p[1] * RAD)];
    const p = vector(from), q = vector(to);
    const angle = Math.acos(Math.max(-1, Math.min(1, p[0] * q[0] + p[1] * q[1] + p[2] * q[2])));
    if (angle < 1e-9) return [from, to];
    const out = [];
    let before = from[0];
    for (let i = 0; i <= steps; i++) {
      const f = Math.sin((1 - i / steps) * angle) / Math.sin(angle), g = Math.sin((i / steps) * angle) / Math.sin(angle);
      const v = [f * p[0] + g * q[0], f * p[1] + g * q[1], f * p[2] + g * q[2]];
      let lon = Math.atan2(v[1], v[0]) / RAD;
      while (lon - before > 180) lon -= 360; // over the date line the way goes on, it does not jump
      while (before - lon > 180) lon += 360;
      before = lon;
      out.push([lon, Math.atan2(v[2], Math.hypot(v[0], v[1])) / RAD]);
    }
    return out;
  };

  geo.distanceWords = function (found) {
    if (!found) return "nearly opposite points of the earth: about 20,000 km";
    const digits = found.km < 10 ? 2 : found.km < 1000 ? 1 : 0;
    const km = found.km.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return km + " km, bearing " + Math.round(found.bearing) + "°";
  };

  geo.Measure = function (map, redraw) {
    this.on = false;
    this.points = [];
    this.map = map;
    this.redraw = redraw;
    const bar = L.DomUtil.create("div", "leaflet-bar leaflet-control ge-tools");
    this.button = L.DomUtil.create("button", "ge-tool", bar);
    this.button.type = "button";
    this.button.textContent = "Measure";
    this.button.setAttribute("aria-pressed", "false");
    this.button.title = "Measure a distance: two clicks, or Enter at the cross";
    L.DomEvent.disableClickPropagation(bar);
    this.button.addEventListener("click", () => this.toggle());
    const control = new L.Control({ position: "topleft" });
    control.onAdd = () => bar;
    control.addTo(map);
    this.said = L.DomUtil.create("div", "ge-measured", map.getContainer());
    this.said.setAttribute("role", "status");
    this.said.hidden = true;
    map.getContainer().addEventListener("keydown", (event) => this.key(event));
  };
  geo.Measure.prototype = {
    toggle: function () {
      this.on = !this.on;
      if (this.on && this.begun) this.begun();
      this.points = [];
      this.button.setAttribute("aria-pressed", String(this.on));
      this.say(this.on ? "Click the first point, or move the map and press Enter." : "");
      this.redraw();
    },
    say: function (text) {
      this.said.textContent = text;
      this.said.hidden = !text;
    },
    key: function (event) {
      if (!this.on || event.target !== this.map.getContainer()) return;
      if (event.key === "Escape") this.toggle();
      else if (event.key === "Enter") this.add(this.map.getCenter());
    },
    add: function (at) {
      if (this.points.length === 2) this.points = [];
      const place = at.wrap();
      this.points.push([place.lng, place.lat]);
      if (this.points.length === 1) this.say("Click the second point.");
      else this.say(geo.distanceWords(this.found()) + " (geodesic, WGS84)");
      this.redraw();
    },
    found: function () {
      return this.points.length === 2 ? geo.geodesic(this.points[0], this.points[1]) : null;
    },
    draw: function (context, view, room) {
      if (!this.on) return;
      context.save();
      const line = this.points.length === 2 ? geo.arc(this.points[0], this.points[1], 96) : this.points;
      const drawn = line.map((at) => view.point(at[0], at[1]));
      for (const [colour, width] of [["#ffffff", 5], ["#7a3b00", 2.4]]) {
        context.beginPath();
        drawn.forEach((at, i) => (i ? context.lineTo(at[0], at[1]) : context.moveTo(at[0], at[1])));
        context.strokeStyle = colour;
        context.lineWidth = width;
        context.setLineDash(width > 3 ? [] : [7, 4]);
        context.stroke();
      }
      context.setLineDash([]);
      context.fillStyle = "#7a3b00";
      for (const at of drawn.length > 1 ? [drawn[0], drawn[drawn.length - 1]] : drawn) {
        context.beginPath();
        context.arc(at[0], at[1], 4, 0, 2 * Math.PI);
        context.fill();
      }
      if (this.points.length < 2) geo.cross(context, view, "#7a3b00");
      context.restore();
      if (this.points.length === 2) {
        const middle = drawn[Math.floor(drawn.length / 2)];
        room.tag(context, geo.distanceWords(this.found()).split(",").slice(0, -1).join(",") || geo.distanceWords(null), middle[0], middle[1], view.shown);
      }
    },
  };

  // Where Enter sets a point: the middle of the map.
  geo.cross = function (context, view, colour) {
    const x = (view.shown.left + view.shown.right) / 2, y = (view.shown.top + view.shown.bottom) / 2;
    context.save();
    context.beginPath();
    context.moveTo(x - 9, y); context.lineTo(x + 9, y); context.moveTo(x, y - 9); context.lineTo(x, y + 9);
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.stroke();
    context.restore();
  };
})();
