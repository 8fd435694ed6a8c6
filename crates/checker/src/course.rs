//! Where the labs are.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

/// The folder of the course: the one that has `labs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    root: PathBuf,
}

/// A lab of the course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lab {
    /// 1 to 5.
    pub number: u8,
    /// `lab1-echo`.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
}

impl Lab {
    /// The file with its contract.
    #[must_use]
    pub fn scenario(&self) -> PathBuf {
        self.folder.join("scenario.toml")
    }
}

impl Course {
    /// The course that this folder lies in; else the one the program was built from.
    ///
    /// # Errors
    ///
    /// Neither is there, as when the course was moved after the program was installed.
    pub fn find(from: &Path) -> Result<Self, NoCourse> {
        let built = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
        from.ancestors()
            .chain(built)
            .find(|folder| folder.join("labs/lab1-echo/scenario.toml").is_file())
            .map(|root| Self { root: root.to_owned() })
            .ok_or_else(|| NoCourse(from.to_owned()))
    }

    /// The folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the results of the last run of a lab are kept: `work/.lab/runs/lab1`.
    #[must_use]
    pub fn run_folder(&self, lab: &Lab) -> PathBuf {
        self.root.join("work/.lab/runs").join(format!("lab{}", lab.number))
    }

    /// The labs in class order: the folders of `labs` named `labN-…` that have a scenario.
    ///
    /// # Errors
    ///
    /// The folder cannot be read.
    pub fn labs(&self) -> io::Result<Vec<Lab>> {
        let mut labs = Vec::new();
        for entry in fs::read_dir(self.root.join("labs"))? {
            let folder = entry?.path();
            let Some(name) = folder.file_name().and_then(|name| name.to_str()) else { continue };
            let number = name.strip_prefix("lab").and_then(|rest| rest.split_once('-')?.0.parse().ok());
            if let Some(number) = number {
                labs.push(Lab { number, name: name.to_owned(), folder: folder.clone() });
            }
        }
        labs.retain(|lab| lab.scenario().is_file());
        labs.sort_by_key(|lab| lab.number);
        Ok(labs)
    }

    /// The lab that is meant by `1`, `lab1`, `lab1-echo` or `echo`.
    #[must_use]
    pub fn lab(&self, said: &str) -> Option<Lab> {
        let labs = self.labs().ok()?;
        labs.into_iter().find(|lab| {
            let number = lab.number.to_string();
            let short = lab.name.split_once('-').map_or("", |(_, short)| short);
            said == lab.name || said == number || said == short || said.strip_prefix("lab") == Some(&number)
        })
    }
}

/// There is no course here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoCourse(pub PathBuf);

impl fmt::Display for NoCourse {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("강의 폴더 안에서 실행해 주세요 · run this inside the course's folder")
    }
}

impl std::error::Error for NoCourse {}
