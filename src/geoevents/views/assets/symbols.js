// Shapes of the map and of its legend, drawn by one hand so that they cannot differ.
(function () {
  "use strict";
  const geo = window.geoevents;
  const CORNERS = { triangle: 3, square: 4, diamond: 4, pentagon: 5, hexagon: 6 };
  const TURN = { triangle: -Math.PI / 2, square: Math.PI / 4, diamond: 0, pentagon: -Math.PI / 2, hexagon: 0 };
  const GROW = { triangle: 1.32, square: 1.18, diamond: 1.24, pentagon: 1.12, hexagon: 1.08 };

  geo.outline = function (context, shape, x, y, radius) {
    context.beginPath();
    const corners = CORNERS[shape];
    if (!corners) {
      context.arc(x, y, radius, 0, 2 * Math.PI);
      return;
    }
    const reach = radius * GROW[shape];
    const shift = shape === "triangle" ? radius * 0.22 : 0; // its centre of gravity lies low
    for (let i = 0; i < corners; i++) {
      const angle = TURN[shape] + (2 * Math.PI * i) / corners;
      context.lineTo(x + reach * Math.cos(angle), y + shift + reach * Math.sin(angle));
    }
    context.closePath();
  };

  // filled: two or more origins; claimed: dashed; share: [[colour, part of 1], …] of a mixed group.
  geo.symbol = function (context, look) {
    const x = look.x, y = look.y, r = look.radius;
    context.save();
    context.lineJoin = "round";
    geo.outline(context, look.shape, x, y, r + 2.2);
    context.fillStyle = "#ffffff"; // a halo, so that symbols stand out from lines and from each other
    context.fill();
    geo.outline(context, look.shape, x, y, r);
    context.fillStyle = look.filled ? look.colour : "#ffffff";
    context.fill();
    context.strokeStyle = look.colour;
    context.lineWidth = 2.2;
    if (look.claimed) {
      if (look.filled) context.lineWidth = 1.6;
      context.setLineDash([3.4, 2.6]);
      if (look.filled) geo.outline(context, look.shape, x, y, r + 3);
    }
    context.stroke();
    context.setLineDash([]);
    if (look.share && look.share.length > 1) ring(context, x, y, r + 3.4, look.share);
    if (look.text) {
      context.fillStyle = look.filled ? "#ffffff" : look.colour;
      context.font = "700 " + (look.text.length > 2 ? 10 : 11.5) + "px " + geo.FONT;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText(look.text, x, y + (look.shape === "triangle" ? r * 0.3 : 0.5));
    }
    context.restore();
  };

  function ring(context, x, y, radius, share) {
    let from = -Math.PI / 2;
    context.lineWidth = 3;
    for (const [colour, part] of share) {
      context.beginPath();
      context.arc(x, y, radius, from, from + part * 2 * Math.PI - 0.06);
      context.strokeStyle = colour;
      context.stroke();
      from += part * 2 * Math.PI;
    }
  }

  // The count of a region: a pill, so that nobody takes it for a point.
  geo.pill = function (context, x, y, text, colour, claimed) {
    context.save();
    context.font = "700 12px " + geo.FONT;
    const width = Math.max(26, context.measureText(text).width + 16);
    context.beginPath();
    context.roundRect(x - width / 2, y - 10, width, 20, 10);
    context.fillStyle = "#ffffff";
    context.fill();
    context.strokeStyle = colour;
    context.lineWidth = 2;
    if (claimed) context.setLineDash([3.4, 2.6]);
    context.stroke();
    context.fillStyle = colour;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(text, x, y + 0.5);
    context.restore();
    return width;
  };

  geo.FONT = '"Source Sans 3", "Source Sans Pro", "Segoe UI", system-ui, -apple-system, "DejaVu Sans", sans-serif';
})();
