// Leads what a captured page's scripts ask for into the archive. It asks nothing of any other origin: its own policy
// forbids that too.
"use strict";

const CAPTURED = /^\/(\d{4,20})(?:id_)?\/(https?:\/\/[^/?#]+)/;
const OURS = /^\/(?:-\/|(?:(?:frame|bar|compare|timegate|timemap\/link)\/)?(?:\d{4,20}\/){0,2}https?:\/)/;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.pathname === "/favicon.ico") return; // the server knows whether there is one
  if (url.origin === location.origin && (CAPTURED.test(path(url)) || OURS.test(url.pathname))) return;
  event.respondWith(answer(event, url));
});

async function answer(event, url) {
  const page = await pageOf(event);
  if (!page && url.origin === location.origin) return fetch(event.request);
  if (!page || event.request.method !== "GET") return refusal(404);
  const inside = url.origin === location.origin ? page[2] + path(url) : url.href;
  const where = new URL(`/${page[1]}/${inside}`, location.origin);
  if (event.request.mode === "navigate") return Response.redirect(where, 307);
  return fetch(where, { headers: event.request.headers, referrer: event.request.referrer, credentials: "omit" });
}

async function pageOf(event) {
  const leads = event.request.mode === "navigate"; // what is typed above a page is not asked by it
  const client = !leads && event.clientId && (await clients.get(event.clientId));
  for (const address of [client && client.url, event.request.referrer]) {
    const found = address && URL.canParse(address) && CAPTURED.exec(path(new URL(address)));
    if (found) return found;
  }
  return null;
}

function path(url) {
  return url.pathname + url.search;
}

function refusal(status) {
  return new Response("Not captured.\n", { status, headers: { "Content-Type": "text/plain" } });
}
