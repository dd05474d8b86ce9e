// capture of 'counter' with non-Sendable type 'Counter' in a '@Sendable' closure
import Postgres

final class Counter {
  var count = 0
}

func sharedCounter(_ options: Options) {
  let counter = Counter()
  var options = options
  options.notices = { _ in counter.count += 1 }
}
