//! `leadline config`: where the settings are, what they mean, and whether they are right.

use std::path::PathBuf;

use crate::cli::config::{ConfigDesk, Mistake};
use crate::cli::{Exit, Stop};
use crate::config::{Config, Problem, Severity};
use crate::paths::Paths;

/// The settings file of one profile.
#[derive(Debug)]
pub struct Settings {
    pub paths: Paths,
}

impl ConfigDesk for Settings {
    fn path(&self) -> PathBuf {
        self.paths.config_file.clone()
    }

    fn show(&self) -> Result<String, Stop> {
        match Config::read(&self.paths.config_file) {
            Ok(config) => Ok(config.show()),
            Err(problems) => {
                let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
                Err(Stop::new(
                    Exit::Usage,
                    format!("The settings cannot be shown before they are right:\n  {}", lines.join("\n  ")),
                ))
            }
        }
    }

    fn check(&self) -> Result<Vec<Mistake>, Stop> {
        let file = &self.paths.config_file;
        if file.try_exists().is_ok_and(|there| !there) {
            return Ok(vec![Mistake {
                harmless: true,
                line: None,
                sentence: "this file is not there yet, so no account is configured".to_owned(),
                suggestion: None,
            }]);
        }
        let problems = Config::read(file).map_or_else(|problems| problems, |config| config.warnings);
        Ok(problems
            .into_iter()
            .map(|problem| Mistake {
                harmless: problem.severity == Severity::Warning,
                line: (problem.line > 0).then_some(problem.line),
                sentence: problem.message,
                suggestion: problem.suggestion,
            })
            .collect())
    }
}
