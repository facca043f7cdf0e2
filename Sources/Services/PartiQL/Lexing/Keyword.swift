/// Words that are no identifiers unless they are quoted; their case does not matter.
struct Keyword: Sendable, Hashable {
    let text: String

    private init(known text: String) { self.text = text }

    /// - Parameter word: as it is written.
    init?(_ word: String) {
        let text = word.lowercased()
        guard Self.words.contains(text) else { return nil }
        self.init(known: text)
    }

    static let select = Keyword(known: "select")
    static let insert = Keyword(known: "insert")
    static let update = Keyword(known: "update")
    static let delete = Keyword(known: "delete")
    static let exists = Keyword(known: "exists")
    static let from = Keyword(known: "from")
    static let into = Keyword(known: "into")
    static let value = Keyword(known: "value")
    static let `where` = Keyword(known: "where")
    static let order = Keyword(known: "order")
    static let by = Keyword(known: "by")
    static let asc = Keyword(known: "asc")
    static let desc = Keyword(known: "desc")
    static let limit = Keyword(known: "limit")
    static let set = Keyword(known: "set")
    static let remove = Keyword(known: "remove")
    static let returning = Keyword(known: "returning")
    static let all = Keyword(known: "all")
    static let modified = Keyword(known: "modified")
    static let old = Keyword(known: "old")
    static let new = Keyword(known: "new")
    static let and = Keyword(known: "and")
    static let or = Keyword(known: "or")
    static let not = Keyword(known: "not")
    static let between = Keyword(known: "between")
    static let `in` = Keyword(known: "in")
    static let `is` = Keyword(known: "is")
    static let like = Keyword(known: "like")
    static let `as` = Keyword(known: "as")
    static let at = Keyword(known: "at")
    static let null = Keyword(known: "null")
    static let missing = Keyword(known: "missing")
    static let `true` = Keyword(known: "true")
    static let `false` = Keyword(known: "false")

    /// They stand between operands, never for one.
    var isOperator: Bool { Self.operators.contains(self) }

    private static let operators: Set<Keyword> = [and, or, between, `in`, `is`, like]
}

extension Keyword {
    /// SQL-92's reserved words and PartiQL's own.
    private static let words = Set(
        """
        absolute action add all allocate alter and any are as asc assertion at authorization avg bag begin between bit \
        blob bool boolean both by cascade cascaded case cast catalog char character check clob close coalesce collate \
        collation column commit conflict connect connection constraint constraints continue convert corresponding count \
        create cross current current_date current_time current_timestamp current_user cursor date deallocate dec decimal \
        declare default deferrable deferred delete desc describe descriptor diagnostics disconnect distinct do domain \
        double drop else end end-exec escape except exception exec execute exists external extract false fetch first \
        float for foreign found from full get global go goto grant group having identity immediate in index indicator \
        initially inner input insensitive insert int integer intersect interval into is isolation join key language last \
        leading left let level like limit list local lower match max min missing modified module names national natural \
        nchar new next no not null nullif numeric octet_length of old on only open option or order outer output overlaps \
        pad partial pivot position precision prepare preserve primary prior privileges procedure public read real \
        references relative remove restrict returning revoke right rollback rows schema scroll section select session \
        session_user set sexp size smallint some space sql sqlcode sqlerror sqlstate string struct substring sum symbol \
        system_user table temporary then time timestamp to trailing transaction translate translation trim true tuple \
        union unique unknown unpivot update upper usage user using value values varchar varying view when whenever where \
        with work write zone
        """.split(separator: " ").map(String.init))
}
