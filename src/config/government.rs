//! The names that 《政府网站发展指引》 (国办发〔2017〕47号) wants in the head of every page of a government
//! site: they are printed where this is set, for not every bulletin is one.

use crate::diag::Diagnostic;
use crate::yaml::Fields;

/// What the guide calls 站点标签.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Government {
    /// `SiteName`, where it is not the bulletin's title.
    pub name: Option<String>,
    /// `SiteDomain`, where it is not the host of the site's address.
    pub domain: Option<String>,
    /// `SiteIDCode`, 网站标识码: ten digits, or `bm` and eight of a ministry.
    pub code: Option<String>,
}

/// Reads the key `government`.
pub(super) fn read(fields: &mut Fields) -> Option<Government> {
    fields.map("government", |inner| Government {
        name: inner.text("name").map(|text| text.value),
        domain: inner.text("domain").map(|text| text.value),
        code: code(inner),
    })
}

/// A code that is no code would be read by nobody, and by nobody missed.
fn code(fields: &mut Fields) -> Option<String> {
    let found = fields.text("code").filter(|code| code.value != "待补")?;
    let digits =
        found.value.strip_prefix("bm").map_or((found.value.as_str(), 10), |rest| (rest, 8));
    if digits.0.len() == digits.1 && digits.0.bytes().all(|b| b.is_ascii_digit()) {
        return Some(found.value);
    }
    let diag = Diagnostic::error(
        "config/site-code",
        format!("“{}”不是网站标识码", found.value),
        format!("`{}` is no identification code of a government site", found.value),
    )
    .at(found.span(fields.file()))
    .hint(
        "写全国政府网站信息报送系统给的 10 位数字；还没有就删去这一行",
        "write the ten digits that were assigned, or leave the line out",
    );
    fields.report(diag);
    None
}
