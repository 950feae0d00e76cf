//! Values that are checked while the command line is read.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::cmd::usage::Invalid;
use crate::config::normal_base_url;
use crate::content::{Date, Kind, Moment};

/// A kind by its folder's name, its Chinese name or its singular.
pub(super) fn kind() -> impl TypedValueParser<Value = Kind> {
    let values = Kind::ALL.map(|kind| {
        PossibleValue::new(kind.folder())
            .alias(kind.zh())
            .alias(kind.folder().trim_end_matches('s'))
    });
    let names = |name: &str| {
        Kind::ALL.into_iter().find(|kind| {
            [kind.folder(), kind.zh(), kind.folder().trim_end_matches('s')].contains(&name)
        })
    };
    PossibleValuesParser::new(values).try_map(move |name| {
        names(&name).ok_or_else(|| Invalid::new("没有这个种类", "there is no such kind"))
    })
}

pub(super) fn date(text: &str) -> Result<String, Invalid> {
    Date::parse(text).map(|_| text.to_owned()).ok_or_else(|| {
        Invalid::new(
            "写成 2019-10-23、2019-10、2019 或 待补",
            "write 2019-10-23, 2019-10, 2019 or unknown",
        )
    })
}

pub(super) fn moment(text: &str) -> Result<String, Invalid> {
    Moment::parse(text).map(|_| text.to_owned()).ok_or_else(|| {
        Invalid::new(
            "写成 2026-12-01 或 \"2026-12-01 08:00\"",
            "write 2026-12-01 or \"2026-12-01 08:00\"",
        )
    })
}

pub(super) fn port(text: &str) -> Result<u16, Invalid> {
    text.parse().map_err(|_| Invalid::new("写 0 到 65535 的数", "write a number from 0 to 65535"))
}

pub(super) fn base_url(text: &str) -> Result<String, Invalid> {
    normal_base_url(text)
        .ok_or_else(|| Invalid::new("写成 https://主机名/路径", "write https://host/path"))
}

pub(super) fn slug(text: &str) -> Result<String, Invalid> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let whole = !text.is_empty() && text.chars().all(plain);
    let edges = text.starts_with('-') || text.ends_with('-');
    if whole && !edges {
        return Ok(text.to_owned());
    }
    Err(Invalid::new(
        "只用小写英文字母、数字和连字符，如 experience-exchange",
        "use lower-case letters, digits and hyphens, such as experience-exchange",
    ))
}
