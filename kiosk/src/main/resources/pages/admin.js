// What makes an open admin page stay true. Every page works without it: forms are forms and links are links.

const REST_MS = 50; // Between two looks at least, and as long as the look took: a slow service is asked less often.
const RETRY_MS = 3_000;

let busy = false;
let again = false;

// Takes over the parts that are marked as live from a fresh copy of this very page. What is told meanwhile is one more look.
async function refresh() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  const began = performance.now();
  let rest = RETRY_MS;
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
    rest = REST_MS + performance.now() - began;
  } catch {
    again = true;
  }
  setTimeout(rested, rest);
}

function rested() {
  busy = false;
  if (again) {
    again = false;
    refresh();
  }
}

function leave() {
  location.replace("/admin/sign-in");
}

if (document.body.dataset.signedIn) {
  const news = new EventSource(`/admin/alive?as=${encodeURIComponent(document.body.dataset.signedIn)}`);
  news.addEventListener("changed", () => {
    if (document.querySelector("[data-live]")) {
      refresh();
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
