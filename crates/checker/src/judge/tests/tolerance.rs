//! What is tolerated, and what is nearly so.

use super::{super::begins, *};

/// `가` as its letters.
const GA: &str = "\u{1100}\u{1161}";

#[test]
fn each_tolerance_has_its_note_in_both_directions() {
    for (one, other, note) in [
        ("가 Echo", "\u{1100}\u{1161} Echo", Note::Nfd),
        ("é", "e\u{301}", Note::Nfd),
        ("긍정 😊", "긍정 😊 ", Note::TrailingSpace),
        ("긍정 😊", "긍정 😊\n", Note::TrailingSpace),
        ("Echo:", "Echo: ", Note::TrailingSpace),
        ("Echo: a", "Echo: a\r\n", Note::TrailingSpace),
        ("", " \n", Note::TrailingSpace),
        ("a\nb", "a\r\nb", Note::LineEnds),
        ("💬 누군가 입력 중…", "💬 누군가 입력 중...", Note::ThreeDots),
        ("⚠ 가", "⚠\u{fe0f} 가", Note::VariationSelector),
        ("❤", "❤\u{fe0f}", Note::VariationSelector),
        ("🔔 새 알림 1", "🔔새 알림 1", Note::EmojiSpaces),
        ("긍정 😊", "긍정😊", Note::EmojiSpaces),
        ("💬 누군가 입력 중…", "💬  누군가 입력 중…", Note::EmojiSpaces),
        ("💬 누군가 입력 중…", "💬\u{a0}누군가 입력 중…", Note::EmojiSpaces),
        ("💬 누군가 입력 중…", " 💬 누군가 입력 중…", Note::EmojiSpaces),
    ] {
        assert_eq!(notes(None, one, other), Some(vec![note]), "{one:?} {other:?}");
        assert_eq!(notes(None, other, one), Some(vec![note]), "{other:?} {one:?}");
    }
}

#[test]
fn tolerances_come_together_and_what_is_not_needed_is_not_noted() {
    let expected = "💬 가 입력 중…\n끝";
    let received = format!("💬\u{fe0f}{GA} 입력 중...\r\n끝\n");
    assert_eq!(
        notes(None, expected, &received),
        Some(vec![
            Note::Nfd,
            Note::TrailingSpace,
            Note::LineEnds,
            Note::ThreeDots,
            Note::VariationSelector,
            Note::EmojiSpaces,
        ])
    );
    assert_eq!(notes(None, expected, expected), Some(vec![]));
    // Already in both.
    assert_eq!(notes(None, "a... ❤\u{fe0f}", "a... ❤\u{fe0f} "), Some(vec![Note::TrailingSpace]));
}

#[test]
fn nothing_else_is_tolerated() {
    for (expected, received) in [
        ("Echo: a", "echo: a"),
        ("Echo: a", "Echo:a"),
        ("Echo: a", " Echo: a"),
        ("Echo: a", "Echo:  a"),
        ("Echo: a", "Echo:\u{a0}a"),
        ("Echo: a", "Echo： a"),
        ("Echo: a", "Echo a"),
        ("Echo: a b", "Echo: a\tb"),
        ("a\nb", "a\n\nb"),
        ("a\nb", "a \nb"),
        ("a\nb", "a\rb"),
        ("🔔 새 알림 1", "🔔 새알림 1"),
        ("🔔 새 알림 1", "🔔 새  알림 1"),
        ("🔔 새 알림 1", "🔔 새 알림  1"),
        ("🔔 새 알림 1", "🔔 새 알림 １"),
        ("🔔 새 알림 1", "🔕 새 알림 1"),
        ("💬 누군가 입력 중…", "💬 누군가 입력 중"),
        ("💬 누군가 입력 중…", "💬 누군가 입력 중.."),
        ("💬 누군가 입력 중…", "💬 누군가 입력 중...."),
        ("💬 누군가 입력 중…", "💬 누군가 입력 중…\u{fe0f}"),
        ("💬 누군가 입력 중…", "💬 누군가 입력 중 …"),
        ("긍정 😊", "긍정 😊\u{200b}"),
        ("긍정 😊", "긍 정 😊"),
        ("긍정 😊", "😊 긍정"),
        ("a", "a\u{fe0f}"),
        ("", "stop"),
        ("", "\u{200b}"),
    ] {
        assert_eq!(notes(None, expected, received), None, "{expected:?} {received:?}");
        assert_eq!(notes(None, received, expected), None, "{received:?} {expected:?}");
    }
}

#[test]
fn what_the_client_sent_comes_back_exactly() {
    for (sent, received, same) in [
        ("👋 hi", "Echo: 👋 hi", Some(vec![])),
        ("👋 hi", "Echo: 👋hi", None),
        ("👋hi", "Echo: 👋 hi", None),
        ("hi 👋", "Echo: hi  👋", None),
        ("👋 hi", "Echo:👋 hi", None),
        ("hi...", "Echo: hi…", None),
        ("hi…", "Echo: hi...", None),
        ("❤\u{fe0f} a", "Echo: ❤ a", None),
        ("❤ a", "Echo: ❤\u{fe0f} a", None),
        ("가", "Echo: \u{1100}\u{1161}", Some(vec![Note::Nfd])),
        ("\u{1100}\u{1161}", "Echo: 가", Some(vec![Note::Nfd])),
        ("a\r\nb", "Echo: a\nb", Some(vec![Note::LineEnds])),
        ("a\nb", "Echo: a\r\nb", Some(vec![Note::LineEnds])),
        ("👋 ", "Echo: 👋", Some(vec![Note::TrailingSpace])),
        ("👋", "Echo: 👋\n", Some(vec![Note::TrailingSpace])),
        ("  a", "Echo: a", None),
        ("", "Echo:", Some(vec![Note::TrailingSpace])),
        ("", "Echo: ", Some(vec![])),
    ] {
        assert_eq!(notes(Some(sent), &format!("Echo: {sent}"), received), same, "{sent:?} {received:?}");
    }
}

#[test]
fn around_the_clients_text_the_servers_words_are_tolerated() {
    let notes = |received| notes(Some("👋 hi..."), "🔔 새 글…: 👋 hi... (끝 😊)", received);
    assert_eq!(notes("🔔새 글...: 👋 hi... (끝😊)"), Some(vec![Note::ThreeDots, Note::EmojiSpaces]));
    assert_eq!(notes("🔔 새 글…: 👋hi... (끝 😊)"), None);
    assert_eq!(notes("🔔 새 글…: 👋 hi… (끝 😊)"), None);
    assert_eq!(notes("🔔 새글…: 👋 hi... (끝 😊)"), None);
}

#[test]
fn a_beginning_is_tolerated_like_a_text_and_must_go_on() {
    let judge = |begin: &str, received: &str| match begins(&[begin.to_owned()], received, &Context::default())
    {
        Judged::Same(notes) => Some(notes),
        Judged::Differs { .. } => None,
    };
    for (begin, received, same) in [
        ("⚠ ", "⚠ 시간 초과", Some(vec![])),
        ("⚠ ", "⚠\u{fe0f} 시간 초과", Some(vec![Note::VariationSelector])),
        ("⚠ ", "⚠시간 초과", Some(vec![Note::EmojiSpaces])),
        ("⚠ ", "⚠\u{fe0f}시간", Some(vec![Note::VariationSelector, Note::EmojiSpaces])),
        ("⚠ ", "⚠ 시간 초과...\r\n", Some(vec![])),
        ("⚠ ", "⚠ ", None),
        ("⚠ ", "⚠", None),
        ("⚠ ", "⚠\u{fe0f} \n", None),
        ("⚠ ", "! 시간 초과", None),
        ("⚠ ", "오류 ⚠ 시간 초과", None),
        ("Error: ", "Error: x", Some(vec![])),
        ("Error: ", "Error:x", None),
        ("Error: ", "Error: ", None),
        ("가", "\u{1100}\u{1161}나", Some(vec![Note::Nfd])),
        ("$", "$1", Some(vec![])),
        ("$", "$", None),
    ] {
        assert_eq!(judge(begin, received), same, "{begin:?} {received:?}");
    }
}
