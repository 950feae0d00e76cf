//! The program's allocator: mimalloc, by the shortest way in.

use std::alloc::{GlobalAlloc, Layout};
use std::ffi::c_void;

use libmimalloc_sys::{
    mi_free, mi_malloc, mi_malloc_aligned, mi_option_set, mi_option_t, mi_realloc,
    mi_realloc_aligned, mi_zalloc, mi_zalloc_aligned,
};

/// Asks for an alignment only where a block would not have it anyway: that is looked at anew for each
/// block, and a clean build takes millions.
pub struct Mimalloc;

/// `MI_MAX_ALIGN_SIZE`: a block is aligned to this, or to its size where it is smaller.
const ALIGNED: usize = 16;

/// Whether any block of this size has the alignment.
fn is_aligned(size: usize, align: usize) -> bool {
    align <= ALIGNED && align <= size
}

// SAFETY: each block comes from the allocator and goes back to it. It has room for the size that was asked
// for; its alignment is what was asked for or, by `is_aligned`, what every block of its size has. No
// function unwinds, and one that finds no memory returns null.
unsafe impl GlobalAlloc for Mimalloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let (size, align) = (layout.size(), layout.align());
        // SAFETY: these ask nothing of the caller.
        let block = unsafe {
            if is_aligned(size, align) { mi_malloc(size) } else { mi_malloc_aligned(size, align) }
        };
        block.cast()
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let (size, align) = (layout.size(), layout.align());
        // SAFETY: these ask nothing of the caller.
        let block = unsafe {
            if is_aligned(size, align) { mi_zalloc(size) } else { mi_zalloc_aligned(size, align) }
        };
        block.cast()
    }

    unsafe fn dealloc(&self, block: *mut u8, _: Layout) {
        // SAFETY: the block came from this allocator, as the caller promises.
        unsafe { mi_free(block.cast()) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let (block, align): (*mut c_void, _) = (block.cast(), layout.align());
        // SAFETY: the block came from this allocator, as the caller promises, by whichever of its ways.
        let block = unsafe {
            if is_aligned(size, align) {
                mi_realloc(block, size)
            } else {
                mi_realloc_aligned(block, size, align)
            }
        };
        block.cast()
    }
}

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

    #[test]
    fn every_block_is_aligned_and_keeps_its_bytes() {
        for align in (0..13).map(|n| 1 << n) {
            for size in (1..200).chain([1000, 4096, 70_000]) {
                let layout = Layout::from_size_align(size, align).unwrap();
                let blocks: Vec<*mut u8> = (0..5).map(|_| grown(layout)).collect();
                for block in blocks {
                    // SAFETY: a block of `grown`, of this size and alignment.
                    unsafe {
                        assert_eq!((*block, *block.add(size - 1)), (7, 7));
                        Mimalloc.dealloc(block, layout);
                    }
                }
            }
        }
    }

    /// A block of this layout, made of one of half its size, each byte of which was 7.
    fn grown(layout: Layout) -> *mut u8 {
        let half = Layout::from_size_align(layout.size().div_ceil(2), layout.align()).unwrap();
        // SAFETY: sizes are above nothing; a block is written in its room only, and given up once.
        unsafe {
            let block = Mimalloc.alloc_zeroed(half);
            assert!((0..half.size()).all(|n| *block.add(n) == 0));
            block.write_bytes(7, half.size());
            let grown = Mimalloc.realloc(block, half, layout.size());
            let second = Mimalloc.alloc(layout);
            for block in [block, grown, second] {
                assert_eq!(block.addr() % layout.align(), 0);
            }
            assert!((0..half.size()).all(|n| *grown.add(n) == 7));
            second.copy_from(grown, half.size());
            second.add(layout.size() - 1).write(7);
            Mimalloc.dealloc(grown, layout);
            second
        }
    }
}
