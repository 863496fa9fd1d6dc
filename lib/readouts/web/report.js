// Draws the figures, turns plain tables into searchable ones, and opens the text an evidence link points into.
const PAPER = 660; // pixels a figure may be wide on A4 with its margins
const PRINTED = 60; // rows up to which a table is printed whole
const PAGE = 10; // rows a page of a table
const SMALL = 15; // rows that are seen at a glance: no pages
const drawn = [];
const opened = [];
const config = { displaylogo: false, responsive: true, modeBarButtonsToRemove: ["lasso2d", "select2d"] };

async function drawFigures() {
  for (const box of document.querySelectorAll(".plot")) {
    const figure = JSON.parse(box.nextElementSibling.textContent);
    const fold = box.parentElement.querySelector("details.data");
    fold.addEventListener("toggle", () => fillData(fold, figure, box.getAttribute("aria-label")));
    await globalThis.Plotly.newPlot(box, figure.data, figure.layout, config);
    box.dataset.drawn = "yes";
    drawn.push(box);
  }
}

// A report of many readouts shows only some texts: a link into one that is not here becomes plain words.
function dropDeadLinks() {
  for (const link of document.querySelectorAll('.table a[href^="#e-"], .table a[href^="#d-"]')) {
    if (!document.getElementById(link.hash.slice(1))) link.replaceWith("not shown");
  }
}

async function openTables() {
  if (!globalThis.datatablesSource) return;
  const address = URL.createObjectURL(new Blob([globalThis.datatablesSource], { type: "text/javascript" }));
  const { default: DataTable } = await import(address);
  URL.revokeObjectURL(address);
  for (const box of document.querySelectorAll(".table")) {
    const table = box.querySelector("table");
    const facets = JSON.parse(table.dataset.facets);
    const links = [...table.tHead.rows[0].cells].flatMap((cell, column) => (cell.dataset.links ? [column] : []));
    const columns = [...table.tHead.rows[0].cells].map((_, column) => column);
    const rest = columns.filter((column) => !facets.includes(column) && !links.includes(column));
    const small = table.tBodies[0].rows.length <= SMALL;
    const view = new DataTable(table, {
      order: [],
      paging: !small,
      pageLength: PAGE,
      lengthMenu: [10, 25, 100, { label: "all", value: -1 }],
      columnDefs: [
        { targets: facets, columnControl: [["searchList"]] },
        { targets: rest, columnControl: [["search"]] },
        { targets: links, columnControl: [], orderable: false, searchable: false },
      ],
      layout: small
        ? { topStart: null, topEnd: "search", bottomStart: null, bottomEnd: null }
        : { topStart: "pageLength", topEnd: "search", bottomStart: "info", bottomEnd: "paging" },
    });
    table.dataset.ready = "yes";
    opened.push(view);
    const [label] = table.caption.textContent.split(":");
    const take = () => takeAway(nameFile(label, "csv"), writeCsv(...readTable(view, links)), "text/csv");
    for (const pages of box.querySelectorAll("nav")) pages.setAttribute("aria-label", `Pages of ${label}`);
    const files = Object.entries(JSON.parse(box.querySelector("script.files")?.textContent ?? "{}"));
    const buttons = files.map(([kind, [name, text]]) => makeButton(`Download ${kind}`, () => takeAway(name, text, "text/plain")));
    const row = document.createElement("p");
    row.className = "files";
    row.append(makeButton("Download CSV", take), ...buttons);
    box.after(row);
  }
}

// Headings and rows of a table as it is searched and sorted now, without the links into the page.
function readTable(table, links) {
  const keep = (row) => row.filter((_, column) => !links.includes(column));
  const heads = table.columns().titles().toArray();
  const rows = table.rows({ search: "applied", order: "applied" }).data().toArray();
  return [keep(heads).map(plain), rows.map((row) => keep([...row]).map(plain))];
}

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target?.closest("details");
  if (!fold) return;
  fold.open = true;
  document.querySelectorAll("mark.target").forEach((mark) => mark.classList.remove("target"));
  if (fold === target) return fold.scrollIntoView({ block: "start" });
  let next = target.nextElementSibling;
  while (next && next.tagName !== "MARK") next = next.nextElementSibling;
  next?.classList.add("target");
  (next ?? target).scrollIntoView({ block: "center" });
}

function showMenu(box, visible) {
  return box.layout.updatemenus?.length ? { "updatemenus[0].visible": visible } : {};
}

// On paper: texts unfolded, short tables whole, figures as wide as the page and without their drop-downs.
function fitPaper() {
  document.querySelectorAll("details:not(.data)").forEach((fold) => (fold.open = true));
  for (const table of opened) if (table.rows().count() <= PRINTED) table.page.len(-1).draw();
  for (const box of drawn) globalThis.Plotly.relayout(box, { width: PAPER, ...showMenu(box, false) });
}

function fitScreen() {
  for (const table of opened) if (table.page.len() < 0) table.page.len(PAGE).draw();
  for (const box of drawn) globalThis.Plotly.relayout(box, { width: null, autosize: true, ...showMenu(box, true) });
}

addEventListener("hashchange", openTarget);
addEventListener("beforeprint", fitPaper);
addEventListener("afterprint", fitScreen);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (link && link.hash === location.hash) openTarget();
});
dropDeadLinks();
await Promise.all([drawFigures(), openTables()]);
openTarget();
document.documentElement.dataset.ready = "yes";
