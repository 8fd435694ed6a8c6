//! The market: a seeded random walk of one price, or a price that a script has set.
//!
//! It knows neither clocks nor sockets: whoever moves it says what time it is, and the same seed gives the
//! same walk.

use serde_json::Value;

use crate::ticker::{BITCOIN, Ticker};

/// Where the walk begins, in cents.
const START: i64 = 7_035_236;
/// The walk stays within this many thousandths of where it began, so that any two of its prices are less than
/// 3 % apart.
const BAND: i64 = 14;
/// What a price was a day before the start, in cents.
const YESTERDAY: i64 = 6_901_240;
/// Hundred-thousandths of a coin traded in the day before the start.
const VOLUME: i64 = 1_842_012_345;
const FIRST_TRADE: u64 = 4_318_552_077;
const TRADES: u64 = 2_893_106;
/// The widest change a step draws four times over, in cents. A minute of four steps a second then moves the
/// price by about 0.03 %, as on a quiet day.
const STRIDE: u64 = 130;

/// One price and what a ticker tells of its day.
#[derive(Clone, Debug)]
pub(crate) struct Market {
    random: u64,
    /// The middle of the band, in cents.
    centre: i64,
    cents: i64,
    /// The exact text of a price that a script has set; the walk stands still meanwhile.
    scripted: Option<String>,
    high: i64,
    low: i64,
    /// Hundred-thousandths of a coin.
    volume: i64,
    /// Hundred-thousandths of a coin, of the last trade.
    quantity: i64,
    buyer_is_maker: bool,
    trades: u64,
    /// When the last trade was, in milliseconds since 1970.
    traded: u64,
}

impl Market {
    /// A market whose walk follows from `seed`, with a trade just now.
    pub(crate) fn new(seed: u64, now: u64) -> Self {
        Self {
            random: seed,
            centre: START,
            cents: START,
            scripted: None,
            high: START + 64_764,
            low: YESTERDAY - 50_000,
            volume: VOLUME,
            quantity: 100,
            buyer_is_maker: true,
            trades: TRADES,
            traded: now,
        }
    }

    /// One trade: by the walk, or again at the scripted price.
    pub(crate) fn step(&mut self, now: u64) {
        // Often enough the next trade is at the same price.
        if self.scripted.is_none() && self.draw(10) < 7 {
            let change: i64 = (0..4).map(|_| self.draw(2 * STRIDE + 1) - STRIDE.cast_signed()).sum();
            let pull = (self.centre - self.cents) / 20_000;
            let reach = self.centre * BAND / 1000;
            let next = self.cents + change + pull;
            self.cents = next.clamp(self.centre - reach, self.centre + reach);
        }
        self.quantity = 1 + self.draw(9) * self.draw(300);
        self.buyer_is_maker = self.draw(2) == 0;
        self.trade(now);
    }

    /// Holds the price at this exact text, whatever it says, from a trade just now.
    pub(crate) fn set(&mut self, price: &str, now: u64) {
        if let Some(cents) = cents_of(price) {
            self.cents = cents;
            self.centre = cents;
        }
        self.scripted = Some(price.to_owned());
        self.trade(now);
    }

    /// Lets the price walk on from where it is.
    pub(crate) fn walk(&mut self) {
        self.scripted = None;
    }

    /// The price as Binance writes it, or as it was set.
    pub(crate) fn price(&self) -> String {
        self.scripted.clone().unwrap_or_else(|| dollars(self.cents))
    }

    /// What a venue tells at `now`.
    pub(crate) fn ticker(&self, now: u64) -> Ticker {
        Ticker {
            base: BITCOIN,
            price: Value::String(self.price()),
            cents: self.cents,
            open: YESTERDAY,
            high: self.high,
            low: self.low,
            volume: self.volume,
            quantity: self.quantity,
            buyer_is_maker: self.buyer_is_maker,
            first: FIRST_TRADE,
            last: FIRST_TRADE + self.trades - 1,
            traded: self.traded,
            now,
        }
    }

    fn trade(&mut self, now: u64) {
        self.high = self.high.max(self.cents);
        self.low = self.low.min(self.cents);
        self.volume += self.quantity;
        self.trades += 1;
        self.traded = now;
    }

    /// A number below `bound`, by the generator splitmix64.
    fn draw(&mut self, bound: u64) -> i64 {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound).cast_signed()
    }
}

/// Cents as Binance writes a price: eight decimals.
pub(crate) fn dollars(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}000000", cents.abs() / 100, cents.abs() % 100)
}

/// The cents of a plain decimal that is a possible price; what is beyond a cent is left out.
fn cents_of(price: &str) -> Option<i64> {
    let (whole, decimals) = price.split_once('.').unwrap_or((price, "00"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || whole.len() > 9 {
        return None;
    }
    let decimals: String = decimals.chars().chain(['0']).take(2).collect();
    let cents = whole.parse::<i64>().ok()? * 100 + decimals.parse::<i64>().ok()?;
    (cents > 0).then_some(cents)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(seed: u64, steps: u64) -> Vec<String> {
        let mut market = Market::new(seed, 0);
        (0..steps)
            .map(|step| {
                market.step(step);
                market.price()
            })
            .collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_walk_and_another_seed_another() {
        assert_eq!(walk(1, 500), walk(1, 500));
        assert_ne!(walk(1, 500), walk(2, 500));
    }

    #[test]
    fn a_walk_of_a_class_day_moves_yet_stays_in_its_band_with_eight_decimals() {
        for seed in 0..5 {
            let prices = walk(seed, 8 * 3600 * 4);
            let mut cents: Vec<i64> = prices.iter().map(|price| cents_of(price).unwrap()).collect();
            assert!(prices.iter().all(|price| price.split_once('.').unwrap().1.len() == 8));
            cents.sort_unstable();
            cents.dedup();
            let (low, high) = (cents[0], cents[cents.len() - 1]);
            assert!(high * 100 < low * 103, "{low} to {high}");
            assert!(cents.len() > 1000, "only {} prices", cents.len());
        }
    }

    #[test]
    fn one_step_moves_by_dollars_and_not_by_percents() {
        let cents: Vec<i64> = walk(3, 10_000).iter().map(|price| cents_of(price).unwrap()).collect();
        let widest = cents.windows(2).map(|pair| (pair[1] - pair[0]).abs()).max().unwrap();
        assert!((100..=600).contains(&widest), "{widest}");
    }

    #[test]
    fn a_scripted_price_is_told_to_the_letter_until_the_walk_goes_on_from_it() {
        let mut market = Market::new(1, 0);
        for text in ["NaN", "", "1,000", "-1"] {
            market.set(text, 1);
            market.step(2);
            assert_eq!(market.price(), text);
        }
        market.set("50000.5", 3);
        market.step(4);
        assert_eq!(market.price(), "50000.5");
        market.walk();
        assert_eq!(market.price(), "50000.50000000");
        market.step(5);
        assert!(market.price().starts_with("50000.") || market.price().starts_with("49999."));
    }

    #[test]
    fn every_step_is_a_trade_of_its_own() {
        let mut market = Market::new(1, 0);
        let before = market.ticker(0);
        market.step(7);
        let after = market.ticker(9);
        assert_eq!((after.last, after.traded, after.now), (before.last + 1, 7, 9));
        assert!(after.volume > before.volume && after.quantity > 0);
        assert!(after.low <= after.cents && after.cents <= after.high);
    }

    #[test]
    fn only_a_plain_positive_decimal_has_cents() {
        assert_eq!(cents_of("70352.36000000"), Some(START));
        assert_eq!(cents_of("70352"), Some(7_035_200));
        assert_eq!(cents_of("0.5"), Some(50));
        for text in ["", ".", "1.", ".5", "0", "-1", "+1", "1e5", "NaN", "1234567890", "１"] {
            assert_eq!(cents_of(text), None, "{text:?}");
        }
        assert_eq!(dollars(-5), "-0.05000000");
    }
}
