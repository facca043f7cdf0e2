import PartiQL
import TestSupport
import Testing

/// Changed statements must be read or refused, never crash.
@Suite struct FuzzTests {
    /// The seeds are fixed; `HANOK_FUZZ` multiplies the rounds.
    @Test func changedStatementsAreReadOrRefused() {
        let fuzzing = Fuzzing(seed: 0xFA27, marks: "'\"?()[]{}<>,.:;=+-*/ \n1e")
        var read = 0
        for statement in Self.statements {
            for _ in 0..<2_000 * Fuzzing.times {
                let text = String(decoding: fuzzing.changed(Array(statement.utf8)), as: UTF8.self)
                if sentence(text) == nil { read += 1 }
            }
        }
        #expect(read > 0)
    }

    private static let statements = [
        #"SELECT OrderID, a.b[0] FROM "Orders"."by-total" WHERE OrderID IN [1, ?, 'x'] ORDER BY OrderID DESC"#,
        "SELECT * FROM T WHERE (a = 1 OR NOT b BETWEEN 1 AND 2e3) AND c IS NOT MISSING AND begins_with(d, 'it''s')",
        "INSERT INTO T VALUE {'pk':'1','n':-1.5e-3,'m':{'a':[1,true,null]},'s':<<'a','b'>>,'ns':<<1,2>>, 'p':?}",
        "UPDATE T SET a = a + 1, l = list_append(l, [1]) REMOVE m.x[2] SET s = set_add(s, <<1>>) WHERE pk = ? "
            + "RETURNING ALL NEW *",
        "DELETE FROM T WHERE pk = '1' AND size(a) > 2 /* c */ RETURNING ALL OLD * -- end",
        "EXISTS(SELECT * FROM T WHERE pk = 'x' AND b IS MISSING)",
        "FROM T WHERE pk = 'x' SET c = 1",
    ]
}
