import Mail
import Nightly
import Postgres
import Store

/// Tells who watches from outside how a night goes: the dead man's switch and the file of metrics.
enum NightWatch {
  /// Runs the work of a night, telling its start and its end; what cannot be told stops nobody.
  static func over(_ context: Context, _ work: () async throws -> Void) async throws {
    let address = context.environment["VIVIER_MONITORING_PING"].flatMap { $0.isEmpty ? nil : $0 }
    let contact = address.map { DeadMansSwitch(address: $0) }
    func tell(_ signal: DeadMansSwitch.Signal) async {
      if let contact, await !contact.tell(signal) {
        note("warning: the dead man's switch did not take our word")
      }
    }
    await tell(.start)
    do {
      try await work()
    } catch let error as StoreError where error.kind == .busy {
      // The night that is at work tells its own end.
      throw error
    } catch {
      await tell(.failure)
      throw error
    }
    await tell(.success)
  }
}
