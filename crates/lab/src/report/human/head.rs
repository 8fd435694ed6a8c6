//! What was judged, and what it was judged with.

use lab_checker::verdict::{LabResult, Part};

use super::Page;
use crate::{
    screen::{Detail, Ink},
    text::{duration, safe},
};

/// The first lines: the lab, its title, the target; then build, start, address, reference and seed.
pub(super) fn show(page: &mut Page<'_>, result: &LabResult) {
    let messages = page.messages();
    let dot = page.screen.charset.dot();
    let label = safe(&result.target.label, page.screen.charset);
    let name = page.screen.ink(Ink::Strong, &result.lab);
    let title = messages.of(&result.title);
    page.line(0, &format!("{name}  {title}  {dot}  {}", messages.target(label)));
    let mut parts = Vec::new();
    if let Some(millis) = spent(result, &[Part::Build]) {
        parts.push(messages.head_build(duration(millis)));
    }
    if let Some(millis) = spent(result, &[Part::Ready]) {
        parts.push(messages.head_ready(duration(millis)));
    }
    if let Some(url) = &result.target.url {
        parts.push(safe(url, page.screen.charset));
    }
    parts.push(match result.reference {
        Some(tally) => messages.head_reference(tally.passed, tally.total),
        None => messages.head_no_reference(),
    });
    parts.push(format!("seed {}", result.seed));
    if page.screen.detail == Detail::Verbose || result.scale > 1.05 {
        parts.push(messages.head_scale(format!("{:.1}", result.scale)));
    }
    let line = parts.join(&format!(" {dot} "));
    let line = page.screen.ink(Ink::Faint, &line);
    page.line(2, &line);
}

/// How long these parts took together, when one of them is there.
pub(super) fn spent(result: &LabResult, parts: &[Part]) -> Option<u64> {
    let spans = result.spans.iter().filter(|span| parts.contains(&span.part)).map(|span| span.millis);
    spans.reduce(|left, right| left + right)
}
