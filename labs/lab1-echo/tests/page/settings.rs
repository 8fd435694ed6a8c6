//! The language and the theme: changed by a button, kept over a reload.

use crate::Lab;

#[test]
fn english_changes_every_text_and_survives_a_reload() {
    let Some(lab) = Lab::connected() else { return };
    lab.send("hello");
    lab.wait_for_received(1);
    lab.tab.click("#lang");
    lab.tab.wait_for("document.documentElement.lang === 'en'");
    assert_eq!(lab.tab.texts("h1"), ["Lab 1: WebSocket server"]);
    // Samples in Korean stay: they are placeholders and the name of the other language.
    let hangul =
        "document.body.innerText.split('\\n').filter(line => /[가-힣]/.test(line) && line !== '한국어')";
    assert_eq!(lab.tab.eval::<Vec<String>>(hangul), [""; 0]);
    let names =
        "[...document.querySelectorAll('[aria-label], [title]')].filter(element => element.id !== 'lang')
        .flatMap(({ ariaLabel, title }) => [ariaLabel, title]).filter(name => /[가-힣]/.test(name ?? ''))";
    assert_eq!(lab.tab.eval::<Vec<String>>(names), [""; 0]);
    lab.wait_for_received(1);
    lab.tab.reload();
    assert_eq!(lab.tab.eval::<String>("document.documentElement.lang"), "en");
    assert_eq!(lab.tab.eval::<String>("document.title"), "Lab 1: WebSocket server");
    lab.tab.click("#lang");
    lab.tab.wait_for("document.documentElement.lang === 'ko'");
    assert_eq!(lab.tab.texts("h1"), ["[실습 1] WebSocket 서버 구현하기"]);
}

#[test]
fn the_theme_follows_the_system_until_it_is_chosen() {
    let Some(lab) = Lab::open() else { return };
    let background = || lab.tab.eval::<String>("getComputedStyle(document.body).backgroundColor");
    lab.tab.prefer("color-scheme", "light");
    let light = background();
    lab.tab.prefer("color-scheme", "dark");
    let dark = background();
    assert_ne!(light, dark);
    // The button goes round: as the system, light, dark.
    let mut seen = Vec::new();
    for _ in 0..3 {
        lab.tab.click("#theme");
        let chosen = background();
        lab.tab.reload();
        assert_eq!(background(), chosen, "kept over a reload");
        seen.push(chosen);
    }
    assert!(seen.contains(&light) && seen.contains(&dark), "{seen:?}");
}

#[test]
fn the_simple_page_hides_what_the_lesson_does_not_need() {
    let Some(lab) = Lab::open() else { return };
    lab.tab.goto(&format!("{}?simple=1", lab.server.page_url()));
    let is_visible = |selector: &str| {
        lab.tab.eval::<bool>(&format!("document.querySelector('{selector}').checkVisibility()"))
    };
    assert!(!is_visible("#search"));
    for needed in ["#url", "#connect", "#message", "#send", "#log"] {
        assert!(is_visible(needed), "{needed}");
    }
    lab.connect();
    lab.send("hello");
    lab.wait_for_received(1);
}
