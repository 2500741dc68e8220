// Copies a citation; without this script the reader selects the text.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = document.getElementById(button.dataset.said);
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      said.textContent = button.dataset.done;
    } catch {
      said.textContent = button.dataset.failed;
    }
  });
}

// '/' leads to the field to search in, unless the reader is writing.
document.addEventListener("keydown", (event) => {
  const field = document.querySelector('input[type="search"]');
  const writing = event.target.closest?.("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writing) return;
  event.preventDefault();
  if (field) field.focus();
  else location.assign(document.querySelector('nav a[href^="/"]').href);
});
