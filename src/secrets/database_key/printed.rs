//! The recovery key: the database's key in a form that a person can write down, read out and type again.
//!
//! Thirteen groups of five: four characters of the key and one that checks them and their place, so that a slip is
//! noticed, and its group named, before anything is tried. The characters are Crockford's 32: no I, L, O or U. What
//! looks alike is taken for the same, and whatever stands between the characters is passed over. Checked this way are
//! every single wrong character, every two neighbours of a group that were swapped, and every two groups that were.

use zeroize::Zeroizing;

use super::{hex, is_hex};
use crate::secrets::{Secret, SecretsError};

/// The characters, each worth five bits.
const CHARACTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Of the key in one group; the check follows them.
const OF_KEY: usize = 4;
const GROUPS: usize = 13;
/// Of one group, the check included.
const GROUP: usize = OF_KEY + 1;
/// Of the whole, without what stands between the groups.
const WHOLE: usize = GROUPS * GROUP;
const KEY_BYTES: usize = 32;

/// A database's key (64 hex digits) as a recovery key.
///
/// # Errors
/// [`SecretsError::Damaged`] when it is no key.
pub fn print_recovery_key(key: &Secret) -> Result<Secret, SecretsError> {
    if !is_hex(key.expose(), KEY_BYTES * 2) {
        return Err(SecretsError::Damaged);
    }
    let mut fives = Zeroizing::new([0_u8; GROUPS * OF_KEY]);
    for (at, digit) in key.expose().bytes().enumerate() {
        let four = char::from(digit).to_digit(16).unwrap_or_default();
        for bit in 0..4 {
            let place = at * 4 + bit;
            let set = u8::from(four & (8 >> bit) != 0);
            fives[place / 5] |= set << (4 - place % 5);
        }
    }
    let mut text = String::with_capacity(WHOLE + GROUPS);
    for (group, values) in fives.chunks(OF_KEY).enumerate() {
        if group > 0 {
            text.push('-');
        }
        for value in values.iter().chain([&check(group, values)]) {
            text.push(char::from(CHARACTERS[usize::from(*value)]));
        }
    }
    Ok(Secret::new(text))
}

/// The database's key (64 hex digits) that somebody typed as a recovery key, or as the hex digits that stand in the
/// keychain's item.
///
/// # Errors
/// [`SecretsError::Slip`] with the group that cannot be right, [`SecretsError::NotAKey`] for anything else.
pub fn read_recovery_key(typed: &str) -> Result<Secret, SecretsError> {
    // With room for anything a field takes: growing would leave copies behind unwiped.
    let mut plain = Zeroizing::new(String::with_capacity(typed.len()));
    plain.extend(typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
    if is_hex(&plain, KEY_BYTES * 2) {
        return Ok(Secret::new(std::mem::take(&mut *plain)));
    }
    if plain.len() < GROUP || plain.len() > WHOLE {
        return Err(SecretsError::NotAKey);
    }
    let mut bytes = Zeroizing::new([0_u8; KEY_BYTES]);
    for group in 0..GROUPS {
        let slip = SecretsError::Slip { group: group + 1 };
        let Some(characters) = plain.as_bytes().get(group * GROUP..(group + 1) * GROUP) else { return Err(slip) };
        let mut values = Zeroizing::new([0_u8; GROUP]);
        for (value, character) in values.iter_mut().zip(characters) {
            let Some(read) = value_of(*character) else { return Err(slip) };
            *value = read;
        }
        if values[OF_KEY] != check(group, &values[..OF_KEY]) {
            return Err(slip);
        }
        for (at, value) in values[..OF_KEY].iter().enumerate() {
            for bit in 0..5 {
                let place = (group * OF_KEY + at) * 5 + bit;
                let set = value & (16 >> bit) != 0;
                match bytes.get_mut(place / 8) {
                    Some(byte) => *byte |= u8::from(set) << (7 - place % 8),
                    // Thirteen groups hold four bits more than a key.
                    None if set => return Err(slip),
                    None => {}
                }
            }
        }
    }
    Ok(Secret::new(std::mem::take(&mut *hex(&*bytes))))
}

fn value_of(character: u8) -> Option<u8> {
    let alike = match character.to_ascii_uppercase() {
        b'I' | b'L' => b'1',
        b'O' => b'0',
        other => other,
    };
    CHARACTERS.iter().position(|known| *known == alike).and_then(|at| u8::try_from(at).ok())
}

/// The fifth character of a group: each of the four times a power of its own in the field of 32 elements, and the
/// group's place.
fn check(group: usize, values: &[u8]) -> u8 {
    let place = u8::try_from(group).unwrap_or_default();
    values.iter().rev().fold(0, |sum, value| doubled(sum ^ value)) ^ place
}

/// Times x, modulo x⁵ + x² + 1.
fn doubled(value: u8) -> u8 {
    let twice = value << 1;
    if twice & 32 == 0 { twice } else { twice ^ 0b10_0101 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u8) -> Secret {
        let bytes: Vec<u8> = (0..32).map(|n: u8| n.wrapping_mul(37).wrapping_add(seed).rotate_left(3)).collect();
        Secret::new(hex(&bytes).to_string())
    }

    fn printed(seed: u8) -> String {
        print_recovery_key(&key(seed)).unwrap().expose().to_owned()
    }

    /// The group that is said to be wrong.
    fn slip(typed: &str) -> Option<usize> {
        match read_recovery_key(typed) {
            Err(SecretsError::Slip { group }) => Some(group),
            _ => None,
        }
    }

    #[test]
    fn a_key_is_printed_in_thirteen_groups_and_read_back() {
        for seed in 0..=255 {
            let text = printed(seed);
            assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [GROUP; GROUPS]);
            assert_eq!(read_recovery_key(&text).unwrap(), key(seed));
        }
        for all in ["0".repeat(64), "f".repeat(64)] {
            let text = print_recovery_key(&Secret::new(all.clone())).unwrap();
            assert_eq!(read_recovery_key(text.expose()).unwrap().expose(), all);
        }
        assert!(matches!(print_recovery_key(&Secret::new("no key".into())), Err(SecretsError::Damaged)));
    }

    #[test]
    fn the_form_stays_what_it_is_because_people_have_it_on_paper() {
        let key = Secret::new("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff".into());
        let paper = "008J2-4CT4R-ANK7V-F24SS-NAXW6-SQFE8-ZW01J-28HK2-8HAPE-CXW85-K6NB9-QK6XG-XVZGY";
        let printed = print_recovery_key(&key).unwrap();
        assert_eq!(printed.expose(), paper);
    }

    #[test]
    fn letter_case_blanks_dashes_and_characters_that_look_alike_do_not_matter() {
        let text = printed(7);
        let spaced = text.to_lowercase().replace('-', " – \n");
        let alike = text.replace('0', "o").replace('1', "l");
        let run_together = text.replace('-', "");
        for typed in [spaced, alike, run_together, text.replace('1', "I")] {
            assert_eq!(read_recovery_key(&typed).unwrap(), key(7), "{typed}");
        }
        // As a keychain program shows the item.
        assert_eq!(read_recovery_key(&format!(" {}\n", key(7).expose().to_uppercase())).unwrap(), key(7));
    }

    #[test]
    fn every_wrong_character_and_every_swap_is_noticed_and_its_group_named() {
        let text = printed(3).replace('-', "");
        for at in 0..WHOLE {
            let group = at / GROUP + 1;
            for other in CHARACTERS.iter().filter(|other| **other != text.as_bytes()[at]) {
                let mut wrong = text.clone().into_bytes();
                wrong[at] = *other;
                assert_eq!(slip(&String::from_utf8(wrong).unwrap()), Some(group));
            }
            if at % GROUP < OF_KEY && text.as_bytes()[at] != text.as_bytes()[at + 1] {
                let mut swapped = text.clone().into_bytes();
                swapped.swap(at, at + 1);
                assert_eq!(slip(&String::from_utf8(swapped).unwrap()), Some(group));
            }
        }
        let groups: Vec<&str> = text.as_bytes().chunks(GROUP).map(|g| std::str::from_utf8(g).unwrap()).collect();
        for first in 0..GROUPS {
            for second in first + 1..GROUPS {
                let mut swapped = groups.clone();
                swapped.swap(first, second);
                assert_eq!(slip(&swapped.concat()), Some(first + 1));
            }
        }
    }

    #[test]
    fn what_is_too_short_or_too_long_or_something_else_is_no_recovery_key() {
        let text = printed(3);
        assert_eq!(slip(&text[..text.len() - 1]), Some(GROUPS));
        assert_eq!(slip(&text[..text.len() - 6]), Some(GROUPS));
        assert_eq!(slip(&text.replacen(&text[..1], "U", 1)), Some(1));
        for typed in ["", "abc", &format!("{text}0"), &"ü".repeat(65), &"cd".repeat(33)] {
            assert!(matches!(read_recovery_key(typed), Err(SecretsError::NotAKey)), "{typed}");
        }
    }
}
