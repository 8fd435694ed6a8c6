//! Paths as they are shown: relative to where one is, or to the course, never absolute.

use std::path::{Component, Path, PathBuf};

use lab_checker::course::Course;

/// The two folders that paths are shown from.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    /// The course.
    pub(crate) course: Course,
    /// Where the command was typed.
    pub(crate) here: PathBuf,
}

impl Places {
    /// A path as a person who stands here would type it; one that is neither below nor beside the course is
    /// shown by its last part.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let root = self.course.root();
        let path = if path.is_absolute() { path.to_owned() } else { self.here.join(path) };
        if let Some(text) = below(&path, &self.here) {
            return text;
        }
        match (path.strip_prefix(root), self.here.strip_prefix(root)) {
            (Ok(inside), Ok(here)) => {
                let common = inside.components().zip(here.components()).take_while(|(a, b)| a == b).count();
                let up = std::iter::repeat_n("..".to_owned(), here.components().count() - common);
                let down = inside.components().skip(common).filter_map(name);
                up.chain(down).collect::<Vec<_>>().join("/")
            }
            (Ok(inside), Err(_)) => joined(inside),
            (Err(_), _) => {
                path.file_name().map_or_else(|| ".".to_owned(), |name| name.to_string_lossy().into_owned())
            }
        }
    }

    /// A path as it stands in files that others read: relative to the course.
    pub(crate) fn in_course(&self, path: &Path) -> String {
        below(path, self.course.root()).unwrap_or_else(|| self.shown(path))
    }
}

/// The path from this folder on, when it lies below it.
fn below(path: &Path, folder: &Path) -> Option<String> {
    let rest = path.strip_prefix(folder).ok()?;
    Some(if rest.as_os_str().is_empty() { ".".to_owned() } else { joined(rest) })
}

/// With `/` on every system, so that files read the same everywhere.
fn joined(path: &Path) -> String {
    path.components().filter_map(name).collect::<Vec<_>>().join("/")
}

fn name(component: Component<'_>) -> Option<String> {
    match component {
        Component::CurDir | Component::RootDir | Component::Prefix(_) => None,
        Component::ParentDir | Component::Normal(_) => {
            Some(component.as_os_str().to_string_lossy().into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn shown(path: &str, here: &str) -> String {
        let places = testing::places(here);
        let path =
            if path == "ROOT" { places.course.root().to_owned() } else { places.course.root().join(path) };
        places.shown(&path)
    }

    #[test]
    fn a_path_is_shown_from_where_one_is() {
        assert_eq!(shown("work/lab1-echo", ""), "work/lab1-echo");
        assert_eq!(shown("work/lab1-echo", "work"), "lab1-echo");
        assert_eq!(shown("work/lab1-echo", "work/lab1-echo"), ".");
        assert_eq!(
            shown("work/.lab/runs/lab1/transcript.jsonl", "labs/lab1-echo"),
            "../../work/.lab/runs/lab1/transcript.jsonl"
        );
        assert_eq!(shown("ROOT", "labs"), "..");
    }

    #[test]
    fn outside_of_the_course_a_path_is_shown_from_the_course() {
        let mut places = testing::places("");
        places.here = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        assert_eq!(places.shown(&places.course.root().join("work/lab1-echo")), "work/lab1-echo");
    }

    #[test]
    fn a_foreign_folder_is_shown_by_its_name() {
        let places = testing::places("");
        let foreign = places.course.root().join("../somewhere/else/solution");
        assert!(!places.shown(&foreign).starts_with('/'));
        let foreign = std::env::temp_dir().join("elsewhere/solution");
        assert_eq!(places.shown(&foreign), "solution");
    }
}
