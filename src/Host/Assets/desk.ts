// Conveniences only: every page does its work without this file.
addEventListener("keydown", e => {
  const at = e.target as HTMLElement;
  if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || at.closest("input, textarea, select, [contenteditable]")) return;
  const find = document.getElementById("find");
  if (!find) return;
  e.preventDefault();
  find.focus();
});

for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// A list that follows what happens: the stream says only that something changed, and the page is asked for again.
const live = () => document.getElementById("live");
const address = live()?.dataset.live;
if (address && "EventSource" in window) {
  let asking = false, again = false;
  const refresh = async () => {
    if (asking) { again = true; return; }
    asking = true;
    do {
      again = false;
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" }).catch(() => null);
      const now = live(), page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live") : null;
      if (now && page) {
        const at = document.activeElement instanceof HTMLAnchorElement && now.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
        now.replaceWith(document.adoptNode(page));
        // Whoever was on a row stays on it.
        if (at) page.querySelector<HTMLElement>(`a[href="${CSS.escape(at)}"]`)?.focus();
      }
    } while (again);
    asking = false;
  };
  new EventSource(`${address}?seen=${live()!.dataset.seen}`).addEventListener("alerts", () => void refresh());
}

// J and K move along the rows of a queue, Enter does what the row asks for.
addEventListener("keydown", e => {
  const at = e.target as HTMLElement, step = e.key === "j" ? 1 : e.key === "k" ? -1 : 0;
  if (!step || e.ctrlKey || e.metaKey || e.altKey || at.closest("input, textarea, select, [contenteditable]")) return;
  const acts = [...document.querySelectorAll<HTMLElement>(".tl-queue tbody .c-next :is(a, button):first-child")];
  const now = acts.indexOf(document.activeElement as HTMLElement);
  acts[Math.min(acts.length - 1, Math.max(0, now < 0 ? 0 : now + step))]?.focus();
});
