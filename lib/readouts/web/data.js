// The data behind a figure or a table: rows to read and a file to take away. Used by report.js, which stands after it.
const SHOWN = 500; // rows of a figure's table on the page; the file has all

function plain(text) {
  const words = String(text ?? "").replaceAll(/<br\s*\/?>/g, " · ");
  return new DOMParser().parseFromString(words, "text/html").body.textContent;
}

// An axis as a heading and a way to name its values: a figure with a row a place has the place's name for the row's number.
function readAxis(layout, letter) {
  const axis = layout[`${letter}axis`] ?? {};
  const places = axis.tickvals && axis.ticktext;
  const name = (value) => {
    if (!places || typeof value !== "number") return typeof value === "string" ? plain(value) : value;
    const nearest = axis.tickvals.reduce((best, tick, at) => (Math.abs(tick - value) < Math.abs(axis.tickvals[best] - value) ? at : best), 0);
    return plain(axis.ticktext[nearest]);
  };
  return { heading: plain(axis.title?.text) || letter, name };
}

function spread(error, value, at, sign) {
  const sizes = sign < 0 ? (error?.arrayminus ?? error?.array) : error?.array;
  return sizes?.[at] === undefined || sizes[at] === null ? null : value + sign * sizes[at];
}

function* readMarks(trace, x, y) {
  const series = plain(trace.name);
  const says = (value) => (Array.isArray(value) ? plain(value.at(-1)) : plain(value));
  if (trace.type === "heatmap") {
    for (const [row, cells] of trace.z.entries())
      for (const [column, value] of cells.entries())
        yield [series, x.name(trace.x[column]), y.name(trace.y[row]), value, null, null, says(trace.customdata?.[row]?.[column])];
    return;
  }
  for (const [at, value] of (trace.x ?? []).entries()) {
    if (value === null) continue;
    const [error, base] = trace.error_y?.array ? [trace.error_y, trace.y[at]] : [trace.error_x, value];
    const text = Array.isArray(trace.text) ? trace.text[at] : trace.customdata?.[at];
    yield [series, x.name(value), y.name(trace.y[at]), null, spread(error, base, at, -1), spread(error, base, at, 1), says(text)];
  }
}

// Headings and rows of a figure: every mark that can be read by pointing at it; columns without a value left out.
function readFigure({ data, layout }) {
  const [x, y] = [readAxis(layout, "x"), readAxis(layout, "y")];
  const heads = ["series", x.heading, y.heading, "value", "low", "high", "reads"];
  const rows = data.filter((trace) => trace.hoverinfo !== "skip").flatMap((trace) => [...readMarks(trace, x, y)]);
  const kept = heads.map((_, column) => rows.some((row) => row[column] !== null && row[column] !== undefined && row[column] !== ""));
  const narrow = (row) => row.filter((_, column) => kept[column]);
  return { heads: narrow(heads), rows: rows.map(narrow) };
}

// A cell of a CSV file; a spreadsheet must not take the words of a text for a formula.
function writeCell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function writeCsv(heads, rows) {
  return "\ufeff" + [heads, ...rows].map((row) => row.map(writeCell).join(",")).join("\r\n") + "\r\n";
}

function takeAway(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function nameFile(label, ending) {
  return `${label.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-|-$/g, "").slice(0, 60) || "data"}.${ending}`;
}

function makeButton(words, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
  button.addEventListener("click", act);
  return button;
}

function makeTable(caption, heads, rows) {
  const table = document.createElement("table");
  table.createCaption().textContent = caption;
  const head = table.createTHead().insertRow();
  for (const words of heads) head.append(Object.assign(document.createElement("th"), { scope: "col", textContent: words }));
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const value of row) line.insertCell().textContent = typeof value === "number" ? +value.toFixed(4) : (value ?? "");
  }
  return table;
}

// Filled when it is opened, so that a page holds every figure's data once.
function fillData(fold, figure, label) {
  if (fold.querySelector("table")) return;
  const { heads, rows } = readFigure(figure);
  const size = rows.length > SHOWN ? `first ${SHOWN} of ${rows.length} rows; the file has all` : `${rows.length} rows`;
  const box = document.createElement("div");
  box.className = "table";
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", `Data: ${label}`);
  box.append(makeTable(`${label}: ${size}`, heads, rows.slice(0, SHOWN)));
  fold.append(makeButton("Download CSV", () => takeAway(nameFile(label, "csv"), writeCsv(heads, rows), "text/csv")), box);
}
