// <lab-menu>: the labs in class order, the language and the theme.
//
// The labs run one at a time on one port, so the menu shows how to start each of them; a link could be dead.

import { element } from "./dom.js";
import { language, setLanguage, translate } from "./language.js";
import { saveTheme } from "./storage.js";

const LABS = [
  ["lab1-echo", "WebSocket 서버 구현하기", "WebSocket server"],
  ["lab2-notify", "실시간 알림 서비스", "Real-time notifications"],
  ["lab3-typing", "타자기 효과", "Typewriter effect"],
  ["lab4-sentiment", "실시간 감정 분석", "Real-time sentiment"],
  ["lab5-bitcoin", "실시간 비트코인 가격 확인", "Real-time Bitcoin price"],
];

const THEMES = ["auto", "light", "dark"];

export class LabMenu extends HTMLElement {
  #language = element("button", {
    id: "lang", type: "button", onclick: () => setLanguage(language === "ko" ? "en" : "ko"),
  });
  #theme = element("button", { id: "theme", type: "button", onclick: () => this.#nextTheme() });

  connectedCallback() {
    const current = document.documentElement.dataset.lab;
    const entries = LABS.map(([name, korean, english]) =>
      element("li", { "aria-current": name === current && "page" },
        element("span", { "data-en": english }, korean), element("code", {}, `cargo run -p ${name}`)));
    const list = element("details", { id: "labs", class: "extra" },
      element("summary", { "data-en": "Labs" }, "실습 목록"), element("ol", {}, ...entries));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") list.open = false;
    });
    document.addEventListener("languagechange", () => this.#show());
    this.append(list, this.#language, this.#theme);
    translate(this);
    this.#show();
  }

  #nextTheme() {
    const root = document.documentElement;
    root.dataset.theme = THEMES[(THEMES.indexOf(root.dataset.theme) + 1) % THEMES.length];
    saveTheme(root.dataset.theme);
    this.#show();
  }

  #show() {
    const [label, korean, english] = {
      auto: ["◐", "화면 밝기: 시스템 설정대로", "Theme: as the system"],
      light: ["○", "화면 밝기: 밝게", "Theme: light"],
      dark: ["●", "화면 밝기: 어둡게", "Theme: dark"],
    }[document.documentElement.dataset.theme];
    const name = language === "ko" ? korean : english;
    this.#theme.textContent = label;
    this.#theme.setAttribute("aria-label", name);
    this.#theme.title = name;
    this.#language.textContent = language === "ko" ? "English" : "한국어";
    this.#language.lang = language === "ko" ? "en" : "ko";
  }
}

customElements.define("lab-menu", LabMenu);
