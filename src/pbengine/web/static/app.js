// Moves the keyboard to what went wrong, after a page or a part of it came with faults. Pages work without this.
(() => {
  const focusFaults = () => document.querySelector("[data-focus]")?.focus();
  document.addEventListener("htmx:after:swap", focusFaults);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", focusFaults);
  else focusFaults();
})();
