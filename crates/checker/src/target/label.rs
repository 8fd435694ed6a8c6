//! What a person calls a target: never an absolute path, which would name a person's home in a report.

use std::path::{Component, Path};

/// A folder: from the root of the course if it lies there, else its name.
pub(super) fn folder(folder: &Path, root: &Path) -> String {
    let canonical = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = canonical(folder);
    let name = |path: &Path| {
        let names = path.components().filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy()),
            _ => None,
        });
        names.collect::<Vec<_>>().join("/")
    };
    match folder.strip_prefix(canonical(root)) {
        Ok(inside) if inside.components().next().is_some() => name(inside),
        _ => folder.file_name().map_or_else(String::new, |last| last.to_string_lossy().into_owned()),
    }
}

/// A command as it was typed, but for absolute paths: of those the name of the file.
pub(super) fn command(line: &str) -> String {
    let words = line.split_whitespace().map(|word| {
        let begin = word.find(|letter| !"'\"".contains(letter)).unwrap_or_default();
        let (quotes, path) = word.split_at(begin);
        if !Path::new(path).is_absolute() {
            return word.to_owned();
        }
        let name = path.rsplit(std::path::is_separator).next().unwrap_or_default();
        format!("{quotes}{name}")
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_named_from_the_root_of_the_course() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        assert_eq!(folder(&root.join("labs/../crates/checker"), &root), "crates/checker");
        assert_eq!(folder(&root.join("crates/checker"), &root.join("labs")), "checker");
        assert_eq!(folder(&root.join("crates"), &root.join("crates")), "crates");
    }

    #[cfg(unix)]
    #[test]
    fn a_command_does_not_tell_where_a_person_lives() {
        let table = [
            ("python  app.py", "python app.py"),
            ("/opt/py/bin/python '/srv/kim/app.py' ./b/c", "python 'app.py' ./b/c"),
            ("node a/b.js --port {port}", "node a/b.js --port {port}"),
        ];
        for (line, expected) in table {
            assert_eq!(command(line), expected);
        }
    }
}
