// Runs before a captured page's own scripts. It directs their requests into the archive, gives them cookies and storage
// that end with the page, and keeps the page from leaving. The policy sent with the page (archive/replay/security.py)
// is what confines it; this script makes the page work under that policy.
(() => {
  "use strict";
  document.currentScript?.remove();
  const CAPTURED = /^\/(\d{4,20})(?:id_)?\/(https?:\/\/[^/?#]+)/;
  const OURS = /^\/(?:-\/|https?:\/)/;
  const page = CAPTURED.exec(location.pathname + location.search);
  if (!page) return;
  const [, stamp, site] = page;
  const own = location.origin;

  const inside = (address) => {
    const text = String(address);
    let url;
    try {
      url = new URL(text, document.baseURI);
    } catch {
      return address;
    }
    if (url.protocol !== "http:" && url.protocol !== "https:") return address;
    if (url.origin !== own) return `/${stamp}/${url.href}`;
    if (CAPTURED.test(url.pathname + url.search) || OURS.test(url.pathname)) return address;
    return `/${stamp}/${site}${url.pathname}${url.search}${url.hash}`;
  };

  const insideSet = (set) =>
    String(set).replace(/([\s,]*)(\S+)((?:[^,(]|\([^)]*\))*)/g, (whole, before, address, rest) => {
      const bare = address.replace(/,+$/, "");
      return before + (bare && inside(bare)) + address.slice(bare.length) + rest;
    });

  const insideCss = (css) =>
    String(css).replace(/(url\(\s*)(["']?)((?:https?:)?\/[^"')\s]*)/gi, (whole, start, quote, address) =>
      start + quote + inside(address));

  const ATTRIBUTES = /(\s(src|href|poster|action|background|data|srcset|style|type)\s*=\s*)("[^"]*"|'[^']*'|[^\s>]+)/gi;
  const insideMarkup = (markup) =>
    String(markup).replace(/<[a-z][^<>]*>/gi, (tag) =>
      tag.replace(ATTRIBUTES, (whole, start, name, value) => {
        const quote = /^["']/.test(value) ? value[0] : "";
        const plain = quote ? value.slice(1, -1) : value;
        return start + quote + forAttribute(name.toLowerCase())(plain) + quote;
      }));

  const forAttribute = (name) => {
    if (name === "type") return (value) => (/speculationrules/i.test(value) ? "text/plain" : value);
    if (name === "srcset" || name === "imagesrcset") return insideSet;
    if (name === "style") return insideCss;
    return /^(?:src|href|xlink:href|poster|action|formaction|background|data)$/.test(name) ? inside : (value) => value;
  };

  // One at a time: a browser may lack one.
  const attempt = (change) => {
    try {
      change();
    } catch {
      // this browser lacks it
    }
  };

  const setter = (type, name, change) => attempt(() => {
    const found = Object.getOwnPropertyDescriptor(type.prototype, name);
    if (!found?.set) return;
    Object.defineProperty(type.prototype, name, { ...found, set(value) { found.set.call(this, change(value)); } });
  });

  const argument = (holder, name, at, change) => attempt(() => {
    const original = holder[name];
    if (typeof original !== "function") return;
    holder[name] = function (...given) {
      if (at < given.length && given[at] != null) given[at] = change(given[at], given);
      return original.apply(this, given);
    };
  });

  const constructed = (name) => attempt(() => {
    if (typeof window[name] !== "function") return;
    window[name] = new Proxy(window[name], {
      construct: (type, given, target) => {
        if (given.length && typeof given[0] !== "object") given[0] = inside(given[0]);
        else if (given[0] instanceof URL) given[0] = inside(given[0]);
        return Reflect.construct(type, given, target);
      },
    });
  });

  const request = (given) => (given instanceof Request ? given : inside(given));

  for (const [names, attribute, change] of [
    ["Image Media Script IFrame Frame Embed Input Track Source", "src", inside],
    ["Image Source", "srcset", insideSet],
    ["Link Anchor Area Base", "href", inside],
    ["Link", "imageSrcset", insideSet],
    ["Video", "poster", inside],
    ["Form", "action", inside],
    ["Object", "data", inside],
    ["Body", "background", inside],
  ]) {
    for (const name of names.split(" ")) setter(window[`HTML${name}Element`] ?? class {}, attribute, change);
  }
  setter(Element, "innerHTML", insideMarkup);
  setter(Element, "outerHTML", insideMarkup);
  for (const name of ["cssText", "background", "backgroundImage", "listStyleImage", "borderImage", "content", "cursor"]) {
    setter(CSSStyleDeclaration, name, insideCss);
  }
  argument(CSSStyleDeclaration.prototype, "setProperty", 1, insideCss);
  argument(CSSStyleSheet.prototype, "insertRule", 0, insideCss);
  argument(CSSStyleSheet.prototype, "replaceSync", 0, insideCss);
  argument(CSSStyleSheet.prototype, "replace", 0, insideCss);
  argument(Element.prototype, "setAttribute", 1, (value, given) => forAttribute(String(given[0]).toLowerCase())(value));
  argument(Element.prototype, "setAttributeNS", 2, (value, given) => forAttribute(String(given[1]).toLowerCase())(value));
  argument(Element.prototype, "insertAdjacentHTML", 1, insideMarkup);
  argument(Range.prototype, "createContextualFragment", 0, insideMarkup);
  argument(document, "write", 0, insideMarkup);
  argument(document, "writeln", 0, insideMarkup);
  argument(XMLHttpRequest.prototype, "open", 1, inside);
  argument(window, "fetch", 0, request);
  argument(navigator, "sendBeacon", 0, inside);
  argument(history, "pushState", 2, inside);
  argument(history, "replaceState", 2, inside);
  for (const name of ["Request", "Worker", "SharedWorker", "EventSource"]) constructed(name);

  // Rules for preloading other pages; no policy covers them.
  setter(HTMLScriptElement, "type", forAttribute("type"));

  // A page could use these to reach other hosts: browsers do not apply the policy to them.
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel", "WebTransport"]) {
    attempt(() => delete window[name]);
  }

  const jar = new Map();
  attempt(() => Object.defineProperty(Document.prototype, "cookie", {
    configurable: true,
    enumerable: true,
    get: () => [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
    set: (cookie) => {
      const [pair, ...attributes] = String(cookie).split(";");
      const at = pair.indexOf("=");
      const name = pair.slice(0, Math.max(at, 0)).trim();
      const ended = attributes.some((each) => /^\s*max-age\s*=\s*(?:0|-)/i.test(each));
      if (ended) jar.delete(name);
      else jar.set(name, pair.slice(at + 1).trim());
    },
  }));

  class Shelf {
    #held = new Map();
    get length() { return this.#held.size; }
    key(at) { return [...this.#held.keys()][at] ?? null; }
    getItem(name) { return this.#held.get(String(name)) ?? null; }
    setItem(name, value) { this.#held.set(String(name), String(value)); }
    removeItem(name) { this.#held.delete(String(name)); }
    clear() { this.#held.clear(); }
  }
  const storage = () => {
    const shelf = new Shelf();
    const known = (name) => typeof name === "symbol" || name in Shelf.prototype;
    return new Proxy(shelf, {
      get: (_, name) => {
        if (!known(name)) return shelf.getItem(name) ?? undefined;
        const found = shelf[name];
        return typeof found === "function" ? found.bind(shelf) : found;
      },
      set: (_, name, value) => (shelf.setItem(name, value), true),
      has: (_, name) => known(name) || shelf.getItem(name) !== null,
      deleteProperty: (_, name) => (shelf.removeItem(name), true),
    });
  };
  for (const name of ["localStorage", "sessionStorage"]) {
    const held = storage();
    attempt(() => Object.defineProperty(window, name, { configurable: true, enumerable: true, get: () => held }));
  }
  attempt(() => Object.defineProperty(window, "indexedDB", { configurable: true, value: undefined }));
  attempt(() => Object.defineProperty(window, "caches", { configurable: true, value: undefined }));
  attempt(() => Object.defineProperty(window, "cookieStore", { configurable: true, value: undefined }));

  attempt(() => {
    const refuse = () => Promise.reject(new DOMException("A captured page has no service worker here.", "SecurityError"));
    ServiceWorkerContainer.prototype.register = refuse;
    ServiceWorkerContainer.prototype.getRegistration = () => Promise.resolve(undefined);
    ServiceWorkerContainer.prototype.getRegistrations = () => Promise.resolve([]);
  });

  // Navigation of the page's window stays in the archive too, and on its own site.
  attempt(() => navigation.addEventListener("navigate", (event) => {
    const to = new URL(event.destination.url);
    if (event.hashChange || !event.cancelable || event.navigationType === "traverse") return;
    if (to.origin === own && (CAPTURED.test(to.pathname + to.search) || OURS.test(to.pathname))) return;
    if (to.protocol === "about:" || to.protocol === "javascript:") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const where = inside(to.href);
    if (where !== to.href) location.href = where;
  }));

  if (parent === window || parent !== top) return;

  // Show a page that hides itself when framed: the frame is ours.
  const unhide = () => {
    for (const element of [document.documentElement, document.body]) {
      const style = element && getComputedStyle(element);
      if (style?.display === "none") element.style.setProperty("display", "block", "important");
      if (style?.visibility === "hidden") element.style.setProperty("visibility", "visible", "important");
    }
  };
  addEventListener("load", unhide, { once: true });

  // Report the page's URL to the frame, which answers with the words to show.
  const FRAME = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$|^$/;
  const tell = () => parent.postMessage({ replayed: location.pathname + location.search, title: document.title }, "*");
  addEventListener("message", (event) => {
    if (event.source !== parent || !event.data) return;
    const { replayAsks, replayWords } = event.data;
    if (!replayAsks && !Array.isArray(replayWords)) return;
    event.stopImmediatePropagation();
    if (!FRAME.test(event.origin) && new URL(event.origin).host !== location.host) return;
    if (replayAsks) tell();
    else show(replayWords);
  });
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", tell, { once: true });
  else tell();

  const show = (directives) => {
    // Try again without any white space: cells and lines of a page may not be separated by it.
    const ranges = directives.map((each) => findWords(String(each), " ") ?? findWords(String(each), "")).filter(Boolean);
    if (!ranges.length) return;
    if (window.Highlight && CSS.highlights) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("::highlight(archive-words) { background-color: #ffe58a; color: #1b1710; }");
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      CSS.highlights.set("archive-words", new Highlight(...ranges));
    } else {
      getSelection().removeAllRanges();
      getSelection().addRange(ranges[0]);
    }
    const scroll = () => {
      const at = ranges[0].getBoundingClientRect();
      scrollTo({ top: scrollY + at.top - innerHeight / 3, behavior: "instant" });
    };
    scroll();
    if (document.readyState !== "complete") addEventListener("load", scroll, { once: true });
  };

  // A text directive: [prefix-,]start[,end][,-suffix] (WICG Scroll-to-text fragment, 3.3.1).
  const findWords = (directive, space) => {
    const plain = (text) => text.normalize("NFC").replace(/\s+/g, space).trim().toLocaleLowerCase();
    const parts = directive.split(",").map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
    const raw = directive.split(",");
    const prefix = raw[0].endsWith("-") ? parts.shift().slice(0, -1) : "";
    const suffix = raw.length > 1 && raw.at(-1).startsWith("-") ? parts.pop().slice(1) : "";
    const text = readText(space);
    const [start, end] = parts.map(plain);
    if (!start) return null;
    for (let at = text.words.indexOf(start); at >= 0; at = text.words.indexOf(start, at + 1)) {
      let over = at + start.length;
      if (end) {
        const last = text.words.indexOf(end, over);
        if (last < 0) return null;
        over = last + end.length;
      }
      const before = text.words.slice(0, at).trimEnd().endsWith(plain(prefix));
      const after = text.words.slice(over).trimStart().startsWith(plain(suffix));
      if (before && after) return text.range(at, over);
    }
    return null;
  };

  // The page's text with 'space' for runs of white space, and each character's node and offset.
  const readText = (space) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement?.closest("script, style, noscript, template, title") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const places = [];
    let words = "";
    while (walker.nextNode()) {
      const node = walker.currentNode;
      for (let at = 0; at < node.data.length; at += 1) {
        const char = /\s/.test(node.data[at]) ? space : node.data[at].toLocaleLowerCase();
        if (char.length !== 1 || (char === " " && words.endsWith(" "))) continue;
        words += char;
        places.push([node, at]);
      }
    }
    const range = (from, to) => {
      const made = document.createRange();
      made.setStart(...places[from]);
      made.setEnd(places[to - 1][0], places[to - 1][1] + 1);
      return made;
    };
    return { words, range };
  };
})();
