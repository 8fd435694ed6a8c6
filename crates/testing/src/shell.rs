//! What must be true of every lab's page, whatever the lab (checks 1, 2 and 19 of the pages).
//!
//! A lab's tests call these with a page that shows as much as possible: every kind of message, every list
//! filled.

use crate::page::LabPage;

/// Nothing but the page's own server is needed, and nothing fails.
pub fn needs_only_its_server(page: &LabPage) {
    let foreign = |url: &&String| {
        !url.starts_with("data:") && !url.contains(&format!("//{}/", page.server.authority()))
    };
    let requests = page.tab.requests();
    assert_eq!(requests.iter().filter(foreign).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(page.tab.failed_requests(), [""; 0]);
    assert_eq!(page.tab.problems(), []);
    assert!(requests.len() > 3, "the page loads its parts: {requests:?}");
}

/// A freshly opened page is in Korean, with this title and this one heading.
pub fn opens_in_korean(page: &LabPage, title: &str, heading: &str) {
    assert_eq!(page.tab.eval::<String>("document.documentElement.lang"), "ko");
    assert_eq!(page.tab.eval::<String>("document.title"), title);
    assert_eq!(page.tab.texts("h1"), [heading]);
}

/// The hooks of every page and those of this lab, each of them once.
pub fn has_hooks(page: &LabPage, own: &[&str]) {
    const COMMON: [&str; 13] = [
        "url",
        "connect",
        "state",
        "reason",
        "banner",
        "lang",
        "theme",
        "log",
        "search",
        "filter",
        "clear",
        "newer",
        "newest-first",
    ];
    for hook in COMMON.iter().chain(own) {
        assert_eq!(page.tab.count(&format!("[id='{hook}']")), 1, "#{hook}");
    }
    page.wait_for_state("idle");
}

/// English changes every text but those that came over the wire, and is kept over a reload. `from_peers`
/// selects the elements whose words are not the page's own.
pub fn speaks_english(page: &LabPage, heading: &str, from_peers: &str) {
    page.tab.click("#lang");
    page.tab.wait_for("document.documentElement.lang === 'en'");
    assert_eq!(page.tab.texts("h1"), [heading]);
    let hangul = format!(
        "(() => {{
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const found = [];
            while (walker.nextNode()) {{
                const parent = walker.currentNode.parentElement;
                const isOwn = !parent.closest('#lang, script, {from_peers}');
                if (isOwn && parent.checkVisibility() && /[가-힣]/.test(walker.currentNode.data)) found.push(walker.currentNode.data);
            }}
            for (const element of document.querySelectorAll('[aria-label], [title]')) {{
                if (element.closest('#lang, {from_peers}')) continue;
                found.push(...[element.ariaLabel, element.title].filter((name) => /[가-힣]/.test(name ?? '')));
            }}
            return found;
        }})()"
    );
    assert_eq!(page.tab.eval::<Vec<String>>(&hangul), [""; 0]);
    page.tab.reload();
    assert_eq!(page.tab.eval::<String>("document.documentElement.lang"), "en");
    page.tab.click("#lang");
    page.tab.wait_for("document.documentElement.lang === 'ko'");
}

/// axe-core finds nothing, in the light and the dark page, in both languages.
pub fn is_accessible(page: &LabPage) {
    for language in ["ko", "en"] {
        for scheme in ["light", "dark"] {
            page.tab.prefer("color-scheme", scheme);
            assert_eq!(page.tab.accessibility_violations(), [""; 0], "{scheme}, {language}");
        }
        page.tab.click("#lang");
    }
}

/// Every control has a name, is reached by Tab and shows its focus.
pub fn is_usable_by_keyboard(page: &LabPage) {
    assert_eq!(page.tab.nameless_controls(), [""; 0]);
    for scheme in ["light", "dark"] {
        page.tab.prefer("color-scheme", scheme);
        assert_eq!(page.tab.keyboard_faults(), [""; 0], "{scheme}");
    }
}

/// No window is too narrow, and no text too large, to be read without scrolling sideways.
pub fn fits_every_window(page: &LabPage) {
    for (width, height) in [(320, 640), (640, 480), (1280, 900)] {
        page.tab.resize(width, height);
        assert_eq!(page.tab.horizontal_overflow(), [""; 0], "{width}×{height}");
    }
    let size = "parseFloat(getComputedStyle(document.querySelector('#connect')).fontSize)";
    let before: f64 = page.tab.eval(size);
    page.tab.resize_text(200);
    let after: f64 = page.tab.eval(size);
    assert!(after >= before * 1.9, "{before} px became {after} px");
    assert_eq!(page.tab.horizontal_overflow(), [""; 0]);
    page.tab.resize(640, 900);
    assert_eq!(page.tab.horizontal_overflow(), [""; 0]);
}
