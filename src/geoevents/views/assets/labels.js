// Labels that do not touch: boxes are taken in order of importance, a label goes to the first free side or is left out.
(function () {
  "use strict";
  const geo = window.geoevents;

  // `shown` is what is seen of the canvas. Nothing is written over its edge: the words of a point that is seen lie within,
  // those of one that is not lie without, where they are seen when the map is moved.
  geo.Room = function (shown) {
    this.boxes = [];
    this.shown = shown;
  };
  geo.Room.prototype.fits = function (box, x, y) {
    const s = this.shown;
    if (x >= s.left && x <= s.right && y >= s.top && y <= s.bottom)
      return box.left >= s.left && box.right <= s.right && box.top >= s.top && box.bottom <= s.bottom;
    return box.right < s.left || box.left > s.right || box.bottom < s.top || box.top > s.bottom;
  };
  geo.Room.prototype.free = function (box) {
    return !this.boxes.some(
      (b) => box.left < b.right && box.right > b.left && box.top < b.bottom && box.bottom > b.top
    );
  };
  geo.Room.prototype.take = function (left, top, right, bottom) {
    const box = { left: left, top: top, right: right, bottom: bottom };
    this.boxes.push(box);
    return box;
  };

  // Write `text` beside (x, y), `gap` pixels away, on the first free side. Returns whether there was room.
  geo.Room.prototype.label = function (context, text, x, y, style) {
    context.save();
    context.font = style.font;
    const width = context.measureText(text).width;
    const high = style.size || 12;
    const gap = style.gap || 6;
    const sides = [
      [x + gap, y, "left"],
      [x - gap, y, "right"],
      [x, y - gap - high / 2, "center"],
      [x, y + gap + high / 2, "center"],
      [x + gap * 0.8, y - gap - high / 4, "left"],
      [x + gap * 0.8, y + gap + high / 4, "left"],
    ];
    if (style.spread) {
      sides.unshift([x, y + gap - 2, "center"], [x, y - gap + 2, "center"]);
      for (const away of [14, 28, 44]) sides.push([x, y - gap - away, "center"], [x, y + gap + away, "center"]);
    }
    for (const [tx, ty, align] of sides) {
      const left = align === "left" ? tx : align === "right" ? tx - width : tx - width / 2;
      const box = { left: left - 3, top: ty - high / 2 - 2, right: left + width + 3, bottom: ty + high / 2 + 2 };
      if (!this.fits(box, x, y) || !this.free(box)) continue;
      this.boxes.push(box);
      context.textAlign = align;
      context.textBaseline = "middle";
      context.lineJoin = "round";
      context.lineWidth = 3.5;
      context.strokeStyle = "rgba(255, 255, 255, 0.92)";
      context.strokeText(text, tx, ty);
      context.fillStyle = style.colour;
      context.fillText(text, tx, ty);
      context.restore();
      return true;
    }
    context.restore();
    return false;
  };

  // A dark tag with white words, for the one thing that is selected; it is moved until it is free.
  geo.Room.prototype.tag = function (context, text, x, y, shown) {
    context.save();
    context.font = "600 13px " + geo.FONT;
    const width = context.measureText(text).width + 18;
    const tries = [];
    for (const away of [26, 44, 66, 92]) {
      tries.push([x - width / 2, y + away], [x - width - away, y - 12], [x + away, y - 12], [x - width / 2, y - away - 24]);
    }
    let spot = null;
    for (const [left, top] of tries) {
      const box = { left: left - 2, top: top - 2, right: left + width + 2, bottom: top + 26 };
      const inside = box.left > shown.left && box.right < shown.right && box.top > shown.top && box.bottom < shown.bottom;
      if (inside && this.free(box)) { spot = [left, top]; break; }
    }
    if (!spot) {
      // nowhere is free: the tag matters most, so it stays in view over whatever lies there
      const left = Math.min(Math.max(x - width / 2, shown.left + 4), Math.max(shown.left + 4, shown.right - width - 4));
      spot = [left, Math.min(Math.max(y + 26, shown.top + 4), shown.bottom - 30)];
    }
    this.take(spot[0], spot[1], spot[0] + width, spot[1] + 24);
    context.beginPath();
    context.roundRect(spot[0], spot[1], width, 24, 4);
    context.fillStyle = "#17171c";
    context.fill();
    context.fillStyle = "#ffffff";
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillText(text, spot[0] + 9, spot[1] + 12.5);
    context.restore();
  };
})();
