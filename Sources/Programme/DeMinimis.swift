/// The de minimis aids granted to a company, and what they come to over three years.
package struct DeMinimis: Hashable, Sendable {
  /// A granted aid.
  package struct Aid: Hashable, Sendable {
    /// The day it was granted, which counts whenever it is paid.
    package let grantedOn: Day
    /// Euros.
    package let amount: Int

    /// States an aid.
    package init(grantedOn: Day, amount: Int) {
      self.grantedOn = grantedOn
      self.amount = amount
    }
  }

  /// The aids, in any order.
  package let aids: [Aid]

  /// Takes the aids of one company.
  package init(_ aids: [Aid]) { self.aids = aids }

  /// What was granted in the three years that end on a day, that day included, in euros.
  ///
  /// The period rolls from day to day (regulation (EU) 2023/2831, article 3(2)): an aid no longer
  /// counts three years after it was granted.
  package func sum(on day: Day) -> Int {
    let before = day.adding(months: -36)
    return aids.filter { before < $0.grantedOn && $0.grantedOn <= day }.reduce(0) { $0 + $1.amount }
  }
}
