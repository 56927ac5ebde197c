// With htmx at work what is left follows every tick, and its button is not needed; it comes back when an update fails.
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector(".so-far-update");
  if (!button || !window.htmx) return;
  button.hidden = true;
  for (const failure of ["htmx:error", "htmx:response:error"]) {
    document.addEventListener(failure, () => { button.hidden = false });
  }
});
