//! Requests in, answers out: who may ask, what is asked for, and the state to answer from.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use axum::Router;
use axum::extract::{Request, State as Shared};
use axum::http::header::{ALLOW, HOST, LOCATION};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use bytes::Bytes;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;

use super::event::{Event, panic_text};
use super::find::{Found, find};
use super::hosts::Hosts;
use super::html::{self, Live, OWN};
use super::rebuild::Work;
use super::state::{Hub, State};
use super::types::{is_page, media_type};
use super::{answer, stream, target};
use crate::diag::Lang;

const SCRIPT: &str = include_str!("client/live.js");
const STYLE: &str = include_str!("client/live.css");
const PAGE_STYLE: &str = include_str!("client/page.css");

/// What every answer needs.
pub struct App {
    pub hub: Arc<Hub>,
    pub hosts: Hosts,
    pub lang: Lang,
    pub work: Sender<Work>,
    pub tell: Box<dyn Fn(Event) + Send + Sync>,
}

/// Answers until the future is dropped.
pub async fn serve(listener: TcpListener, app: Arc<App>) -> io::Result<()> {
    let router = Router::new().fallback(handle).with_state(app);
    // Small answers must not wait for the acknowledgement of the one before. Where that cannot be
    // had, they do.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, router).await
}

async fn handle(Shared(app): Shared<Arc<App>>, request: Request) -> Result<Response, Infallible> {
    Ok(match app.refusal(&request) {
        Some(refusal) => refusal,
        None => app.respond(request).await,
    })
}

impl App {
    fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn refusal(&self, request: &Request) -> Option<Response> {
        let named = request.headers().get_all(HOST).iter().collect::<Vec<_>>();
        let [host] = named.as_slice() else {
            let text = self.pick("请求没有写明 Host", "the request names no Host, or several");
            return Some(answer::words(StatusCode::BAD_REQUEST, text));
        };
        // A request to a proxy names the host twice.
        let authority = request.uri().authority().map(|authority| authority.as_str());
        let hosts = [host.to_str().ok(), authority.or(host.to_str().ok())];
        if !hosts.into_iter().all(|host| host.is_some_and(|host| self.hosts.allows(host))) {
            let text = self.pick(
                "拒绝：这里只回答发给本机的请求。请用启动时显示的网址打开；要让别的设备也能看，启动时加 --host 0.0.0.0",
                "refused: only requests to this machine are answered. Open the address that was printed at the start; for other devices start with --host 0.0.0.0",
            );
            return Some(answer::words(StatusCode::FORBIDDEN, text));
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let text = self.pick("只能读取（GET、HEAD）", "only GET and HEAD are answered");
            let refused = answer::words(StatusCode::METHOD_NOT_ALLOWED, text);
            return Some(answer::with(refused, ALLOW, "GET, HEAD"));
        }
        None
    }

    async fn respond(self: Arc<Self>, request: Request) -> Response {
        let (parts, _) = request.into_parts();
        let Some(path) = target::decode(parts.uri.path()) else {
            let text = self.pick("网址不对", "this is no address that a site could have");
            return answer::words(StatusCode::BAD_REQUEST, text);
        };
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let headers = parts.headers;
        let file = |kind: &str, text: &'static str| {
            answer::file(&headers, kind, Bytes::from_static(text.as_bytes()))
        };
        match path.strip_prefix(OWN) {
            Some("live.js") => file("text/javascript; charset=utf-8", SCRIPT),
            Some("live.css") => file("text/css; charset=utf-8", STYLE),
            Some("page.css") => file("text/css; charset=utf-8", PAGE_STYLE),
            Some("events") => stream::events(self, &query).into_response(),
            Some("inspect") => self.blocking(move |app, state| app.inspect(&state, &query)).await,
            _ => self.blocking(move |app, state| app.site(&state, &path, &query, &headers)).await,
        }
    }

    /// Answers on another thread: a page may have to be drawn first, and nobody else should wait for
    /// it. A panic there is this answer's alone.
    async fn blocking(
        self: Arc<Self>,
        work: impl FnOnce(&App, Arc<State>) -> Response + Send + 'static,
    ) -> Response {
        let app = Arc::clone(&self);
        let done = spawn_blocking(move || match app.hub.state() {
            Some(state) => work(&app, state),
            None => answer::words(StatusCode::SERVICE_UNAVAILABLE, "…"),
        });
        match done.await {
            Ok(response) => response,
            Err(error) => self.fault(error),
        }
    }

    fn fault(&self, error: tokio::task::JoinError) -> Response {
        let text = error.try_into_panic().map(|cause| panic_text(&*cause)).unwrap_or_default();
        let page = html::fault(&text, self.lang);
        (self.tell)(Event::Panicked(text));
        answer::page(StatusCode::INTERNAL_SERVER_ERROR, page.into())
    }

    fn site(&self, state: &State, path: &str, query: &str, asked: &HeaderMap) -> Response {
        let Some(edition) = &state.edition else {
            let page = html::broken(&state.problems, path, self.lang);
            return answer::page(StatusCode::INTERNAL_SERVER_ERROR, page.into());
        };
        match find(edition, path) {
            Found::File { path: file, bytes, missing } if is_page(&file) => {
                let live = Live { path, tag: &answer::digest(&bytes), lang: self.lang };
                let bytes = Bytes::from(html::with_live(&bytes, &live));
                if missing {
                    return answer::page(StatusCode::NOT_FOUND, bytes);
                }
                answer::file(asked, &media_type(&file), bytes)
            }
            Found::File { path: file, bytes, .. } => {
                answer::file(asked, &media_type(&file), Bytes::from_owner(bytes))
            }
            Found::Moved(to) => {
                let query = if query.is_empty() { String::new() } else { format!("?{query}") };
                let moved = answer::words(StatusCode::FOUND, "");
                answer::with(moved, LOCATION, &format!("{}{query}", target::encode(&to)))
            }
            Found::Nothing => {
                let text = self.pick("没有这一页", "there is no such page");
                answer::words(StatusCode::NOT_FOUND, text)
            }
            Found::Failed(problems) => {
                let page = html::broken(&problems, path, self.lang);
                // It goes back to the last good edition. Without that thread nothing would be left to do.
                let _ = self.work.send(Work::Broken(edition.number(), problems));
                answer::page(StatusCode::INTERNAL_SERVER_ERROR, page.into())
            }
        }
    }

    fn inspect(&self, state: &State, query: &str) -> Response {
        let path = target::query_value(query, "path").unwrap_or_default();
        let seen = state.edition.as_ref().and_then(|edition| edition.inspect(&path));
        match seen {
            Some(Ok(json)) => answer::file(
                &HeaderMap::new(),
                "application/json; charset=utf-8",
                Bytes::from(format!("{json}\n")),
            ),
            Some(Err(problems)) => {
                let page = html::broken(&problems, &path, self.lang);
                answer::page(StatusCode::INTERNAL_SERVER_ERROR, page.into())
            }
            None => {
                let text = self.pick("没有这一页", "there is no such page");
                answer::words(StatusCode::NOT_FOUND, text)
            }
        }
    }
}
