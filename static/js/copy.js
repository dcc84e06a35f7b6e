// Copies the text of a field: <button data-copy="id of the field" data-copied="words for a moment">.
for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const field = document.getElementById(button.dataset.copy)
    try {
      await navigator.clipboard.writeText(field.value)
    } catch {
      field.closest('details').open = true
      field.select()
      return
    }
    const words = button.querySelector('span')
    const usual = words.textContent
    words.textContent = button.dataset.copied
    setTimeout(() => { words.textContent = usual }, 2000)
  })
}
