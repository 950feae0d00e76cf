//! What reading asks of a map: its keys, each with the form of its value. Made by the same functions
//! that read front matter, run over nothing.

/// The keys that were asked for, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    pub keys: Vec<Asked>,
    /// Sets of keys of which one must be there.
    pub one_of: Vec<&'static [&'static str]>,
}

/// One key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub key: &'static str,
    pub form: Form,
    pub required: bool,
}

/// The form of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// A scalar of any kind, read as it is written.
    Text,
    Flag,
    Int,
    Decimal,
    /// A date as far as it is known.
    Date,
    /// A wall-clock moment.
    Moment,
    /// One of several words, each with its other spellings.
    Choice(Vec<&'static [&'static str]>),
    /// A list of texts, or one text.
    Texts,
    Map(Shape),
    TextOrMap(Shape),
    Maps(Shape),
    /// A map of texts under free keys.
    FreeTexts,
    /// Any map.
    Free,
}

impl Shape {
    /// Notes a key; what is said later of the same key says more.
    pub(super) fn note(&mut self, key: &'static str, form: Form) {
        match self.keys.iter_mut().find(|asked| asked.key == key) {
            Some(asked) => asked.form = form,
            None => self.keys.push(Asked { key, form, required: false }),
        }
    }

    pub(super) fn require(&mut self, key: &'static str) {
        self.note_if_new(key);
        self.keys
            .iter_mut()
            .filter(|asked| asked.key == key)
            .for_each(|asked| asked.required = true);
    }

    fn note_if_new(&mut self, key: &'static str) {
        if self.keys.iter().all(|asked| asked.key != key) {
            self.note(key, Form::Text);
        }
    }
}
