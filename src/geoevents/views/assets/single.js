// The map in a file of its own: the same layer as in the app, a panel and a table, and no server behind them.
(function () {
  "use strict";
  const geo = window.geoevents;

  function make(tag, parent, text, name) {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (text !== undefined) node.textContent = text;
    if (parent) parent.appendChild(node);
    return node;
  }

  geo.single = function (data) {
    document.getElementById("title").textContent = data.title;
    document.getElementById("line").textContent = data.line;
    const panel = document.getElementById("panel");
    const byKey = new Map();
    for (const event of data.events) {
      for (const key of event.keys) byKey.set(key, (byKey.get(key) || []).concat(event));
    }
    const map = L.map("map", { attributionControl: false, minZoom: 2, maxZoom: 12, zoomSnap: 0.5, worldCopyJump: true }).setView([48, 34], 4);
    const show = (selected) =>
      geo.show({ query: "all", selected: selected, fit: data.fit, fit_key: "all", tiles: false });
    geo.chosen = function (key) {
      const here = byKey.get(key) || [];
      show({ key: key });
      if (here.length === 1) card(here[0], key);
      else list(here, key);
    };
    geo.attach(map, data.config);
    show(null);
    map.whenReady(() => setTimeout(() => { map.invalidateSize(); geo.layer.fit(); }, 0));
    const rows = table();
    hint();
    foot();

    function hint() {
      panel.replaceChildren();
      make("h3", panel, "Why is this dot here?");
      make("p", panel, "Choose a symbol on the map or an event of the table: its sentences, sources and what is not known stand here.", "ge-small");
    }

    function list(events, key) {
      panel.replaceChildren();
      make("h3", panel, events.length + " events here");
      for (const event of events) {
        const button = make("button", panel, event.name, "ge-pick");
        button.type = "button";
        make("div", button, event.date + " · " + event.type, "ge-small");
        button.addEventListener("click", () => card(event, key));
      }
    }

    function card(event, key) {
      const at = key || event.keys[0] || "";
      show({ key: at, line: event.line, label: event.line.length ? event.border : "" });
      panel.replaceChildren();
      const head = make("h3", panel, event.name);
      head.style.borderLeft = "5px solid " + event.colour;
      head.style.paddingLeft = "8px";
      make("div", panel, event.type + " · " + event.who, "ge-small");
      const facts = make("dl", panel);
      const fact = (name, words) => { if (words) { make("dt", facts, name); make("dd", facts, words); } };
      fact("When", event.date + " – " + event.how);
      fact("Where", event.place || "no place that could be put on a map");
      fact("Figures", event.figures.join(" · "));
      fact("Distance", event.border);
      fact("Sources", event.echo);
      const told = facts.lastElementChild;
      for (const quote of event.quotes) {
        const block = make("blockquote", told, quote.text);
        const foot = make("footer", block);
        quote.by.forEach((by, i) => {
          if (i) foot.append("; ");
          if (!/^https?:\/\//i.test(by.url)) { foot.append(by.name); return; }
          const link = make("a", foot, by.name);
          link.href = by.url;
          link.rel = "noopener noreferrer nofollow";
          link.target = "_blank";
        });
      }
      fact("Machine’s reading", event.reading + " – how sure the reading of the words is, not the likelihood of truth");
      const here = byKey.get(at) || [];
      if (here.length > 1) {
        const back = make("button", panel, "← all " + here.length + " at this place", "ge-pick");
        back.type = "button";
        back.addEventListener("click", () => list(here, at));
      }
      for (const [id, row] of rows) row.setAttribute("aria-selected", String(id === event.id));
    }

    function table() {
      const node = document.getElementById("table");
      const head = make("tr", make("thead", node));
      for (const name of ["Date", "What", "Type", "Where", "Figures", "Who says so", "Border"]) make("th", head, name).scope = "col";
      const body = make("tbody", node);
      const found = new Map();
      for (const event of data.events) {
        const row = make("tr", body);
        found.set(event.id, row);
        make("td", row, event.date);
        const button = make("button", make("td", row), event.name);
        button.type = "button";
        button.addEventListener("click", () => { card(event); panel.focus(); });
        for (const words of [event.type, event.place || "–", event.figures.join(" · "), event.who, event.border]) make("td", row, words);
      }
      return found;
    }

    function foot() {
      const node = document.getElementById("foot");
      make("p", node, "Sources: " + (data.sources.join("; ") || "none"));
      make("p", node, data.config.border_words + ". " + data.config.credit + ". Map library: Leaflet 1.9.4. Stated is not true: it says who stands behind the words. Internal reports are left out unless they were asked for.");
    }
  };
})();
