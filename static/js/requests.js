// htmx: the CSRF header, and a plain message when a request fails.
const csrfToken = () => document.querySelector('meta[name="csrf-token"]')?.content

document.addEventListener('htmx:configRequest', (event) => {
  if (event.detail.verb !== 'get' && csrfToken()) event.detail.headers['X-CSRFToken'] = csrfToken()
})

function report(text) {
  const list = document.getElementById('messages')
  const template = document.getElementById('message-template')
  if (!list || !template || !text) return
  list.querySelector('[data-from-requests]')?.remove()
  const message = template.content.firstElementChild.cloneNode(true)
  message.querySelector('[data-message-text]').textContent = text
  message.setAttribute('data-from-requests', '')
  list.append(message)
}

const textFor = (status) => {
  const texts = document.getElementById('messages')?.dataset ?? {}
  if (status === 0) return texts.offline
  if (status === 401 || status === 403) return texts.signedOut
  return status === 404 ? texts.gone : texts.failed
}
document.addEventListener('htmx:responseError', (event) => report(textFor(event.detail.xhr.status)))
document.addEventListener('htmx:sendError', () => report(textFor(0)))
