// The three views of the explore screen: filters, rows, evidence. Python says what to show and hears what was chosen.
// Words from documents are put in as text; the only HTML taken over is the evidence view's, escaped where it is made.

const make = (tag, attributes = {}, ...inside) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...inside);
  return node;
};
const figures = new Intl.NumberFormat("en");
const say = (number) => figures.format(number);
const send = (model, name, value) => {
  model.set(name, value);
  model.save_changes();
};

// What the views draw after one choice is drawn in one frame: the page is laid out and painted once, not once a view.
const waiting = new Set();
function soonest(draw) {
  if (!waiting.size) {
    requestAnimationFrame(() => {
      const all = [...waiting];
      waiting.clear();
      for (const one of all) one();
    });
  }
  waiting.add(draw);
}

// Dark as the page around is: JupyterLab says so on its body, Voilà in a class.
function followTheme(root, tell) {
  const look = () => {
    const { jpThemeLight } = document.body.dataset;
    const dark = jpThemeLight === "false" || document.body.classList.contains("theme-dark");
    root.classList.toggle("dark", dark);
    tell?.(dark);
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "class"] });
  look();
  return () => watcher.disconnect();
}

// Keys pressed in the screen stay in it: JupyterLab would take arrows, Enter and letters for commands on its cells.
// A view is drawn before it is put on the page, so the screen around it is looked for until it is there.
function whenShown(root, act) {
  let stopped = false;
  let undo;
  const look = () => {
    if (stopped) return;
    if (root.isConnected) undo = act(root.closest(".rdx-root") ?? document);
    else requestAnimationFrame(look);
  };
  look();
  return () => {
    stopped = true;
    undo?.();
  };
}
const keepKeys = (event) => {
  const command = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter");
  if (!command) event.stopPropagation();
};
function keepKeysIn(host) {
  if (host !== document) host.addEventListener("keydown", keepKeys); // the same listener again is no second one
}

// The focus where it was, after everything around it was drawn anew.
function holdFocus(root, otherwise) {
  const held = root.contains(document.activeElement) ? document.activeElement : null;
  const { id } = held?.dataset ?? {};
  const caret = held?.type === "search" ? held.selectionStart : undefined;
  return () => {
    if (!id) return;
    const again = [...root.querySelectorAll("[data-id]")].find((node) => node.dataset.id === id);
    const next = again && !again.disabled ? again : otherwise();
    next?.focus({ preventScroll: true });
    if (caret !== undefined && next === again) again.setSelectionRange(caret, caret);
  };
}

// ---- filters
function renderFilters(model, root) {
  let stamp = 0;
  const open = new Set(["city", "body_type"]);
  const tell = (change) => send(model, "choices", { ...model.get("choices"), ...change, stamp: ++stamp });
  const queries = {};
  let typing;
  const soon = (act) => {
    clearTimeout(typing);
    typing = setTimeout(act, 250);
  };
  const head = make("div", { class: "rdx-head" });
  const words = make("input", { type: "search", placeholder: "Words in the readouts", "aria-label": "Words in the readouts" });
  words.addEventListener("focus", () => model.send({ focus: "words" }), { once: true });
  words.addEventListener("input", () => soon(() => tell({ words: words.value })));
  const period = makePeriod(tell);
  const facets = make("div");
  root.append(head, words, period.box, facets);

  const drawHead = (state) => {
    const reset = make("button", { type: "button", "data-id": "reset", disabled: state.empty, onclick: () => clear() }, "Reset all");
    const size = make("strong", {}, say(state.size));
    head.replaceChildren(make("span", { role: "status" }, size, ` of ${say(state.of)} readouts`), reset);
    if (!state.size) {
      const why = state.of ? "Nothing fits all of these choices. Take one back, or reset all." : "This corpus is empty.";
      head.append(make("p", { class: "rdx-empty" }, why));
    }
  };
  const clear = () => {
    words.value = "";
    for (const name of Object.keys(queries)) delete queries[name];
    send(model, "queries", {});
    tell({ values: {}, start: "", end: "", words: "" });
  };
  const toggle = (name, id, on) => {
    const values = { ...(model.get("choices").values ?? {}) };
    const rest = (values[name] ?? []).filter((value) => value !== id);
    values[name] = on ? [...rest, id] : rest;
    tell({ values });
  };
  const drawChoice = (facet, choice) => {
    const box = make("input", { type: "checkbox", "data-id": `${facet.name}|${choice.id}` });
    box.checked = choice.chosen;
    box.addEventListener("change", () => toggle(facet.name, choice.id, box.checked));
    const share = facet.most ? (100 * choice.n) / facet.most : 0;
    const bar = make("i", { style: `width:${share}%` });
    const label = make("label", { title: choice.label }, box, make("span", {}, choice.label), make("b", {}, say(choice.n)), bar);
    label.classList.toggle("none", !choice.n);
    return label;
  };
  const drawFacet = (facet) => {
    const chosen = facet.choices.filter((choice) => choice.chosen).length;
    const title = make("summary", { "data-id": `${facet.name}:` }, facet.label, make("small", {}, chosen ? ` ${chosen} chosen` : ` ${say(facet.values)}`));
    const fold = make("details", { "data-facet": facet.name, open: open.has(facet.name) }, title);
    fold.addEventListener("toggle", () => {
      if (fold.open === open.has(facet.name)) return;
      open[fold.open ? "add" : "delete"](facet.name);
      if (!fold.open) return;
      const focus = holdFocus(root, () => null);
      fold.replaceWith(drawFacet(facet));
      focus();
    });
    if (!fold.open) return fold; // what nobody sees is not drawn
    if (facet.values > 8 || queries[facet.name]) {
      const search = make("input", { type: "search", placeholder: `Find in ${say(facet.values)}`, "aria-label": `Find: ${facet.label}` });
      search.value = queries[facet.name] ?? "";
      search.dataset.id = `${facet.name}?`;
      search.addEventListener("input", () => {
        queries[facet.name] = search.value;
        soon(() => send(model, "queries", { ...queries }));
      });
      fold.append(search);
    }
    let group = "";
    for (const choice of facet.choices) {
      if (choice.group && choice.group !== group) fold.append(make("p", { class: "rdx-group" }, choice.group));
      group = choice.group;
      fold.append(drawChoice(facet, choice));
    }
    if (facet.more) fold.append(make("p", { class: "rdx-more" }, `${say(facet.more)} more: type to find`));
    return fold;
  };
  const draw = () => {
    const state = model.get("state");
    const focus = holdFocus(root, () => words);
    const top = root.scrollTop;
    drawHead(state);
    if (document.activeElement !== words) words.value = state.words;
    period.draw(state.months);
    facets.replaceChildren(...state.facets.map(drawFacet));
    focus();
    root.scrollTop = top;
    root.dataset.stamp = state.stamp;
  };
  model.on("change:state", () => soonest(draw));
  draw();
}

// The period: a bar a month with its count, two sliders for first and last month.
function makePeriod(tell) {
  const bars = make("div", { class: "rdx-bars", "aria-hidden": "true" });
  const sliders = ["First month", "Last month"].map((name) => make("input", { type: "range", min: 0, step: 1, "aria-label": name }));
  const words = make("p", { class: "rdx-period" });
  const box = make("div", { class: "rdx-months" }, words, bars, make("div", { class: "rdx-range" }, ...sliders));
  let names = [];
  const read = () => sliders.map((slider) => Number(slider.value)).toSorted((one, other) => one - other);
  const shown = () => {
    const [first, last] = read();
    for (const slider of sliders) slider.setAttribute("aria-valuetext", names[slider.value] ?? "");
    [...bars.children].forEach((bar, at) => bar.classList.toggle("out", at < first || at > last));
    return [first, last];
  };
  for (const slider of sliders) {
    slider.addEventListener("input", () => {
      const [first, last] = shown();
      words.textContent = `${names[first]} to ${names[last]}`;
    });
    slider.addEventListener("change", () => {
      const [first, last] = read();
      const whole = first === 0 && last === names.length - 1;
      tell(whole ? { start: "", end: "" } : { start: names[first], end: names[last] });
    });
  }
  const draw = (months) => {
    box.hidden = !months.names.length;
    names = months.names;
    const most = Math.max(1, ...months.counts);
    if (bars.children.length !== names.length) bars.replaceChildren(...names.map(() => make("i")));
    [...bars.children].forEach((bar, at) => {
      const count = months.counts[at];
      bar.style.height = count ? `${8 + (92 * count) / most}%` : "0";
      bar.title = `${names[at]}: ${say(count)}`;
    });
    sliders.forEach((slider, at) => {
      slider.max = Math.max(0, names.length - 1);
      const bound = at ? months.end : months.start;
      slider.value = bound ? names.indexOf(bound) : at ? names.length - 1 : 0;
    });
    const [first, last] = shown();
    const undated = months.undated ? `; ${say(months.undated)} without a day${months.start ? " left out" : ""}` : "";
    words.textContent = `${names[first]} to ${names[last]}${undated}`;
  };
  return { box, draw };
}

// ---- rows
const WIDE = 20; // characters that surely show whole in a cell

function renderRows(model, root) {
  let stamp = 0;
  const tell = (change) => send(model, "asked", { ...model.get("asked"), ...change, stamp: ++stamp });
  const head = make("div", { class: "rdx-head" });
  const body = make("div", { class: "rdx-scroll", tabindex: -1 });
  root.append(head, body);
  const mark = (row) => {
    for (const other of body.querySelectorAll("tr[aria-selected],tbody tr[tabindex='0']")) {
      other.removeAttribute("aria-selected");
      other.tabIndex = -1;
    }
    row.setAttribute("aria-selected", "true");
    row.tabIndex = 0;
  };
  const pick = (row) => {
    mark(row);
    send(model, "picked", { key: row.dataset.key, document: row.dataset.document, stamp: ++stamp });
  };
  const show = (row) => {
    const left = body.scrollLeft;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    body.scrollLeft = left;
  };
  const move = (event) => {
    const row = event.target.closest("tbody tr");
    if (!row) return;
    const next = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[event.key];
    if (next) show(next);
    else if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    pick(next ?? row);
  };
  const drawHead = (page) => {
    const kinds = make("select", { "aria-label": "Kind of row", "data-id": "kinds" });
    for (const [value, label] of page.kinds) kinds.append(new Option(label, value, false, value === page.kind));
    kinds.addEventListener("change", () => tell({ kind: kinds.value, sort: "", down: false, first: 0 }));
    const last = Math.min(page.first + page.rows.length, page.total);
    const where = page.total > page.rows.length ? `${say(page.first + 1)}–${say(last)} of ${say(page.total)}` : say(page.total);
    const turn = (name, sign, first, off) =>
      make("button", { type: "button", disabled: off, "data-id": name, "aria-label": name, title: name, onclick: () => tell({ first }) }, sign);
    head.replaceChildren(
      make("label", {}, "Rows: ", kinds),
      make("span", { role: "status" }, `${where} ${page.total === 1 ? "row" : "rows"}`),
      turn("Rows before", "‹", Math.max(0, page.first - page.size), page.first === 0),
      turn("Rows after", "›", page.first + page.size, last >= page.total),
    );
  };
  const drawColumn = (page, name) => {
    const way = page.sort === name ? (page.down ? "descending" : "ascending") : "none";
    const sort = () => tell(way === "descending" ? { sort: "", down: false, first: 0 } : { sort: name, down: way === "ascending", first: 0 });
    const sign = { none: "", ascending: " ▲", descending: " ▼" }[way];
    return make("th", { scope: "col", "aria-sort": way }, make("button", { type: "button", "data-id": `sort ${name}`, onclick: sort }, name.replaceAll("_", " ") + sign));
  };
  const draw = () => {
    const page = model.get("page");
    const focus = holdFocus(root, () => head.querySelector("select"));
    drawHead(page);
    const held = document.activeElement.closest?.("tbody") && body.contains(document.activeElement);
    const top = body.scrollTop;
    if (page.total) {
      const rows = page.rows.map((cells, at) => {
        const tags = { "data-key": page.keys[at], "data-document": page.documents[at], tabindex: at ? -1 : 0 };
        const row = make("tr", tags, ...cells.map((cell) => make("td", { title: cell.length > WIDE && cell }, cell)));
        return row;
      });
      const columns = make("tr", {}, ...page.heads.map((name) => drawColumn(page, name)));
      const table = make("table", { role: "grid", "aria-label": `Rows: ${page.kind.replaceAll("_", " ")}`, onkeydown: move }, make("thead", {}, columns), make("tbody", {}, ...rows));
      table.tBodies[0].addEventListener("click", (event) => {
        const row = event.target.closest("tr");
        show(row);
        pick(row);
      });
      body.replaceChildren(table);
      follow();
    } else {
      body.replaceChildren(make("p", { class: "rdx-empty" }, "No rows of this kind in the readouts that fit. Choose another kind, or take a filter back."));
    }
    if (page.kind === root.dataset.kind) body.scrollTop = top;
    if (held) body.querySelector("tr[aria-selected],tbody tr")?.focus({ preventScroll: true });
    focus();
    root.dataset.kind = page.kind;
    root.dataset.stamp = page.stamp;
  };
  const follow = () => {
    const row = [...body.querySelectorAll("tbody tr")].find((one) => one.dataset.key === model.get("current"));
    if (row) mark(row);
    else body.querySelector("tr[aria-selected]")?.removeAttribute("aria-selected");
  };
  model.on("change:page", () => soonest(draw));
  model.on("change:current", follow);
  draw();
}

// ---- evidence
const points = (text) => Array.from(text).length; // Python counts code points, JavaScript UTF-16 units

function renderEvidence(model, root) {
  const body = make("div", { class: "rdx-scroll", tabindex: 0, role: "region", "aria-label": "The readout with its evidence; left and right go from mark to mark, Enter takes one" });
  root.append(body);
  let stamp = 0;
  const offset = (node, at) => {
    const text = body.querySelector(".text");
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(node, at);
    return points(before.toString());
  };
  const choose = () => {
    const chosen = document.getSelection();
    const text = body.querySelector(".text");
    if (!text || !chosen.rangeCount || chosen.isCollapsed) return;
    const range = chosen.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
    const words = range.toString();
    const lead = words.length - words.trimStart().length;
    const start = offset(range.startContainer, range.startOffset) + lead;
    send(model, "selected", { start, end: start + points(words.trim()), document: root.dataset.document, stamp: ++stamp });
  };
  body.addEventListener("mouseup", choose);
  body.addEventListener("keyup", (event) => event.shiftKey && choose());
  const pick = (mark) => {
    const rows = mark.dataset.rows.split(" ");
    outline(rows[0]);
    send(model, "picked", { rows, stamp: ++stamp });
  };
  body.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-rows]");
    if (mark && document.getSelection().isCollapsed) pick(mark);
  });
  body.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const mark = event.target.closest("mark[data-rows]");
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || !(step || (mark && event.key === "Enter"))) return;
    event.preventDefault();
    if (!step) return pick(mark);
    const marks = [...body.querySelectorAll("mark[data-rows]")];
    const at = mark ? marks.indexOf(mark) + step : Math.max(0, marks.indexOf(body.querySelector("mark.target")));
    const next = marks[at];
    if (!next) return;
    next.tabIndex = -1;
    next.focus();
  });
  const outline = (row) => {
    const marks = [...body.querySelectorAll("mark[data-rows]")];
    for (const mark of marks) mark.classList.toggle("target", mark.dataset.rows.split(" ").includes(row));
    return marks.find((mark) => mark.classList.contains("target"));
  };
  const aim = () => {
    const { row } = model.get("target");
    if (!row) return;
    const first = outline(row);
    if (first) body.scrollTop += first.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight / 3;
    else body.scrollTop = 0;
    root.dataset.target = row;
  };
  const draw = () => {
    const view = model.get("view");
    const title = make("h3", {}, view.title);
    const origin = make("p", { class: "rdx-origin" }, view.origin);
    const holder = make("div");
    holder.innerHTML = view.html;
    body.replaceChildren(title, origin, ...holder.childNodes);
    root.dataset.document = view.document;
    aim();
  };
  model.on("change:view", draw);
  model.on("change:target", aim);
  draw();
}

// ---- timeline
// The library comes with the view, not from the network; as CommonJS, so that a page with require.js does not take it over.
function loadPlotly(source) {
  if (!globalThis.readoutsPlotly) {
    const module = { exports: {} };
    new Function("module", "exports", "define", source)(module, module.exports, undefined);
    globalThis.readoutsPlotly = module.exports;
  }
  return globalThis.readoutsPlotly;
}

function renderTimeline(model, root) {
  const plotly = loadPlotly(model.get("library"));
  const box = make("div", { class: "rdx-plot" });
  const legend = make("p", { class: "rdx-legend" });
  root.append(box, legend);
  let stamp = 0;
  const config = { displaylogo: false, modeBarButtonsToRemove: ["lasso2d", "select2d"] };
  const draw = async () => {
    const { data, layout, legend: signs, stamp: drawn } = model.get("figure");
    if (legend.dataset.drawn !== signs[0][1]) {
      legend.replaceChildren(...signs.map(([sign, colour, name]) => make("span", {}, make("i", { style: `color:${colour}` }, sign), name)));
      legend.dataset.drawn = signs[0][1];
    }
    await plotly.react(box, data, { ...layout, width: root.clientWidth || undefined }, config);
    root.dataset.stamp = drawn;
  };
  draw().then(() => {
    box.on("plotly_click", ({ points }) => points.length && send(model, "picked", { value: points[0].customdata, stamp: ++stamp }));
  });
  model.on("change:figure", () => soonest(draw));
  const sizes = new ResizeObserver(() => {
    if (root.clientWidth && box.layout && root.clientWidth !== box.layout.width) plotly.relayout(box, { width: root.clientWidth });
  });
  sizes.observe(root);
  return () => {
    sizes.disconnect();
    plotly.purge(box);
  };
}

// ---- keys for the doubts, where the reader's hands are not in a field
function renderKeys(model, root) {
  const words = Object.entries(model.get("means")).map(([key, label]) => make("span", {}, make("kbd", {}, key), ` ${label}`));
  root.append(make("p", { class: "rdx-keys" }, ...words));
  let stamp = 0;
  const press = (event) => {
    const { target } = event;
    const here = root.offsetParent && root.closest(".rdx-root")?.contains(target);
    if (!here || target.closest("input,select,textarea,[contenteditable]")) return;
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in model.get("means"))) return;
    event.preventDefault();
    send(model, "pressed", { key: event.key, stamp: ++stamp });
  };
  return whenShown(root, (host) => {
    host.addEventListener("keydown", press);
    return () => host.removeEventListener("keydown", press);
  });
}

const VIEWS = { filters: renderFilters, rows: renderRows, evidence: renderEvidence, timeline: renderTimeline, keys: renderKeys };

function render({ model, el }) {
  const kind = model.get("kind");
  el.classList.add("rdx", `rdx-${kind}`);
  const root = el;
  const tell = kind === "filters" ? (dark) => dark !== model.get("dark") && send(model, "dark", dark) : undefined;
  const stops = [followTheme(root, tell), whenShown(root, keepKeysIn), VIEWS[kind](model, root)];
  return () => stops.forEach((stop) => stop?.());
}

export default { render };
