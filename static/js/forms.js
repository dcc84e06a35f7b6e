// Forms: sent once, and typed text is not lost by leaving. Markup: form[data-guard]; form[data-resubmit] may be sent again.
const dirty = new Set()
let leaving = false

document.addEventListener('input', (event) => {
  const form = event.target.form
  if (form?.hasAttribute('data-guard')) dirty.add(form)
  if (event.target.matches('[data-submit-on-change]')) form?.requestSubmit()
})

document.addEventListener('submit', (event) => {
  const form = event.target
  const method = (event.submitter?.getAttribute('formmethod') ?? form.getAttribute('method') ?? 'get').toLowerCase()
  if (event.defaultPrevented || method === 'dialog') return
  if (form.hasAttribute('data-sent')) { event.preventDefault(); return }
  dirty.delete(form)
  leaving = method === 'post'
  if (method !== 'post' || form.hasAttribute('data-resubmit') || form.hasAttribute('hx-post')) return
  form.setAttribute('data-sent', '')
  // aria-disabled, not disabled: a disabled button would drop its name and value from what is sent.
  event.submitter?.setAttribute('aria-busy', 'true')
  event.submitter?.setAttribute('aria-disabled', 'true')
})

addEventListener('beforeunload', (event) => {
  for (const form of dirty) if (!form.isConnected) dirty.delete(form)
  if (dirty.size > 0 && !leaving) event.preventDefault()
})

// Back through the page cache: the form may be sent again.
addEventListener('pageshow', () => {
  leaving = false
  for (const form of document.querySelectorAll('form[data-sent]')) {
    form.removeAttribute('data-sent')
    for (const button of form.querySelectorAll('[aria-busy]')) {
      button.removeAttribute('aria-busy')
      button.removeAttribute('aria-disabled')
    }
  }
})

// After a refused form the reader starts at the summary of what to mend.
document.querySelector('[data-error-summary]')?.focus()
