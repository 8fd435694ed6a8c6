//! Input as a person gives it: the mouse, the keyboard, and the Korean input method.

use std::{
    thread,
    time::{Duration, Instant},
};

use chromiumoxide::{keys::get_key_definition, layout::Point};
use serde_json::{Value, json};

use super::tab::{Tab, quoted};
use crate::server::DEADLINE;

/// In which order a system reports the one Enter that ends the composition of a syllable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnterOrder {
    /// Key 229, then the end of the composition, and nothing more.
    Windows,
    /// Key 229, the end of the composition, then a plain Enter.
    MacOs,
}

/// Where to click, or why that is impossible.
const POINT: &str = r"(selector => {
    const found = document.querySelectorAll(selector);
    if (found.length !== 1) return { why: `${found.length} elements` };
    const [element] = found;
    if (!element.checkVisibility({ visibilityProperty: true })) return { why: 'not visible' };
    if (element.matches(':disabled')) return { why: 'disabled' };
    element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const hit = document.elementFromPoint(x, y);
    if (!hit) return { why: 'outside the window' };
    if (!element.contains(hit)) return { why: `covered by ${hit.outerHTML.slice(0, 200)}` };
    return { x, y };
})";

impl Tab {
    /// Clicks the one element that fits `selector`, with the mouse, in its middle.
    ///
    /// # Panics
    /// When there is no such element, or another covers it, and this is still so after [`DEADLINE`].
    #[track_caller]
    pub fn click(&self, selector: &str) {
        let script = format!("{POINT}({})", quoted(selector));
        let start = Instant::now();
        loop {
            let point: Value = self.eval(&script);
            if let (Some(x), Some(y)) = (point["x"].as_f64(), point["y"].as_f64()) {
                self.browser.run(selector, self.page.click(Point { x, y }));
                return;
            }
            assert!(start.elapsed() < DEADLINE, "cannot click {selector}: {}", point["why"]);
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Gives an element the keyboard's focus.
    #[track_caller]
    pub fn focus(&self, selector: &str) {
        let selector = quoted(selector);
        self.eval::<Value>(&format!("document.querySelector({selector}).focus()"));
        self.wait_for(&format!("document.activeElement === document.querySelector({selector})"));
    }

    /// Replaces what stands in a field, as pasting does.
    #[track_caller]
    pub fn fill(&self, selector: &str, text: &str) {
        self.focus(selector);
        self.eval::<Value>(&format!("document.querySelector({}).select()", quoted(selector)));
        if text.is_empty() {
            self.press("Delete");
        } else {
            self.commit(text);
        }
    }

    /// Chooses an option by its value. The list of options is drawn outside the page, where no mouse of CDP
    /// reaches it.
    #[track_caller]
    pub fn choose(&self, selector: &str, value: &str) {
        let (selector, value) = (quoted(selector), quoted(value));
        self.eval::<Value>(&format!(
            "(select => {{
                select.value = {value};
                select.dispatchEvent(new Event('input', {{ bubbles: true }}));
                select.dispatchEvent(new Event('change', {{ bubbles: true }}));
            }})(document.querySelector({selector}))"
        ));
    }

    /// Types `text`, one key after another.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        for character in text.chars() {
            self.press(&character.to_string());
        }
    }

    /// Presses and releases a key by its name (`Enter`, `Tab`, `Escape`, `/`), with modifiers before it
    /// (`Shift+Enter`).
    #[track_caller]
    pub fn press(&self, keys: &str) {
        let (modifiers, key) = match keys.rsplit_once('+') {
            Some((modifiers, key)) if !key.is_empty() => (modifiers, key),
            _ => ("", keys),
        };
        let modifiers: u8 = modifiers.split_terminator('+').map(modifier).sum();
        // A character that is on no key of the layout, such as a Hangul syllable, is its own key.
        let (code, number, text) = match get_key_definition(key) {
            Some(known) => {
                (known.code, known.key_code, known.text.or((known.key.len() == 1).then_some(known.key)))
            }
            None => ("", 0, Some(key)),
        };
        let mut event =
            json!({ "key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifiers });
        if let Some(text) = text {
            event["text"] = text.into();
        }
        self.key(if text.is_some() { "keyDown" } else { "rawKeyDown" }, event.clone());
        self.key("keyUp", event);
    }

    /// Inserts `text` as an input method does when it has finished: whatever was composed gives way to it.
    #[track_caller]
    pub fn commit(&self, text: &str) {
        self.command("Input.insertText", json!({ "text": text }));
    }

    /// Composes one syllable, key by key: `["ㅇ", "아", "안"]`. It stays open until [`Tab::commit`].
    #[track_caller]
    pub fn compose(&self, steps: &[&str]) {
        for step in steps {
            self.key_of_input_method("Process", "");
            let end = step.encode_utf16().count();
            let composition = json!({ "text": step, "selectionStart": end, "selectionEnd": end });
            self.command("Input.imeSetComposition", composition);
        }
    }

    /// Presses Enter once while `syllable` is open, and ends its composition as the system does.
    #[track_caller]
    pub fn enter_while_composing(&self, order: EnterOrder, syllable: &str) {
        match order {
            EnterOrder::Windows => {
                self.key_of_input_method("Process", "Enter");
                self.commit(syllable);
            }
            EnterOrder::MacOs => {
                self.key_of_input_method("Enter", "Enter");
                self.commit(syllable);
                self.press("Enter");
            }
        }
    }

    /// A key that the input method takes for itself: the page is told the number 229.
    #[track_caller]
    fn key_of_input_method(&self, key: &str, code: &str) {
        self.key("rawKeyDown", json!({ "key": key, "code": code, "windowsVirtualKeyCode": 229 }));
    }

    #[track_caller]
    fn key(&self, kind: &str, mut event: Value) {
        event["type"] = kind.into();
        self.command("Input.dispatchKeyEvent", event);
    }
}

/// The bit of a modifier key in CDP.
fn modifier(name: &str) -> u8 {
    match name {
        "Alt" => 1,
        "Control" => 2,
        "Meta" => 4,
        "Shift" => 8,
        other => panic!("no modifier is named {other}"),
    }
}
