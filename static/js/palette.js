// Command palette (Ctrl/Cmd-K): one JSON list, fetched once; words match anywhere in order; recent places first.
// Items: {label, url, group, icon, hint}. Only addresses are remembered, so another person at this machine sees no names.
const dialog = document.getElementById('palette')
const input = document.getElementById('palette-input')
const list = document.getElementById('palette-list')
const note = document.getElementById('palette-note')
const limit = 12
let items = null
let shown = []
let selected = 0

const recentKey = () => `recent:${dialog.dataset.paletteUrl}`
const recent = () => {
  try { return JSON.parse(localStorage.getItem(recentKey()) ?? '[]') } catch { return [] }
}
const remember = (url) => {
  const urls = [url, ...recent().filter((other) => other !== url)].slice(0, 6)
  try { localStorage.setItem(recentKey(), JSON.stringify(urls)) } catch { /* private mode */ }
}

// Higher is better; -1 is no match. Whole words beat word starts beat scattered letters.
function score(text, word) {
  const at = text.indexOf(word)
  if (at !== -1) return 100 - Math.min(at, 40) + (at === 0 || /\W/.test(text[at - 1]) ? 40 : 0)
  let from = 0
  let gaps = 0
  for (const letter of word) {
    const next = text.indexOf(letter, from)
    if (next === -1) return -1
    gaps += next - from
    from = next + 1
  }
  return word.length < 3 || gaps > 12 ? -1 : 40 - gaps
}

function matches(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) {
    const urls = recent()
    const known = urls.map((url) => items.find((item) => item.url === url)).filter(Boolean)
    return [...known.map((item) => ({ ...item, group: dialog.dataset.recent })),
      ...items.filter((item) => !urls.includes(item.url))].slice(0, limit)
  }
  return items.map((item) => {
    const label = item.label.toLowerCase()
    const rest = `${item.group ?? ''} ${item.hint ?? ''}`.toLowerCase()
    const scores = words.map((word) => Math.max(score(label, word), rest.includes(word) ? 20 : -1))
    return { item, total: scores.includes(-1) ? -1 : scores.reduce((a, b) => a + b, 0) }
  }).filter((match) => match.total >= 0).sort((a, b) => b.total - a.total).slice(0, limit).map((match) => match.item)
}

function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use')
  use.setAttribute('href', `${dialog.dataset.sprite}#${name || 'chevron-right'}`)
  svg.append(use)
  return svg
}

function span(className, text) {
  const element = document.createElement('span')
  element.className = className
  element.textContent = text
  return element
}

function option(item, index) {
  const link = document.createElement('a')
  link.href = item.url
  link.id = `palette-option-${index}`
  link.tabIndex = -1
  link.setAttribute('role', 'option')
  link.append(icon(item.icon), span('palette-label', item.label))
  if (item.hint) link.append(span('palette-hint', item.hint))
  if (item.group) link.append(span('palette-group', item.group))
  link.addEventListener('click', () => remember(item.url))
  link.addEventListener('pointermove', () => select(index))
  return link
}

function select(index) {
  selected = Math.max(0, Math.min(index, shown.length - 1))
  ;[...list.children].forEach((link, at) => link.setAttribute('aria-selected', String(at === selected)))
  const current = list.children[selected]
  current?.scrollIntoView({ block: 'nearest' })
  if (current) input.setAttribute('aria-activedescendant', current.id)
  else input.removeAttribute('aria-activedescendant')
}

function render() {
  if (!items) return
  shown = matches(input.value)
  list.replaceChildren(...shown.map(option))
  note.textContent = shown.length ? '' : dialog.dataset.empty.replace('%s', input.value)
  select(0)
}

async function load() {
  if (items) return
  note.textContent = dialog.dataset.loading
  try {
    const response = await fetch(dialog.dataset.paletteUrl, { headers: { Accept: 'application/json' } })
    if (!response.ok) throw new Error(String(response.status))
    const data = await response.json()
    // An address of another site, or a script, never becomes a link here.
    items = (data.items ?? data).filter((item) => new URL(item.url, location.href).origin === location.origin)
    note.textContent = ''
    render()
  } catch {
    note.textContent = dialog.dataset.failed
  }
}

function open() {
  if (dialog.open || document.querySelector('dialog[open]')) return
  input.value = ''
  dialog.showModal()
  input.focus()
  render()
  load()
}

if (dialog) {
  document.addEventListener('click', (event) => { if (event.target.closest('[data-palette-open]')) open() })
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      if (dialog.open) dialog.close()
      else open()
    }
  })
  input.addEventListener('input', render)
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) { event.preventDefault(); select((selected + step + shown.length) % shown.length) }
    if (event.key === 'Enter' && !event.isComposing) { event.preventDefault(); list.children[selected]?.click() }
  })
  if (/Mac|iPhone|iPad/.test(navigator.platform)) {
    for (const key of document.querySelectorAll('kbd[data-mac]')) key.textContent = key.dataset.mac
  }
}
