"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add("js");

  // --- light and dark ---
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.getElementById("theme").addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; });

  // --- the graph ---
  const graph = document.getElementById("graph");
  const edges = graph ? all(".edge", graph) : [];
  const boxes = graph ? all(".box", graph) : [];
  const reach = (start, from, to) => {
    const found = new Set([start]);
    for (const id of found) for (const edge of edges) if (edge.dataset[from] === id) found.add(edge.dataset[to]);
    return found;
  };
  const focus = (box) => {
    if (!graph) return;
    graph.classList.toggle("focused", Boolean(box));
    const below = box ? reach(box.id, "from", "to") : new Set();
    const above = box ? reach(box.id, "to", "from") : new Set();
    for (const other of boxes) other.classList.toggle("on", below.has(other.id) || above.has(other.id));
    for (const { classList, dataset } of edges) {
      classList.toggle("on", (below.has(dataset.from) && below.has(dataset.to)) || (above.has(dataset.from) && above.has(dataset.to)));
    }
  };
  for (const box of boxes) {
    box.addEventListener("mouseenter", () => focus(box));
    box.addEventListener("mouseleave", () => focus(null));
    box.addEventListener("focus", () => focus(box));
    box.addEventListener("blur", () => focus(null));
  }
  document.getElementById("fit")?.addEventListener("click", ({ currentTarget }) => {
    const fits = graph.parentElement.classList.toggle("fit");
    currentTarget.setAttribute("aria-pressed", String(fits));
  });

  // --- the filter ---
  const search = document.getElementById("search");
  if (!search) return;
  const routes = all("tr.route");
  const tag = document.getElementById("tag");
  const pressed = (id) => all(`#${id} [aria-pressed="true"]`).map((button) => button.dataset.value);

  const matches = ({ dataset }, words, methods, flags) =>
    words.every((word) => dataset.search.includes(word)) &&
    (!methods.length || dataset.methods.split(" ").some((method) => methods.includes(method))) &&
    flags.every((flag) => dataset.flags.split(" ").includes(flag)) &&
    (!tag?.value || dataset.tags.split("\u241f").includes(tag.value));

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const methods = pressed("methods"), flags = pressed("flags");
    const shown = new Set();
    for (const row of routes) {
      row.hidden = !matches(row, words, methods, flags);
      row.nextElementSibling.hidden = row.hidden;
      if (!row.hidden) shown.add(row.dataset.row);
    }
    for (const heading of all("tr.group")) {
      let row = heading.nextElementSibling, any = false;
      for (; row && !row.classList.contains("group"); row = row.nextElementSibling) any ||= row.classList.contains("route") && !row.hidden;
      heading.hidden = !any;
    }
    document.getElementById("shown").value = shown.size === routes.length ? `${routes.length} shown` : `${shown.size} of ${routes.length}`;
    fade(shown);
  };

  // What no route that is shown needs steps back in the graph.
  const fade = (shown) => {
    if (!graph) return;
    const alive = new Set();
    for (const line of all(".line", graph)) {
      const on = shown.has(line.dataset.row);
      line.classList.toggle("off", !on);
      if (on) alive.add(line.parentElement.id);
    }
    for (const id of alive) for (const edge of edges) if (edge.dataset.from === id) alive.add(edge.dataset.to);
    for (const box of boxes) box.classList.toggle("off", !alive.has(box.id));
    for (const edge of edges) edge.classList.toggle("off", !alive.has(edge.dataset.from));
  };

  const ask = (name) => {
    search.value = name;
    filter();
    document.getElementById("routes-section").scrollIntoView();
    search.focus({ preventScroll: true });
  };

  search.addEventListener("input", filter);
  tag?.addEventListener("change", filter);
  document.getElementById("controls").addEventListener("submit", (event) => event.preventDefault());
  for (const button of all(".buttons button")) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  for (const chip of all("button.need")) chip.addEventListener("click", () => ask(chip.dataset.name));
  for (const box of boxes.filter((some) => some.dataset.name)) {
    box.addEventListener("click", () => ask(box.dataset.name));
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") ask(box.dataset.name); });
  }
  for (const button of all("button.open")) {
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
      document.getElementById(button.getAttribute("aria-controls")).classList.toggle("expanded", open);
      button.closest("tr").classList.toggle("expanded", open);
    });
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches?.("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); search.focus(); search.select(); }
    if (event.key === "Escape" && event.target === search) { search.value = ""; filter(); }
  });
  filter();
})();
