// One call into the C library's heap; the block it returns is freed before anyone else sees it.
import Glibc

/// Grows the heap of this thread once for the many small blocks that are about to be taken from it.
///
/// glibc grows the heap of any thread but the first one page at a time, at the price of a system call
/// each. A large block, given back at once, makes it grow by as much in one call.
@usableFromInline @inline(never)
func makeRoomForSmallBlocks() {
  unsafe free(block())
}

/// A block just small enough that glibc would not map it apart, nor shrink the heap when it is freed.
///
/// A function of its own, because the optimiser drops a block that is seen to have no use.
@inline(never) private func block() -> UnsafeMutableRawPointer? { unsafe malloc(96 * 1024) }
