// Generated from PostgreSQL 15's errcodes.txt (/usr/share/postgresql/15/errcodes.txt on Debian), in
// its order: each macro's name in camel case without its ERRCODE_ prefix, abbreviations written out
// (E_R_E_ is externalRoutine) or, for T_R_, dropped; the words are the condition names. A test
// compares the two. Codes that newer servers add match by class without a constant.

extension SQLState {
  // Class 00: Successful Completion

  /// `00000`: successful completion.
  public static let successfulCompletion = SQLState(code: "00000")

  // Class 01: Warning

  /// `01000`: warning.
  public static let warning = SQLState(code: "01000")
  /// `0100C`: dynamic result sets returned.
  public static let warningDynamicResultSetsReturned = SQLState(code: "0100C")
  /// `01008`: implicit zero bit padding.
  public static let warningImplicitZeroBitPadding = SQLState(code: "01008")
  /// `01003`: null value eliminated in set function.
  public static let warningNullValueEliminatedInSetFunction = SQLState(code: "01003")
  /// `01007`: privilege not granted.
  public static let warningPrivilegeNotGranted = SQLState(code: "01007")
  /// `01006`: privilege not revoked.
  public static let warningPrivilegeNotRevoked = SQLState(code: "01006")
  /// `01004`: string data right truncation.
  public static let warningStringDataRightTruncation = SQLState(code: "01004")
  /// `01P01`: deprecated feature.
  public static let warningDeprecatedFeature = SQLState(code: "01P01")

  // Class 02: No Data (this is also a warning class per the SQL standard)

  /// `02000`: no data.
  public static let noData = SQLState(code: "02000")
  /// `02001`: no additional dynamic result sets returned.
  public static let noAdditionalDynamicResultSetsReturned = SQLState(code: "02001")

  // Class 03: SQL Statement Not Yet Complete

  /// `03000`: sql statement not yet complete.
  public static let sqlStatementNotYetComplete = SQLState(code: "03000")

  // Class 08: Connection Exception

  /// `08000`: connection exception.
  public static let connectionException = SQLState(code: "08000")
  /// `08003`: connection does not exist.
  public static let connectionDoesNotExist = SQLState(code: "08003")
  /// `08006`: connection failure.
  public static let connectionFailure = SQLState(code: "08006")
  /// `08001`: sqlclient unable to establish sqlconnection.
  public static let sqlclientUnableToEstablishSQLconnection = SQLState(code: "08001")
  /// `08004`: sqlserver rejected establishment of sqlconnection.
  public static let sqlserverRejectedEstablishmentOfSQLconnection = SQLState(code: "08004")
  /// `08007`: transaction resolution unknown.
  public static let transactionResolutionUnknown = SQLState(code: "08007")
  /// `08P01`: protocol violation.
  public static let protocolViolation = SQLState(code: "08P01")

  // Class 09: Triggered Action Exception

  /// `09000`: triggered action exception.
  public static let triggeredActionException = SQLState(code: "09000")

  // Class 0A: Feature Not Supported

  /// `0A000`: feature not supported.
  public static let featureNotSupported = SQLState(code: "0A000")

  // Class 0B: Invalid Transaction Initiation

  /// `0B000`: invalid transaction initiation.
  public static let invalidTransactionInitiation = SQLState(code: "0B000")

  // Class 0F: Locator Exception

  /// `0F000`: locator exception.
  public static let locatorException = SQLState(code: "0F000")
  /// `0F001`: invalid locator specification.
  public static let locatorInvalidSpecification = SQLState(code: "0F001")

  // Class 0L: Invalid Grantor

  /// `0L000`: invalid grantor.
  public static let invalidGrantor = SQLState(code: "0L000")
  /// `0LP01`: invalid grant operation.
  public static let invalidGrantOperation = SQLState(code: "0LP01")

  // Class 0P: Invalid Role Specification

  /// `0P000`: invalid role specification.
  public static let invalidRoleSpecification = SQLState(code: "0P000")

  // Class 0Z: Diagnostics Exception

  /// `0Z000`: diagnostics exception.
  public static let diagnosticsException = SQLState(code: "0Z000")
  /// `0Z002`: stacked diagnostics accessed without active handler.
  public static let stackedDiagnosticsAccessedWithoutActiveHandler = SQLState(code: "0Z002")

  // Class 20: Case Not Found

  /// `20000`: case not found.
  public static let caseNotFound = SQLState(code: "20000")

  // Class 21: Cardinality Violation

  /// `21000`: cardinality violation.
  public static let cardinalityViolation = SQLState(code: "21000")

  // Class 22: Data Exception

  /// `22000`: data exception.
  public static let dataException = SQLState(code: "22000")
  /// `2202E`: array element error.
  public static let arrayElementError = SQLState(code: "2202E")
  /// `2202E`: array subscript error.
  public static let arraySubscriptError = SQLState(code: "2202E")
  /// `22021`: character not in repertoire.
  public static let characterNotInRepertoire = SQLState(code: "22021")
  /// `22008`: datetime field overflow.
  public static let datetimeFieldOverflow = SQLState(code: "22008")
  /// `22008`: datetime value out of range.
  public static let datetimeValueOutOfRange = SQLState(code: "22008")
  /// `22012`: division by zero.
  public static let divisionByZero = SQLState(code: "22012")
  /// `22005`: error in assignment.
  public static let errorInAssignment = SQLState(code: "22005")
  /// `2200B`: escape character conflict.
  public static let escapeCharacterConflict = SQLState(code: "2200B")
  /// `22022`: indicator overflow.
  public static let indicatorOverflow = SQLState(code: "22022")
  /// `22015`: interval field overflow.
  public static let intervalFieldOverflow = SQLState(code: "22015")
  /// `2201E`: invalid argument for logarithm.
  public static let invalidArgumentForLog = SQLState(code: "2201E")
  /// `22014`: invalid argument for ntile function.
  public static let invalidArgumentForNtile = SQLState(code: "22014")
  /// `22016`: invalid argument for nth value function.
  public static let invalidArgumentForNthValue = SQLState(code: "22016")
  /// `2201F`: invalid argument for power function.
  public static let invalidArgumentForPowerFunction = SQLState(code: "2201F")
  /// `2201G`: invalid argument for width bucket function.
  public static let invalidArgumentForWidthBucketFunction = SQLState(code: "2201G")
  /// `22018`: invalid character value for cast.
  public static let invalidCharacterValueForCast = SQLState(code: "22018")
  /// `22007`: invalid datetime format.
  public static let invalidDatetimeFormat = SQLState(code: "22007")
  /// `22019`: invalid escape character.
  public static let invalidEscapeCharacter = SQLState(code: "22019")
  /// `2200D`: invalid escape octet.
  public static let invalidEscapeOctet = SQLState(code: "2200D")
  /// `22025`: invalid escape sequence.
  public static let invalidEscapeSequence = SQLState(code: "22025")
  /// `22P06`: nonstandard use of escape character.
  public static let nonstandardUseOfEscapeCharacter = SQLState(code: "22P06")
  /// `22010`: invalid indicator parameter value.
  public static let invalidIndicatorParameterValue = SQLState(code: "22010")
  /// `22023`: invalid parameter value.
  public static let invalidParameterValue = SQLState(code: "22023")
  /// `22013`: invalid preceding or following size.
  public static let invalidPrecedingOrFollowingSize = SQLState(code: "22013")
  /// `2201B`: invalid regular expression.
  public static let invalidRegularExpression = SQLState(code: "2201B")
  /// `2201W`: invalid row count in limit clause.
  public static let invalidRowCountInLimitClause = SQLState(code: "2201W")
  /// `2201X`: invalid row count in result offset clause.
  public static let invalidRowCountInResultOffsetClause = SQLState(code: "2201X")
  /// `2202H`: invalid tablesample argument.
  public static let invalidTablesampleArgument = SQLState(code: "2202H")
  /// `2202G`: invalid tablesample repeat.
  public static let invalidTablesampleRepeat = SQLState(code: "2202G")
  /// `22009`: invalid time zone displacement value.
  public static let invalidTimeZoneDisplacementValue = SQLState(code: "22009")
  /// `2200C`: invalid use of escape character.
  public static let invalidUseOfEscapeCharacter = SQLState(code: "2200C")
  /// `2200G`: most specific type mismatch.
  public static let mostSpecificTypeMismatch = SQLState(code: "2200G")
  /// `22004`: null value not allowed.
  public static let nullValueNotAllowed = SQLState(code: "22004")
  /// `22002`: null value no indicator parameter.
  public static let nullValueNoIndicatorParameter = SQLState(code: "22002")
  /// `22003`: numeric value out of range.
  public static let numericValueOutOfRange = SQLState(code: "22003")
  /// `2200H`: sequence generator limit exceeded.
  public static let sequenceGeneratorLimitExceeded = SQLState(code: "2200H")
  /// `22026`: string data length mismatch.
  public static let stringDataLengthMismatch = SQLState(code: "22026")
  /// `22001`: string data right truncation.
  public static let stringDataRightTruncation = SQLState(code: "22001")
  /// `22011`: substring error.
  public static let substringError = SQLState(code: "22011")
  /// `22027`: trim error.
  public static let trimError = SQLState(code: "22027")
  /// `22024`: unterminated c string.
  public static let unterminatedCString = SQLState(code: "22024")
  /// `2200F`: zero length character string.
  public static let zeroLengthCharacterString = SQLState(code: "2200F")
  /// `22P01`: floating point exception.
  public static let floatingPointException = SQLState(code: "22P01")
  /// `22P02`: invalid text representation.
  public static let invalidTextRepresentation = SQLState(code: "22P02")
  /// `22P03`: invalid binary representation.
  public static let invalidBinaryRepresentation = SQLState(code: "22P03")
  /// `22P04`: bad copy file format.
  public static let badCopyFileFormat = SQLState(code: "22P04")
  /// `22P05`: untranslatable character.
  public static let untranslatableCharacter = SQLState(code: "22P05")
  /// `22P07`: datum version mismatch.
  public static let datumVersionMismatch = SQLState(code: "22P07")
  /// `2200L`: not an xml document.
  public static let notAnXMLDocument = SQLState(code: "2200L")
  /// `2200M`: invalid xml document.
  public static let invalidXMLDocument = SQLState(code: "2200M")
  /// `2200N`: invalid xml content.
  public static let invalidXMLContent = SQLState(code: "2200N")
  /// `2200S`: invalid xml comment.
  public static let invalidXMLComment = SQLState(code: "2200S")
  /// `2200T`: invalid xml processing instruction.
  public static let invalidXMLProcessingInstruction = SQLState(code: "2200T")
  /// `22030`: duplicate json object key value.
  public static let duplicateJSONObjectKeyValue = SQLState(code: "22030")
  /// `22031`: invalid argument for sql json datetime function.
  public static let invalidArgumentForSQLJSONDatetimeFunction = SQLState(code: "22031")
  /// `22032`: invalid json text.
  public static let invalidJSONText = SQLState(code: "22032")
  /// `22033`: invalid sql json subscript.
  public static let invalidSQLJSONSubscript = SQLState(code: "22033")
  /// `22034`: more than one sql json item.
  public static let moreThanOneSQLJSONItem = SQLState(code: "22034")
  /// `22035`: no sql json item.
  public static let noSQLJSONItem = SQLState(code: "22035")
  /// `22036`: non numeric sql json item.
  public static let nonNumericSQLJSONItem = SQLState(code: "22036")
  /// `22037`: non unique keys in a json object.
  public static let nonUniqueKeysInAJSONObject = SQLState(code: "22037")
  /// `22038`: singleton sql json item required.
  public static let singletonSQLJSONItemRequired = SQLState(code: "22038")
  /// `22039`: sql json array not found.
  public static let sqlJSONArrayNotFound = SQLState(code: "22039")
  /// `2203A`: sql json member not found.
  public static let sqlJSONMemberNotFound = SQLState(code: "2203A")
  /// `2203B`: sql json number not found.
  public static let sqlJSONNumberNotFound = SQLState(code: "2203B")
  /// `2203C`: sql json object not found.
  public static let sqlJSONObjectNotFound = SQLState(code: "2203C")
  /// `2203D`: too many json array elements.
  public static let tooManyJSONArrayElements = SQLState(code: "2203D")
  /// `2203E`: too many json object members.
  public static let tooManyJSONObjectMembers = SQLState(code: "2203E")
  /// `2203F`: sql json scalar required.
  public static let sqlJSONScalarRequired = SQLState(code: "2203F")
  /// `2203G`: sql json item cannot be cast to target type.
  public static let sqlJSONItemCannotBeCastToTargetType = SQLState(code: "2203G")

  // Class 23: Integrity Constraint Violation

  /// `23000`: integrity constraint violation.
  public static let integrityConstraintViolation = SQLState(code: "23000")
  /// `23001`: restrict violation.
  public static let restrictViolation = SQLState(code: "23001")
  /// `23502`: not null violation.
  public static let notNullViolation = SQLState(code: "23502")
  /// `23503`: foreign key violation.
  public static let foreignKeyViolation = SQLState(code: "23503")
  /// `23505`: unique violation.
  public static let uniqueViolation = SQLState(code: "23505")
  /// `23514`: check violation.
  public static let checkViolation = SQLState(code: "23514")
  /// `23P01`: exclusion violation.
  public static let exclusionViolation = SQLState(code: "23P01")

  // Class 24: Invalid Cursor State

  /// `24000`: invalid cursor state.
  public static let invalidCursorState = SQLState(code: "24000")

  // Class 25: Invalid Transaction State

  /// `25000`: invalid transaction state.
  public static let invalidTransactionState = SQLState(code: "25000")
  /// `25001`: active sql transaction.
  public static let activeSQLTransaction = SQLState(code: "25001")
  /// `25002`: branch transaction already active.
  public static let branchTransactionAlreadyActive = SQLState(code: "25002")
  /// `25008`: held cursor requires same isolation level.
  public static let heldCursorRequiresSameIsolationLevel = SQLState(code: "25008")
  /// `25003`: inappropriate access mode for branch transaction.
  public static let inappropriateAccessModeForBranchTransaction = SQLState(code: "25003")
  /// `25004`: inappropriate isolation level for branch transaction.
  public static let inappropriateIsolationLevelForBranchTransaction = SQLState(code: "25004")
  /// `25005`: no active sql transaction for branch transaction.
  public static let noActiveSQLTransactionForBranchTransaction = SQLState(code: "25005")
  /// `25006`: read only sql transaction.
  public static let readOnlySQLTransaction = SQLState(code: "25006")
  /// `25007`: schema and data statement mixing not supported.
  public static let schemaAndDataStatementMixingNotSupported = SQLState(code: "25007")
  /// `25P01`: no active sql transaction.
  public static let noActiveSQLTransaction = SQLState(code: "25P01")
  /// `25P02`: in failed sql transaction.
  public static let inFailedSQLTransaction = SQLState(code: "25P02")
  /// `25P03`: idle in transaction session timeout.
  public static let idleInTransactionSessionTimeout = SQLState(code: "25P03")

  // Class 26: Invalid SQL Statement Name

  /// `26000`: invalid sql statement name.
  public static let invalidSQLStatementName = SQLState(code: "26000")

  // Class 27: Triggered Data Change Violation

  /// `27000`: triggered data change violation.
  public static let triggeredDataChangeViolation = SQLState(code: "27000")

  // Class 28: Invalid Authorization Specification

  /// `28000`: invalid authorization specification.
  public static let invalidAuthorizationSpecification = SQLState(code: "28000")
  /// `28P01`: invalid password.
  public static let invalidPassword = SQLState(code: "28P01")

  // Class 2B: Dependent Privilege Descriptors Still Exist

  /// `2B000`: dependent privilege descriptors still exist.
  public static let dependentPrivilegeDescriptorsStillExist = SQLState(code: "2B000")
  /// `2BP01`: dependent objects still exist.
  public static let dependentObjectsStillExist = SQLState(code: "2BP01")

  // Class 2D: Invalid Transaction Termination

  /// `2D000`: invalid transaction termination.
  public static let invalidTransactionTermination = SQLState(code: "2D000")

  // Class 2F: SQL Routine Exception

  /// `2F000`: sql routine exception.
  public static let sqlRoutineException = SQLState(code: "2F000")
  /// `2F005`: function executed no return statement.
  public static let sqlRoutineFunctionExecutedNoReturnStatement = SQLState(code: "2F005")
  /// `2F002`: modifying sql data not permitted.
  public static let sqlRoutineModifyingSQLDataNotPermitted = SQLState(code: "2F002")
  /// `2F003`: prohibited sql statement attempted.
  public static let sqlRoutineProhibitedSQLStatementAttempted = SQLState(code: "2F003")
  /// `2F004`: reading sql data not permitted.
  public static let sqlRoutineReadingSQLDataNotPermitted = SQLState(code: "2F004")

  // Class 34: Invalid Cursor Name

  /// `34000`: invalid cursor name.
  public static let invalidCursorName = SQLState(code: "34000")

  // Class 38: External Routine Exception

  /// `38000`: external routine exception.
  public static let externalRoutineException = SQLState(code: "38000")
  /// `38001`: containing sql not permitted.
  public static let externalRoutineContainingSQLNotPermitted = SQLState(code: "38001")
  /// `38002`: modifying sql data not permitted.
  public static let externalRoutineModifyingSQLDataNotPermitted = SQLState(code: "38002")
  /// `38003`: prohibited sql statement attempted.
  public static let externalRoutineProhibitedSQLStatementAttempted = SQLState(code: "38003")
  /// `38004`: reading sql data not permitted.
  public static let externalRoutineReadingSQLDataNotPermitted = SQLState(code: "38004")

  // Class 39: External Routine Invocation Exception

  /// `39000`: external routine invocation exception.
  public static let externalRoutineInvocationException = SQLState(code: "39000")
  /// `39001`: invalid sqlstate returned.
  public static let externalRoutineInvocationInvalidSQLStateReturned = SQLState(code: "39001")
  /// `39004`: null value not allowed.
  public static let externalRoutineInvocationNullValueNotAllowed = SQLState(code: "39004")
  /// `39P01`: trigger protocol violated.
  public static let externalRoutineInvocationTriggerProtocolViolated = SQLState(code: "39P01")
  /// `39P02`: srf protocol violated.
  public static let externalRoutineInvocationSrfProtocolViolated = SQLState(code: "39P02")
  /// `39P03`: event trigger protocol violated.
  public static let externalRoutineInvocationEventTriggerProtocolViolated = SQLState(code: "39P03")

  // Class 3B: Savepoint Exception

  /// `3B000`: savepoint exception.
  public static let savepointException = SQLState(code: "3B000")
  /// `3B001`: invalid savepoint specification.
  public static let savepointInvalidSpecification = SQLState(code: "3B001")

  // Class 3D: Invalid Catalog Name

  /// `3D000`: invalid catalog name.
  public static let invalidCatalogName = SQLState(code: "3D000")

  // Class 3F: Invalid Schema Name

  /// `3F000`: invalid schema name.
  public static let invalidSchemaName = SQLState(code: "3F000")

  // Class 40: Transaction Rollback

  /// `40000`: transaction rollback.
  public static let transactionRollback = SQLState(code: "40000")
  /// `40002`: transaction integrity constraint violation.
  public static let transactionIntegrityConstraintViolation = SQLState(code: "40002")
  /// `40001`: serialization failure.
  public static let serializationFailure = SQLState(code: "40001")
  /// `40003`: statement completion unknown.
  public static let statementCompletionUnknown = SQLState(code: "40003")
  /// `40P01`: deadlock detected.
  public static let deadlockDetected = SQLState(code: "40P01")

  // Class 42: Syntax Error or Access Rule Violation

  /// `42000`: syntax error or access rule violation.
  public static let syntaxErrorOrAccessRuleViolation = SQLState(code: "42000")
  /// `42601`: syntax error.
  public static let syntaxError = SQLState(code: "42601")
  /// `42501`: insufficient privilege.
  public static let insufficientPrivilege = SQLState(code: "42501")
  /// `42846`: cannot coerce.
  public static let cannotCoerce = SQLState(code: "42846")
  /// `42803`: grouping error.
  public static let groupingError = SQLState(code: "42803")
  /// `42P20`: windowing error.
  public static let windowingError = SQLState(code: "42P20")
  /// `42P19`: invalid recursion.
  public static let invalidRecursion = SQLState(code: "42P19")
  /// `42830`: invalid foreign key.
  public static let invalidForeignKey = SQLState(code: "42830")
  /// `42602`: invalid name.
  public static let invalidName = SQLState(code: "42602")
  /// `42622`: name too long.
  public static let nameTooLong = SQLState(code: "42622")
  /// `42939`: reserved name.
  public static let reservedName = SQLState(code: "42939")
  /// `42804`: datatype mismatch.
  public static let datatypeMismatch = SQLState(code: "42804")
  /// `42P18`: indeterminate datatype.
  public static let indeterminateDatatype = SQLState(code: "42P18")
  /// `42P21`: collation mismatch.
  public static let collationMismatch = SQLState(code: "42P21")
  /// `42P22`: indeterminate collation.
  public static let indeterminateCollation = SQLState(code: "42P22")
  /// `42809`: wrong object type.
  public static let wrongObjectType = SQLState(code: "42809")
  /// `428C9`: generated always.
  public static let generatedAlways = SQLState(code: "428C9")
  /// `42703`: undefined column.
  public static let undefinedColumn = SQLState(code: "42703")
  /// `34000`: undefined cursor.
  public static let undefinedCursor = SQLState(code: "34000")
  /// `3D000`: undefined database.
  public static let undefinedDatabase = SQLState(code: "3D000")
  /// `42883`: undefined function.
  public static let undefinedFunction = SQLState(code: "42883")
  /// `26000`: undefined pstatement.
  public static let undefinedPstatement = SQLState(code: "26000")
  /// `3F000`: undefined schema.
  public static let undefinedSchema = SQLState(code: "3F000")
  /// `42P01`: undefined table.
  public static let undefinedTable = SQLState(code: "42P01")
  /// `42P02`: undefined parameter.
  public static let undefinedParameter = SQLState(code: "42P02")
  /// `42704`: undefined object.
  public static let undefinedObject = SQLState(code: "42704")
  /// `42701`: duplicate column.
  public static let duplicateColumn = SQLState(code: "42701")
  /// `42P03`: duplicate cursor.
  public static let duplicateCursor = SQLState(code: "42P03")
  /// `42P04`: duplicate database.
  public static let duplicateDatabase = SQLState(code: "42P04")
  /// `42723`: duplicate function.
  public static let duplicateFunction = SQLState(code: "42723")
  /// `42P05`: duplicate prepared statement.
  public static let duplicatePstatement = SQLState(code: "42P05")
  /// `42P06`: duplicate schema.
  public static let duplicateSchema = SQLState(code: "42P06")
  /// `42P07`: duplicate table.
  public static let duplicateTable = SQLState(code: "42P07")
  /// `42712`: duplicate alias.
  public static let duplicateAlias = SQLState(code: "42712")
  /// `42710`: duplicate object.
  public static let duplicateObject = SQLState(code: "42710")
  /// `42702`: ambiguous column.
  public static let ambiguousColumn = SQLState(code: "42702")
  /// `42725`: ambiguous function.
  public static let ambiguousFunction = SQLState(code: "42725")
  /// `42P08`: ambiguous parameter.
  public static let ambiguousParameter = SQLState(code: "42P08")
  /// `42P09`: ambiguous alias.
  public static let ambiguousAlias = SQLState(code: "42P09")
  /// `42P10`: invalid column reference.
  public static let invalidColumnReference = SQLState(code: "42P10")
  /// `42611`: invalid column definition.
  public static let invalidColumnDefinition = SQLState(code: "42611")
  /// `42P11`: invalid cursor definition.
  public static let invalidCursorDefinition = SQLState(code: "42P11")
  /// `42P12`: invalid database definition.
  public static let invalidDatabaseDefinition = SQLState(code: "42P12")
  /// `42P13`: invalid function definition.
  public static let invalidFunctionDefinition = SQLState(code: "42P13")
  /// `42P14`: invalid prepared statement definition.
  public static let invalidPstatementDefinition = SQLState(code: "42P14")
  /// `42P15`: invalid schema definition.
  public static let invalidSchemaDefinition = SQLState(code: "42P15")
  /// `42P16`: invalid table definition.
  public static let invalidTableDefinition = SQLState(code: "42P16")
  /// `42P17`: invalid object definition.
  public static let invalidObjectDefinition = SQLState(code: "42P17")

  // Class 44: WITH CHECK OPTION Violation

  /// `44000`: with check option violation.
  public static let withCheckOptionViolation = SQLState(code: "44000")

  // Class 53: Insufficient Resources

  /// `53000`: insufficient resources.
  public static let insufficientResources = SQLState(code: "53000")
  /// `53100`: disk full.
  public static let diskFull = SQLState(code: "53100")
  /// `53200`: out of memory.
  public static let outOfMemory = SQLState(code: "53200")
  /// `53300`: too many connections.
  public static let tooManyConnections = SQLState(code: "53300")
  /// `53400`: configuration limit exceeded.
  public static let configurationLimitExceeded = SQLState(code: "53400")

  // Class 54: Program Limit Exceeded

  /// `54000`: program limit exceeded.
  public static let programLimitExceeded = SQLState(code: "54000")
  /// `54001`: statement too complex.
  public static let statementTooComplex = SQLState(code: "54001")
  /// `54011`: too many columns.
  public static let tooManyColumns = SQLState(code: "54011")
  /// `54023`: too many arguments.
  public static let tooManyArguments = SQLState(code: "54023")

  // Class 55: Object Not In Prerequisite State

  /// `55000`: object not in prerequisite state.
  public static let objectNotInPrerequisiteState = SQLState(code: "55000")
  /// `55006`: object in use.
  public static let objectInUse = SQLState(code: "55006")
  /// `55P02`: cant change runtime param.
  public static let cantChangeRuntimeParam = SQLState(code: "55P02")
  /// `55P03`: lock not available.
  public static let lockNotAvailable = SQLState(code: "55P03")
  /// `55P04`: unsafe new enum value usage.
  public static let unsafeNewEnumValueUsage = SQLState(code: "55P04")

  // Class 57: Operator Intervention

  /// `57000`: operator intervention.
  public static let operatorIntervention = SQLState(code: "57000")
  /// `57014`: query canceled.
  public static let queryCanceled = SQLState(code: "57014")
  /// `57P01`: admin shutdown.
  public static let adminShutdown = SQLState(code: "57P01")
  /// `57P02`: crash shutdown.
  public static let crashShutdown = SQLState(code: "57P02")
  /// `57P03`: cannot connect now.
  public static let cannotConnectNow = SQLState(code: "57P03")
  /// `57P04`: database dropped.
  public static let databaseDropped = SQLState(code: "57P04")
  /// `57P05`: idle session timeout.
  public static let idleSessionTimeout = SQLState(code: "57P05")

  // Class 58: System Error (errors external to PostgreSQL itself)

  /// `58000`: system error.
  public static let systemError = SQLState(code: "58000")
  /// `58030`: io error.
  public static let ioError = SQLState(code: "58030")
  /// `58P01`: undefined file.
  public static let undefinedFile = SQLState(code: "58P01")
  /// `58P02`: duplicate file.
  public static let duplicateFile = SQLState(code: "58P02")

  // Class 72: Snapshot Failure

  /// `72000`: snapshot too old.
  public static let snapshotTooOld = SQLState(code: "72000")

  // Class F0: Configuration File Error

  /// `F0000`: config file error.
  public static let configFileError = SQLState(code: "F0000")
  /// `F0001`: lock file exists.
  public static let lockFileExists = SQLState(code: "F0001")

  // Class HV: Foreign Data Wrapper Error (SQL/MED)

  /// `HV000`: fdw error.
  public static let fdwError = SQLState(code: "HV000")
  /// `HV005`: fdw column name not found.
  public static let fdwColumnNameNotFound = SQLState(code: "HV005")
  /// `HV002`: fdw dynamic parameter value needed.
  public static let fdwDynamicParameterValueNeeded = SQLState(code: "HV002")
  /// `HV010`: fdw function sequence error.
  public static let fdwFunctionSequenceError = SQLState(code: "HV010")
  /// `HV021`: fdw inconsistent descriptor information.
  public static let fdwInconsistentDescriptorInformation = SQLState(code: "HV021")
  /// `HV024`: fdw invalid attribute value.
  public static let fdwInvalidAttributeValue = SQLState(code: "HV024")
  /// `HV007`: fdw invalid column name.
  public static let fdwInvalidColumnName = SQLState(code: "HV007")
  /// `HV008`: fdw invalid column number.
  public static let fdwInvalidColumnNumber = SQLState(code: "HV008")
  /// `HV004`: fdw invalid data type.
  public static let fdwInvalidDataType = SQLState(code: "HV004")
  /// `HV006`: fdw invalid data type descriptors.
  public static let fdwInvalidDataTypeDescriptors = SQLState(code: "HV006")
  /// `HV091`: fdw invalid descriptor field identifier.
  public static let fdwInvalidDescriptorFieldIdentifier = SQLState(code: "HV091")
  /// `HV00B`: fdw invalid handle.
  public static let fdwInvalidHandle = SQLState(code: "HV00B")
  /// `HV00C`: fdw invalid option index.
  public static let fdwInvalidOptionIndex = SQLState(code: "HV00C")
  /// `HV00D`: fdw invalid option name.
  public static let fdwInvalidOptionName = SQLState(code: "HV00D")
  /// `HV090`: fdw invalid string length or buffer length.
  public static let fdwInvalidStringLengthOrBufferLength = SQLState(code: "HV090")
  /// `HV00A`: fdw invalid string format.
  public static let fdwInvalidStringFormat = SQLState(code: "HV00A")
  /// `HV009`: fdw invalid use of null pointer.
  public static let fdwInvalidUseOfNullPointer = SQLState(code: "HV009")
  /// `HV014`: fdw too many handles.
  public static let fdwTooManyHandles = SQLState(code: "HV014")
  /// `HV001`: fdw out of memory.
  public static let fdwOutOfMemory = SQLState(code: "HV001")
  /// `HV00P`: fdw no schemas.
  public static let fdwNoSchemas = SQLState(code: "HV00P")
  /// `HV00J`: fdw option name not found.
  public static let fdwOptionNameNotFound = SQLState(code: "HV00J")
  /// `HV00K`: fdw reply handle.
  public static let fdwReplyHandle = SQLState(code: "HV00K")
  /// `HV00Q`: fdw schema not found.
  public static let fdwSchemaNotFound = SQLState(code: "HV00Q")
  /// `HV00R`: fdw table not found.
  public static let fdwTableNotFound = SQLState(code: "HV00R")
  /// `HV00L`: fdw unable to create execution.
  public static let fdwUnableToCreateExecution = SQLState(code: "HV00L")
  /// `HV00M`: fdw unable to create reply.
  public static let fdwUnableToCreateReply = SQLState(code: "HV00M")
  /// `HV00N`: fdw unable to establish connection.
  public static let fdwUnableToEstablishConnection = SQLState(code: "HV00N")

  // Class P0: PL/pgSQL Error

  /// `P0000`: plpgsql error.
  public static let plpgsqlError = SQLState(code: "P0000")
  /// `P0001`: raise exception.
  public static let raiseException = SQLState(code: "P0001")
  /// `P0002`: no data found.
  public static let noDataFound = SQLState(code: "P0002")
  /// `P0003`: too many rows.
  public static let tooManyRows = SQLState(code: "P0003")
  /// `P0004`: assert failure.
  public static let assertFailure = SQLState(code: "P0004")

  // Class XX: Internal Error

  /// `XX000`: internal error.
  public static let internalError = SQLState(code: "XX000")
  /// `XX001`: data corrupted.
  public static let dataCorrupted = SQLState(code: "XX001")
  /// `XX002`: index corrupted.
  public static let indexCorrupted = SQLState(code: "XX002")

  /// What each code means, in the words of PostgreSQL's list.
  static let conditions: [String: String] = [
    "00000": "successful completion",
    "01000": "warning",
    "0100C": "dynamic result sets returned",
    "01008": "implicit zero bit padding",
    "01003": "null value eliminated in set function",
    "01007": "privilege not granted",
    "01006": "privilege not revoked",
    "01004": "string data right truncation",
    "01P01": "deprecated feature",
    "02000": "no data",
    "02001": "no additional dynamic result sets returned",
    "03000": "sql statement not yet complete",
    "08000": "connection exception",
    "08003": "connection does not exist",
    "08006": "connection failure",
    "08001": "sqlclient unable to establish sqlconnection",
    "08004": "sqlserver rejected establishment of sqlconnection",
    "08007": "transaction resolution unknown",
    "08P01": "protocol violation",
    "09000": "triggered action exception",
    "0A000": "feature not supported",
    "0B000": "invalid transaction initiation",
    "0F000": "locator exception",
    "0F001": "invalid locator specification",
    "0L000": "invalid grantor",
    "0LP01": "invalid grant operation",
    "0P000": "invalid role specification",
    "0Z000": "diagnostics exception",
    "0Z002": "stacked diagnostics accessed without active handler",
    "20000": "case not found",
    "21000": "cardinality violation",
    "22000": "data exception",
    "2202E": "array element error",
    "22021": "character not in repertoire",
    "22008": "datetime field overflow",
    "22012": "division by zero",
    "22005": "error in assignment",
    "2200B": "escape character conflict",
    "22022": "indicator overflow",
    "22015": "interval field overflow",
    "2201E": "invalid argument for logarithm",
    "22014": "invalid argument for ntile function",
    "22016": "invalid argument for nth value function",
    "2201F": "invalid argument for power function",
    "2201G": "invalid argument for width bucket function",
    "22018": "invalid character value for cast",
    "22007": "invalid datetime format",
    "22019": "invalid escape character",
    "2200D": "invalid escape octet",
    "22025": "invalid escape sequence",
    "22P06": "nonstandard use of escape character",
    "22010": "invalid indicator parameter value",
    "22023": "invalid parameter value",
    "22013": "invalid preceding or following size",
    "2201B": "invalid regular expression",
    "2201W": "invalid row count in limit clause",
    "2201X": "invalid row count in result offset clause",
    "2202H": "invalid tablesample argument",
    "2202G": "invalid tablesample repeat",
    "22009": "invalid time zone displacement value",
    "2200C": "invalid use of escape character",
    "2200G": "most specific type mismatch",
    "22004": "null value not allowed",
    "22002": "null value no indicator parameter",
    "22003": "numeric value out of range",
    "2200H": "sequence generator limit exceeded",
    "22026": "string data length mismatch",
    "22001": "string data right truncation",
    "22011": "substring error",
    "22027": "trim error",
    "22024": "unterminated c string",
    "2200F": "zero length character string",
    "22P01": "floating point exception",
    "22P02": "invalid text representation",
    "22P03": "invalid binary representation",
    "22P04": "bad copy file format",
    "22P05": "untranslatable character",
    "22P07": "datum version mismatch",
    "2200L": "not an xml document",
    "2200M": "invalid xml document",
    "2200N": "invalid xml content",
    "2200S": "invalid xml comment",
    "2200T": "invalid xml processing instruction",
    "22030": "duplicate json object key value",
    "22031": "invalid argument for sql json datetime function",
    "22032": "invalid json text",
    "22033": "invalid sql json subscript",
    "22034": "more than one sql json item",
    "22035": "no sql json item",
    "22036": "non numeric sql json item",
    "22037": "non unique keys in a json object",
    "22038": "singleton sql json item required",
    "22039": "sql json array not found",
    "2203A": "sql json member not found",
    "2203B": "sql json number not found",
    "2203C": "sql json object not found",
    "2203D": "too many json array elements",
    "2203E": "too many json object members",
    "2203F": "sql json scalar required",
    "2203G": "sql json item cannot be cast to target type",
    "23000": "integrity constraint violation",
    "23001": "restrict violation",
    "23502": "not null violation",
    "23503": "foreign key violation",
    "23505": "unique violation",
    "23514": "check violation",
    "23P01": "exclusion violation",
    "24000": "invalid cursor state",
    "25000": "invalid transaction state",
    "25001": "active sql transaction",
    "25002": "branch transaction already active",
    "25008": "held cursor requires same isolation level",
    "25003": "inappropriate access mode for branch transaction",
    "25004": "inappropriate isolation level for branch transaction",
    "25005": "no active sql transaction for branch transaction",
    "25006": "read only sql transaction",
    "25007": "schema and data statement mixing not supported",
    "25P01": "no active sql transaction",
    "25P02": "in failed sql transaction",
    "25P03": "idle in transaction session timeout",
    "26000": "invalid sql statement name",
    "27000": "triggered data change violation",
    "28000": "invalid authorization specification",
    "28P01": "invalid password",
    "2B000": "dependent privilege descriptors still exist",
    "2BP01": "dependent objects still exist",
    "2D000": "invalid transaction termination",
    "2F000": "sql routine exception",
    "2F005": "function executed no return statement",
    "2F002": "modifying sql data not permitted",
    "2F003": "prohibited sql statement attempted",
    "2F004": "reading sql data not permitted",
    "34000": "invalid cursor name",
    "38000": "external routine exception",
    "38001": "containing sql not permitted",
    "38002": "modifying sql data not permitted",
    "38003": "prohibited sql statement attempted",
    "38004": "reading sql data not permitted",
    "39000": "external routine invocation exception",
    "39001": "invalid sqlstate returned",
    "39004": "null value not allowed",
    "39P01": "trigger protocol violated",
    "39P02": "srf protocol violated",
    "39P03": "event trigger protocol violated",
    "3B000": "savepoint exception",
    "3B001": "invalid savepoint specification",
    "3D000": "invalid catalog name",
    "3F000": "invalid schema name",
    "40000": "transaction rollback",
    "40002": "transaction integrity constraint violation",
    "40001": "serialization failure",
    "40003": "statement completion unknown",
    "40P01": "deadlock detected",
    "42000": "syntax error or access rule violation",
    "42601": "syntax error",
    "42501": "insufficient privilege",
    "42846": "cannot coerce",
    "42803": "grouping error",
    "42P20": "windowing error",
    "42P19": "invalid recursion",
    "42830": "invalid foreign key",
    "42602": "invalid name",
    "42622": "name too long",
    "42939": "reserved name",
    "42804": "datatype mismatch",
    "42P18": "indeterminate datatype",
    "42P21": "collation mismatch",
    "42P22": "indeterminate collation",
    "42809": "wrong object type",
    "428C9": "generated always",
    "42703": "undefined column",
    "42883": "undefined function",
    "42P01": "undefined table",
    "42P02": "undefined parameter",
    "42704": "undefined object",
    "42701": "duplicate column",
    "42P03": "duplicate cursor",
    "42P04": "duplicate database",
    "42723": "duplicate function",
    "42P05": "duplicate prepared statement",
    "42P06": "duplicate schema",
    "42P07": "duplicate table",
    "42712": "duplicate alias",
    "42710": "duplicate object",
    "42702": "ambiguous column",
    "42725": "ambiguous function",
    "42P08": "ambiguous parameter",
    "42P09": "ambiguous alias",
    "42P10": "invalid column reference",
    "42611": "invalid column definition",
    "42P11": "invalid cursor definition",
    "42P12": "invalid database definition",
    "42P13": "invalid function definition",
    "42P14": "invalid prepared statement definition",
    "42P15": "invalid schema definition",
    "42P16": "invalid table definition",
    "42P17": "invalid object definition",
    "44000": "with check option violation",
    "53000": "insufficient resources",
    "53100": "disk full",
    "53200": "out of memory",
    "53300": "too many connections",
    "53400": "configuration limit exceeded",
    "54000": "program limit exceeded",
    "54001": "statement too complex",
    "54011": "too many columns",
    "54023": "too many arguments",
    "55000": "object not in prerequisite state",
    "55006": "object in use",
    "55P02": "cant change runtime param",
    "55P03": "lock not available",
    "55P04": "unsafe new enum value usage",
    "57000": "operator intervention",
    "57014": "query canceled",
    "57P01": "admin shutdown",
    "57P02": "crash shutdown",
    "57P03": "cannot connect now",
    "57P04": "database dropped",
    "57P05": "idle session timeout",
    "58000": "system error",
    "58030": "io error",
    "58P01": "undefined file",
    "58P02": "duplicate file",
    "72000": "snapshot too old",
    "F0000": "config file error",
    "F0001": "lock file exists",
    "HV000": "fdw error",
    "HV005": "fdw column name not found",
    "HV002": "fdw dynamic parameter value needed",
    "HV010": "fdw function sequence error",
    "HV021": "fdw inconsistent descriptor information",
    "HV024": "fdw invalid attribute value",
    "HV007": "fdw invalid column name",
    "HV008": "fdw invalid column number",
    "HV004": "fdw invalid data type",
    "HV006": "fdw invalid data type descriptors",
    "HV091": "fdw invalid descriptor field identifier",
    "HV00B": "fdw invalid handle",
    "HV00C": "fdw invalid option index",
    "HV00D": "fdw invalid option name",
    "HV090": "fdw invalid string length or buffer length",
    "HV00A": "fdw invalid string format",
    "HV009": "fdw invalid use of null pointer",
    "HV014": "fdw too many handles",
    "HV001": "fdw out of memory",
    "HV00P": "fdw no schemas",
    "HV00J": "fdw option name not found",
    "HV00K": "fdw reply handle",
    "HV00Q": "fdw schema not found",
    "HV00R": "fdw table not found",
    "HV00L": "fdw unable to create execution",
    "HV00M": "fdw unable to create reply",
    "HV00N": "fdw unable to establish connection",
    "P0000": "plpgsql error",
    "P0001": "raise exception",
    "P0002": "no data found",
    "P0003": "too many rows",
    "P0004": "assert failure",
    "XX000": "internal error",
    "XX001": "data corrupted",
    "XX002": "index corrupted",
  ]
}
