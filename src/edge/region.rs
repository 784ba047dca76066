//! The memory of a code step: what a call takes is given back as a whole when it has answered.
//!
//! A call is short and leaves nothing behind, so nothing is freed one by one: neither an allocator that could, nor the
//! code that would ask it to, has to be unpacked and compiled at each run of a step.

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};
use core::cell::Cell;

const PAGE: usize = 1 << 16;

struct Region {
    /// The first byte that nobody has; zero before the first call.
    next: Cell<usize>,
}

// SAFETY: a code step's wasm has one thread.
unsafe impl Sync for Region {}

#[global_allocator]
static REGION: Region = Region { next: Cell::new(0) };

unsafe extern "C" {
    /// Where the linker's own data ends.
    static __heap_base: u8;
}

/// Gives back everything. What is there is read until somebody asks for memory again.
pub fn empty() {
    REGION.next.set(0);
}

impl Region {
    /// Memory of this size, which is grown where it has to be; zero where it cannot.
    #[inline(never)]
    fn take(&self, size: usize, align: usize) -> usize {
        let next = match self.next.get() {
            0 => (&raw const __heap_base).addr(),
            next => next,
        };
        let start = next.wrapping_add(align).wrapping_sub(1) & align.wrapping_neg();
        let end = start.wrapping_add(size);
        let has = memory_size::<0>().wrapping_mul(PAGE);
        if end < start {
            return 0;
        }
        if end > has {
            let more = (end.wrapping_sub(has).wrapping_add(PAGE).wrapping_sub(1)) / PAGE;
            if memory_grow::<0>(more) == usize::MAX {
                return 0;
            }
        }
        self.next.set(end);
        start
    }
}

// SAFETY: what is taken lies behind all that was taken before, until the region is emptied; by then the call's own
// values are gone, and no static holds memory.
unsafe impl GlobalAlloc for Region {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        core::ptr::with_exposed_provenance_mut(self.take(layout.size(), layout.align()))
    }

    #[inline(always)]
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}

    #[inline(never)]
    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size <= layout.size() {
            return old;
        }
        // What was taken last grows where it is.
        let is_last = old.addr().wrapping_add(layout.size()) == self.next.get();
        let taken = if is_last {
            self.take(size.wrapping_sub(layout.size()), 1)
        } else {
            self.take(size, layout.align())
        };
        if is_last && taken != 0 {
            return old;
        }
        let new = core::ptr::with_exposed_provenance_mut::<u8>(taken);
        if !new.is_null() {
            // SAFETY: the new place is longer than the old one, and lies behind it.
            unsafe { core::ptr::copy_nonoverlapping(old.cast_const(), new, layout.size()) };
        }
        new
    }
}
