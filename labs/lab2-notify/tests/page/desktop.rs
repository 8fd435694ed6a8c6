//! Check 14: the browser is not asked for permission until the button is pressed.

use lab_testing::LabPage;

use crate::{
    QUIET, open, open_with, publish,
    speaker::{Notify, Speaker},
};

/// Stands in for the browser's notifications: a headless one shows none. `answer` is what the user decides.
fn notifications(answer: &str) -> String {
    format!(
        "window.asked = 0;
        window.desktop = [];
        window.Notification = class {{
            static permission = 'default';
            static async requestPermission() {{
                asked += 1;
                return (Notification.permission = '{answer}');
            }}
            constructor(title, {{ body }}) {{ desktop.push(body); }}
            addEventListener() {{}}
            close() {{}}
        }};"
    )
}

fn asked(lab: &LabPage) -> u32 {
    lab.tab.eval("asked")
}

#[test]
fn the_permission_stays_as_it_is_until_the_button_is_pressed() {
    let Some(lab) = open(QUIET) else { return };
    let permission = || lab.tab.eval::<String>("Notification.permission");
    let before = permission();
    lab.connect();
    publish(&lab, "하나");
    lab.tab.wait_for("document.querySelectorAll('.toast').length > 0");
    assert_eq!(permission(), before);

    let Some(lab) = open_with(QUIET, &notifications("granted")) else { return };
    lab.connect();
    publish(&lab, "하나");
    lab.tab.wait_for("document.querySelectorAll('.toast').length > 0");
    lab.tab.click("#bell");
    assert_eq!(asked(&lab), 0);
    lab.tab.click("#desktop");
    lab.tab.wait_for("document.querySelector('#desktop').textContent.includes('끄기')");
    assert_eq!(asked(&lab), 1);
}

#[test]
fn they_are_shown_only_while_the_tab_is_hidden() {
    let Some(lab) = open_with(QUIET, &notifications("granted")) else { return };
    let speaker = Speaker::rich(0);
    speaker.welcome(&lab);
    lab.tab.click("#desktop");
    lab.tab.wait_for("document.querySelector('#desktop').textContent.includes('끄기')");
    speaker.notify("e:1", "보일 때");
    lab.tab.wait_for_text("#unread", "1");
    let other = lab.tab.beside();
    lab.tab.wait_for("document.visibilityState === 'hidden'");
    speaker.notify("e:2", "가려졌을 때");
    lab.tab.wait_for_text("#unread", "2");
    assert_eq!(lab.tab.eval::<Vec<String>>("desktop"), ["가려졌을 때"]);
    drop(other);
    lab.tab.bring_to_front();
    // Pressed once more, it turns them off, and this needs no permission.
    lab.tab.click("#desktop");
    lab.tab.wait_for("document.querySelector('#desktop').textContent.includes('켜기')");
    let other = lab.tab.beside();
    lab.tab.wait_for("document.visibilityState === 'hidden'");
    speaker.notify("e:3", "꺼졌을 때");
    lab.tab.wait_for_text("#unread", "3");
    assert_eq!(lab.tab.eval::<usize>("desktop.length"), 1);
    assert_eq!(asked(&lab), 1);
    drop(other);
}

#[test]
fn a_refusal_is_explained() {
    let Some(lab) = open_with(QUIET, &notifications("denied")) else { return };
    lab.tab.click("#desktop");
    lab.tab.wait_for("document.querySelector('#desktop-note').textContent.includes('막혀')");
    assert!(lab.tab.text("#desktop").contains("켜기"));
}

#[test]
fn an_address_that_is_not_secure_is_explained() {
    let insecure = format!(
        "{}Object.defineProperty(window, 'isSecureContext', {{ value: false }});",
        notifications("granted")
    );
    let Some(lab) = open_with(QUIET, &insecure) else { return };
    lab.tab.click("#desktop");
    lab.tab.wait_for("document.querySelector('#desktop-note').textContent.includes('127.0.0.1')");
    assert_eq!(asked(&lab), 0);
}
