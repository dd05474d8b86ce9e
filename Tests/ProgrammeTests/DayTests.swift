import Programme
import Testing

@Suite struct `A day` {
  @Test(arguments: [
    ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11016), ("2026-11-21", 20778),
    ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
  ])
  func `counts from 1970`(text: String, number: Int) throws {
    let day = try Day(text)
    #expect(Int(day.number) == number)
    #expect(day.description == text)
  }

  @Test(arguments: [
    "11/01/2027", "11.01.2027", "11-01-2027", "11 janvier 2027", "Lundi 11 JANVIER 2027",
    "11/1/2027",
    " 2027-01-11 ",
  ])
  func `is read as the French write it`(text: String) throws {
    #expect(try Day(text).description == "2027-01-11")
  }

  @Test func `is read with accents and ordinals`() throws {
    #expect(try Day("1er août 2026").description == "2026-08-01")
    #expect(try Day("3 Février 2026").description == "2026-02-03")
  }

  @Test(arguments: [
    ("", InvalidIdentifier.Problem.empty), ("31/02/2027", .range), ("2027-02-29", .range),
    ("29/02/1900", .range), ("2027-13-01", .range), ("11/01/27", .format), ("11/01", .format),
    ("demain", .format), ("2027-01-11T00:00:00", .format), ("1/2/3/4", .format),
    ("0000-01-01", .range),
    ("99999999999/1/2027", .format),
  ])
  func `that does not exist is refused`(text: String, problem: InvalidIdentifier.Problem) {
    do throws(InvalidIdentifier) {
      let day = try Day(text)
      Issue.record("\(text) was read as \(day)")
    } catch {
      #expect(error.problem == problem)
    }
  }

  @Test func `agrees with a calendar counted day by day`() throws {
    // Gauss's calendar as a child counts it: one day after the other.
    var (year, month, day, weekday) = (1600, 1, 1, 6)  // 1600-01-01 was a Saturday.
    var number = try #require(Day(year: 1600, month: 1, day: 1)).number
    while year < 2405 {
      let current = Day(number: number)
      #expect(current.components == (year, month, day))
      #expect(current.weekday == weekday)
      #expect(Day(year: year, month: month, day: day) == current)
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      day += 1
      if day > lengths[month - 1] { (day, month) = (1, month + 1) }
      if month > 12 { (month, year) = (1, year + 1) }
      weekday = weekday % 7 + 1
      number += 1
    }
  }

  @Test func `belongs to the week of its Thursday`() throws {
    for (text, week) in [
      ("2026-11-21", "2026-W47"), ("2027-01-03", "2026-W53"), ("2027-01-04", "2027-W01"),
      ("2024-12-30", "2025-W01"), ("2021-01-01", "2020-W53"), ("2018-12-31", "2019-W01"),
    ] {
      #expect(try Day(text).week == week)
    }
  }

  @Test func `changes its week on Mondays only`() throws {
    let start = try Day("1999-12-25").number
    for number in start..<start + 15_000 {
      let (day, next) = (Day(number: number), Day(number: number + 1))
      #expect((day.week == next.week) == (next.weekday != 1), "\(day)")
      #expect(day.week <= next.week, "\(day)")
    }
  }

  @Test(arguments: [
    ("2027-01-31", 1, "2027-02-28"), ("2024-02-29", 12, "2025-02-28"),
    ("2024-02-29", 48, "2028-02-29"),
    ("2026-03-31", -1, "2026-02-28"), ("2026-01-15", -13, "2024-12-15"),
    ("2026-11-21", 24, "2028-11-21"),
    ("2026-11-21", .max, "2026-11-21"), ("9999-12-01", 1, "9999-12-01"),
  ])
  func `some months later keeps the day or takes the month's last`(
    text: String, months: Int, expected: String
  ) throws {
    #expect(try Day(text).adding(months: months).description == expected)
  }

  @Test func `some days later is as far as it says`() throws {
    let day = try Day("2026-11-21")
    #expect(day.adding(days: 40).description == "2026-12-31")
    #expect(day.adding(days: -21).days(since: day) == -21)
    #expect(day.adding(days: .max).number == .max)
  }

  @Test func `outside the years people use never traps`() {
    for number in [Int32.min, Int32.min + 3, -800_000, 3_000_000, Int32.max] {
      let day = Day(number: number)
      #expect((1...7).contains(day.weekday))
      #expect(!day.week.isEmpty && !day.description.isEmpty)
      #expect(day.adding(months: 3) >= day)
    }
  }
}
