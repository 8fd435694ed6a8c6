//! The commands.

pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod hint;

use lab_checker::course::Lab;

use crate::{
    arguments::{Asked, here, word},
    exit::Exit,
    paths::Places,
    screen::Screen,
};

/// The lab that one word means, and the check in it; without a word the lab one stands in.
fn asked(screen: &Screen, places: &Places, said: Option<&str>) -> Result<(Lab, Option<String>), Exit> {
    let found = match said {
        None => here(&places.course, &places.here).map(|lab| (lab, None)),
        Some(said) => match word(&places.course, said) {
            Ok(Asked::Lab(lab)) => Some((lab, None)),
            Ok(Asked::Check(lab, check)) => Some((lab, Some(check))),
            Ok(Asked::All) | Err(_) => None,
        },
    };
    found.ok_or_else(|| {
        eprintln!("{}", screen.messages.which_lab());
        Exit::Usage
    })
}
