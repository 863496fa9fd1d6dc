// Draws the figures, turns plain tables into searchable ones, and opens the text an evidence link points into.
const SMALL = 15; // rows that are seen at a glance: no pages
const config = { displaylogo: false, responsive: true, modeBarButtonsToRemove: ["lasso2d", "select2d"] };

async function drawFigures() {
  for (const box of document.querySelectorAll(".plot")) {
    const { data, layout } = JSON.parse(box.nextElementSibling.textContent);
    await globalThis.Plotly.newPlot(box, data, layout, config);
    box.dataset.drawn = "yes";
  }
}

// A report of many readouts shows only some texts: a link into one that is not here becomes plain words.
function dropDeadLinks() {
  for (const link of document.querySelectorAll('.table a[href^="#e-"], .table a[href^="#d-"]')) {
    if (!document.getElementById(link.hash.slice(1))) link.replaceWith("not shown");
  }
}

async function openTables() {
  const source = document.getElementById("datatables-source");
  if (!source) return;
  const address = URL.createObjectURL(new Blob([source.textContent], { type: "text/javascript" }));
  const { default: DataTable } = await import(address);
  URL.revokeObjectURL(address);
  for (const table of document.querySelectorAll(".table > table")) {
    const facets = JSON.parse(table.dataset.facets);
    const links = [...table.tHead.rows[0].cells].flatMap((cell, column) => (cell.dataset.links ? [column] : []));
    const columns = [...table.tHead.rows[0].cells].map((_, column) => column);
    const rest = columns.filter((column) => !facets.includes(column) && !links.includes(column));
    const small = table.tBodies[0].rows.length <= SMALL;
    new DataTable(table, {
      order: [],
      paging: !small,
      pageLength: 10,
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
  }
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

addEventListener("hashchange", openTarget);
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((fold) => (fold.open = true)));
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  if (link && link.hash === location.hash) openTarget();
});
dropDeadLinks();
await Promise.all([drawFigures(), openTables()]);
openTarget();
document.documentElement.dataset.ready = "yes";
