// What makes an open admin page stay true. Every page works without it: forms are forms and links are links.

const QUIET_MS = 400; // News in quick succession are one.
const RETRY_MS = 3_000;

let timer = 0;
let busy = false;
let again = false;

// Takes over the parts that are marked as live from a fresh copy of this very page.
async function refresh() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "follow" });
    if (new URL(answer.url).pathname.startsWith("/admin/sign-in")) {
      leave();
      return;
    }
    const copy = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = copy.getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) {
        part.innerHTML = fresh.innerHTML;
      }
    }
  } catch {
    setTimeout(refresh, RETRY_MS);
  } finally {
    busy = false;
    if (again) {
      again = false;
      refresh();
    }
  }
}

function leave() {
  location.replace("/admin/sign-in");
}

function changed() {
  clearTimeout(timer);
  timer = setTimeout(refresh, QUIET_MS);
}

if (document.body.dataset.signedIn) {
  const news = new EventSource(`/admin/alive?as=${encodeURIComponent(document.body.dataset.signedIn)}`);
  news.addEventListener("changed", () => {
    if (document.querySelector("[data-live]")) {
      changed();
    }
  });
  news.addEventListener("out", leave);
}

// What cannot be undone asks once more.
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
  }
});
