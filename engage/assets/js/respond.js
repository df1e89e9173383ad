// A survey works without this. It only adds: leaving without a way back, "none of these" that means it, and how much
// can still be written.
const leave = document.querySelector("[data-leave]");
leave?.addEventListener("click", (event) => {
  event.preventDefault();
  document.body.hidden = true;
  for (const form of document.forms) form.reset();
  location.replace(leave.href);
});

// Ticking an answer that stands alone unticks the others, and the other way round.
document.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox" || !target.checked) return;
  const alone = "alone" in target.dataset;
  for (const other of target.form.querySelectorAll(`input[type=checkbox][name="${target.name}"]`)) {
    if (other !== target && (alone || "alone" in other.dataset)) other.checked = false;
  }
});

// How much can still be written: seen at once, said aloud only in a pause. Characters are counted as the server does.
for (const box of document.querySelectorAll("textarea[data-limit]")) {
  const note = document.getElementById(`${box.id}-limit`);
  const seen = note.cloneNode();
  const heard = note.cloneNode();
  seen.removeAttribute("id");
  seen.ariaHidden = "true";
  heard.removeAttribute("id");
  heard.className = "govuk-visually-hidden";
  heard.setAttribute("role", "status");
  note.className = "govuk-visually-hidden";
  note.after(seen, heard);
  let pause;
  const count = () => {
    const left = box.dataset.limit - [...box.value].length;
    const words = left < 0 ? note.dataset.over : note.dataset.left;
    seen.textContent = words.replace("#", Math.abs(left).toLocaleString("en-GB"));
    seen.classList.toggle("question__limit--over", left < 0);
  };
  count();
  box.addEventListener("input", () => {
    count();
    clearTimeout(pause);
    pause = setTimeout(() => { heard.textContent = seen.textContent; }, 1000);
  });
}

// A summary of errors takes the focus, so that it is heard first.
document.querySelector(".govuk-error-summary")?.focus();
