// Tables: bulk selection with its count shown first, and remembered columns.
// Markup: form[data-bulk] with [data-bulk-all], [data-bulk-item], [data-bulk-bar], [data-bulk-count data-one data-many];
// table[data-columns="name"] with th[data-column], and a button[data-columns-for="name"] whose menu is filled here.
function showSelection(form) {
  const items = [...form.querySelectorAll('[data-bulk-item]')]
  const count = items.filter((item) => item.checked).length
  const all = form.querySelector('[data-bulk-all]')
  if (all) {
    all.checked = count > 0 && count === items.length
    all.indeterminate = count > 0 && count < items.length
  }
  for (const bar of form.querySelectorAll('[data-bulk-bar]')) bar.hidden = count === 0
  for (const text of form.querySelectorAll('[data-bulk-count]')) {
    text.textContent = (count === 1 ? text.dataset.one : text.dataset.many).replace('%d', count)
  }
}

document.addEventListener('change', (event) => {
  const form = event.target.closest('[data-bulk]')
  if (!form) return
  if (event.target.matches('[data-bulk-all]')) {
    for (const item of form.querySelectorAll('[data-bulk-item]')) item.checked = event.target.checked
  }
  if (event.target.matches('[data-bulk-all], [data-bulk-item]')) showSelection(form)
})

const storeKey = (name) => `columns:${name}`
const hiddenColumns = (name) => {
  try { return new Set(JSON.parse(localStorage.getItem(storeKey(name)) ?? '[]')) } catch { return new Set() }
}

function showColumns(table) {
  const hidden = hiddenColumns(table.dataset.columns)
  const heads = [...table.tHead.rows[0].cells]
  for (const row of table.rows) {
    if (row.cells.length !== heads.length) continue
    heads.forEach((head, index) => row.cells[index].classList.toggle('col-off', hidden.has(head.dataset.column)))
  }
}

function fillMenu(table) {
  const name = table.dataset.columns
  const list = document.querySelector(`[data-columns-for="${name}"]`)
  if (!list) return
  const hidden = hiddenColumns(name)
  const rows = [...table.tHead.rows[0].cells].filter((head) => head.dataset.column).map((head) => {
    const label = document.createElement('label')
    label.className = 'choice menu-row'
    const box = document.createElement('input')
    box.type = 'checkbox'
    box.checked = !hidden.has(head.dataset.column)
    box.addEventListener('change', () => {
      const off = hiddenColumns(name)
      if (box.checked) off.delete(head.dataset.column)
      else off.add(head.dataset.column)
      try { localStorage.setItem(storeKey(name), JSON.stringify([...off])) } catch { /* private mode */ }
      showColumns(table)
    })
    label.append(box, head.textContent.trim())
    return label
  })
  list.replaceChildren(...rows)
}

function start(root) {
  for (const table of root.querySelectorAll('table[data-columns]')) { fillMenu(table); showColumns(table) }
  for (const form of root.querySelectorAll('[data-bulk]')) showSelection(form)
}
start(document)
document.addEventListener('htmx:afterSwap', () => start(document))
addEventListener('pageshow', () => start(document))
