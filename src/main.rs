//! The `huikan` program: see [`huikan::cmd`].

use std::process::ExitCode;

/// A build makes and drops many small values on every thread: that is most of what it does.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    #[cfg(feature = "mimalloc")]
    memory::keep();
    huikan::cmd::main(std::env::args_os().skip(1))
}

#[cfg(feature = "mimalloc")]
mod memory {
    use libmimalloc_sys::{mi_option_set, mi_option_t};

    /// `mi_option_purge_delay`, which the bindings do not name: how long freed memory is kept, in
    /// milliseconds.
    const PURGE_DELAY: mi_option_t = 15;

    /// Has freed memory kept until the end. What one step of a build frees the next one takes, and the
    /// kernel would have to clear it again: a build is too short to give anything back.
    pub fn keep() {
        // SAFETY: writes a number into a table of the allocator's own. It wants no other thread beside
        // it, and none was started yet.
        unsafe { mi_option_set(PURGE_DELAY, -1) }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        /// Should the allocator number its options otherwise one day, another number stands here.
        #[test]
        fn the_option_is_the_one_that_is_meant() {
            // SAFETY: reads a number.
            let delay = unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) };
            assert_eq!(delay, 10);
        }
    }
}
