//! `huikan serve`: a folder that changes in, a site in the browser that follows it out.
//!
//! Enters: a bulletin's folder, a place to listen, a watch over the disk. Leaves: answers to browsers
//! and [`Event`]s for whoever tells the user. Four kinds of threads share the work:
//!
//! - the watch (`vfs`) tells what changed on the disk;
//! - [`rebuild`] owns the session, builds, and swaps the new state in;
//! - [`http`] answers from the newest state, on one thread; what may take long goes to helpers;
//! - the caller's thread hears of events.
//!
//! Nothing is read from the disk for an answer: only files of the edition are served, looked up by
//! name. What the server adds to a page (live reload, the bar) is put in while it answers.

mod answer;
mod bind;
mod event;
mod find;
mod hosts;
mod html;
mod http;
mod live;
mod needs;
mod rebuild;
mod state;
mod stream;
mod styles;
mod target;
mod told;
mod types;

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;

use tokio::net::TcpListener;
use tokio::runtime;

use crate::diag::Lang;
use crate::vfs::{Listener, Watching};
use hosts::Hosts;
use http::App;
use rebuild::Work;
use state::Hub;

pub use bind::{Bound, bind};
pub use event::{Event, Rebuilt};
pub use rebuild::Builder;

/// Begins a watch over the bulletin that tells the listener; called once. Where it cannot, it says why
/// beside what it does instead.
pub type Watch = Box<dyn FnOnce(Listener) -> (Box<dyn Watching>, Option<io::Error>)>;

/// Serves the bulletin until `hear` gives `false` or the user interrupts; `named` is the host as the
/// user gave it. Events come one by one, on this thread.
///
/// # Errors
/// The machine gives no thread or no socket.
pub fn serve(
    builder: Builder,
    watch: Watch,
    bound: Bound,
    named: &str,
    lang: Lang,
    mut hear: impl FnMut(Event) -> bool,
) -> io::Result<()> {
    let (tell, events) = mpsc::channel();
    let hub = Hub::new();
    let (work, todo) = mpsc::channel();
    // The watch begins before the first look: nothing that changes meanwhile is missed.
    let changed = work.clone();
    let (_watching, failure) = watch(Arc::new(move |news| drop(changed.send(Work::Changes(news)))));
    if let Some(error) = failure {
        sender(&tell)(Event::Polling(error));
    }
    rebuild::start(builder, Arc::clone(&hub), work.clone(), todo, sender(&tell));
    let hosts = Hosts::new(named, bound.address);
    let app = App { hub, hosts, lang, work, tell: Box::new(sender(&tell)) };
    let answers = Answers::start(bound, Arc::new(app), sender(&tell))?;
    while let Ok(event) = events.recv() {
        let ends = matches!(event, Event::Interrupted);
        if !hear(event) || ends {
            break;
        }
    }
    answers.end();
    Ok(())
}

fn sender(events: &Sender<Event>) -> impl Fn(Event) + Send + Sync + use<> {
    let events = events.clone();
    // Nobody listens any more when the server ends.
    move |event| drop(events.send(event))
}

/// The thread that answers.
struct Answers {
    end: tokio::sync::oneshot::Sender<()>,
}

impl Answers {
    fn start(
        bound: Bound,
        app: Arc<App>,
        tell: impl Fn(Event) + Send + 'static,
    ) -> io::Result<Self> {
        let runtime =
            runtime::Builder::new_current_thread().enable_all().max_blocking_threads(16).build()?;
        bound.listener.set_nonblocking(true)?;
        let (end, ended) = tokio::sync::oneshot::channel();
        thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = answer(bound.listener, app) => {}
                    _ = ended => {}
                    _ = interrupted() => {}
                }
            });
            tell(Event::Interrupted);
            // Open connections and pages being drawn are let go, not waited for.
            runtime.shutdown_background();
        });
        Ok(Answers { end })
    }

    fn end(self) {
        // It may have ended by itself.
        let _ = self.end.send(());
    }
}

/// Answers as soon as there is something to answer with.
async fn answer(listener: std::net::TcpListener, app: Arc<App>) -> io::Result<()> {
    let mut states = app.hub.listen();
    while states.borrow_and_update().is_none() {
        if states.changed().await.is_err() {
            return Ok(());
        }
    }
    http::serve(TcpListener::from_std(listener)?, app).await
}

/// Ctrl-C. Where the system does not tell of it, it ends the program by itself.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
