// Sets the chosen theme before the first paint, so that a dark page never flashes white. This is why it
// is a classic script in the head and not a module.
try {
  document.documentElement.dataset.theme = localStorage.getItem("realtime-labs.theme") ?? "auto";
} catch {
  document.documentElement.dataset.theme = "auto"; // Storage is switched off in this browser.
}
