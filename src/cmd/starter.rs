//! The bulletin that `huikan init` writes; every file of it says that it is a sample.

/// Path in the new folder, and text.
pub(super) const FILES: &[(&str, &str)] = &[
    // Stored under other names, or git would obey them here.
    (".gitignore", include_str!("starter/gitignore")),
    ("public/.gitignore", include_str!("starter/public-gitignore")),
    ("content/site.yaml", include_str!("starter/content/site.yaml")),
    ("content/columns/news.md", include_str!("starter/content/columns/news.md")),
    ("content/columns/notices.md", include_str!("starter/content/columns/notices.md")),
    (
        "content/news/2026/01/first-item.md",
        include_str!("starter/content/news/2026/01/first-item.md"),
    ),
    ("content/news/2026/01/notice.md", include_str!("starter/content/news/2026/01/notice.md")),
    ("content/chambers/sample.md", include_str!("starter/content/chambers/sample.md")),
    (
        "content/places/sample-district.md",
        include_str!("starter/content/places/sample-district.md"),
    ),
    ("content/pages/about.md", include_str!("starter/content/pages/about.md")),
];
