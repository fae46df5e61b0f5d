// Sets the colour scheme before the first paint. A file of its own, as the policy forbids scripts in the page.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("introw-scheme");
  } catch {
    // Storage can be forbidden; then the system decides.
  }
  const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
