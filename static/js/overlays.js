// Dialogs, menus and the phone's navigation. Markup: data-dialog-open="id", data-dialog-close, details.menu, data-nav-toggle.
const openDialog = (dialog) => { if (!dialog.open) dialog.showModal() }

document.addEventListener('click', (event) => {
  const target = event.target
  const opener = target.closest('[data-dialog-open]')
  if (opener) {
    event.preventDefault()
    opener.closest('[popover]')?.hidePopover()
    openDialog(document.getElementById(opener.dataset.dialogOpen))
    return
  }
  if (target.closest('[data-dialog-close]')) target.closest('dialog')?.close()
  // A click on the backdrop has the dialog itself as its target.
  if (target.matches('dialog[open]:not([data-strict])')) {
    const box = target.getBoundingClientRect()
    const outside = event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom
    if (outside) target.close()
  }
  for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(target)) menu.open = false
  if (target.closest('[data-dismiss]')) target.closest('[data-dismissable]')?.remove()
  const toggle = target.closest('[data-nav-toggle]')
  if (toggle) showNavigation(toggle, toggle.getAttribute('aria-expanded') !== 'true')
})

function showNavigation(toggle, open) {
  toggle.setAttribute('aria-expanded', String(open))
  document.getElementById(toggle.getAttribute('aria-controls')).classList.toggle('is-open', open)
  if (!open) toggle.focus()
}

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return
  const menu = event.target.closest?.('details.menu[open]')
  if (menu) { menu.open = false; menu.querySelector('summary').focus() }
  const toggle = document.querySelector('[data-nav-toggle][aria-expanded=true]')
  if (toggle) showNavigation(toggle, false)
})

// A dialog that arrives through htmx, or that the server wants open, shows itself.
const openArrivals = (root) => { for (const dialog of root.querySelectorAll('dialog[data-open-now]')) openDialog(dialog) }
openArrivals(document)
document.addEventListener('htmx:afterSwap', (event) => openArrivals(event.detail.target.parentElement ?? document))
