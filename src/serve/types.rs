//! The media type of a file by its name.

use std::borrow::Cow;

/// The value of `Content-Type`, with the charset for text: all text of a site is UTF-8.
pub fn media_type(path: &str) -> Cow<'static, str> {
    let guess = mime_guess::from_path(path).first_raw().unwrap_or("application/octet-stream");
    if is_text(guess) { format!("{guess}; charset=utf-8").into() } else { guess.into() }
}

/// Whether a browser shows it as a page.
pub fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

fn is_text(kind: &str) -> bool {
    kind.starts_with("text/")
        || kind.ends_with("+xml")
        || kind.ends_with("json")
        || matches!(kind, "application/xml" | "application/javascript")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_site_have_their_types() {
        for (path, kind) in [
            ("index.html", "text/html; charset=utf-8"),
            ("assets/site.1a2b.css", "text/css; charset=utf-8"),
            ("x.js", "text/javascript; charset=utf-8"),
            ("favicon.svg", "image/svg+xml; charset=utf-8"),
            ("feed.json", "application/json; charset=utf-8"),
            ("site.webmanifest", "application/manifest+json; charset=utf-8"),
            ("sitemap.xml", "text/xml; charset=utf-8"),
            ("robots.txt", "text/plain; charset=utf-8"),
            ("data/x.csv", "text/csv; charset=utf-8"),
            ("events/all.ics", "text/calendar; charset=utf-8"),
            ("图.JPG", "image/jpeg"),
            ("x.png", "image/png"),
            ("x.webp", "image/webp"),
            ("x.avif", "image/avif"),
            ("x.woff2", "font/woff2"),
            ("x.mp4", "video/mp4"),
            ("x.pdf", "application/pdf"),
            ("CNAME", "application/octet-stream"),
        ] {
            assert_eq!(media_type(path), kind, "{path}");
        }
    }
}
