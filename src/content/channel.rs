//! 渠道: where readers find the federation elsewhere, such as a WeChat account or a chat group.

use serde::{Deserialize, Serialize};

use super::{Common, Date, Role, web};
use crate::diag::{Diagnostic, Span};
use crate::yaml::{At, Choice, Fields};

/// Front matter of a channel beyond the common keys. A cover is the picture that readers scan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Channel {
    pub kind: ChannelType,
    /// The name under which it is looked up: an official account's name.
    pub account: Option<String>,
    pub url: Option<String>,
    /// How to join or follow it, in words.
    pub how: Option<String>,
    /// Its place among the channels, smallest first.
    pub order: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChannelType {
    Wechat,
    Group,
    Website,
    Video,
    Print,
    Other,
}

impl ChannelType {
    pub fn name(self) -> &'static str {
        match self {
            ChannelType::Wechat => "wechat",
            ChannelType::Group => "group",
            ChannelType::Website => "website",
            ChannelType::Video => "video",
            ChannelType::Print => "print",
            ChannelType::Other => "other",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            ChannelType::Wechat => "微信公众号",
            ChannelType::Group => "交流群",
            ChannelType::Website => "网站",
            ChannelType::Video => "视频号",
            ChannelType::Print => "刊物",
            ChannelType::Other => "其他",
        }
    }
}

const KINDS: &[Choice<ChannelType>] = &[
    (&["wechat", "公众号"], ChannelType::Wechat),
    (&["group", "群"], ChannelType::Group),
    (&["website", "网站"], ChannelType::Website),
    (&["video", "视频号"], ChannelType::Video),
    (&["print", "刊物"], ChannelType::Print),
    (&["other", "其他"], ChannelType::Other),
];

pub(super) fn read(fields: &mut Fields, common: &Common) -> Channel {
    let kind = fields.choice("kind", KINDS);
    fields.require("kind");
    let url = web::address(fields, "url");
    if kind == Some(ChannelType::Group) {
        stays_private(fields, common, &url);
    }
    Channel {
        kind: kind.unwrap_or(ChannelType::Other),
        account: fields.text("account").map(|text| text.value),
        url: url.map(|text| text.value),
        how: fields.text("how").map(|text| text.value),
        order: fields.int("order").map(|number| number.value),
    }
}

/// Whoever scans the code of a chat group is in it: neither a code nor a link may be public.
fn stays_private(fields: &mut Fields, common: &Common, url: &Option<At<String>>) {
    let file = fields.file();
    let cover = common.cover.as_ref().map(|cover| cover.src.span(file));
    let shown: Vec<Span> =
        cover.into_iter().chain(url.as_ref().map(|url| url.span(file))).collect();
    for span in shown {
        let diag = Diagnostic::error(
            "content/private-group",
            "交流群的二维码和链接不能公开：谁扫了都能进群",
            "the code or link of a chat group cannot be public: whoever has it is in the group",
        )
        .at(span)
        .hint(
            "删去这一行，在 how 里写怎样申请入群",
            "delete the line, and say in `how` whom to ask",
        );
        fields.report(diag);
    }
}

impl Channel {
    /// The date that lists are ordered by.
    pub(super) fn when(&self) -> Option<Date> {
        None
    }

    /// Every reference in it.
    pub(super) fn references<'a>(&'a self, _visit: &mut dyn FnMut(Role, &'a At<String>)) {}
}
