//! Lists the files of the default theme and of the starter bulletin, so that they are compiled into
//! the program: `huikan init` works from the binary alone.

#![expect(clippy::disallowed_methods, reason = "a build script runs before there is a vfs")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    embed(&root.join("themes/wuzhou"), &out.join("embedded_theme.rs"))?;
    fingerprint(&root)?;
    pictures(&root)
}

/// Sets `HUIKAN_ENGINE` to a digest of the source code and of the default theme: a cache that another
/// program wrote is not believed.
fn fingerprint(root: &Path) -> io::Result<()> {
    let mut files = vec![root.join("Cargo.lock")];
    collect(&root.join("src"), &mut files)?;
    // What is compiled in reaches pages as code does, and no walk over a bulletin sees it.
    collect(&root.join("themes/wuzhou"), &mut files)?;
    files.sort();
    let all: Vec<u8> = files.iter().flat_map(|file| fs::read(file).unwrap_or_default()).collect();
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rustc-env=HUIKAN_ENGINE={:016x}", hash(&all));
    Ok(())
}

/// Sets `HUIKAN_PICTURES` to a digest of the code that makes pictures and of the versions of its libraries:
/// what is made of a thousand photographs is not made anew because a word of the theme is another.
fn pictures(root: &Path) -> io::Result<()> {
    const LIBRARIES: [&str; 16] = [
        "ab_glyph",
        "ab_glyph_rasterizer",
        "avif-serialize",
        "fast_image_resize",
        "image",
        "image-webp",
        "libwebp-sys",
        "moxcms",
        "png",
        "pxfm",
        "rav1e",
        "ravif",
        "roxmltree",
        "ttf-parser",
        "webp",
        "zune-jpeg",
    ];
    let mut files = vec![];
    collect(&root.join("src/picture"), &mut files)?;
    files.sort();
    let mut all: Vec<u8> =
        files.iter().flat_map(|file| fs::read(file).unwrap_or_default()).collect();
    let lock = fs::read_to_string(root.join("Cargo.lock")).unwrap_or_default();
    let is_named = |package: &&str| {
        LIBRARIES.iter().any(|name| package.starts_with(&format!("\nname = \"{name}\"\n")))
    };
    lock.split("[[package]]").filter(is_named).for_each(|package| all.extend(package.bytes()));
    println!("cargo::rustc-env=HUIKAN_PICTURES={:016x}", hash(&all));
    Ok(())
}

/// FNV-1a: no dependency, and only chance can collide here.
fn hash(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

/// Writes a Rust expression: a slice of (path from `dir`, bytes), in the order of the paths.
fn embed(dir: &Path, to: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", dir.display());
    let mut files = Vec::new();
    collect(dir, &mut files)?;
    files.sort();
    let mut code = String::from("&[\n");
    for file in files {
        let name = file.strip_prefix(dir).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let path = file.to_string_lossy();
        let _ = writeln!(code, "    ({name:?}, include_bytes!({path:?}) as &[u8]),");
    }
    code.push_str("]\n");
    fs::write(to, code)
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        println!("cargo::rerun-if-changed={}", path.display());
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
