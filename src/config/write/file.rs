//! Applies edits to the settings file on disk: whole or not at all, and never over somebody else's change.

use super::super::problem::not_utf8;
use super::super::{Config, Problem, first_text};
use super::{Edit, WriteFault, edited};
use crate::paths::{PathError, Paths, refuse_symlink};

/// The settings file as it was read.
#[derive(Debug)]
pub struct SettingsFile {
    paths: Paths,
    /// `None`: there was no file.
    read: Option<String>,
}

impl SettingsFile {
    /// Reads the file; that there is none is no fault.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is no text ([`WriteFault::NotRight`]).
    pub fn read(paths: &Paths) -> Result<Self, WriteFault> {
        Ok(Self { paths: paths.clone(), read: on_disk(paths)? })
    }

    /// What it means; no file is an empty configuration.
    ///
    /// # Errors
    ///
    /// As [`Config::parse`].
    pub fn config(&self) -> Result<Config, Vec<Problem>> {
        Config::parse(self.read.as_deref().unwrap_or_default())
    }

    /// What the file would mean after `edits`; nothing is written.
    ///
    /// # Errors
    ///
    /// Any [`WriteFault`] but those of writing.
    pub fn preview(&self, edits: &[Edit]) -> Result<Config, WriteFault> {
        Config::parse(&self.after(edits)?).map_err(WriteFault::NotRight)
    }

    fn after(&self, edits: &[Edit]) -> Result<String, WriteFault> {
        match &self.read {
            Some(text) => edited(text, edits),
            None => edited(&first_text(), edits),
        }
    }

    /// Carries out `edits` as one step and answers what the file means now. Where there is no file yet, the commented
    /// one of a first start is written with the edits in it.
    ///
    /// # Errors
    ///
    /// Any [`WriteFault`]; the file on disk is then as it was.
    pub fn write(&mut self, edits: &[Edit]) -> Result<Config, WriteFault> {
        let text = self.after(edits)?;
        let config = Config::parse(&text).map_err(WriteFault::NotRight)?;
        if self.read.as_ref() != Some(&text) {
            refuse_symlink("configuration file", &self.paths.config_file)?;
            // Between this look and the rename somebody can still come; nothing on a file system closes that gap.
            if on_disk(&self.paths)? != self.read {
                return Err(WriteFault::ChangedOnDisk);
            }
            self.paths.write_config(&text)?;
            self.read = Some(text);
        }
        Ok(config)
    }
}

fn on_disk(paths: &Paths) -> Result<Option<String>, WriteFault> {
    let file = &paths.config_file;
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            let path = file.clone();
            return Err(PathError::Io { what: "configuration file", tried: "read", path, source }.into());
        }
    };
    String::from_utf8(bytes).map(Some).map_err(|fault| {
        let valid = fault.utf8_error().valid_up_to();
        WriteFault::NotRight(vec![not_utf8(fault.as_bytes(), valid)])
    })
}
