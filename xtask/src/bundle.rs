//! A bundle: the files of one extension, by their path inside it. What is written to disk and what is zipped is this.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Paths with forward slashes, and contents; ordered, so that everything made from it is too.
#[derive(Default)]
pub struct Bundle(BTreeMap<String, Vec<u8>>);

impl Bundle {
    /// Adds a file.
    pub fn add(&mut self, path: impl Into<String>, contents: Vec<u8>) {
        self.0.insert(path.into(), contents);
    }

    /// Adds every file below `dir` that `keep` wants (it is given the path from there), under the prefix `under`.
    pub fn add_tree(&mut self, dir: &Path, under: &str, keep: fn(&str) -> bool) -> Result<()> {
        for (path, contents) in tree(dir)? {
            if keep(&path) {
                self.add(format!("{under}{path}"), contents);
            }
        }
        Ok(())
    }

    /// The files, in order.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, contents)| (path.as_str(), contents.as_slice()))
    }

    /// Makes `dir` hold exactly these files. Files that are right already are left alone, so that a browser that
    /// has the directory open does not see them blink.
    pub fn write_to(&self, dir: &Path) -> Result<()> {
        let old = if dir.is_dir() { tree(dir)? } else { BTreeMap::new() };
        for path in old.keys().filter(|path| !self.0.contains_key(*path)) {
            fs::remove_file(dir.join(path))?;
        }
        for (path, contents) in self.0.iter().filter(|(path, contents)| old.get(*path) != Some(contents)) {
            let file = dir.join(path);
            fs::create_dir_all(file.parent().unwrap_or(dir))?;
            fs::write(&file, contents).with_context(|| file.display().to_string())?;
        }
        Ok(())
    }

    /// The files as a zip archive with fixed order, times and permissions: the same files are the same bytes.
    pub fn zip(&self) -> Result<Vec<u8>> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(9))
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, contents) in &self.0 {
            zip.start_file(path.as_str(), options)?;
            zip.write_all(contents)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}

/// Every file below `dir`, by its path from there.
pub fn tree(dir: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut open = vec![(dir.to_path_buf(), String::new())];
    while let Some((dir, prefix)) = open.pop() {
        for entry in fs::read_dir(&dir).with_context(|| dir.display().to_string())? {
            let entry = entry?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                open.push((entry.path(), format!("{path}/")));
            } else {
                files.insert(path, fs::read(entry.path()).with_context(|| entry.path().display().to_string())?);
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::Bundle;

    #[test]
    fn the_same_files_are_the_same_zip_in_any_order() {
        let zip = |paths: &[&str]| {
            let mut bundle = Bundle::default();
            paths.iter().for_each(|path| bundle.add(*path, path.as_bytes().to_vec()));
            bundle.zip().expect("zips in memory")
        };
        assert_eq!(zip(&["b", "a/c"]), zip(&["a/c", "b"]));
    }
}
