// Keeps the bar in step with the page below it, and tells the page which words to show.
"use strict";

(() => {
  const page = document.getElementById("page");
  if (!page) return;
  const CAPTURED = /^\/\d{4,20}\/https?:\/\//;
  let shown = new URL(page.src).pathname + new URL(page.src).search;
  let words = asked();

  // Browsers hide what follows ':~:' from scripts; the navigation entry keeps it. '#words=' is for those without one.
  function asked() {
    const address = performance.getEntriesByType("navigation")[0]?.name ?? "";
    const directives = address.split(":~:")[1] ?? location.hash.replace(/^#words=/, "text=");
    return directives.split("&").filter((each) => each.startsWith("text=")).map((each) => each.slice("text=".length));
  }

  addEventListener("message", (event) => {
    if (event.source !== page.contentWindow || typeof event.data?.replayed !== "string") return;
    const path = event.data.replayed;
    if (!CAPTURED.test(path) || path.length > 8000) return;
    if (words.length) page.contentWindow.postMessage({ replayWords: words }, event.origin === "null" ? "*" : event.origin);
    words = [];
    const title = String(event.data.title ?? "").trim().slice(0, 300);
    const moved = path === shown ? Promise.resolve() : follow(path);
    shown = path;
    moved.then(() => name(title));
  });

  // A page without a document in the archive has its own title.
  function name(title) {
    const bar = document.querySelector(".bar");
    if (!title || !("untitled" in bar.dataset)) return;
    bar.querySelector("h1").textContent = title;
    document.title = title;
  }

  // The page may have reported its URL before this script listened.
  const ask = () => page.contentWindow.postMessage({ replayAsks: true }, "*");
  page.addEventListener("load", ask);
  ask();

  async function follow(path) {
    const answer = await fetch(`/bar${path}`);
    if (!answer.ok || path !== shown) return;
    const bar = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".bar");
    if (!bar) return;
    document.querySelector(".bar").replaceWith(document.adoptNode(bar));
    document.title = bar.dataset.title;
    history.replaceState(null, "", `/frame${path}`);
  }
})();
