//! Templates while they are edited: what is wrong with one, and how one gets into the settings or a file.

use std::io::Write as _;
use std::path::Path;

use super::world::World;
use super::{Engine, Input};
use crate::bridge::Reply;
use crate::bridge::command::Refused;
use crate::bridge::templates::{LONGEST_FILE, PartFault};
use crate::config::Template;
use crate::config::write::Edit;
use crate::domain::template::Sheet;
use crate::vendors::{find, recording_of};

/// A template as it stands in the settings, as its owners see it.
pub(super) fn sheet(template: &Template) -> Sheet {
    let parts = template.parts.iter().map(|(vendor, part)| (vendor.to_string(), part.clone()));
    Sheet { name: template.name.clone(), parts: parts.collect() }
}

/// What puts it into the settings.
///
/// # Errors
/// It names a vendor that nobody knows.
pub(super) fn put(instead_of: Option<String>, sheet: Sheet) -> Result<Edit, Refused> {
    let named = sheet.parts.into_iter().map(|(vendor, part)| match find(&vendor) {
        Some(spec) => Ok((spec.name, part)),
        None => Err(Refused::Wrong(format!(
            "The template “{}” records into “{vendor}”, which Leadline does not know. Nothing was changed; remove that \
             part, or update Leadline.",
            sheet.name
        ))),
    });
    let parts = named.collect::<Result<_, _>>()?;
    Ok(Edit::PutTemplate { instead_of, template: Template { name: sheet.name.trim().to_owned(), parts } })
}

impl Engine {
    /// Everything that the vendors' folders find wrong with a template.
    pub(super) fn check_template(&mut self, sheet: &Sheet, reply: Reply<Vec<PartFault>>) {
        // Whoever asked looks when the next snapshot is there.
        self.dirty = true;
        let mut faults = Vec::new();
        for (vendor, part) in &sheet.parts {
            let mut fault = |at: String, sentence: String| {
                faults.push(PartFault { vendor: vendor.clone(), at, sentence });
            };
            match find(vendor).and_then(|spec| recording_of(spec.name)) {
                None => fault(String::new(), "Nothing can be recorded there.".to_owned()),
                Some(recording) => {
                    for found in recording.check(part) {
                        fault(found.at, format!("{}; {}.", capital(&found.why), found.what_now));
                    }
                }
            }
        }
        reply.answer(faults);
    }
}

/// With a capital letter at its beginning.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl World<'_> {
    /// Reads a small text that somebody dropped on the window. A home on a network may be slow, so not on this thread.
    pub(super) fn read_file(&self, path: String, reply: Reply<Result<String, Refused>>) {
        let inputs = self.inputs.clone();
        self.runtime.spawn_blocking(move || {
            reply.answer(read_small(Path::new(&path)));
            inputs.send(Input::Answered).unwrap_or_default();
        });
    }

    /// Writes a text where somebody wants to have it.
    pub(super) fn write_file(&self, path: String, text: String, reply: Reply<Result<(), Refused>>) {
        let inputs = self.inputs.clone();
        self.runtime.spawn_blocking(move || {
            reply.answer(write_new(Path::new(&path), &text));
            inputs.send(Input::Answered).unwrap_or_default();
        });
    }
}

fn read_small(path: &Path) -> Result<String, Refused> {
    let not_read = |why: String| Refused::Wrong(format!("{} cannot be read: {why}.", path.display()));
    let size = std::fs::metadata(path).map_err(|error| not_read(error.to_string()))?.len();
    if size > LONGEST_FILE {
        return Err(not_read("it is too long for templates".to_owned()));
    }
    std::fs::read_to_string(path).map_err(|error| not_read(error.to_string()))
}

/// Never over a file that is there: what is exported may have the name of something else.
fn write_new(path: &Path, text: &str) -> Result<(), Refused> {
    let not_written = |error: &std::io::Error| {
        let why = match error.kind() {
            std::io::ErrorKind::AlreadyExists => "there is such a file already; choose another name".to_owned(),
            _ => error.to_string(),
        };
        Refused::NotKept(format!("{} was not written: {why}.", path.display()))
    };
    let mut file = std::fs::File::create_new(path).map_err(|error| not_written(&error))?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    written.map_err(|error| {
        // Half a file would be taken for a whole one.
        if let Err(left) = std::fs::remove_file(path) {
            log::warn!("half an export stays behind: {left}");
        }
        not_written(&error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_is_written_once_and_never_over_another_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("templates.json");
        write_new(&path, "{}").unwrap();
        let refused = write_new(&path, "[]").unwrap_err().to_string();
        assert!(refused.contains("such a file already; choose another name"), "{refused}");
        assert_eq!(read_small(&path).unwrap(), "{}");
        let refused = write_new(&dir.path().join("none/x.json"), "{}").unwrap_err().to_string();
        assert!(refused.contains("was not written: "), "{refused}");
        let refused = read_small(&dir.path().join("none.json")).unwrap_err().to_string();
        assert!(refused.contains("cannot be read: "), "{refused}");
    }

    #[test]
    fn what_is_too_long_for_templates_is_not_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(LONGEST_FILE + 1).unwrap();
        assert!(read_small(file.path()).unwrap_err().to_string().contains("too long"));
    }
}
