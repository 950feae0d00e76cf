//! Other bytes for files that stand as a publication left them.
//!
//! Enters: an output folder of which it is known that every file stands as the manifest has it, and some
//! outputs. Leaves: the folder with these outputs, everything else as it was. What a whole publication would
//! look at is known already, so nothing is surveyed; whatever is written is written in its order.

use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use memchr::memmem::Finder;

use super::{Op, Output, Press, PublishError, failed};
use crate::build::manifest::{Item, JOURNAL, MANIFEST, line, to_bytes};
use crate::vfs::{Stat, Vfs};

/// What was written.
pub struct Replaced {
    /// For each output its stat; `None` where the file had these bytes already.
    pub stats: Vec<Option<Stat>>,
    /// The manifest's, if it had to be written.
    pub manifest: Option<Stat>,
}

/// Makes the files of `outputs` hold their bytes; `None` where the manifest does not name one of them, and
/// then nothing was touched. On an error every file is whole, old or new, and the next publication mends the
/// rest.
///
/// # Errors
/// Those of the file system.
pub fn replace(
    vfs: &dyn Vfs,
    out: &Utf8Path,
    outputs: &[Output<'_>],
) -> Result<Option<Replaced>, PublishError> {
    // A slash at the end would have a link followed.
    let out: Utf8PathBuf = out.components().collect();
    let press = Press { vfs, out: &out };
    let file = press.at(MANIFEST);
    let mut manifest = match vfs.read(&file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(&file, Op::Read, &error)),
    };
    let mut writes = vec![];
    for (n, output) in outputs.iter().enumerate() {
        match renew(&mut manifest, output) {
            Some(true) => writes.push((n, output)),
            Some(false) => {}
            None => return Ok(None),
        }
    }
    let mut replaced = Replaced { stats: vec![None; outputs.len()], manifest: None };
    if writes.is_empty() {
        return Ok(Some(replaced));
    }
    writes.sort_by_key(|(_, output)| (output.class, output.path));
    press.write(JOURNAL, &to_bytes([].into_iter()))?;
    for (n, output) in writes {
        replaced.stats[n] = Some(press.write(output.path, &press.bytes(output)?)?);
    }
    replaced.manifest = Some(press.write(MANIFEST, &manifest)?);
    press.remove_file(JOURNAL)?;
    Ok(Some(replaced))
}

/// Has the manifest tell of `output`, and tells whether it told otherwise; `None` where it does not name
/// its file.
fn renew(manifest: &mut Vec<u8>, output: &Output<'_>) -> Option<bool> {
    let end = format!(" {}\n", output.path);
    let place = Finder::new(&end).find_iter(manifest).find_map(|at| {
        let start = manifest[..at].iter().rposition(|byte| *byte == b'\n')? + 1;
        // The path of another line may end in the same words.
        let is_size = |text: &[u8]| text.iter().all(u8::is_ascii_digit);
        let size = manifest.get(start + HEX..at)?.strip_prefix(b" ")?;
        is_size(size).then_some(start..at + end.len())
    })?;
    let new = line(output.path, Item { digest: output.digest, size: output.size });
    let differs = manifest.get(place.clone()) != Some(new.as_bytes());
    if differs {
        manifest.splice(place, new.into_bytes());
    }
    Some(differs)
}

/// The digits of a digest.
const HEX: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::manifest::{Manifest, digest};
    use crate::build::publish::Class;

    fn output(path: &'static str, bytes: &'static [u8]) -> Output<'static> {
        let (class, size) = (Class::Page, bytes.len() as u64);
        Output {
            path,
            class,
            digest: digest(bytes),
            size,
            bytes: Some(bytes),
            from: None,
            staged: None,
        }
    }

    #[test]
    fn only_the_line_of_the_file_is_another() {
        let paths = ["a.html", "b b.html", "b.html", "x b.html"];
        let item = |path: &str| Item { digest: digest(path.as_bytes()), size: 7 };
        let old = to_bytes(paths.iter().map(|path| (*path, item(path))));
        for path in paths {
            let mut new = old.clone();
            let output = output(path, b"other bytes");
            assert_eq!(renew(&mut new, &output), Some(true));
            let (new, old) = (Manifest::parse(&new).unwrap(), Manifest::parse(&old).unwrap());
            for (name, item) in old.items() {
                let is_other = new.get(name) != Some(&item);
                assert_eq!(is_other, name == path);
            }
            let mut again = to_bytes(new.items());
            assert_eq!(renew(&mut again, &output), Some(false));
        }
        for strange in ["c.html", "html", ".html", "7 a.html", ""] {
            assert_eq!(renew(&mut old.clone(), &output(strange, b"")), None, "{strange}");
        }
    }
}
