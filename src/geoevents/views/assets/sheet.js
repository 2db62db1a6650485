// A canvas that lies over the map, moves and scales with it, and is drawn anew when the view has settled.
// Leaflet's own renderer does the placing; what is drawn comes from `options.draw(context, view)`.
(function () {
  "use strict";
  const geo = (window.geoevents = window.geoevents || {});

  // Web Mercator as a unit square: longitude and latitude in degrees → [0, 1], y downward.
  geo.mercator = function (lon, lat) {
    const sine = Math.sin((Math.max(-85.0511, Math.min(85.0511, lat)) * Math.PI) / 180);
    return [0.5 + lon / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  };

  geo.Sheet = L.Renderer.extend({
    initialize: function (options) {
      L.Renderer.prototype.initialize.call(this, options);
      this._layers = {}; // Leaflet's renderer walks over it; nothing is ever in it here
    },
    _initContainer: function () {
      this._container = document.createElement("canvas");
      this._container.style.pointerEvents = "none";
      if (this.options.label) {
        this._container.setAttribute("role", "img");
        this._container.setAttribute("aria-label", this.options.label);
      }
    },
    _destroyContainer: function () {
      this._container.remove();
      delete this._container;
    },
    _updatePaths: function () {},
    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      this.redraw();
    },
    redraw: function () {
      if (!this._map || !this._bounds) return;
      const size = this._bounds.getSize();
      const ratio = window.devicePixelRatio || 1;
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      const width = Math.round(size.x * ratio);
      const height = Math.round(size.y * ratio);
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        canvas.style.width = size.x + "px";
        canvas.style.height = size.y + "px";
      }
      const context = canvas.getContext("2d");
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, size.x, size.y);
      this.options.draw(context, this.view());
    },
    // What drawing needs: zoom, size in pixels, the visible part of it, and degrees → pixels of this canvas.
    view: function () {
      const map = this._map;
      const zoom = map.getZoom();
      const scale = 256 * Math.pow(2, zoom);
      const origin = map.getPixelOrigin().add(this._bounds.min);
      const size = this._bounds.getSize();
      const middle = map.getCenter();
      const topLeft = map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min);
      const shown = map.getSize();
      return {
        zoom: zoom,
        scale: scale,
        originX: origin.x,
        originY: origin.y,
        width: size.x,
        height: size.y,
        shown: { left: topLeft.x, top: topLeft.y, right: topLeft.x + shown.x, bottom: topLeft.y + shown.y },
        pixelsPerKm: scale / (40075.017 * Math.cos((middle.lat * Math.PI) / 180)),
        point: function (lon, lat) {
          const at = geo.mercator(lon, lat);
          return [at[0] * scale - origin.x, at[1] * scale - origin.y];
        },
      };
    },
  });
})();
