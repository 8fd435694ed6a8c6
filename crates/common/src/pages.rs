//! 페이지: 실습의 `static` 폴더와 함께 쓰는 부분, 그리고 페이지를 지키는 헤더.
//!
//! A lab's page. Its own files are read from the lab's `static` folder at every request, so that a
//! student edits and reloads; what all pages share is in this crate and served under `/shared/`.

use std::{
    env,
    fmt::{self, Display},
    path::{Path, PathBuf},
};

use actix_files::Files;
use actix_web::{
    Error, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header, header::HeaderValue},
    middleware::Next,
    web::{self, ServiceConfig},
};

/// No page where a lab's page should be.
#[derive(Debug)]
pub(crate) struct NoPage {
    sought: Vec<PathBuf>,
}

impl Display for NoPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sought: Vec<_> = self.sought.iter().map(|folder| folder.display().to_string()).collect();
        let sought = sought.join(", ");
        write!(
            f,
            "페이지를 찾지 못했습니다 (찾은 곳: {sought}). 폴더를 옮겼다면 그 안에서 cargo run 으로 다시 켜세요. \
             · No page was found (looked in: {sought}). If the folder was moved, start again with cargo run inside it."
        )
    }
}

/// Finds the `static` folder of a lab: below the folder that `cargo run` names, or below the one that the lab
/// was built in.
pub(crate) fn find(built_in: &str) -> Result<PathBuf, NoPage> {
    let started_in = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let folders = started_in.into_iter().chain([PathBuf::from(built_in)]);
    let sought: Vec<_> = folders.map(|folder| folder.join("static")).collect();
    match sought.iter().find(|folder| folder.join("index.html").is_file()) {
        Some(folder) => Ok(folder.clone()),
        None => Err(NoPage { sought }),
    }
}

/// The files that all pages share: name, media type, content.
const SHARED: [(&str, &str, &str); 13] = [
    ("lab.css", CSS, include_str!("../static/lab.css")),
    ("icon.svg", "image/svg+xml", include_str!("../static/icon.svg")),
    ("theme.js", SCRIPT, include_str!("../static/theme.js")),
    ("lab.js", SCRIPT, include_str!("../static/lab.js")),
    ("lab-menu.js", SCRIPT, include_str!("../static/lab-menu.js")),
    ("connection.js", SCRIPT, include_str!("../static/connection.js")),
    ("connection-bar.js", SCRIPT, include_str!("../static/connection-bar.js")),
    ("close-codes.js", SCRIPT, include_str!("../static/close-codes.js")),
    ("message-log.js", SCRIPT, include_str!("../static/message-log.js")),
    ("dom.js", SCRIPT, include_str!("../static/dom.js")),
    ("enter.js", SCRIPT, include_str!("../static/enter.js")),
    ("language.js", SCRIPT, include_str!("../static/language.js")),
    ("storage.js", SCRIPT, include_str!("../static/storage.js")),
];
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Adds the shared files and the lab's own.
pub(crate) fn routes(config: &mut ServiceConfig, folder: &Path) {
    config
        .route("/shared/{name}", web::get().to(shared_file))
        .service(Files::new("/", folder).index_file("index.html"));
}

async fn shared_file(name: web::Path<String>) -> HttpResponse {
    match SHARED.iter().find(|(shared, ..)| *shared == name.as_str()) {
        Some((_, media_type, content)) => HttpResponse::Ok().content_type(*media_type).body(*content),
        None => HttpResponse::NotFound().finish(),
    }
}

/// What a page may load and where it may connect: this server, and a WebSocket server on this machine,
/// so that any lab page can be pointed at a student's own.
const POLICY: &str = "default-src 'self'; \
    connect-src 'self' ws://127.0.0.1:* ws://localhost:* wss://127.0.0.1:* wss://localhost:*; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

/// Puts the protecting headers on every answer that is not a WebSocket's.
pub(crate) async fn protect(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        let headers = response.headers_mut();
        for (name, value) in [
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
            // The browser asks again at every load, so that an edited page is seen at once.
            (header::CACHE_CONTROL, "no-cache"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    Ok(response)
}
