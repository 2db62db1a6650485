// A person's own overlay (control lines, areas, points) between the ground and the events. Its words are only ever drawn.
(function () {
  "use strict";
  const geo = window.geoevents;
  const INK = (geo.OVERLAY_INK = "#6a2c91");

  geo.Overlay = function (redraw) {
    this.redraw = redraw;
    this.id = "";
    this.shapes = [];
  };
  geo.Overlay.prototype = {
    // `asked` is { id, credit } or null; the shapes are fetched once for each id.
    show: function (asked, base, say) {
      const id = asked ? asked.id : "";
      if (id === this.id) return;
      this.id = id;
      this.shapes = [];
      if (!id) { this.redraw(); return; }
      fetch(base + "overlay?id=" + encodeURIComponent(id))
        .then((r) => (r.ok ? r.json() : Promise.reject(new Error("HTTP " + r.status))))
        .then((shapes) => {
          if (this.id !== id) return;
          this.shapes = shapes.map((s) => ({
            kind: s.kind, name: s.name,
            paths: s.paths.map((path) => path.map((at) => geo.mercator(at[0], at[1]))),
          }));
          this.redraw();
        })
        .catch((error) => say("The overlay could not be fetched (" + error.message + "): draw it again."));
    },
    draw: function (context, view) {
      context.save();
      context.lineJoin = "round";
      const at = (p) => [p[0] * view.scale - view.originX, p[1] * view.scale - view.originY];
      for (const shape of this.shapes) {
        if (shape.kind === "point") {
          for (const path of shape.paths) {
            const [x, y] = at(path[0]);
            context.fillStyle = INK;
            context.fillRect(x - 4, y - 4, 8, 8);
          }
          continue;
        }
        context.beginPath();
        for (const path of shape.paths) {
          path.forEach((p, i) => { const [x, y] = at(p); if (i) context.lineTo(x, y); else context.moveTo(x, y); });
          if (shape.kind === "area") context.closePath();
        }
        if (shape.kind === "area") {
          context.globalAlpha = 0.1;
          context.fillStyle = INK;
          context.fill("evenodd");
          context.globalAlpha = 1;
        }
        context.strokeStyle = INK;
        context.lineWidth = 2.2;
        context.stroke();
      }
      context.restore();
    },
    label: function (context, view, room) {
      for (const shape of this.shapes) {
        if (!shape.name || !shape.paths.length) continue;
        const path = shape.paths[0], p = path[Math.floor(path.length / 2)];
        const x = p[0] * view.scale - view.originX, y = p[1] * view.scale - view.originY;
        if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
        room.label(context, shape.name, x, y, { font: "600 12px " + geo.FONT, size: 12, gap: 8, colour: INK });
      }
    },
  };
})();
