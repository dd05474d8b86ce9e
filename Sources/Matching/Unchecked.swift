private import CMemory

// The one place where the matching reads and writes memory without the checks of Swift: what one worker
// goes through a thousand times for a position. In debug builds every index is checked.

/// A fixed number of elements one worker writes over and over: an array without the questions an array
/// asks at every write, whether it is shared and whether it has to grow.
@safe struct Scratch<Element: BitwiseCopyable>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>
  private(set) var capacity: Int
  /// How many elements have been appended since the last ``removeAll()``.
  private(set) var count = 0

  /// Room for so many elements, all alike at first.
  init(repeating element: Element, capacity: Int) {
    self.capacity = max(1, capacity)
    unsafe base = .allocate(capacity: self.capacity)
    unsafe base.initialize(repeating: element, count: self.capacity)
  }

  deinit { unsafe base.deallocate() }

  /// Makes room for so many elements where there are fewer; what was there is forgotten.
  mutating func reserve(_ capacity: Int) {
    guard capacity > self.capacity else { return }
    let first = self[0]
    unsafe base.deallocate()
    unsafe base = .allocate(capacity: capacity)
    unsafe base.initialize(repeating: first, count: capacity)
    self.capacity = capacity
    count = 0
  }

  /// An element, appended or not.
  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < capacity)
      return unsafe base[index]
    }
    set {
      assert(index >= 0 && index < capacity)
      unsafe base[index] = newValue
    }
  }

  /// Puts an element after the last one appended.
  @inline(__always)
  mutating func append(_ element: Element) {
    self[count] = element
    count += 1
  }

  /// Puts an element after the last one appended, to be written over unless it is wanted (0 or 1).
  @inline(__always)
  mutating func append(_ element: Element, wanted: Int) {
    self[count] = element
    count += wanted
  }

  /// Forgets what was appended.
  mutating func removeAll() { count = 0 }

  /// Keeps so many of those appended.
  mutating func keep(_ count: Int) { self.count = min(self.count, count) }
}

extension Scratch<UInt64> {
  /// How many words are worked on at a time, so that they stay in the nearest memory.
  private static var block: Int { 256 }

  /// Sets the bits that are set in one of some rows, if there are any, and in all of others.
  ///
  /// - Parameters:
  ///   - rows: rows of words.
  ///   - any: where rows begin of which one has to have the bit.
  ///   - all: where rows begin which all have to have it.
  ///   - part: the words to be set, counted from the beginning of each row.
  mutating func meet(_ rows: borrowing Shelf<UInt64>, any: [Int], all: [Int], in part: Range<Int>) {
    for first in stride(from: part.lowerBound, to: part.upperBound, by: Self.block) {
      let block = first..<Swift.min(first + Self.block, part.upperBound)
      if any.count == 1, all.count == 3 {
        // What most positions ask, in one go.
        let (one, two, three, four) = (any[0], all[0], all[1], all[2])
        for word in block {
          self[word] = rows[one + word] & rows[two + word] & rows[three + word] & rows[four + word]
        }
        continue
      }
      if let row = any.first {
        for word in block { self[word] = rows[row + word] }
      } else {
        for word in block { self[word] = .max }
      }
      for row in any.dropFirst() {
        for word in block { self[word] |= rows[row + word] }
      }
      for row in all {
        for word in block { self[word] &= rows[row + word] }
      }
    }
  }
}

/// Elements that never change, in large pages and from the beginning of a line of the cache on: one
/// whose size divides that of a line lies in one line.
@safe final class Lines<Element: BitwiseCopyable & Sendable>: Sendable {
  let count: Int
  fileprivate nonisolated(unsafe) let base: UnsafePointer<Element>

  /// So many elements, made one after the other.
  init(count: Int, _ make: (Int) -> Element) {
    self.count = count
    let size = max(1, count) * MemoryLayout<Element>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    unsafe memory_large_pages(memory, size)
    let elements = unsafe memory.bindMemory(to: Element.self, capacity: count)
    for index in 0..<count { unsafe (elements + index).initialize(to: make(index)) }
    unsafe base = UnsafePointer(elements)
  }

  deinit { unsafe base.deallocate() }

  /// An element.
  subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count)
    return unsafe base[index]
  }
}

/// An array as one worker reads it here and there: without the check of each index, and with a way to
/// ask for an element some steps before it is read.
@safe struct Shelf<Element: BitwiseCopyable & Sendable>: ~Copyable {
  // Nobody writes what somebody else holds, so the elements stay where they are.
  private let owner: any Sendable
  private let count: Int
  private let base: UnsafePointer<Element>?

  init(_ array: [Element]) {
    owner = array
    count = array.count
    unsafe base = array.withUnsafeBufferPointer { $0.baseAddress }
  }

  init(_ lines: Lines<Element>) {
    owner = lines
    count = lines.count
    unsafe base = lines.base
  }

  /// An element.
  @inline(__always)
  subscript(index: Int) -> Element {
    assert(index >= 0 && index < count)
    return unsafe base.unsafelyUnwrapped[index]
  }

  /// Asks for the cache line of an element, or of where one would stand.
  @inline(__always)
  func prefetch(_ index: Int) {
    unsafe memory_prefetch(base.unsafelyUnwrapped + index)
  }
}

extension Array where Element: BitwiseCopyable {
  /// No elements, with room for so many in large pages: reading here and there then looks up fewer.
  init(largePages capacity: Int) {
    self = unsafe Array(unsafeUninitializedCapacity: capacity) { buffer, _ in
      guard let base = buffer.baseAddress else { return }
      unsafe memory_large_pages(base, capacity * MemoryLayout<Element>.stride)
    }
  }
}
