//! The connection that an open page keeps: server-sent events, one message for each state.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use super::event::{Event as Told, panic_text};
use super::http::App;
use super::live::{Message, Page};
use super::state::{Looking, State};
use super::target::query_value;

/// How soon a browser tries again after the connection was lost.
const RETRY: Duration = Duration::from_millis(500);

/// A proxy or a sleeping machine may drop a connection without a word: so often it is tried.
const BREATH: Duration = Duration::from_secs(15);

/// The events for the page that the query tells of.
pub fn events(
    app: Arc<App>,
    query: &str,
) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
    let value = |key| query_value(query, key).unwrap_or_default();
    let path = value("path");
    let mut states = app.hub.listen();
    // The state of now is news to a page that has just come.
    states.mark_changed();
    let page = Page::new(path.clone(), value("tag"), app.lang);
    let open = Open { looking: app.hub.look(&path), app, states, page: Some(page), last: None };
    let stream = unfold(open, |mut open| async move {
        let event = open.next().await?;
        Some((Ok(event), open))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(BREATH))
}

/// One open page.
struct Open {
    app: Arc<App>,
    states: watch::Receiver<Option<Arc<State>>>,
    looking: Looking,
    /// Lent to another thread while it works out what to say.
    page: Option<Page>,
    last: Option<Message>,
}

impl Open {
    /// The next message that says something new; `None` ends the stream.
    async fn next(&mut self) -> Option<Event> {
        loop {
            self.states.changed().await.ok()?;
            let Some(state) = self.states.borrow_and_update().clone() else { continue };
            let message = self.message(state).await?;
            let asks = message.reload || !message.styles.is_empty();
            if !asks && self.last.as_ref() == Some(&message) {
                continue;
            }
            let json = serde_json::to_string(&message).ok()?;
            let event = Event::default().retry(RETRY).data(json);
            self.last = Some(message);
            return Some(event);
        }
    }

    /// Worked out on another thread: the page may have to be drawn. After a panic the stream ends, and
    /// the browser comes again.
    async fn message(&mut self, state: Arc<State>) -> Option<Message> {
        let mut page = self.page.take()?;
        let done = spawn_blocking(move || {
            let heard = page.heed(&state);
            (page, heard)
        });
        match done.await {
            Ok((page, (message, file))) => {
                self.page = Some(page);
                if let Some(file) = file {
                    self.looking.moved(&file);
                }
                Some(message)
            }
            Err(error) => {
                let text = error.try_into_panic().map(|cause| panic_text(&*cause));
                (self.app.tell)(Told::Panicked(text.unwrap_or_default()));
                None
            }
        }
    }
}
