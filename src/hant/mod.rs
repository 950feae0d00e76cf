//! The Traditional edition: a page that was drawn → the same page in traditional characters.
//!
//! Enters: the bytes of a page, the table of `site.yaml`, the names of persons, what has no twin. Leaves:
//! bytes. Text is converted, and the attributes that people read; code, ids and addresses are not. Links
//! between pages stay inside the edition, all else leads to the one copy outside. Nothing here reads a
//! file or knows a template: any theme's pages will do.

mod address;
mod data;
mod html;
mod names;
mod page;
mod words;

pub use address::Ground;
pub use names::people;
pub use words::{Hits, Term};

use std::sync::{Mutex, OnceLock, PoisonError};

use crate::config::Hant;
use crate::content::Digester;
use words::{Memo, Words};

/// Makes the twins of one site's pages. The dictionary is loaded with the first.
pub struct Converter {
    table: Hant,
    /// Of persons in front matter whose surnames stand in the table.
    people: Vec<String>,
    /// The language of the bulletin.
    lang: String,
    ground: Ground,
    words: OnceLock<Words>,
    /// What was converted before, lent to one page at a time.
    memos: Mutex<Vec<Memo>>,
}

impl Converter {
    pub fn new(table: &Hant, people: Vec<String>, lang: &str, ground: Ground) -> Converter {
        Converter {
            table: table.clone(),
            people,
            lang: lang.to_owned(),
            ground,
            words: OnceLock::new(),
            memos: Mutex::default(),
        }
    }

    /// A digest of all that twins depend on beside their pages and this program.
    pub fn key(&self) -> u128 {
        let mut digest = Digester::default();
        let mut text = |text: &str| {
            digest.update(&text.len().to_le_bytes());
            digest.update(text.as_bytes());
        };
        text(self.table.variant.tag());
        text(&self.lang);
        for pairs in [&self.table.words, &self.table.surnames] {
            text(&pairs.len().to_string());
            pairs.iter().for_each(|(term, rendering)| {
                text(term);
                text(rendering);
            });
        }
        for names in [&self.table.names, &self.people] {
            text(&names.len().to_string());
            names.iter().for_each(|name| text(name));
        }
        self.ground.texts().for_each(text);
        digest.finish()
    }

    /// The twin of the page in `file`: its bytes go to the end of `out`.
    pub fn convert(&self, file: &str, page: &[u8], out: &mut Vec<u8>) {
        let memo = self.memos.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut memo = memo.unwrap_or_default();
        page::convert(self, file, page, out, &mut words::Tongue::quick(self.words(), &mut memo));
        self.memos.lock().unwrap_or_else(PoisonError::into_inner).push(memo);
    }

    /// Which terms of the table stand in the text of the page in `file`, and how often.
    pub fn hits(&self, file: &str, page: &[u8]) -> Hits {
        let (mut hits, mut out) = (Hits::default(), Vec::with_capacity(page.len()));
        page::convert(
            self,
            file,
            page,
            &mut out,
            &mut words::Tongue::counting(self.words(), &mut hits),
        );
        hits
    }

    /// The terms that the table protects, names of persons among them, in their order.
    pub fn terms(&self) -> &[Term] {
        self.words().terms()
    }

    fn words(&self) -> &Words {
        self.words.get_or_init(|| Words::new(&self.table, &self.people))
    }
}
