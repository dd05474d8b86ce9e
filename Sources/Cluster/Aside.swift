import Glibc

/// Runs waiting work on a thread of its own, so that no thread of the cooperative pool blocks.
enum Aside {
  /// What a thread is to do, boxed for its start.
  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  static func run<Value: Sendable>(
    _ body: @escaping @Sendable () throws(ClusterError) -> Value
  ) async throws(ClusterError) -> Value {
    let result: Result<Value, ClusterError> = await withCheckedContinuation { continuation in
      let isStarted = start { continuation.resume(returning: Result(catching: body)) }
      guard !isStarted else { return }
      let failure = ClusterError(.temporary, "the system gives no more threads")
      continuation.resume(returning: .failure(failure))
    }
    return try result.get()
  }

  /// Starts a thread nobody waits for; says whether the system gave one.
  static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    let work = unsafe Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { raw in
        guard let raw = unsafe raw else { return nil }
        unsafe Unmanaged<Work>.fromOpaque(raw).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      unsafe work.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
