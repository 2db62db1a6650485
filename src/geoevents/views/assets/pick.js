// Setting a point by hand: one click, or Enter at the cross in the middle; the page is told where, and draws what came of it.
(function () {
  "use strict";
  const geo = window.geoevents;
  const INK = "#17171c";

  // `tell` hands over the point as [longitude, latitude], or null when the person left off.
  geo.Pick = function (map, tell, redraw) {
    this.on = false;
    this.map = map;
    this.tell = tell;
    this.redraw = redraw;
    this.turn = 0;
    this.at = null;
    const bar = L.DomUtil.create("div", "leaflet-bar leaflet-control ge-tools");
    this.button = L.DomUtil.create("button", "ge-tool", bar);
    this.button.type = "button";
    this.button.textContent = "Set point";
    this.button.setAttribute("aria-pressed", "false");
    this.button.title = "Set a point: for the selected event, or for a place of your own. One click, or Enter at the cross";
    L.DomEvent.disableClickPropagation(bar);
    this.button.addEventListener("click", () => { this.set(!this.on); if (!this.on) this.leave(); });
    const control = new L.Control({ position: "topleft" });
    control.onAdd = () => bar;
    control.addTo(map);
    this.said = L.DomUtil.create("div", "ge-asked", map.getContainer());
    this.said.setAttribute("role", "status");
    this.said.hidden = true;
    map.getContainer().addEventListener("keydown", (event) => this.key(event));
  };
  geo.Pick.prototype = {
    // What the page says: `on` counts once for each `turn`, `at` and `radius_km` always.
    show: function (state) {
      this.at = state ? state.at : null;
      this.radius = (state && state.radius_km) || 0;
      if (state && state.turn !== this.turn) {
        this.turn = state.turn;
        this.set(state.on);
        if (state.on) this.map.getContainer().focus({ preventScroll: false });
      }
    },
    set: function (on) {
      this.on = on;
      this.button.setAttribute("aria-pressed", String(on));
      this.said.textContent = on ? "Click the place, or move the map and press Enter. Escape leaves it." : "";
      this.said.hidden = !on;
      if (on && this.begun) this.begun();
      this.redraw();
    },
    leave: function () {
      if (this.at) this.tell(null);
    },
    key: function (event) {
      if (!this.on || event.target !== this.map.getContainer()) return;
      if (event.key === "Escape") { this.set(false); this.leave(); }
      else if (event.key === "Enter") this.add(this.map.getCenter());
    },
    add: function (at) {
      const place = at.wrap();
      this.at = [place.lng, place.lat];
      this.set(false);
      this.tell(this.at);
    },
    draw: function (context, view, room) {
      if (this.at) this.mark(context, view.point(this.at[0], this.at[1]), view, room);
      if (this.on) geo.cross(context, view, INK);
    },
    // The point: a cross in a ring that no symbol of events looks like, and how far the place reaches.
    mark: function (context, at, view, room) {
      const [x, y] = at;
      context.save();
      if (this.radius * view.pixelsPerKm > 9) {
        context.beginPath();
        context.arc(x, y, this.radius * view.pixelsPerKm, 0, 2 * Math.PI);
        context.fillStyle = "rgba(23, 23, 28, 0.08)";
        context.fill();
      }
      for (const [colour, width] of [["#ffffff", 5], [INK, 2]]) {
        context.beginPath();
        context.arc(x, y, 7, 0, 2 * Math.PI);
        for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) { context.moveTo(x + 4 * dx, y + 4 * dy); context.lineTo(x + 12 * dx, y + 12 * dy); }
        context.strokeStyle = colour;
        context.lineWidth = width;
        context.stroke();
      }
      context.restore();
      room.take(x - 12, y - 12, x + 12, y + 12);
    },
  };
})();
