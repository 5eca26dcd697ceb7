(() => {
  "use strict";
  // Where the browser found the page: a proxy may have cut off or put on a part of the path that the server never sees.
  const base = location.pathname.replace(/\/+$/, "");
  const every = Number(document.body.dataset.refresh) * 1000;
  const content = document.getElementById("content");
  const state = document.getElementById("state");
  const ask = document.getElementById("ask");
  let shown = "";
  let busy = false;

  // Opened details and scrolled lists stay as they are when the content is replaced.
  function replace(html) {
    const open = new Set([...content.querySelectorAll("details[open]")].map(d => d.dataset.keep));
    const focused = document.activeElement?.dataset?.rollback;
    const scrolled = [...content.querySelectorAll(".scroll, .events")].map(e => [e.scrollLeft, e.scrollTop]);
    content.innerHTML = html;
    content.querySelectorAll("details").forEach(d => { d.open = open.has(d.dataset.keep); });
    content.querySelectorAll(".scroll, .events").forEach((e, i) => { if (scrolled[i]) { [e.scrollLeft, e.scrollTop] = scrolled[i]; } });
    if (focused) { [...content.querySelectorAll("[data-rollback]")].find(b => b.dataset.rollback === focused)?.focus(); }
  }

  async function refresh() {
    if (busy || document.hidden) { return; }
    busy = true;
    try {
      const response = await fetch(base + "/content", { cache: "no-store", credentials: "same-origin" });
      if (!response.ok || response.redirected) { throw new Error(response.redirected ? "signed out" : "status " + response.status); }
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

  if (every > 0) {
    state.textContent = "updates every " + every / 1000 + " s";
    setInterval(refresh, every);
    document.addEventListener("visibilitychange", refresh);
  }

  if (!ask) { return; }
  const reason = document.getElementById("ask-reason");
  const error = document.getElementById("ask-error");
  const yes = document.getElementById("ask-yes");
  let wish = null;

  content.addEventListener("click", event => {
    const button = event.target.closest("[data-rollback]");
    if (!button) { return; }
    wish = { name: button.dataset.rollback, from: Number(button.dataset.from), to: Number(button.dataset.to) };
    document.getElementById("ask-text").textContent = wish.name + " goes from version " + wish.from + " back to version " + wish.to + ". Requests inside finish where they began.";
    error.textContent = "";
    reason.value = "";
    ask.showModal();
    reason.focus();
  });

  document.getElementById("ask-no").addEventListener("click", () => ask.close());
  ask.querySelector("form").addEventListener("submit", async event => {
    event.preventDefault();
    yes.disabled = true;
    error.textContent = "";
    try {
      const response = await fetch(base + "/api/deployments/" + encodeURIComponent(wish.name) + "/rollback", {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-AiInfra-Action": "rollback" },
        body: JSON.stringify({ reason: reason.value, from: wish.from, to: wish.to }),
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
