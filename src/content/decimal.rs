//! Numbers of statistics: exact decimals with the places that the editor wrote, never floats.

mod slip;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::yaml::{At, Fields, Form};

/// An exact decimal. `60.0` and `60.00` are equal in worth and still two numbers in print.
#[derive(Clone, Copy, Debug)]
pub struct Decimal(rust_decimal::Decimal);

/// Digits in all, and behind the point: sums and products of such numbers fit into 128 bits.
const MAX_DIGITS: usize = 18;
const MAX_PLACES: usize = 8;

impl Decimal {
    /// Reads `12189.14`, `12,189.14`, `-0.50`, `+3`; `None` for anything else or too many digits.
    pub fn parse(text: &str) -> Option<Decimal> {
        let bare = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, rest) = bare.split_once('.').map_or((bare, None), |(w, r)| (w, Some(r)));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let plain = if whole.contains(',') { ungrouped(whole)? } else { whole.to_owned() };
        let leading = plain.len() > 1 && plain.starts_with('0');
        let places = rest.map_or(0, str::len);
        let fits = plain.len() + places <= MAX_DIGITS && places <= MAX_PLACES;
        if !digits(&plain) || leading || !rest.is_none_or(digits) || !fits {
            return None;
        }
        let sign = if text.starts_with('-') { "-" } else { "" };
        let point = if rest.is_some() { "." } else { "" };
        let exact = format!("{sign}{plain}{point}{}", rest.unwrap_or_default());
        rust_decimal::Decimal::from_str_exact(&exact).ok().map(Decimal::new)
    }

    /// Without a sign before zero.
    fn new(mut number: rust_decimal::Decimal) -> Decimal {
        if number.is_zero() {
            number.set_sign_positive(true);
        }
        Decimal(number)
    }

    /// `digits` with the point before the last `places` of them, without needless zeros.
    pub fn of(digits: i128, places: u32) -> Option<Decimal> {
        let number = rust_decimal::Decimal::try_from_i128_with_scale(digits, places).ok()?;
        Some(Decimal::new(number.normalize()))
    }

    /// Places behind the point, as printed.
    pub fn places(self) -> u32 {
        self.0.scale()
    }

    /// The digits without the point: 1218914 for 12189.14.
    pub fn digits(self) -> i128 {
        self.0.mantissa()
    }

    /// The digits with `places` behind the point, where there are no more in the number.
    pub fn digits_at(self, places: u32) -> Option<i128> {
        10i128.checked_pow(places.checked_sub(self.places())?)?.checked_mul(self.digits())
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative()
    }

    pub fn abs(self) -> Decimal {
        Decimal(self.0.abs())
    }

    /// The exact difference, with as many places as the more exact of the two.
    pub fn minus(self, other: Decimal) -> Option<Decimal> {
        self.0.checked_sub(other.0).map(Decimal::new)
    }

    pub fn plus(self, other: Decimal) -> Option<Decimal> {
        self.0.checked_add(other.0).map(Decimal::new)
    }

    /// The same worth, be it printed otherwise.
    pub fn same(self, other: Decimal) -> bool {
        self.0 == other.0
    }

    /// `self` in per cent of `whole`, rounded to `places` half away from zero; nothing for a whole of zero.
    ///
    /// Done on whole numbers, so that it is the exact quotient that is rounded, and only once.
    pub fn percent_of(self, whole: Decimal, places: u32) -> Option<Decimal> {
        let up = 10i128.checked_pow(2 + places + whole.places())?;
        let above = self.digits().checked_mul(up)?;
        let below = whole.digits().checked_mul(10i128.checked_pow(self.places())?)?;
        let twice = above.checked_abs()?.checked_mul(2)?.checked_add(below.checked_abs()?)?;
        let size = twice.checked_div(below.checked_abs()?.checked_mul(2)?)?;
        let sign = if (above < 0) == (below < 0) { 1 } else { -1 };
        let number = rust_decimal::Decimal::try_from_i128_with_scale(sign * size, places);
        number.ok().map(Decimal::new)
    }

    /// As a reader sees it: thousands apart, a true minus sign, all places.
    pub fn grouped(self) -> String {
        let text = self.abs().to_string();
        let (whole, rest) = text.split_once('.').map_or((&*text, None), |(w, r)| (w, Some(r)));
        let mut out = String::with_capacity(text.len() + text.len() / 3 + 3);
        if self.is_negative() {
            out.push('−');
        }
        for (n, digit) in whole.chars().enumerate() {
            if n > 0 && (whole.len() - n).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        if let Some(rest) = rest {
            out.push('.');
            out.push_str(rest);
        }
        out
    }
}

/// `12,189` without its commas, where they part thousands.
fn ungrouped(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let mut plain = first.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        plain.push_str(group);
    }
    Some(plain)
}

/// As programs read it: `-1234.50`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// As print sees it: with the same places.
impl PartialEq for Decimal {
    fn eq(&self, other: &Decimal) -> bool {
        (self.digits(), self.places()) == (other.digits(), other.places())
    }
}

impl Eq for Decimal {}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        let text = String::deserialize(deserializer)?;
        Decimal::parse(&text).ok_or_else(|| de::Error::custom("no decimal"))
    }
}

/// Reads the number under `key` from the text of the file, telling what is wrong and, where it can be
/// guessed, the right form.
pub(super) fn decimal_field(fields: &mut Fields, key: &'static str) -> Option<At<Decimal>> {
    let found = fields.text(key);
    fields.note(key, || Form::Decimal);
    read(fields, key, found?)
}

/// The same for a number that may not be known yet: `待补` is none.
pub(super) fn known_decimal(fields: &mut Fields, key: &'static str) -> Option<At<Decimal>> {
    let unknown = |text: &At<String>| matches!(text.value.as_str(), "待补" | "unknown");
    let found = fields.text(key);
    fields.note(key, || Form::Decimal);
    let found = found.filter(|text| !unknown(text))?;
    read(fields, key, found)
}

fn read(fields: &mut Fields, key: &'static str, found: At<String>) -> Option<At<Decimal>> {
    match Decimal::parse(&found.value) {
        Some(number) => Some(found.map(|_| number)),
        None => {
            fields.report(slip::diagnose(key, &found, fields.file()));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    fn number(text: &str) -> Decimal {
        Decimal::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn numbers_keep_their_places() {
        for (text, plain, grouped) in [
            ("12189.14", "12189.14", "12,189.14"),
            ("12,189.14", "12189.14", "12,189.14"),
            ("60.00", "60.00", "60.00"),
            ("-0.50", "-0.50", "−0.50"),
            ("+4571.77", "4571.77", "4,571.77"),
            ("273", "273", "273"),
            ("0", "0", "0"),
            ("-0.0", "0.0", "0.0"),
            ("1000000", "1000000", "1,000,000"),
            ("123456789012345678", "123456789012345678", "123,456,789,012,345,678"),
        ] {
            let read = number(text);
            assert_eq!((read.to_string().as_str(), read.grouped().as_str()), (plain, grouped));
        }
        assert_ne!(number("60.0"), number("60.00"));
        assert!(number("60.0").same(number("60.00")));
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "1e5",
            "0x10",
            "1_000",
            ".inf",
            "NaN",
            "12,18.9",
            "1,2345",
            ",123",
            "1,,234",
            "007",
            "1.2.3",
            "1 000",
            "１２",
            "12万",
            "60.02%",
            "--1",
            "+-1",
            "1,234,",
            "1234567890123456789",
            "0.123456789",
            "12:30",
            "1.1,000",
        ] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn per_cent_is_rounded_half_away_from_zero() {
        for (part, whole, places, expected) in [
            ("4571.77", "7617.37", 2, "60.02"),
            ("4571.77", "7617.37", 4, "60.0177"),
            ("1", "3", 0, "33"),
            ("2", "3", 0, "67"),
            ("1", "8", 1, "12.5"),
            ("1", "8", 0, "13"),
            ("-1", "8", 0, "-13"),
            ("1", "200", 0, "1"),
            ("-1", "200", 0, "-1"),
            ("-1", "201", 0, "0"),
            ("0", "5", 2, "0.00"),
            ("0.00000001", "999999999999999999", 8, "0.00000000"),
        ] {
            let found = number(part).percent_of(number(whole), places);
            assert_eq!(found.map(|n| n.to_string()).as_deref(), Some(expected), "{part}/{whole}");
        }
        assert!(number("1").percent_of(number("0.0"), 2).is_none());
    }
}
