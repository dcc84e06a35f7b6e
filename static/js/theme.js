// Colour theme. A classic script in <head>, so that the page is painted once and in the right colours.
(() => {
  const root = document.documentElement
  const choices = ['auto', 'light', 'dark']
  const systemDark = matchMedia('(prefers-color-scheme: dark)')

  const stored = () => {
    try { return localStorage.getItem('theme') } catch { return null }
  }
  const show = (choice) => {
    root.dataset.themeChoice = choice
    root.dataset.bsTheme = choice === 'auto' ? (systemDark.matches ? 'dark' : 'light') : choice
    for (const button of document.querySelectorAll('[data-theme-toggle]')) {
      const text = button.dataset[`label${choice[0].toUpperCase()}${choice.slice(1)}`]
      button.setAttribute('aria-label', text)
      button.title = text
    }
  }
  const current = () => (choices.includes(stored()) ? stored() : 'auto')

  root.classList.add('js')
  show(current())
  systemDark.addEventListener('change', () => show(current()))
  addEventListener('storage', (event) => { if (event.key === 'theme') show(current()) })
  document.addEventListener('DOMContentLoaded', () => show(current()))
  document.addEventListener('click', (event) => {
    if (!event.target.closest('[data-theme-toggle]')) return
    const next = choices[(choices.indexOf(root.dataset.themeChoice) + 1) % choices.length]
    try { localStorage.setItem('theme', next) } catch { /* private mode: the choice lasts for this page */ }
    show(next)
  })
})()
