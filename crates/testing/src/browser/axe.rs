//! Accessibility: the rules of axe-core, the names and the reach of controls.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{skip, tab::Tab};

/// Where `scripts/test` installs axe-core, below the root of the workspace.
const INSTALLED: &str = "target/browser-tools/node_modules/axe-core/axe.min.js";

/// The violations of weight, one line each, with their elements.
const RUN: &str = r"axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, impact, help, nodes }) =>
        `${id} (${impact}): ${help}: ` + nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')))";

/// Remembers the controls that can be seen, in the order of the document, and lets the Tab key start before
/// the first of them: after a blur it would go on from the element that had the focus.
const CONTROLS: &str = r"(() => {
    const kinds = 'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex^=\'-\'])';
    window.__controls = [...document.querySelectorAll(kinds)].filter(
        element => element.checkVisibility({ visibilityProperty: true }) && !element.matches(':disabled'));
    const start = Object.assign(document.createElement('span'), { tabIndex: -1 });
    document.body.prepend(start);
    start.focus();
    start.remove();
    return window.__controls.map(element => element.cloneNode().outerHTML.slice(0, 200));
})()";

/// Which control has the focus (-1: none), and whether that can be seen.
const FOCUSED: &str = r"(() => {
    const focused = document.activeElement;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused);
    const { left, top, right, bottom } = focused.getBoundingClientRect();
    const isInside = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
    const isMarked = (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
    return { index: window.__controls.indexOf(focused), visible: isInside && isMarked };
})()";

/// A control that the Tab key has reached.
#[derive(Debug, Deserialize)]
struct Focused {
    index: i64,
    visible: bool,
}

impl Tab {
    /// The serious and critical violations that axe-core finds. Where axe-core is not installed, that is said
    /// on standard error.
    ///
    /// # Panics
    /// Where there is none and `LAB_REQUIRE_BROWSER` is 1.
    #[must_use]
    #[track_caller]
    pub fn accessibility_violations(&self) -> Vec<String> {
        let chosen = env::var_os("LAB_AXE").filter(|chosen| !chosen.is_empty()).map(PathBuf::from);
        let path =
            chosen.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(INSTALLED));
        let Ok(source) = fs::read_to_string(&path) else {
            skip("no axe-core (scripts/test installs it, or set LAB_AXE to axe.min.js)");
            return Vec::new();
        };
        self.eval::<Value>(&format!("{source}\n;null"));
        self.eval(RUN)
    }

    /// What the keyboard cannot reach in the order of the document, or what does not show that it has the
    /// focus: one line for each fault. The page must not change meanwhile.
    #[must_use]
    #[track_caller]
    pub fn keyboard_faults(&self) -> Vec<String> {
        let controls: Vec<String> = self.eval(CONTROLS);
        let mut reached = Vec::new();
        let mut faults = Vec::new();
        // Radio buttons share one stop, so fewer presses may do; one more leaves the page at its end.
        for _ in 0..=controls.len() {
            self.press("Tab");
            let focused: Focused = self.eval(FOCUSED);
            let Ok(index) = usize::try_from(focused.index) else { continue };
            if reached.contains(&index) {
                continue;
            }
            if reached.last().is_some_and(|last| *last > index) {
                faults.push(format!("out of order: {}", controls[index]));
            }
            if !focused.visible {
                faults.push(format!("focus not visible: {}", controls[index]));
            }
            reached.push(index);
        }
        let missing = controls.iter().enumerate().filter(|(index, _)| !reached.contains(index));
        faults.extend(missing.map(|(_, control)| format!("not reached by Tab: {control}")));
        faults
    }

    /// The role and description of every control without an accessible name, as assistive technology gets it.
    #[must_use]
    #[track_caller]
    pub fn nameless_controls(&self) -> Vec<String> {
        let tree = self.command("Accessibility.getFullAXTree", json!({}));
        let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
        assert!(nodes.len() > 1, "no accessibility tree: {tree}");
        let is_focusable = |node: &&Value| {
            let properties = node["properties"].as_array().map(Vec::as_slice).unwrap_or_default();
            properties
                .iter()
                .any(|property| property["name"] == "focusable" && property["value"]["value"] == true)
        };
        let is_nameless =
            |node: &&Value| node["name"]["value"].as_str().is_none_or(|name| name.trim().is_empty());
        nodes.iter().filter(is_focusable).filter(is_nameless).map(|node| node["role"].to_string()).collect()
    }
}
