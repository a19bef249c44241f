//! Which address is which service, and how it may be asked (contract section 2 and line 2).

use super::super::exchange::Request;

const TOKEN: &str = "/one/oauth2token";
const BASE: &str = "/one/oauth2/rt/api/2.0/";
const BATCH: &str = "/batchv2/interactions/";

/// An address that is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route<'a> {
    Token,
    /// POST records now, PUT updates only.
    Live,
    Offline,
    Bulk,
    /// With the site key in its path.
    Batch {
        site_key: &'a str,
        update: bool,
    },
    /// State or errors of a batch.
    Told {
        site_key: &'a str,
        batch: &'a str,
        errors: bool,
    },
}

impl<'a> Route<'a> {
    /// The route of a path; `None` is none of them.
    pub(super) fn of(path: &'a str) -> Option<Self> {
        if path == TOKEN {
            return Some(Self::Token);
        }
        if let Some(rest) = path.strip_prefix(BASE) {
            return match rest {
                "interaction" | "interaction/" => Some(Self::Live),
                "interaction/offline" => Some(Self::Offline),
                "interactions/offline" => Some(Self::Bulk),
                _ => None,
            };
        }
        let parts: Vec<&str> = path.strip_prefix(BATCH)?.split('/').collect();
        match parts.as_slice() {
            [site_key] => Some(Self::Batch { site_key, update: false }),
            [site_key, "update"] => Some(Self::Batch { site_key, update: true }),
            [site_key, batch] => Some(Self::Told { site_key, batch, errors: false }),
            [site_key, batch, "error"] => Some(Self::Told { site_key, batch, errors: true }),
            _ => None,
        }
    }

    /// The methods it takes, as `Allow` lists them.
    pub(super) fn methods(self) -> &'static str {
        match self {
            Self::Token | Self::Batch { .. } => "POST",
            Self::Live => "POST, PUT",
            Self::Offline | Self::Bulk => "PUT",
            Self::Told { .. } => "GET",
        }
    }

    /// Whether a request counts as licensed use: all but tokens and questions about batches do.
    pub(super) fn is_licensed(self) -> bool {
        !matches!(self, Self::Token | Self::Told { .. })
    }
}

/// The endpoint of a request as the fault switches name it.
pub(super) fn endpoint(request: &Request) -> Option<&'static str> {
    let route = Route::of(&request.path)?;
    if !route.methods().split(", ").any(|method| method == request.method) {
        return None;
    }
    Some(match route {
        Route::Token => "token",
        Route::Live if request.method == "PUT" => "update",
        Route::Live => "interaction",
        Route::Offline => "offline",
        Route::Bulk => "bulk",
        Route::Batch { .. } => "batch",
        Route::Told { .. } => "batch-state",
    })
}
