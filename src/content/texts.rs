//! What a record's front matter says in words that its page prints: names of people and companies, parts,
//! notes. Titles, summaries and references are not among them.

use super::{Issue, Meta, Service};

impl Meta {
    /// Gives each text of the front matter to `say`, in a fixed order.
    pub fn texts<'a>(&'a self, say: &mut dyn FnMut(&'a str)) {
        match self {
            Meta::News(own) => {
                optional(say, [&own.subtitle, &own.source]);
                all(say, &own.bylines.author);
                optional(say, [&own.bylines.source, &own.bylines.editor, &own.bylines.duty_editor]);
            }
            Meta::Chamber(own) => {
                all(say, &own.names);
                optional(say, [&own.short, &own.host, &own.party_branch, &own.contact.address]);
                own.leaders
                    .iter()
                    .flat_map(|one| [&one.name, &one.post])
                    .for_each(|text| say(text));
                own.members.iter().for_each(|members| optional(say, [&members.text]));
            }
            Meta::Column(own) => optional(say, [&own.description]),
            Meta::Place(_) | Meta::Page(_) => {}
            Meta::Issue(own) => issue(own, say),
            Meta::Recognition(own) => {
                say(&own.honour);
                optional(say, [&own.share, &own.issuer]);
                own.notice.iter().for_each(|notice| optional(say, [&notice.title]));
            }
            Meta::Event(own) => {
                optional(say, [&own.venue, &own.outcome]);
                all(say, &own.organizers);
                for speaker in &own.speakers {
                    say(&speaker.name.value);
                    optional(say, [&speaker.post, &speaker.topic]);
                }
            }
            Meta::Series(own) => all(say, &own.organizers),
            Meta::Agreement(own) => {
                own.parties.iter().for_each(|party| optional(say, [&party.name, &party.city]));
                all(say, &own.fields);
                own.progress.iter().for_each(|step| say(&step.text));
            }
            Meta::Document(own) => {
                optional(say, [&own.issuer, &own.number]);
                own.attachments.iter().for_each(|file| optional(say, [&file.title]));
            }
            Meta::Report(own) => {
                say(&own.medium);
                all(say, &own.author);
            }
            Meta::Channel(own) => optional(say, [&own.account, &own.how]),
            Meta::Figure(own) => {
                say(&own.indicator);
                optional(say, [&own.scope, &own.source]);
                all(say, &own.partners);
                own.counts.iter().for_each(|count| say(&count.name));
            }
            Meta::Turn(own) => {
                optional(say, [&own.theme]);
                own.teams.iter().for_each(|team| say(&team.name));
            }
            Meta::Service(own) => service(own, say),
            Meta::Guidance(own) => {
                optional(say, [&own.adviser]);
                own.findings.iter().for_each(|finding| say(&finding.text));
                for measure in &own.measures {
                    say(&measure.text);
                    optional(say, [&measure.owner]);
                }
            }
        }
    }
}

fn issue<'a>(own: &'a Issue, say: &mut dyn FnMut(&'a str)) {
    optional(say, [&own.foreword.title, &own.foreword.author]);
    own.contents.iter().for_each(|part| optional(say, [&part.heading]));
    own.permit.iter().for_each(|permit| optional(say, [&permit.number, &permit.text]));
    own.colophon.iter().flat_map(|(name, text)| [name, text]).for_each(|text| say(text));
    own.errata.iter().for_each(|erratum| say(&erratum.text));
}

fn service<'a>(own: &'a Service, say: &mut dyn FnMut(&'a str)) {
    for partner in &own.partners {
        say(&partner.name);
        optional(say, [&partner.part]);
    }
    for product in &own.products {
        say(&product.name);
        optional(say, [&product.partner, &product.text]);
    }
    own.sessions.iter().for_each(|step| say(&step.text));
    for ask in &own.asks {
        say(&ask.text);
        optional(say, [&ask.owner, &ask.reply]);
    }
}

fn all<'a>(say: &mut dyn FnMut(&'a str), texts: &'a [String]) {
    texts.iter().for_each(|text| say(text));
}

fn optional<'a, const N: usize>(say: &mut dyn FnMut(&'a str), texts: [&'a Option<String>; N]) {
    texts.into_iter().flatten().for_each(|text| say(text));
}
