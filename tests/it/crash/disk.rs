//! A disk that forgets: what it was not asked to keep may be there after a power cut, or not, or in part.
//!
//! It keeps what the standard promises and no more. Of a file: its bytes as of the last fsync. Of a folder: its names as
//! of the folder's fsync. Each later write is kept, lost, or torn: some of its sectors are there. Each later change of a
//! name is kept or lost, whatever came before or after it.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::told::Op;
use crate::support::dice::Dice;

/// What stands for a file where a name is a folder's.
const FOLDER: usize = usize::MAX;

/// What a drive writes as a whole.
const SECTOR: usize = 512;

/// Contents by name. The index beside the log is left out: it is mapped memory and made anew.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

#[derive(Clone, Debug)]
enum Unkept {
    Write { at: usize, bytes: Vec<u8> },
    Resize(usize),
}

#[derive(Clone, Debug, Default)]
struct File {
    kept: Vec<u8>,
    unkept: Vec<Unkept>,
}

#[derive(Clone, Debug)]
struct NameChange {
    gone: Option<String>,
    come: Option<(String, usize)>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    files: Vec<File>,
    /// Which file has that inode now: they are used again.
    by_inode: BTreeMap<u64, usize>,
    kept_names: BTreeMap<String, usize>,
    names: BTreeMap<String, usize>,
    unkept_names: Vec<NameChange>,
}

/// What becomes of what was not kept.
#[derive(Clone, Copy)]
enum Mood {
    Lost,
    Kept,
    Mixed,
}

impl Disk {
    /// Everything in a folder, kept.
    pub(super) fn of_folder(folder: &Path) -> Self {
        let mut disk = Self::default();
        let mut left = vec![folder.to_owned()];
        while let Some(next) = left.pop() {
            for entry in std::fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                let about = std::fs::symlink_metadata(&path).unwrap();
                if about.is_dir() {
                    left.push(path);
                } else if about.is_file() {
                    let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                    disk.by_inode.insert(about.ino(), disk.files.len());
                    disk.names.insert(name, disk.files.len());
                    disk.files.push(File { kept: std::fs::read(&path).unwrap(), unkept: Vec::new() });
                }
            }
        }
        disk.kept_names = disk.names.clone();
        disk
    }

    fn unkept(&mut self, inode: u64) -> &mut Vec<Unkept> {
        &mut self.files[self.by_inode[&inode]].unkept
    }

    fn rename(&mut self, gone: Option<&str>, come: Option<(&str, usize)>) {
        let change =
            NameChange { gone: gone.map(str::to_owned), come: come.map(|(name, file)| (name.to_owned(), file)) };
        change.apply(&mut self.names);
        self.unkept_names.push(change);
    }

    /// Takes in what a program did.
    pub(super) fn does(&mut self, op: &Op) {
        match op {
            Op::Created { file, name } => {
                let number = self.files.len();
                self.files.push(File::default());
                self.by_inode.insert(*file, number);
                self.rename(None, Some((name, number)));
            }
            Op::MadeFolder { name } => self.rename(None, Some((name, FOLDER))),
            Op::Wrote { file, at, bytes } => {
                self.unkept(*file).push(Unkept::Write { at: *at, bytes: bytes.clone() });
            }
            Op::Resized { file, length } => self.unkept(*file).push(Unkept::Resize(*length)),
            Op::Synced { file } => {
                let file = &mut self.files[self.by_inode[file]];
                file.kept = file.whole();
                file.unkept.clear();
            }
            Op::SyncedFolder { folder, names } => {
                let inside = |name: &str| name.rsplit_once('/').map_or(".", |(parent, _)| parent) == folder;
                self.names.retain(|name, file| *file == FOLDER || !inside(name));
                self.names.extend(names.iter().map(|(name, inode)| (name.clone(), self.by_inode[inode])));
                self.kept_names.retain(|name, _| !inside(name));
                self.kept_names
                    .extend(self.names.iter().filter(|(name, _)| inside(name)).map(|(n, f)| (n.clone(), *f)));
                // Nothing here moves names from one folder to another.
                self.unkept_names.retain(|change| !change.names().any(inside));
            }
            Op::Renamed { from, to } => {
                let file = self.names[from];
                self.rename(Some(from), Some((to, file)));
            }
            Op::Removed { name } => self.rename(Some(name), None),
            Op::Said(_) | Op::Sent(_) => {}
        }
    }

    /// What programs see while there is power.
    pub(super) fn as_it_is(&self) -> Files {
        self.named(&self.names, File::whole)
    }

    /// What is there when there is power again.
    pub(super) fn after_a_cut(&self, dice: &mut Dice) -> Files {
        let mood = dice.pick(&[Mood::Lost, Mood::Kept, Mood::Mixed, Mood::Mixed]);
        let mut names = self.kept_names.clone();
        for change in &self.unkept_names {
            if mood.keeps(dice) {
                change.apply(&mut names);
            }
        }
        self.named(&names, |file| file.after_a_cut(mood, dice))
    }

    fn named(&self, names: &BTreeMap<String, usize>, mut content: impl FnMut(&File) -> Vec<u8>) -> Files {
        // Without a folder there is nothing in it. One that was always there has no name here.
        let reached = |name: &str| {
            let above = name.match_indices('/').map(|(end, _)| &name[..end]);
            above.into_iter().all(|folder| names.contains_key(folder) || !self.names.contains_key(folder))
        };
        let files = names.iter().filter(|(_, file)| **file != FOLDER);
        let wanted = files.filter(|(name, _)| !name.ends_with("-shm") && reached(name));
        wanted.map(|(name, file)| (name.clone(), content(&self.files[*file]))).collect()
    }
}

impl Mood {
    fn keeps(self, dice: &mut Dice) -> bool {
        match self {
            Self::Lost => false,
            Self::Kept => true,
            Self::Mixed => dice.below(2) == 0,
        }
    }
}

impl NameChange {
    fn apply(&self, names: &mut BTreeMap<String, usize>) {
        if let Some(gone) = &self.gone {
            names.remove(gone);
        }
        names.extend(self.come.clone());
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.gone.as_deref().into_iter().chain(self.come.as_ref().map(|(name, _)| name.as_str()))
    }
}

impl File {
    fn whole(&self) -> Vec<u8> {
        let mut bytes = self.kept.clone();
        for unkept in &self.unkept {
            match unkept {
                Unkept::Write { at, bytes: new } => put(&mut bytes, *at, new),
                Unkept::Resize(length) => bytes.resize(*length, 0),
            }
        }
        bytes
    }

    fn after_a_cut(&self, mood: Mood, dice: &mut Dice) -> Vec<u8> {
        let mut bytes = self.kept.clone();
        for unkept in &self.unkept {
            match unkept {
                Unkept::Write { at, bytes: new } if matches!(mood, Mood::Mixed) && dice.below(3) == 0 => {
                    let mut from = 0;
                    while from < new.len() {
                        let end = new.len().min((at + from) / SECTOR * SECTOR + SECTOR - at);
                        if dice.below(2) == 0 {
                            put(&mut bytes, at + from, &new[from..end]);
                        }
                        from = end;
                    }
                }
                Unkept::Write { at, bytes: new } if mood.keeps(dice) => put(&mut bytes, *at, new),
                Unkept::Resize(length) if mood.keeps(dice) => bytes.resize(*length, 0),
                Unkept::Write { .. } | Unkept::Resize(_) => {}
            }
        }
        bytes
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, new: &[u8]) {
    let end = at + new.len();
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    bytes[at..end].copy_from_slice(new);
}

#[test]
fn what_was_not_asked_to_be_kept_is_sometimes_there_sometimes_not_and_sometimes_torn() {
    let wrote = |at: usize, byte: u8| Op::Wrote { file: 7, at, bytes: vec![byte; 2 * SECTOR] };
    let mut disk = Disk::default();
    disk.does(&Op::Created { file: 7, name: "a".to_owned() });
    disk.does(&wrote(0, 1));
    disk.does(&Op::Synced { file: 7 });
    let mut dice = Dice::new();
    let mut seen =
        |disk: &Disk| -> std::collections::BTreeSet<Files> { (0..200).map(|_| disk.after_a_cut(&mut dice)).collect() };
    let with = |name: &str, bytes: Vec<u8>| Files::from([(name.to_owned(), bytes)]);
    let first = vec![1; 2 * SECTOR];
    assert_eq!(seen(&disk), [Files::new(), with("a", first.clone())].into(), "the name was not kept, the bytes were");
    disk.does(&Op::SyncedFolder { folder: ".".to_owned(), names: vec![("a".to_owned(), 7)] });
    assert_eq!(seen(&disk), [with("a", first.clone())].into());
    disk.does(&wrote(SECTOR, 2));
    let torn = [&first[..SECTOR], &[2; SECTOR]].concat();
    let whole = [torn.as_slice(), &[2; SECTOR]].concat();
    let hole = [&first[..], &[2; SECTOR]].concat();
    assert_eq!(seen(&disk), [first, torn, hole, whole.clone()].map(|bytes| with("a", bytes)).into());
    assert_eq!(disk.as_it_is(), with("a", whole));
}
