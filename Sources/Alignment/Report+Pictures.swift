import Programme

extension Report {
  // MARK: Quadrant

  /// The items that are asked most, as points of supply and demand.
  var quadrantRows: [ZoneAlignment.Row] {
    let rows = alignment.rows.filter {
      $0.item.grain == .occupation && (!$0.positions.isEmpty || $0.isOwn)
    }
    let asked = rows.filter { !$0.positions.isEmpty && $0.isAsked }
      .sorted { ($1.weight, $0.item) < ($0.weight, $1.item) }.prefix(20)
    let taught = rows.filter { $0.positions.isEmpty }
      .sorted { ($1.offers.count, $0.item) < ($0.offers.count, $1.item) }.prefix(10)
    return Array(asked) + taught
  }

  /// Positions upwards, trainings to the right, cut at the means of what is drawn.
  func quadrant() -> String {
    let rows = quadrantRows
    guard !rows.isEmpty else { return "" }
    let width = 560.0
    let height = 300.0
    let left = 46.0
    let bottom = 36.0
    let most = rows.map(\.positions.count).max() ?? 1
    let widest = rows.map(\.offers.count).max() ?? 1
    func x(_ value: Double) -> Double {
      // Few trainings are told apart, many are many.
      left + 14 + (value / Double(max(1, widest))).squareRoot() * (width - left - 40)
    }
    func y(_ value: Double) -> Double {
      height - bottom - 24 - value / Double(max(1, most)) * (height - bottom - 64)
    }
    let count = Double(rows.count)
    let meanX = x(Double(rows.reduce(0) { $0 + $1.offers.count }) / count)
    let meanY = y(Double(rows.reduce(0) { $0 + $1.positions.count }) / count)
    var drawing =
      "<rect class=\"zone\" x=\"\(tenth(left))\" y=\"0\" width=\"\(tenth(meanX - left))\" "
    drawing += "height=\"\(tenth(meanY))\"/>"
    drawing +=
      line(left, 0, left, height - bottom) + line(left, height - bottom, width, height - bottom)
    drawing +=
      line(meanX, 0, meanX, height - bottom, "mean") + line(left, meanY, width, meanY, "mean")
    drawing += label(left + 4, 12, "demandé, peu enseigné")
    drawing += label(width - 4, 12, "demandé et enseigné", "e")
    drawing += label(width - 4, height - bottom - 5, "enseigné, peu demandé", "e")
    drawing += label(width, height - 10, "formations à portée (0 à \(widest)) →", "e")
    drawing +=
      "<text x=\"12\" y=\"\(tenth(height - bottom))\" transform=\"rotate(-90 12 \(tenth(height - bottom)))\">postes (0 à \(most)) →</text>"
    // What lies at one place is one point, told by its number.
    let groups = Dictionary(grouping: rows.indices) {
      [rows[$0].offers.count, rows[$0].positions.count]
    }.sorted { ($0.key[1], $0.key[0]) < ($1.key[1], $1.key[0]) }
    // Numbers stand over their point, those of points that nearly touch in one row, told together.
    var run: (numbers: [Int], from: Double, to: Double, y: Double, radius: Double)?
    func write() {
      guard let run else { return }
      let numbers = run.numbers.sorted().map { "\($0 + 1)" }
      drawing += label(
        (run.from + run.to) / 2, run.y - run.radius - 3,
        numbers.count < 4
          ? numbers.joined(separator: ", ") : "\(numbers[0]) et \(numbers.count - 1) autres", "m")
    }
    for (place, members) in groups {
      let places = members.reduce(0) { $0 + (rows[$1].places(from: alignment.day) ?? 0) }
      let radius = 5 + min(9, Double(places).squareRoot())
      let isSmall = (1..<Guarded.smallest).contains(place[1])
      let names = members.map { rows[$0].item.french(rows[$0].label) }
      let centre = (x: x(Double(place[0])), y: y(Double(place[1])))
      drawing += "<circle class=\"\(isSmall ? "small" : "point")\" cx=\"\(tenth(centre.x))\" "
      drawing += "cy=\"\(tenth(centre.y))\" r=\"\(tenth(radius))\"><title>"
      drawing += escaped(clipped(names.joined(separator: ", "), 160)) + "</title></circle>"
      if let last = run, last.y == centre.y, centre.x - last.to < 34 {
        run = (last.numbers + members, last.from, centre.x, last.y, max(last.radius, radius))
      } else {
        write()
        run = (members, centre.x, centre.x, centre.y, radius)
      }
    }
    write()
    return drawing
  }

  // MARK: Bars

  /// The skills asked most.
  var barRows: [ZoneAlignment.Row] {
    Array(
      alignment.rows.filter { $0.item.grain == .skill && !$0.positions.isEmpty }
        .sorted { ($1.weight, $0.item) < ($0.weight, $1.item) }.prefix(12))
  }

  /// Positions to the left, trainings to the right, each on a scale of its own.
  func bars() -> String {
    let rows = barRows
    let most = Double(rows.map(\.positions.count).max() ?? 1)
    let widest = Double(max(1, rows.map(\.offers.count).max() ?? 1))
    var drawing = label(262, 12, "postes", "e") + label(300, 12, "formations à portée")
    for (index, row) in rows.enumerated() {
      let y = 22.0 + Double(index) * 36
      let asked = Double(row.positions.count) / most * 200
      let taught = Double(row.offers.count) / widest * 200
      drawing += label(280, y + 9, clipped(row.label, 74), "m")
      drawing += bar("asked", 262 - asked, y + 14, asked)
      drawing += bar(row.content == .declared ? "declared" : "deduced", 300, y + 14, taught)
      drawing += label(258 - asked, y + 24, French.number(row.positions.count), "e")
      drawing += label(304 + taught, y + 24, French.number(row.offers.count))
    }
    return drawing
  }

  private func bar(_ name: String, _ x: Double, _ y: Double, _ width: Double) -> String {
    "<rect class=\"\(name)\" x=\"\(tenth(x))\" y=\"\(tenth(y))\" width=\"\(tenth(width))\" height=\"12\"/>"
  }

  // MARK: Map

  /// The communes as dots, workplaces as discs, training places as squares, north up.
  func map() -> (drawing: String, height: Int) {
    let communes = alignment.zone.communes
    let all = communes + trainingPlaces
    guard let south = all.map(\.latitude).min(), let north = all.map(\.latitude).max(),
      let west = all.map(\.longitude).min(), let east = all.map(\.longitude).max()
    else { return ("", 10) }
    // A degree of longitude is shorter by the cosine of the latitude, here by its series.
    let middle = (south + north) / 2 * .pi / 180
    let shrink = 1 - middle * middle / 2 + middle * middle * middle * middle / 24
    let width = max(0.05, (east - west) * shrink)
    let height = max(0.05, north - south)
    let scale = min(540 / width, 420 / height)
    func x(_ commune: Commune) -> Double { 10 + (commune.longitude - west) * shrink * scale }
    func y(_ commune: Commune) -> Double { 10 + (north - commune.latitude) * scale }
    var drawing = "<path class=\"commune\" d=\""
    for commune in communes { drawing += "M\(tenth(x(commune))) \(tenth(y(commune)))h0" }
    drawing += "\"/>"
    for place in trainingPlaces {
      drawing +=
        "<path class=\"cfa\" d=\"M\(tenth(x(place) - 2.5)) \(tenth(y(place) - 2.5))h5v5h-5z\"/>"
    }
    for workplace in workplaces {
      let radius = 3 + 3 * Double(workplace.positions).squareRoot()
      drawing += "<circle class=\"work\" cx=\"\(tenth(x(workplace.commune)))\" "
      drawing += "cy=\"\(tenth(y(workplace.commune)))\" r=\"\(tenth(radius))\"><title>"
      drawing += escaped(workplace.commune.name) + "</title></circle>"
    }
    var taken: [(x: ClosedRange<Double>, y: Double)] = []
    for workplace in workplaces.prefix(5) {
      let name = "\(workplace.commune.name) (\(workplace.positions))"
      let isRight = x(workplace.commune) > 340
      let radius = 5 + 3 * Double(workplace.positions).squareRoot()
      let start = x(workplace.commune) + (isRight ? -radius : radius)
      let length = Double(name.count) * 6
      let span = isRight ? start - length...start : start...start + length
      var place = y(workplace.commune) + 4
      // One that would lie on another steps down.
      while let other = taken.first(where: { $0.x.overlaps(span) && abs($0.y - place) < 13 }) {
        place = other.y + 13
      }
      taken.append((span, place))
      drawing += label(start, place, name, isRight ? "e" : "")
    }
    return (drawing, Int(height * scale) + 20)
  }

  // MARK: Trend

  /// Twelve columns, the current month last; the year stands under the first and under January.
  func trend() -> String {
    let most = Double(max(1, months.map(\.opened).max() ?? 1))
    var drawing = line(20, 120, 560, 120)
    for (index, month) in months.enumerated() {
      let height = Double(month.opened) / most * 90
      let x = 26 + Double(index) * 45
      drawing +=
        "<rect class=\"asked\" x=\"\(tenth(x))\" y=\"\(tenth(120 - height))\" width=\"30\" "
      drawing += "height=\"\(tenth(height))\"/>"
      drawing += label(x + 15, 114 - height, French.number(month.opened), "m")
      let name = monthName(month.first).split(separator: " ")
      drawing += label(x + 15, 136, String(name[0]), "m")
      if index == 0 || month.first.components.month == 1 {
        drawing += label(x + 15, 152, String(name[1]), "m")
      }
    }
    return drawing
  }

  /// `nov. 2026`.
  func monthName(_ day: Day) -> String {
    let (year, month, _) = day.components
    let names = [
      "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
      "déc.",
    ]
    return names[month - 1] + " \(year)"
  }

  // MARK: Strokes

  private func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ name: String = "axis"
  ) -> String {
    "<line class=\"\(name)\" x1=\"\(tenth(x1))\" y1=\"\(tenth(y1))\" x2=\"\(tenth(x2))\" y2=\"\(tenth(y2))\"/>"
  }

  /// Text beginning at a place, ending there (`e`) or centred on it (`m`).
  private func label(_ x: Double, _ y: Double, _ text: String, _ anchor: String = "") -> String {
    "<text\(anchor.isEmpty ? "" : " class=\"\(anchor)\"") x=\"\(tenth(x))\" y=\"\(tenth(y))\">\(escaped(text))</text>"
  }
}
