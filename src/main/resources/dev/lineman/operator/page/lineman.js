"use strict";

// Pages work without this script. It refreshes them, shows times in the reader's time zone, and searches while the reader types.
(() => {
  const LEAST_WAIT = 2000;
  const SHARE = 20;
  const TYPING = 200;
  const MINUTE = 60, HOUR = 3600, DAY = 86400;

  let tag = null;
  let timer = 0;
  let asking = null;

  const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const absolute = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });

  function ago(time) {
    const seconds = Math.round((time - Date.now()) / 1000);
    const size = Math.abs(seconds);
    if (size < 5) return "just now";
    if (size < MINUTE) return relative.format(seconds, "second");
    if (size < HOUR) return relative.format(Math.round(seconds / MINUTE), "minute");
    if (size < DAY) return relative.format(Math.round(seconds / HOUR), "hour");
    return relative.format(Math.round(seconds / DAY), "day");
  }

  function writeTimes() {
    for (const element of document.querySelectorAll("time[datetime]")) {
      const time = new Date(element.dateTime);
      const text = ago(time);
      if (element.textContent !== text) {
        element.textContent = text;
        element.title = absolute.format(time);
      }
    }
  }

  function say(text, lost) {
    const pulse = document.querySelector(".pulse");
    if (pulse) {
      pulse.hidden = false;
      pulse.textContent = text;
      pulse.classList.toggle("lost", lost);
    }
  }

  function show(page) {
    const fresh = new DOMParser().parseFromString(page, "text/html");
    for (const old of document.querySelectorAll("[data-live]")) {
      const now = fresh.querySelector(`[data-live="${old.dataset.live}"]`);
      if (!now) continue;
      keepOpen(old, now);
      keepScroll(old, () => old.replaceChildren(...now.childNodes));
    }
    document.title = fresh.title;
    writeTimes();
  }

  function keepOpen(old, now) {
    const names = (root) => [...root.querySelectorAll("details")];
    const key = (element) => element.closest("li")?.querySelector("time")?.dateTime + element.textContent;
    const open = new Set(names(old).filter((element) => element.open).map(key));
    names(now).filter((element) => open.has(key(element))).forEach((element) => { element.open = true; });
  }

  function keepScroll(old, change) {
    const places = [...old.querySelectorAll("pre.text")].map((text) => [text.scrollTop, text.scrollLeft]);
    change();
    [...old.querySelectorAll("pre.text")].forEach((text, i) => {
      if (places[i]) [text.scrollTop, text.scrollLeft] = places[i];
    });
  }

  async function ask() {
    clearTimeout(timer);
    if (asking) asking.abort();
    const request = new AbortController();
    asking = request;
    const began = performance.now();
    try {
      const answer = await fetch(location.href, {
        cache: "no-store",
        signal: request.signal,
        headers: tag ? { "If-None-Match": tag } : {},
      });
      if (answer.status === 200) {
        const page = await answer.text();
        tag = answer.headers.get("ETag");
        show(page);
      }
      say(answer.status === 200 || answer.status === 304 ? "live" : "answers " + answer.status, !(answer.ok || answer.status === 304));
    } catch (failure) {
      if (request.signal.aborted) return;
      say("no answer from Lineman; trying again", true);
    }
    asking = null;
    if (!document.hidden) {
      timer = setTimeout(ask, Math.max(LEAST_WAIT, SHARE * (performance.now() - began)));
    }
  }

  // A page with a form is not live, since fresh content would replace what the reader types.
  const live = document.querySelector("main[data-live]") !== null;
  document.addEventListener("visibilitychange", () => {
    if (live && !document.hidden) ask();
  });

  const box = document.querySelector('form[role="search"] input');
  if (box && location.pathname === "/phones") {
    let typing = 0;
    box.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => {
        const address = new URL(location.href);
        address.searchParams.delete("from");
        if (box.value) address.searchParams.set("q", box.value);
        else address.searchParams.delete("q");
        history.replaceState(null, "", address);
        tag = null;
        ask();
      }, TYPING);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && box && document.activeElement !== box && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  writeTimes();
  setInterval(writeTimes, 5000);
  if (live) timer = setTimeout(ask, LEAST_WAIT);
})();
