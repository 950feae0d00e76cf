//! Words and labels → the records in which they stand.

use foldhash::HashMap;

use super::records::Records;
use super::tally::Tally;

/// Words and labels by numbers, in the order in which they are first seen, counted from 2.
pub struct Names {
    numbers: HashMap<String, u32>,
    /// By the number.
    lists: Vec<Records>,
    /// Those of the record that is being read.
    tally: Tally,
}

impl Default for Names {
    fn default() -> Self {
        Names {
            numbers: HashMap::default(),
            lists: vec![Records::default(), Records::default()],
            tally: Tally::new(2),
        }
    }
}

impl Names {
    /// One that stands in the record that is being read: its number.
    pub fn add(&mut self, name: &str) -> u32 {
        let number = match self.numbers.get(name) {
            Some(number) => *number,
            None => self.learn(name),
        };
        self.tally.add(std::iter::once(number));
        number
    }

    fn learn(&mut self, name: &str) -> u32 {
        let number = self.lists.len() as u32;
        self.numbers.insert(name.to_owned(), number);
        self.lists.push(Records::default());
        self.tally.reach(self.lists.len());
        number
    }

    /// What comes is no longer the title of the record.
    pub fn end_title(&mut self) {
        self.tally.end_title();
    }

    /// What comes is no longer this record.
    pub fn end(&mut self, doc: u32) {
        self.tally.end(|number, times, in_title| {
            if let Some(list) = self.lists.get_mut(number as usize) {
                list.add(doc, times, in_title);
            }
        });
    }

    /// All with their lists, in no order.
    pub fn into_lists(mut self) -> impl Iterator<Item = (String, Records)> {
        self.numbers.into_iter().filter_map(move |(name, number)| {
            self.lists.get_mut(number as usize).map(|list| (name, std::mem::take(list)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_records_in_which_it_stands() {
        let mut names = Names::default();
        let mut wanted = Records::default();
        for (doc, title, others) in [(3, "a b", "a @y a a"), (4, "", "b"), (9, "", "a")] {
            title.split_whitespace().for_each(|name| _ = names.add(name));
            names.end_title();
            others.split_whitespace().for_each(|name| _ = names.add(name));
            names.end(doc);
        }
        wanted.add(3, 4, true);
        wanted.add(9, 1, false);
        assert_eq!([names.add("a"), names.add("b"), names.add("@y")], [2, 3, 4]);
        let mut all: Vec<(String, Records)> = names.into_lists().collect();
        all.sort_by(|(a, _), (b, _)| a.cmp(b));
        let keys: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(keys, ["@y", "a", "b"]);
        assert_eq!(all[1].1.bytes(), wanted.bytes());
    }
}
