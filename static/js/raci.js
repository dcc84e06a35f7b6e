// The RACI grid by keyboard: arrows move, R A C I set and take back, Delete clears, Escape restores, Enter saves (the form's own).
// A block from a spreadsheet goes to the server, which lays all of it over the grid or says which cell it does not know.
// Markup: form[data-raci] with table[data-raci-table]; inputs data-raci-stop (names and cells), data-raci-cell (cells alone).
const ORDER = 'ARCI'
const ALONE = 'CI'
const cellOf = (element) => element?.closest?.('[data-raci-cell]')
const stopOf = (element) => element?.closest?.('[data-raci-stop]')
const lines = (table) => [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll('[data-raci-stop]')])
const written = (letters) => [...ORDER].filter((letter) => letters.includes(letter)).join('/')
let comesBackTo = null

function show(cell, text) {
  if (cell.value !== text) cell.value = text
  const letters = text.toUpperCase().replace(/[^A-Z]/g, '')
  cell.dataset.letters = [...letters].every((letter) => ORDER.includes(letter)) ? written(letters) : ''
  cell.removeAttribute('aria-invalid')
}

function change(cell, text) {
  if (cell.value === text) return
  show(cell, text)
  cell.dispatchEvent(new Event('input', { bubbles: true }))
  cell.dispatchEvent(new Event('change', { bubbles: true }))
}

// A and R go together; C and I each stand alone.
function toggle(cell, letter) {
  const before = cell.dataset.letters.replaceAll('/', '')
  if (before.includes(letter)) change(cell, written(before.replace(letter, '')))
  else if (ALONE.includes(letter) || ALONE.includes(before)) change(cell, letter)
  else change(cell, written(before + letter))
}

function choose(stop) {
  const table = stop.closest('[data-raci-table]')
  for (const other of table.querySelectorAll('[data-raci-stop]')) other.tabIndex = other === stop ? 0 : -1
}

function placeOf(stop) {
  const all = lines(stop.closest('[data-raci-table]'))
  const row = all.findIndex((line) => line.includes(stop))
  return { all, row, column: all[row].indexOf(stop) }
}

function move(stop, down, right) {
  const { all, row, column } = placeOf(stop)
  const next = all[row + down]?.[column + right]
  next?.focus()
  next?.select()
  return Boolean(next)
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

// In a name the arrows left and right belong to the text until its end.
function leavesText(stop, key) {
  if (cellOf(stop) || key === 'ArrowUp' || key === 'ArrowDown') return true
  const at = key === 'ArrowLeft' ? 0 : stop.value.length
  return stop.selectionStart === at && stop.selectionEnd === at
}

document.addEventListener('keydown', (event) => {
  const stop = stopOf(event.target)
  if (!stop || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  const cell = cellOf(stop)
  const step = STEPS[event.key]
  if (step && !event.shiftKey && leavesText(stop, event.key)) {
    if (move(stop, ...step)) event.preventDefault()
  } else if (event.key === 'Escape' && stop.value !== stop.defaultValue) {
    event.preventDefault()
    if (cell) change(cell, cell.defaultValue)
    else { stop.value = stop.defaultValue; stop.dispatchEvent(new Event('change', { bubbles: true })) }
  } else if (cell && (event.key === 'Delete' || event.key === 'Backspace')) {
    event.preventDefault()
    change(cell, '')
  } else if (cell && (event.key === 'Home' || event.key === 'End')) {
    const { all, row } = placeOf(cell)
    event.preventDefault()
    all[row].at(event.key === 'Home' ? 1 : -1)?.focus()
  }
})

// Letters come as text, so that a phone's keyboard works too.
document.addEventListener('beforeinput', (event) => {
  const cell = cellOf(event.target)
  if (!cell || event.inputType !== 'insertText' || event.data?.length !== 1) return
  event.preventDefault()
  const letter = event.data.toUpperCase()
  if (ORDER.includes(letter)) toggle(cell, letter)
})
document.addEventListener('input', (event) => {
  const cell = cellOf(event.target)
  if (cell) show(cell, cell.value)
})

document.addEventListener('focusin', (event) => {
  const stop = stopOf(event.target)
  if (!stop) return
  choose(stop)
  const { row, column } = placeOf(stop)
  const form = stop.form
  form.elements['at-row'].value = row
  form.elements['at-column'].value = Math.max(column - 1, 0)
  if (cellOf(stop)) stop.select()
})

document.addEventListener('paste', (event) => {
  const stop = stopOf(event.target)
  const text = event.clipboardData?.getData('text/plain') ?? ''
  if (!stop || !/[\t\n]/.test(text.trimEnd())) return
  event.preventDefault()
  stop.form.elements.paste.value = text
  comesBackTo = stop.id
  document.getElementById('raci-paste-button').click()
})

// After a deed of the server: the grid is new, and the focus stands where the eye is.
document.addEventListener('click', (event) => {
  const [deed, number] = (event.target.closest?.('[data-raci] button[name=do]')?.value ?? '').split('-')
  const beside = { up: -1, down: 1, mark: 0 }[deed]
  if (beside !== undefined) comesBackTo = `row-${Number(number) + beside}-menu`
  else if (deed === 'add') comesBackTo = 'last'
})

function start() {
  const table = document.querySelector('[data-raci-table]')
  if (!table || table.getAttribute('role') === 'grid') return
  table.setAttribute('role', 'grid')
  table.setAttribute('aria-describedby', 'raci-keys')
  const first = table.querySelector('[data-raci-cell]') ?? table.querySelector('[data-raci-stop]')
  if (first) choose(first)
}

document.addEventListener('htmx:afterSettle', (event) => {
  const form = document.querySelector('form[data-raci]')
  if (!form || event.detail.target?.id !== 'raci') return
  start()
  // What the server changed is not saved yet: leaving asks, as after typing.
  form.dispatchEvent(new Event('input', { bubbles: true }))
  form.elements.revision.dispatchEvent(new Event('input', { bubbles: true }))
  const problems = document.getElementById('paste-problems')
  const names = form.querySelectorAll('.raci-name')
  const back = comesBackTo === 'last' ? names[names.length - 1] : document.getElementById(comesBackTo ?? '')
  comesBackTo = null
  if (problems) problems.focus()
  else back?.focus()
})
start()
