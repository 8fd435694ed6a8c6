//! Values of many seeds, and texts that are filled with them.

use super::*;

fn kinds() -> Vec<(String, Kind)> {
    let price = |near: Option<&str>, cents: Option<&str>| Kind::Price {
        near: near.map(str::to_owned),
        cents: cents.map(str::to_owned),
    };
    [
        ("word", Kind::Word),
        ("other", Kind::Word),
        ("digits", Kind::Digits),
        ("hangul", Kind::Hangul),
        ("emoji", Kind::Emoji),
        ("period", Kind::Number { from: 180, to: 260 }),
        ("long", Kind::Text { bytes: 60_000 }),
        ("price", price(None, None)),
        ("next", price(Some("price"), None)),
        ("half", price(Some("price"), Some("365"))),
        ("whole", price(Some("next"), Some("0"))),
    ]
    .map(|(name, kind)| (name.to_owned(), kind))
    .to_vec()
}

fn value(values: &Values, name: &str) -> String {
    values.fill(&format!("{{{name}}}")).unwrap()
}

#[test]
fn a_seed_gives_the_same_values_for_ever() {
    let values = Values::draw(&kinds(), 0x7f3a);
    let shown: Vec<String> = kinds()
        .iter()
        .filter(|(name, _)| name != "long")
        .map(|(name, _)| format!("{name}={}", value(&values, name)))
        .collect();
    assert_eq!(
        shown.join(" "),
        "word=zaqego other=qojixi digits=9186 hangul=볲넒휠 emoji=🇰🇷 period=208 price=72607.77000000 \
         next=72564.74000000 half=72267.36500000 whole=72235.00000000"
    );
}

#[test]
fn another_value_leaves_the_others_as_they_are() {
    for seed in 0..50 {
        let mut more = kinds();
        more.insert(0, ("first".into(), Kind::Word));
        let (without, with) = (Values::draw(&kinds(), seed), Values::draw(&more, seed));
        for (name, _) in kinds() {
            assert_eq!(value(&without, &name), value(&with, &name), "{name} of seed {seed}");
        }
    }
    assert_ne!(Values::draw(&kinds(), 1), Values::draw(&kinds(), 2));
}

#[test]
fn each_kind_has_the_form_it_says() {
    for seed in 0..500 {
        let values = Values::draw(&kinds(), seed);
        let word = value(&values, "word");
        assert_eq!(word.len(), 6, "{word}");
        assert!(word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
        assert!(word.contains('q') && !word.contains("qu") && word.contains(['x', 'z']), "{word}");
        assert_ne!(word, value(&values, "other"));
        let digits: u32 = value(&values, "digits").parse().unwrap();
        assert!((1000..=9999).contains(&digits));
        let hangul = value(&values, "hangul");
        assert_eq!(hangul.chars().count(), 3);
        assert!(hangul.chars().all(|syllable| ('가'..='힣').contains(&syllable)), "{hangul}");
        let period: u64 = value(&values, "period").parse().unwrap();
        assert!((180..=260).contains(&period));
    }
}

#[test]
fn no_value_holds_a_keyword_of_a_lab() {
    let keywords = [
        "love",
        "happy",
        "sad",
        "좋아요",
        "행복해",
        "슬퍼요",
        "싫어",
        "typing",
        "stop",
        "price",
        "hello",
        "안녕하세요",
    ];
    for seed in 0..500 {
        let values = Values::draw(&kinds(), seed);
        for name in ["word", "other", "hangul", "long"] {
            let value = value(&values, name).to_lowercase();
            assert!(keywords.iter().all(|keyword| !value.contains(keyword)), "{name} of seed {seed}");
        }
    }
}

#[test]
fn a_text_has_exactly_so_many_bytes_and_no_white_space_at_its_ends() {
    for bytes in [0, 1, 2, 5, 6, 7, 8, 9, 25, 126, 60_000, 65_535] {
        for seed in 0..20 {
            let values = Values::draw(&[("text".into(), Kind::Text { bytes })], seed);
            let text = value(&values, "text");
            assert_eq!(text.len(), bytes);
            assert_eq!(text, text.trim());
            assert!(!text.contains("  "));
        }
    }
    let long = value(&Values::draw(&kinds(), 3), "long");
    assert!(long.chars().any(|c| ('가'..='힣').contains(&c)) && long.contains('👋') && long.contains('q'));
}

#[test]
fn prices_are_as_the_exchange_writes_them_and_apart_from_each_other() {
    let cents = |price: &str| -> u64 { price.replace('.', "").parse().unwrap() };
    for seed in 0..500 {
        let values = Values::draw(&kinds(), seed);
        let prices = ["price", "next", "half", "whole"].map(|name| value(&values, name));
        for price in &prices {
            assert_eq!(
                price.split_once('.').map(|(whole, fraction)| (whole.len(), fraction.len())),
                Some((5, 8))
            );
        }
        let [price, next, half, whole] = prices;
        assert!((60_000..80_000).contains(&(cents(&price) / 100_000_000)), "{price}");
        assert!(
            price.ends_with("000000")
                && !price.ends_with("0000000")
                && half.ends_with(".36500000")
                && whole.ends_with(".00000000")
        );
        for (near, base) in [(&next, &price), (&half, &price), (&whole, &next)] {
            let (near, base) = (cents(near), cents(base));
            assert!(near.abs_diff(base) * 100 < base, "{near} is 1 % or more off {base}");
        }
        for (one, other) in
            [(&price, &next), (&price, &half), (&next, &half), (&next, &whole), (&half, &whole)]
        {
            assert!(cents(one).abs_diff(cents(other)) >= 100_000_000, "{one} and {other}");
        }
        assert_eq!(Some(value(&values, "half.display")), price::display(&half));
    }
}

#[test]
fn names_in_braces_are_replaced_and_other_braces_stay() {
    let mut values = Values::default();
    values.set("word", "qaxibo".into());
    values.set("id-2", "7".into());
    for (text, filled) in [
        ("Echo: {word}", "Echo: qaxibo"),
        ("{word}{word}", "qaxiboqaxibo"),
        ("{id-2}{", "7{"),
        ("{\"word\":1}", "{\"word\":1}"),
        ("{\"a\":\"{word}\"}", "{\"a\":\"qaxibo\"}"),
        ("{{word}}", "{qaxibo}"),
        ("{} {0} %s {Word} { word }", "{} {0} %s {Word} { word }"),
        ("🔔 새 알림 {n}", "🔔 새 알림 {n}"),
        ("<number={id-2}>", "<number=7>"),
    ] {
        assert_eq!(values.fill(text).as_deref(), Ok(filled));
    }
    assert_eq!(values.fill("a {nobody} b"), Err(Unbound("nobody".into())));
    assert_eq!(values.fill("{word.display}"), Err(Unbound("word.display".into())));
}

#[test]
fn a_value_that_is_set_takes_the_place_of_one_of_the_same_name() {
    let mut values = Values::draw(&kinds(), 1);
    values.set("price", "other".into());
    assert_eq!(values.fill("{price}").as_deref(), Ok("other"));
    assert!(values.fill("{price.display}").is_err());
}
