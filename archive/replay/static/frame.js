// Keeps the bar in step with the page below it, and hands on which words the page is to show.
"use strict";

(() => {
  const page = document.getElementById("page");
  if (!page) return;
  const CAPTURED = /^\/\d{4,20}\/https?:\/\//;
  let shown = new URL(page.src).pathname + new URL(page.src).search;
  let words = asked();

  // Browsers take what stands behind ':~:' from the address before scripts see it; the entry of the navigation keeps it.
  // '#words=' says the same to those that do not keep it.
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

  // A page of which the archive has no document is named as it names itself.
  function name(title) {
    const bar = document.querySelector(".bar");
    if (!title || !("untitled" in bar.dataset)) return;
    bar.querySelector("h1").textContent = title;
    document.title = title;
  }

  // The page may have said where it is before anybody listened here.
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
