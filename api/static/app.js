// Everything works without this file. With it, filters answer at once, a step can be read aloud and an error summary takes the focus.
const say = document.getElementById("melding");

for (const form of document.querySelectorAll("form[data-live]")) {
  const target = document.querySelector(form.dataset.live);
  let running;
  let shown = location.search;
  const load = async (remember) => {
    running?.abort();
    running = new AbortController();
    const url = new URL(form.action, location.href);
    const chosen = [...new FormData(form)].filter(([, value]) => value !== "");
    url.search = new URLSearchParams(chosen).toString();
    target.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { signal: running.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of document.querySelectorAll("[data-part]")) {
        const newer = fresh.getElementById(part.id);
        if (newer) part.replaceChildren(...newer.childNodes);
      }
      if (remember) history.pushState(null, "", url);
      shown = url.search;
      if (say) say.textContent = document.querySelector("[data-announce]")?.textContent.trim() ?? "";
    } catch (error) {
      if (error.name !== "AbortError") form.submit();
    } finally {
      target.removeAttribute("aria-busy");
    }
  };
  form.addEventListener("change", () => load(true));
  form.addEventListener("submit", (event) => { event.preventDefault(); load(true); });
  // Going to a mark on this page also counts as moving, and must not load it again.
  addEventListener("popstate", () => { if (location.search !== shown) location.reload(); });
}

for (const button of "speechSynthesis" in window ? document.querySelectorAll("[data-read-aloud]") : []) {
  const first = button.textContent;
  const silence = () => { speechSynthesis.cancel(); button.textContent = first; };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (button.textContent !== first) return silence();
    const said = new SpeechSynthesisUtterance(document.querySelector(button.dataset.readAloud).innerText);
    said.lang = "nl-NL";
    said.onend = silence;
    said.onerror = silence;
    button.textContent = button.dataset.stop;
    speechSynthesis.speak(said);
  });
  addEventListener("pagehide", silence);
}

document.querySelector(".faults")?.focus();
