//! The prices of lab 5.

use FailureKind as Kind;

use super::*;

#[test]
fn a_price_that_is_wrong_is_told_by_its_kind() {
    let earlier = ["$71,000.00".to_owned()];
    let context = Context { sent: Some("price"), earlier: &earlier, ..Context::default() };
    for (received, kind) in [
        ("⚠ 거래소가 대답하지 않습니다", Kind::NotRecovered),
        ("⚠\u{fe0f} timeout", Kind::NotRecovered),
        ("$70,352.37", Kind::PriceRounding),
        ("$70,352.35", Kind::PriceRounding),
        ("$70,352.38", Kind::WrongPrice),
        ("$71,000.00", Kind::StalePrice),
        ("$72,000.00", Kind::WrongPrice),
        ("$0.00", Kind::WrongPrice),
        ("$nan", Kind::WrongPrice),
        ("70352.36000000", Kind::PriceFormat),
        ("70352.36", Kind::PriceFormat),
        ("70,352.36", Kind::PriceFormat),
        ("$70352.36", Kind::PriceFormat),
        ("$70352.364", Kind::PriceFormat),
        ("$70,352.4", Kind::PriceFormat),
        ("$70,352", Kind::PriceFormat),
        ("$ 70,352.36", Kind::PriceFormat),
        ("70,352.36 USD", Kind::PriceFormat),
        ("USD 70 352.36", Kind::PriceFormat),
        ("70.352,36 $", Kind::PriceFormat),
        ("₩70,352.36", Kind::PriceFormat),
        ("비트코인 가격: 70352.36 달러", Kind::PriceFormat),
        ("70100.00", Kind::WrongPrice),
        ("BTC 71,000.00", Kind::WrongPrice),
        ("현재 $70,352.36", Kind::ExtraText),
        ("$70,352.36 (모의)", Kind::ExtraText),
        ("{\"price\": \"$70,352.36\"}", Kind::JsonWrapped),
        ("{\"symbol\":\"BTCUSDT\",\"price\":\"70352.36000000\"}", Kind::JsonWrapped),
        ("\"$70,352.36\"", Kind::JsonWrapped),
        ("{'symbol': 'BTCUSDT', 'price': '70352.36000000'}", Kind::PythonRepr),
        ("b'$70,352.36'", Kind::BytesRepr),
        ("Some(70352.36)", Kind::RustRepr),
        ("$None", Kind::PythonRepr),
        ("$undefined", Kind::JavascriptRepr),
        ("$NaN", Kind::JavascriptRepr),
        ("$[object Object]", Kind::WrongPrice),
        ("${price}", Kind::Placeholder),
        ("$", Kind::WrongPrice),
        ("", Kind::EmptyText),
        ("price", Kind::WrongText),
        ("오류", Kind::WrongText),
    ] {
        let Judged::Differs { kind: told, .. } = text("$70,352.36", received, &context) else {
            panic!("{received:?} is right");
        };
        assert_eq!(told, kind, "{received:?}");
    }
}

#[test]
fn a_rounding_may_carry() {
    assert_eq!(kind_of(None, "$70,000.00", "$69,999.99"), Kind::PriceRounding);
    assert_eq!(kind_of(None, "$69,999.99", "$70,000.00"), Kind::PriceRounding);
    assert_eq!(kind_of(None, "$70,000.00", "$70000.0"), Kind::PriceFormat);
    assert_eq!(kind_of(None, "$70,000.30", "$70,000.3"), Kind::PriceFormat);
}
