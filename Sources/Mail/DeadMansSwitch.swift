// Calls libcurl. The unsafe lines rest on these facts: the handle lives in one closure on one thread;
// libcurl copies the strings it is given; the callback keeps nothing.
import CCurl
import Dispatch

/// Tells a service that waits for our word: it raises the alarm when none comes.
///
/// The signals are those of Healthchecks: ADDRESS/start, ADDRESS, ADDRESS/fail.
package struct DeadMansSwitch: Sendable {
  /// What is told.
  package enum Signal: String, Sendable {
    case start = "/start"
    case success = ""
    case failure = "/fail"
  }

  /// The address without the signal.
  package let address: String
  /// How long an answer is waited for, in seconds.
  package let patience: Int

  /// A switch at an address.
  package init(address: String, patience: Int = 10) {
    self.address = address
    self.patience = patience
  }

  /// Tells a signal; false when nobody took it, which must stop no work.
  package func tell(_ signal: Signal) async -> Bool {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(returning: get(address + signal.rawValue))
      }
    }
  }

  private func get(_ url: String) -> Bool {
    guard let easy = unsafe curl_easy_init() else { return false }
    defer { unsafe curl_easy_cleanup(easy) }
    let texts = [(CURLOPT_URL, url), (CURLOPT_PROTOCOLS_STR, "http,https")]
    let numbers = [
      (CURLOPT_TIMEOUT, patience), (CURLOPT_NOSIGNAL, 1), (CURLOPT_FAILONERROR, 1),
      (CURLOPT_FOLLOWLOCATION, 0),
    ]
    var isGood = texts.allSatisfy { unsafe ccurl_set_text(easy, $0, $1) == CURLE_OK }
    isGood = numbers.allSatisfy { unsafe ccurl_set_long(easy, $0, $1) == CURLE_OK } && isGood
    // What is answered is of no interest.
    isGood =
      unsafe ccurl_set_answer(easy) { _, size, count, _ in size * count } == CURLE_OK && isGood
    guard isGood else { return false }
    return unsafe curl_easy_perform(easy) == CURLE_OK
  }
}
