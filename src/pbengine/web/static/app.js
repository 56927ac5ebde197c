// Moves the keyboard to what went wrong, after a page or a part of it came with faults. Pages work without this.
(() => {
  const focus = (where) => document.querySelector(where)?.focus();
  const onLoad = () => focus("[data-focus]");
  document.addEventListener("htmx:after:swap", () => focus("[data-focus], [data-focus-on-swap]"));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", onLoad);
  else onLoad();
})();
