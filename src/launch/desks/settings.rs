//! `leadline config`: where the settings are, what they mean, and whether they are right.

use std::path::PathBuf;

use crate::cli::config::{ConfigDesk, Mistake};
use crate::cli::{Exit, Stop};
use crate::config::{Config, Problem, Severity};
use crate::paths::Paths;
use crate::vendors::http::Http;

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
        let (problems, network) = match Config::read(file) {
            Ok(config) => (config.warnings, Some(config.network)),
            Err(problems) => (problems, None),
        };
        // The file of certificates is somebody else's: only looking into it tells whether it can be used.
        let unusable = network.and_then(|network| Http::new(&network).err()).map(|sentence| Mistake {
            harmless: false,
            line: std::fs::read_to_string(file).ok().and_then(|text| Config::line_of_network(&text, "ca_file")),
            sentence,
            suggestion: None,
        });
        let mut mistakes: Vec<Mistake> = problems
            .into_iter()
            .map(|problem| Mistake {
                harmless: problem.severity == Severity::Warning,
                line: (problem.line > 0).then_some(problem.line),
                sentence: problem.message,
                suggestion: problem.suggestion,
            })
            .collect();
        mistakes.extend(unusable);
        mistakes.sort_by_key(|mistake| mistake.line);
        Ok(mistakes)
    }
}
