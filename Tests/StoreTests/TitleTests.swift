import Store
import Testing

@Suite struct `The title of a certification` {
  @Test(arguments: [
    ("MASTER - MASTER Chimie (fiche nationale)", "MASTER Chimie"),
    ("LICENCE - LICENCE Chimie", "LICENCE Chimie"),
    ("Titre ingénieur - Ingénieur diplômé", "Titre ingénieur - Ingénieur diplômé"),
    ("BTS - BTSA Viticulture", "BTS - BTSA Viticulture"),
    ("Maintenance des systèmes", "Maintenance des systèmes"),
  ])
  func `is told without the repetitions of the register`(title: String, plain: String) {
    #expect(Nomenclature.plain(title) == plain)
  }
}
