//! What can be wrong with a picture, and how an editor is told.

use std::ops::Range;

use crate::diag::Diagnostic;

/// Why a picture is not published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is damaged, or not what its name says.
    Broken,
    /// It is cut short.
    Cut,
    /// So many pixels would fill the memory.
    Pixels { width: u32, height: u32 },
    /// A format that cannot be read, by its name.
    Format(&'static str),
    /// Colours for a printing press, which no screen shows as they are meant.
    Ink,
    /// An SVG that is no well-formed XML, or declares entities: what the parser says, and where, in bytes.
    Xml { what: String, range: Range<usize> },
    /// The styles of an SVG fetch something from elsewhere, here in bytes.
    Style { range: Range<usize> },
    /// The encoder failed.
    Encoder(String),
}

/// More pixels than this are refused before any is decoded.
pub(super) const MAX_PIXELS: u64 = 100_000_000;

impl Fault {
    /// Without a place: who refers to the picture is known elsewhere.
    pub fn to_diagnostic(&self) -> Diagnostic {
        match self {
            Fault::Broken => Diagnostic::error(
                "media/broken",
                "图片文件打不开：内容坏了，或格式与文件名的结尾不符",
                "the picture cannot be read: it is damaged, or not of the format that its name says",
            )
            .hint("用看图软件打开核对，再另存一次", "open it in a viewer and save it again"),
            Fault::Cut => Diagnostic::error(
                "media/broken",
                "图片文件不完整：后面的内容没有了，多半是没有传完",
                "the picture is cut short: its end is missing",
            )
            .hint("重新拷贝或下载一次", "copy or download it again"),
            Fault::Pixels { width, height } => pixels(*width, *height),
            Fault::Format(name) => Diagnostic::error(
                "media/format",
                format!("{name} 格式的图片读不了"),
                format!("pictures in the format {name} cannot be read"),
            )
            .hint(
                "另存为 JPEG 或 PNG 再放进来",
                "save it as JPEG or PNG",
            ),
            Fault::Ink => Diagnostic::error(
                "media/ink",
                "这张图片用的是印刷的颜色（CMYK），屏幕上颜色会不对",
                "the picture has the colours of a printing press (CMYK)",
            )
            .hint("在图片软件里转为 RGB，再另存一次", "convert it to RGB and save it again"),
            Fault::Xml { what, .. } => Diagnostic::error(
                "media/svg",
                format!("SVG 图片写得不对，读不了：{what}"),
                format!("the SVG cannot be read: {what}"),
            )
            .hint(
                "用画图软件打开，再导出一次（“普通 SVG”或“优化的 SVG”）",
                "open it in a drawing program and export it again as plain SVG",
            ),
            Fault::Style { .. } => Diagnostic::error(
                "media/svg-style",
                "SVG 图片的样式引用了文件以外的东西（字体、图片或另一个样式表），读者那里看不到",
                "the styles of the SVG refer to something outside the file, which readers would not see",
            )
            .hint(
                "重新导出：文字转为路径，图片嵌入文件",
                "export it again with text as paths and pictures embedded",
            ),
            Fault::Encoder(what) => Diagnostic::error(
                "media/encode",
                format!("图片压缩不了：{what}"),
                format!("the picture cannot be encoded: {what}"),
            )
            .hint("换一张图片；再不行，请报告给开发者", "use another picture, or report this"),
        }
    }

    /// The place in the picture's own text, where it has one.
    pub fn range(&self) -> Option<Range<usize>> {
        match self {
            Fault::Xml { range, .. } | Fault::Style { range } => Some(range.clone()),
            _ => None,
        }
    }
}

fn pixels(width: u32, height: u32) -> Diagnostic {
    let most = MAX_PIXELS / 10_000;
    Diagnostic::error(
        "media/pixels",
        format!("图片有 {width} × {height} 个像素，超过了 {most} 万：打开它会占满内存"),
        format!(
            "the picture has {width} × {height} pixels, more than {MAX_PIXELS}: it would fill the memory"
        ),
    )
    .hint(
        "先在图片软件里缩小；网页上宽 1600 像素就够",
        "make it smaller first: a page needs no more than 1600 pixels in width",
    )
}
