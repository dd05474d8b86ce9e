/// Kinds of employment contract; the empty set means that nothing was told.
package struct ContractSet: OptionSet, Hashable, BitwiseCopyable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Permanent (contrat à durée indéterminée).
  package static let cdi = ContractSet(rawValue: 1)
  /// For a fixed time (contrat à durée déterminée).
  package static let cdd = ContractSet(rawValue: 2)
  /// Work-study in initial training (contrat d'apprentissage).
  package static let apprentissage = ContractSet(rawValue: 4)
  /// Work-study in continuing training (contrat de professionnalisation).
  package static let professionnalisation = ContractSet(rawValue: 8)

  /// The two kinds of work-study.
  package static let workStudy: ContractSet = [.apprentissage, .professionnalisation]
  /// Every kind there is.
  package static let all: ContractSet = [.cdi, .cdd, .apprentissage, .professionnalisation]
}

extension ContractSet: CustomStringConvertible {
  package var description: String {
    names.isEmpty ? "none told" : names.joined(separator: ", ")
  }
}

extension ContractSet {
  /// The names of the kinds it holds, in a fixed order.
  package var names: [String] {
    [
      (ContractSet.cdi, "cdi"), (.cdd, "cdd"), (.apprentissage, "apprentissage"),
      (.professionnalisation, "professionnalisation"),
    ].filter { contains($0.0) }.map(\.1)
  }
}
