// Keyboard: c create, / filter, g then a letter to go, j k x on rows, [ ] the week before and after, ? help.
// Rows carry data-row and their main link data-row-link (Enter is then the link's own). Off by choice, remembered.
const storedOff = () => {
  try { return localStorage.getItem('keys') === 'off' } catch { return false }
}
const typing = (element) => element.closest?.('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]')
const rows = () => [...document.querySelectorAll('[data-row]')].filter((row) => row.offsetParent !== null)
const linkOf = (row) => row.querySelector('[data-row-link]') ?? row.querySelector('a[href], button')
let goingUntil = 0

function moveRow(step) {
  const all = rows()
  const at = all.indexOf(document.activeElement?.closest('[data-row]'))
  const next = all[at === -1 ? (step > 0 ? 0 : all.length - 1) : at + step]
  if (!next) return
  linkOf(next)?.focus()
  next.scrollIntoView({ block: 'nearest' })
}

const actions = {
  c: () => document.querySelector('[data-create]')?.click(),
  '/': () => {
    const field = document.querySelector('[data-filter]')
    field?.focus()
    field?.select?.()
  },
  j: () => moveRow(1),
  k: () => moveRow(-1),
  x: () => document.activeElement?.closest('[data-row]')?.querySelector('input[type=checkbox]')?.click(),
  '[': () => document.querySelector('a[rel~=prev]')?.click(),
  ']': () => document.querySelector('a[rel~=next]')?.click(),
  '?': () => document.getElementById('keys-help')?.showModal(),
  g: () => { goingUntil = Date.now() + 1500 },
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || storedOff()) return
  if (document.body.dataset.keys !== 'on' || document.querySelector('dialog[open]') || typing(event.target)) return
  if (goingUntil > Date.now() && event.key.length === 1) {
    goingUntil = 0
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`)
    if (link) { event.preventDefault(); link.click() }
    return
  }
  const action = Object.hasOwn(actions, event.key) ? actions[event.key] : null
  if (!action) return
  event.preventDefault()
  action()
})

const onOff = document.querySelector('[data-keys-switch]')
if (onOff) {
  onOff.checked = !storedOff()
  onOff.addEventListener('change', () => {
    try {
      if (onOff.checked) localStorage.removeItem('keys')
      else localStorage.setItem('keys', 'off')
    } catch { /* private mode: the choice cannot be kept */ }
  })
}
