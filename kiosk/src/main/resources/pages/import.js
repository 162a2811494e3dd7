// A chosen file is sent as its bytes, because only the service says which encodings it takes. Without this script there is
// no field for files, and rows are pasted.

const choose = document.getElementById("choose");
const chosen = document.getElementById("chosen");
const wrong = document.getElementById("chosen-wrong");
const rows = document.getElementById("rows");
const sent = choose.querySelector("[name='file']");
const bytesMax = Number(choose.dataset.max);

function base64url(bytes) {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function refuse(why) {
  sent.value = "";
  chosen.value = "";
  wrong.textContent = why;
}

// Another file has other columns: what was chosen for the last one is not sent with it.
function forgetRows() {
  rows.value = "";
  for (const select of document.querySelectorAll("#columns select")) {
    select.value = "";
  }
}

async function take() {
  wrong.textContent = "";
  sent.value = "";
  const file = chosen.files[0];
  if (!file) {
    return;
  }
  if (file.size > bytesMax) {
    refuse(wrong.dataset.large);
    return;
  }
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    forgetRows();
    sent.value = base64url(bytes);
  } catch {
    refuse(wrong.dataset.failed);
  }
}

choose.hidden = false;
chosen.addEventListener("change", take);
rows.addEventListener("input", () => {
  sent.value = "";
  chosen.value = "";
});
if (chosen.files.length > 0) {
  take();
}
