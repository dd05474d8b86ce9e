import ArgumentParser

/// A command that may run under a session: it reads, as the session's reader, what that one may see.
protocol RunsUnderSession {}

extension MatchCommand: RunsUnderSession {}
extension PositionCommand.List: RunsUnderSession {}
extension PositionCommand.Show: RunsUnderSession {}
extension CandidateCommand.List: RunsUnderSession {}
extension CandidateCommand.Show: RunsUnderSession {}
extension CompanyCommand.List: RunsUnderSession {}
extension CompanyCommand.Show: RunsUnderSession {}
extension TrainingCommand.List: RunsUnderSession {}
extension TrainingCommand.Show: RunsUnderSession {}
extension TerritoryCommand.List: RunsUnderSession {}
extension TerritoryCommand.Show: RunsUnderSession {}
extension TerritoryCommand.At: RunsUnderSession {}
extension TerritoryCommand.History: RunsUnderSession {}
extension TerritoryCommand.Neighbours: RunsUnderSession {}
extension SkillCommand.List: RunsUnderSession {}
extension SkillCommand.Suggest: RunsUnderSession {}
extension OccupationCommand.List: RunsUnderSession {}
extension OccupationCommand.Suggest: RunsUnderSession {}
extension RuleCommand.List: RunsUnderSession {}
extension RuleCommand.Show: RunsUnderSession {}
extension RuleCommand.CheckAge: RunsUnderSession {}

extension ParsableCommand {
  /// Whether a process that `VIVIER_SESSION` confines may run it: where it opens no database, or reads only.
  ///
  /// Asked before anything else is read or said, so that a session learns nothing from other commands.
  var isForSessions: Bool { self is any RunsUnderSession || !holdsGlobalOptions(self, depth: 6) }
}

/// Whether the options of whatever opens the database stand somewhere in a command.
private func holdsGlobalOptions(_ value: Any, depth: Int) -> Bool {
  value is GlobalOptions
    || depth > 0
      && Mirror(reflecting: value).children.contains {
        holdsGlobalOptions($0.value, depth: depth - 1)
      }
}
