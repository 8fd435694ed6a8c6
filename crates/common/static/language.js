// Korean and English. A page is written in Korean; the English text stands beside it:
//   in HTML     <button data-en="Clear">지우기</button>   <input title="주소" data-en-title="Address">
//   in a script say(element, "지우기", "Clear")           const text = pick("지우기", "Clear");

import { load, save } from "./storage.js";

const ATTRIBUTES = ["placeholder", "title", "aria-label"];

/** The language now: `ko` or `en`. */
export let language = load("language", "ko") === "en" ? "en" : "ko";

/** The text of the two that fits the language now. */
export function pick(korean, english) {
  return language === "en" ? english : korean;
}

/** Gives `target` a text that follows the language. */
export function say(target, korean, english) {
  target.dataset.ko = korean;
  target.dataset.en = english;
  target.textContent = pick(korean, english);
}

/** Changes the language, and tells the page by a `languagechange` event on the document. */
export function setLanguage(chosen) {
  language = chosen;
  save("language", chosen);
  translate(document);
  document.dispatchEvent(new Event("languagechange"));
}

/** Puts everything below `root` into the language now. */
export function translate(root) {
  document.documentElement.lang = language;
  for (const target of root.querySelectorAll("[data-en]")) {
    target.dataset.ko ??= target.textContent;
    target.textContent = pick(target.dataset.ko, target.dataset.en);
  }
  for (const name of ATTRIBUTES) {
    for (const target of root.querySelectorAll(`[data-en-${name}]`)) {
      const korean = `data-ko-${name}`;
      if (!target.hasAttribute(korean)) target.setAttribute(korean, target.getAttribute(name));
      target.setAttribute(name, target.getAttribute(`data-${language}-${name}`));
    }
  }
}
