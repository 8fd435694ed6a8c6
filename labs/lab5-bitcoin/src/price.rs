//! 가격: 거래소가 보낸 글자 그대로의 십진수. 부동소수점은 쓰지 않습니다.
//!
//! A price: the decimal that an exchange wrote, to the digit. Floating point is never used, for `0.1` has no exact
//! value there. What is not plainly a positive decimal is no price at all.

use std::fmt::{self, Display};

/// Digits that are kept behind the point.
const DECIMALS: usize = 12;
/// Units of a dollar.
const DOLLAR: u128 = 10_u128.pow(12);
/// Units of a cent.
const CENT: u128 = DOLLAR / 100;

/// A positive price, exact to 12 decimals and below 10^12 dollars. `Display` writes what people read, `$70,352.36`,
/// rounded half up to the cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Price(u128);

impl Price {
    /// Reads `70352.36000000`: 1 to 12 digits, and then perhaps a point and 1 to 12 more. Signs, exponents, spaces,
    /// commas, `NaN`, other scripts' digits and zero are no price: `None`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let units = digits(whole)? * DOLLAR + digits(decimals)? * 10_u128.pow(missing(decimals)?);
        (units > 0).then_some(Self(units))
    }

    /// The exact text, with 8 decimals as Binance writes them, or more where there are more.
    pub(crate) fn exact(self) -> String {
        let text = format!("{}.{:012}", self.0 / DOLLAR, self.0 % DOLLAR);
        let shortest = text.len() - 4;
        let end = text.trim_end_matches('0').len().max(shortest);
        text[..end].to_owned()
    }

    /// How far this price is from `before`, in percent with two decimals, rounded half away from zero: `+1.96`,
    /// `-0.40`, `0.00`.
    pub(crate) fn change_since(self, before: Self) -> String {
        let far = self.0.abs_diff(before.0);
        let hundredths = (far * 10_000 + before.0 / 2) / before.0;
        let sign = match hundredths {
            0 => "",
            _ if self < before => "-",
            _ => "+",
        };
        format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100)
    }

    /// Whether the two are at most so many percent of `other` apart.
    pub(crate) fn is_within(self, percent: u32, other: Self) -> bool {
        self.0.abs_diff(other.0) * 100 <= other.0 * u128::from(percent)
    }
}

/// The value of 1 to 12 ASCII digits.
fn digits(text: &str) -> Option<u128> {
    let is_number = (1..=DECIMALS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// How many decimals are not written.
fn missing(decimals: &str) -> Option<u32> {
    u32::try_from(DECIMALS.checked_sub(decimals.len())?).ok()
}

impl Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cents = (self.0 + CENT / 2) / CENT;
        let dollars = (cents / 100).to_string();
        f.write_str("$")?;
        for (place, digit) in dollars.chars().enumerate() {
            // A comma stands before every group of three that is not the first.
            if place > 0 && (dollars.len() - place).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, ".{:02}", cents % 100)
    }
}

#[cfg(test)]
mod tests;
