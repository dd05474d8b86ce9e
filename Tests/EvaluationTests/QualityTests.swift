import Evaluation
import Nearness
import Testing

/// The gates are a little below what was measured on the extracts; where one falls, the engine got
/// worse, and the full sets tell by how much (`Ops/evaluate`).
@Suite struct `The quality of the ranking` {
  @Test func `of occupations by skills, titles, words and code is kept`() throws {
    let extract = try Extract("rome_mobility")
    let ranking = Ranking(extract.set)
    #expect(ranking.feature == .occupations)
    #expect(extract.mean(ranking, Extract.gain) > 0.635)
  }

  @Test func `of short lists of skills is kept, and far above their overlap`() throws {
    let extract = try Extract("rome_mobility_sparse")
    let ranking = Ranking(extract.set)
    #expect(ranking.feature == .profiles)
    let ours = extract.mean(ranking, Extract.gain)
    #expect(ours > 0.50)
    #expect(ours > overlap(extract) + 0.22)
  }

  @Test func `of profiles for positions is kept, and far above their overlap`() throws {
    let extract = try Extract("rome_sim", taxonomy: "rome_mobility_sparse")
    let ours = extract.mean(Ranking(extract.set), Extract.gain)
    #expect(ours > 0.52)
    #expect(ours > overlap(extract) + 0.18)
  }

  @Test func `across two taxonomies is kept, and far above the overlap of skills`() throws {
    let extract = try Extract("esco_x_rome_sparse")
    let ours = extract.mean(Ranking(extract.set), Extract.gain)
    #expect(ours > 0.46)
    #expect(ours > overlap(extract) + 0.22)
  }

  @Test func `of occupations for diplomas is kept, and above what their words alone tell`() throws {
    let extract = try Extract("diplome_rome")
    let ranking = Ranking(extract.set, diplomas: try Extract.diplomas())
    #expect(ranking.feature == .diplomas)
    let ours = extract.mean(ranking, Extract.gain)
    #expect(ours > 0.56)
    #expect(ours > extract.mean(Ranking(extract.set), Extract.gain) + 0.11)
  }

  @Test func `of labels for free titles is kept`() throws {
    let extract = try Extract("melo_fra_q_fr_c_fr")
    let ranking = Ranking(extract.set)
    #expect(ranking.feature == .titles)
    #expect(extract.mean(ranking, Extract.hit) > 0.955)
  }

  /// The cosine of the two lists of skills, rare ones counting more: the usual baseline.
  func overlap(_ extract: Extract) -> Double {
    let index = CosineIndex(extract.set.documents.map(\.skills))
    return extract.mean(
      { query in
        let values = index.similarities(to: query.skills)
        return extract.set.documents.indices.sorted { values[$0] > values[$1] }
          .map { extract.set.documents[$0].id }
      }, Extract.gain)
  }
}
