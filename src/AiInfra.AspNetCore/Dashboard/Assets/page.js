(() => {
  "use strict";
  // Where the browser found the page: a proxy may have cut off or put on a part of the path that the server never sees.
  const root = new URL(document.body.dataset.root, location.origin + location.pathname);
  const every = Number(document.body.dataset.refresh) * 1000;
  const content = document.getElementById("content");
  const state = document.getElementById("state");
  const ask = document.getElementById("ask");
  let shown = "";
  let busy = false;

  // Opened details and scrolled lists stay as they are when the content is replaced.
  function replace(html) {
    const open = new Map([...content.querySelectorAll("details")].map(d => [d.dataset.keep, d.open]));
    const focused = document.activeElement?.dataset;
    const scrolled = [...content.querySelectorAll(".scroll, .events")].map(e => [e.scrollLeft, e.scrollTop]);
    content.innerHTML = html;
    content.querySelectorAll("details").forEach(d => { if (open.has(d.dataset.keep)) { d.open = open.get(d.dataset.keep); } });
    content.querySelectorAll(".scroll, .events").forEach((e, i) => { if (scrolled[i]) { [e.scrollLeft, e.scrollTop] = scrolled[i]; } });
    if (focused?.change) { [...content.querySelectorAll("[data-change]")].find(b => b.dataset.change === focused.change && b.dataset.name === focused.name && b.dataset.version === focused.version)?.focus(); }
  }

  // What somebody types is not taken away.
  const typing = () => [...content.querySelectorAll("input, textarea, select")].some(i => i === document.activeElement || i.value !== (i.defaultValue ?? i.value));

  async function refresh() {
    if (busy || document.hidden || typing()) { return; }
    busy = true;
    try {
      const query = new URLSearchParams(location.search);
      query.set("part", "content");
      const response = await fetch(location.pathname + "?" + query, { cache: "no-store", credentials: "same-origin" });
      if ((!response.ok && response.status !== 404) || response.redirected) { throw new Error(response.redirected ? "signed out" : "status " + response.status); }
      const html = await response.text();
      if (html !== shown && !String(getSelection()).length) { replace(html); shown = html; }
      state.removeAttribute("role");
      state.textContent = "updated " + new Date().toLocaleTimeString();
      state.className = "";
    } catch (error) {
      // Only trouble is read aloud: a word every few seconds would drown the page.
      state.setAttribute("role", "alert");
      state.textContent = "not updated: " + error.message;
      state.className = "bad";
    } finally {
      busy = false;
    }
  }

  // What goes on changing is sent as it changes, until it does no more.
  if (every > 0 && content.querySelector("[data-live]")) {
    const query = new URLSearchParams(location.search);
    query.set("part", "live");
    const live = new EventSource(location.pathname + "?" + query);
    live.onmessage = event => {
      if (event.data !== shown && !typing() && !document.hidden && !String(getSelection()).length) { replace(event.data); shown = event.data; }
      state.removeAttribute("role");
      state.textContent = "live, " + new Date().toLocaleTimeString();
      state.className = "";
    };
    live.onerror = () => live.close();
  }

  if (every > 0) {
    state.textContent = "updates every " + every / 1000 + " s";
    setInterval(refresh, every);
    document.addEventListener("visibilitychange", refresh);
  }

  if (!ask) { return; }
  const element = id => document.getElementById(id);
  const version = number => number === "" ? "none" : "version " + number;
  const known = number => number === "" ? null : Number(number);
  const changes = {
    rollback: { title: "Roll back", text: b => b.name + " goes from " + version(b.from) + " back to version " + b.version + ". Requests inside finish where they began.", body: b => ({ from: known(b.from), to: Number(b.version) }) },
    promote: { title: "Promote", text: b => "Version " + b.version + " answers for " + b.name + " instead of " + version(b.from) + ", once it is loaded and warm.", body: b => ({ from: known(b.from), version: Number(b.version), allowOtherSignature: element("ask-allow").checked }) },
    withdraw: { title: "Withdraw", text: b => "Version " + b.version + " is taken off its trial in " + b.name + ". It stays registered.", body: b => ({ from: Number(b.version) }) },
  };
  const reason = element("ask-reason");
  const error = element("ask-error");
  const yes = element("ask-yes");
  let asked = null;

  content.addEventListener("click", event => {
    const button = event.target.closest("[data-change]");
    if (!button) { return; }
    asked = { ...button.dataset };
    const change = changes[asked.change];
    element("ask-title").textContent = yes.textContent = change.title;
    element("ask-text").textContent = change.text(asked);
    element("ask-other").hidden = asked.change !== "promote";
    element("ask-allow").checked = false;
    error.textContent = "";
    reason.value = "";
    ask.showModal();
    reason.focus();
  });

  element("ask-no").addEventListener("click", () => ask.close());
  ask.querySelector("form").addEventListener("submit", async event => {
    event.preventDefault();
    yes.disabled = true;
    error.textContent = "";
    try {
      const response = await fetch(new URL("api/deployments/" + encodeURIComponent(asked.name) + "/" + asked.change, root), {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-AiInfra-Action": asked.change },
        body: JSON.stringify({ reason: reason.value, ...changes[asked.change].body(asked) }),
      });
      if (!response.ok) {
        const answer = await response.json().catch(() => null);
        throw new Error(answer?.error ?? "status " + response.status);
      }
      ask.close();
      await refresh();
    } catch (problem) {
      error.textContent = problem.message;
    } finally {
      yes.disabled = false;
    }
  });
})();
