//! The candidate that a mistyped word probably meant.

/// The candidate nearest to `word`, if one is near enough to be worth suggesting. Case is ignored; of two
/// equally near the one that sorts first wins, so the answer does not depend on the candidates' order.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = fold(word).collect();
    let mut rows = Rows::default();
    let near = candidates.into_iter().filter_map(|candidate| {
        let chars: Vec<char> = fold(candidate).collect();
        rows.distance(&word, &chars).map(|distance| (distance, candidate))
    });
    near.min().map(|(_, candidate)| candidate)
}

fn fold(word: &str) -> impl Iterator<Item = char> {
    word.chars().flat_map(char::to_lowercase)
}

/// How many edits still look like a slip: one in a short word, a third of a long one.
fn tolerance(longest: usize) -> usize {
    (longest / 3).max(1)
}

/// The last three rows of the table of distances, kept between candidates.
#[derive(Default)]
struct Rows {
    older: Vec<usize>,
    old: Vec<usize>,
    new: Vec<usize>,
}

impl Rows {
    /// The number of insertions, deletions, replacements and swaps of neighbours between the words;
    /// none if it is above the tolerance or leaves nothing in common.
    fn distance(&mut self, a: &[char], b: &[char]) -> Option<usize> {
        let longest = a.len().max(b.len());
        let allowed = tolerance(longest);
        if a.len().abs_diff(b.len()) > allowed {
            return None;
        }
        self.old = (0..=b.len()).collect();
        for i in 1..=a.len() {
            self.new.clear();
            self.new.push(i);
            for j in 1..=b.len() {
                let cost = self.cell(a, b, i, j);
                self.new.push(cost);
            }
            // No later row can fall below the least of two neighbouring rows.
            let least = |row: &[usize]| row.iter().copied().min().unwrap_or(0);
            if least(&self.new).min(least(&self.old)) > allowed {
                return None;
            }
            std::mem::swap(&mut self.older, &mut self.old);
            std::mem::swap(&mut self.old, &mut self.new);
        }
        let distance = self.old[b.len()];
        (distance <= allowed && (distance < longest || longest == 0)).then_some(distance)
    }

    fn cell(&self, a: &[char], b: &[char], i: usize, j: usize) -> usize {
        let replace = self.old[j - 1] + usize::from(a[i - 1] != b[j - 1]);
        let best = replace.min(self.old[j] + 1).min(self.new[j - 1] + 1);
        let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        if swapped { best.min(self.older[j - 2] + 1) } else { best }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_what_was_meant() {
        let keys = ["title", "date", "column", "tags", "标题", "栏目", "chambers", "chamber"];
        let check =
            |word, expected: Option<&str>| assert_eq!(nearest(word, keys), expected, "{word}");
        check("tilte", Some("title"));
        check("Title", Some("title"));
        check("colum", Some("column"));
        check("tag", Some("tags"));
        check("标提", Some("标题"));
        check("chamberss", Some("chambers"));
        check("summary", None);
        check("x", None);
        check("", None);
        check("商会", None);
    }

    #[test]
    fn ties_do_not_depend_on_order() {
        assert_eq!(nearest("bat", ["cat", "hat"]), Some("cat"));
        assert_eq!(nearest("bat", ["hat", "cat"]), Some("cat"));
    }
}
