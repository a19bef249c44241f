//! The control port: what tests and people use to look in, and to make things happen behind the client's back.
//!
//! `GET /` (addresses), `/state` (`?key=ID` for one record), `/log` (`?after=N`); `POST /log/clear`, `/edit`,
//! `/arrive`, `/convert`, `/remove`, `/faults`, `/options`, each with a JSON body; with `"vendor": "capillary"` in it
//! also `/send`, `/merge`, `/revoke`, and with any other vendor that hands out tokens `/revoke`. `/caught` is where the `redirect` fault points; whoever follows stands in the log as
//! vendor `elsewhere`.

use serde_json::{Value, json};

use super::exchange::{Answer, Request};
use super::world::World;

pub(super) fn answer(world: &World, request: &Result<Request, Request>) -> Answer {
    let Ok(request) = request else { return refused(413, "the body is too large") };
    if request.path == "/caught" {
        let number = world.log.arrive("elsewhere", None, request, world.clock.now_ms());
        world.log.answered(number, 200, world.clock.now_ms());
        return ok(&json!({}));
    }
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/") => ok(&world.describe()),
        ("GET", "/state") => ok(&world.state(request.query("key"))),
        ("GET", "/log") => {
            ok(&Value::from(world.log.after(request.query("after").and_then(|n| n.parse().ok()).unwrap_or(0))))
        }
        ("POST", "/log/clear") => {
            world.log.clear();
            ok(&json!({}))
        }
        ("POST", path) => post(world, path, request).map_or_else(|why| refused(400, &why), |done| ok(&done)),
        _ => refused(404, "known: GET / /state /log; POST /log/clear /edit /arrive /convert /remove /faults /options"),
    }
}

fn post(world: &World, path: &str, request: &Request) -> Result<Value, String> {
    let what = request.json().ok_or("the body must be JSON")?;
    match path {
        "/faults" => world.change_faults(&what).map(|()| json!({ "faults": world.faults.all() })),
        "/options" => world.set_options(&what).map(|()| json!(*world.options())).map_err(|bad| bad.to_string()),
        _ => world.act(path.trim_start_matches('/'), &what),
    }
}

fn ok(value: &Value) -> Answer {
    Answer::json(200, value.to_string())
}

fn refused(status: u16, why: &str) -> Answer {
    Answer::json(status, json!({ "error": why }).to_string())
}
