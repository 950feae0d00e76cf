//! The axis of numbers: round steps over all of them, exact.

use crate::content::Decimal;

/// Steps from `low` to `high`, in whole numbers with `places` behind the point.
pub(super) struct Scale {
    places: u32,
    low: i128,
    high: i128,
    step: i128,
}

/// Steps that an axis has at most.
const STEPS: i128 = 4;

impl Scale {
    /// A scale over `numbers`, from zero if asked for; else only where the numbers lie far from it does
    /// it begin elsewhere. None without numbers, or for some that share no scale.
    pub fn new(numbers: impl Iterator<Item = Decimal> + Clone, from_zero: bool) -> Option<Scale> {
        let places = numbers.clone().map(Decimal::places).max()?;
        let all: Vec<i128> = numbers.map(|n| n.digits_at(places)).collect::<Option<_>>()?;
        let (mut low, mut high) = (*all.iter().min()?, *all.iter().max()?);
        // Numbers within half of the greatest would look alike on a scale from zero.
        let near = from_zero
            || low.signum() != high.signum()
            || 2 * low.abs().min(high.abs()) <= low.abs().max(high.abs());
        if near || low == high {
            (low, high) = (low.min(0), high.max(0));
        }
        if low == high {
            high += 1;
        }
        let step = step((high - low + STEPS - 1) / STEPS);
        let low = low.div_euclid(step) * step;
        let high = -(-high).div_euclid(step) * step;
        Some(Scale { places, low, high, step })
    }

    /// The numbers at the steps, rising.
    pub fn ticks(&self) -> impl Iterator<Item = Decimal> {
        let count = (self.high - self.low) / self.step;
        (0..=count).filter_map(|n| Decimal::of(self.low + n * self.step, self.places))
    }

    /// Whether zero is on the scale.
    pub fn has_zero(&self) -> bool {
        (self.low..=self.high).contains(&0)
    }

    /// How far down from the top of `length` a number stands.
    pub fn place(&self, number: Decimal, length: i64) -> Option<i64> {
        let below =
            self.high - number.digits_at(self.places).or_else(|| rounded(number, self.places))?;
        i64::try_from(below.checked_mul(i128::from(length))? / (self.high - self.low)).ok()
    }

    /// The number nearest to zero on the scale: where bars stand.
    pub fn ground(&self) -> Option<Decimal> {
        Decimal::of(0i128.clamp(self.low, self.high), self.places)
    }
}

/// A number with more places than the scale has: none of its own ticks or numbers.
fn rounded(number: Decimal, places: u32) -> Option<i128> {
    number.digits().checked_div(10i128.checked_pow(number.places().checked_sub(places)?)?)
}

/// The least of 1, 2, 5, 10, 20 … that is not below `least`.
fn step(least: i128) -> i128 {
    let mut ten = 1;
    loop {
        for times in [1, 2, 5] {
            if times * ten >= least {
                return times * ten;
            }
        }
        ten *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(numbers: &[&str], from_zero: bool, expected: &str) {
        let numbers = numbers.iter().map(|n| Decimal::parse(n).unwrap());
        let scale = Scale::new(numbers, from_zero).unwrap();
        let ticks: Vec<String> = scale.ticks().map(|tick| tick.grouped()).collect();
        assert_eq!(ticks.join(" "), expected);
    }

    #[test]
    fn steps_are_round() {
        check(&["7617.37", "12189.14"], true, "0 5,000 10,000 15,000");
        check(&["-5", "3"], true, "−6 −4 −2 0 2 4");
        check(&["-5", "-3"], true, "−6 −4 −2 0");
        check(&["0", "0"], true, "0 1");
        check(&["5", "5", "5"], false, "0 2 4 6");
        check(&["1000", "1001", "1000.5"], false, "1,000 1,000.5 1,001");
        check(&["0.1", "0.4"], false, "0 0.1 0.2 0.3 0.4");
        check(&["96", "100", "98"], false, "96 97 98 99 100");
    }
}
