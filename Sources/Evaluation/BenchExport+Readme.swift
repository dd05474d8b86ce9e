extension BenchExport {
  /// What the files mean together: the whole score in words.
  var readme: String {
    """
    A market to recompute
    =====================
    \(description)

    Every file NAME.TYPE is one array, little-endian and without a header, in the order of rows;
    schema.json gives its type, shape, meaning and unit. method.json holds the numbers of the method
    under the names used below, the business date, and what ties are drawn with. Whole numbers
    throughout: / rounds down, UNIT is 1,000,000. "Not told" is what schema.json says of a field.
    The list of row r in X_starts is X_*[X_starts[r] ..< X_starts[r + 1]].

    Gates. A pair fails, of position p and candidate c,
      contract      both told contracts and they share no bit
      level         candidate_level is told and below position_level
      availability  candidate_available_day is told and after position_hire_day + availability.days
      area          candidate_chord_limit is not -1 and (x_p - x_c)^2 + (y_p - y_c)^2 + (z_p - z_c)^2
                    exceeds it
      programme     candidate_level is told and below least_level_held, or the diploma is told, is
                    not after position_hire_day, and its day graduate_within_months months later
                    (the last day of that month where it is shorter) is before position_hire_day

    Skills. A skill held has the strength proficiency.N * evidence.KIND / UNIT. For a skill asked it
    counts base * strength / UNIT, base being UNIT for the skill itself, else near_credit where
    it is in the list of the skill asked, else nothing. The credit of a skill asked is the most that
    any skill held counts for it; it is met from skill.met on. With the weight idf * importance of
    each, a list of skills asked has the value (sum of weight * credit) / (sum of weight).

    side_position is (sum of weight * value) / (sum of weight) over what the position asks:
      weight.required_skills      the value of its required skills; prior.required_skills where the
                                  candidate holds none at all
      weight.desired_skills       the same of the desired ones, with prior.desired_skills
      weight.position_occupation  the highest occupation_credit of an occupation wished or studied;
                                  prior.position_occupation where the candidate has neither
    and prior.side_position where it asks nothing.

    side_candidate, in the same way, over what the candidate asks:
      weight.candidate_occupation the highest occupation_credit of an occupation wished
      weight.mission              UNIT where the position's mission is wished, else 0; prior.mission
                                  where the position does not tell it
      weight.sector               the same of the sector, with prior.sector
      weight.pay                  with the pay offered, position_pay_max, else position_pay_min: UNIT
                                  from the least pay accepted on; below, with a = offered * UNIT -
                                  pay.floor * least, 0 where a is not above 0, else
                                  a * UNIT / ((UNIT - pay.floor) * least); prior.pay where none is
                                  offered
    and prior.side_candidate where the candidate asks nothing.

    score = the largest whole number whose square is at most side_position * side_candidate.

    Order. The highest score first; of equal ones the lowest candidate_exposures; of these the lowest
    SipHash-2-4 (64 bits, unsigned) of sixteen bytes, position_tie and then candidate_tie, each
    little-endian, under the key of method.json; then the lowest row. A tie word is itself that hash
    of a message: for a text its length in bytes as eight little-endian bytes and then its UTF-8, for
    a number eight little-endian bytes; of version, week, "position" or "candidate", and the row.

    Lists. list_* holds the \(matches.width) best candidates that fail no gate, whether they meet the
    required skills or not. near_* holds the \(near.width) best of those that do not fail the area
    and, counting failed gates and required skills not met together, fail exactly one.

    """
  }
}
