import PartiQL
import Testing

/// The forms that "PartiQL - a SQL-compatible query language for Amazon DynamoDB" shows.
@Suite("What a statement says")
struct StatementTests {
    @Test func aSelectOfEverything() throws {
        guard case .select(let select) = try parsed(#"SELECT * FROM "Music"."by-year""#) else {
            Issue.record("no select")
            return
        }
        #expect(select.columns == nil)
        #expect(select.source.table == "Music")
        #expect(select.source.index == "by-year")
        #expect(select.condition == nil)
        #expect(select.order.isEmpty)
    }

    @Test func aSelectOfPaths() throws {
        guard
            case .select(let select) = try parsed(
                "select OrderID, Devices.FireStick.DateWatched[0], \"a b\" from WatchList order by OrderID desc, Date2;"
            )
        else {
            Issue.record("no select")
            return
        }
        #expect(select.columns?.map(\.text) == ["OrderID", "Devices.FireStick.DateWatched[0]", "a b"])
        #expect(select.columns?.map(\.columnName) == ["OrderID", "DateWatched[0]", "a b"])
        #expect(select.order.map(\.attribute) == ["OrderID", "Date2"])
        #expect(select.order.map(\.isAscending) == [false, true])
    }

    @Test func anInsert() throws {
        guard
            case .insert(let insert) = try parsed(
                """
                INSERT INTO TypesTable value {'primarykey':'1', 'NumberType':1,
                'MapType' : {'entryname1': 'value', 'entryname2': 4}, 'ListType': [1,'stringval'],
                'NumberSetType':<<1,34,32,4.5>>, 'StringSetType':<<'stringval','stringval2'>>, 'It''s': ?}
                """), case .attributes(let attributes) = insert.item
        else {
            Issue.record("no insert")
            return
        }
        #expect(insert.table == "TypesTable")
        #expect(
            attributes.map { "\($0.name)=\($0.value.text)" } == [
                "primarykey='1'", "NumberType=1", "MapType={entryname1:'value',entryname2:4}",
                "ListType=[1,'stringval']",
                "NumberSetType=<<1,4.5,32,34>>", "StringSetType=<<stringval,stringval2>>", "It's=?0",
            ])
    }

    @Test func anUpdate() throws {
        guard
            case .update(let update) = try parsed(
                """
                UPDATE TypesTable SET NumberType=NumberType - 1 REMOVE ListType[1] REMOVE MapType.NewMapEntry
                SET a = ?, b = SET_DELETE( b, <<345>>) WHERE primarykey='1' RETURNING MODIFIED NEW *
                """)
        else {
            Issue.record("no update")
            return
        }
        #expect(
            update.changes.map(\.text) == [
                "NumberType=(NumberType - 1)", "-ListType[1]", "-MapType.NewMapEntry", "a=?0",
                "b=set_delete(b, <<345>>)",
            ])
        #expect(update.condition?.text == "(primarykey = '1')")
        #expect(update.returning == .modifiedNew)
    }

    @Test func anUpdateThatBeginsWithFrom() throws {
        guard case .update(let update) = try parsed("from T where pk = 'a' and b = 1 set c = 1 remove d") else {
            Issue.record("no update")
            return
        }
        #expect(update.changes.map(\.text) == ["c=1", "-d"])
        #expect(update.condition?.text == "((pk = 'a') and (b = 1))")
    }

    @Test func aDelete() throws {
        guard case .delete(let delete) = try parsed("DELETE FROM T WHERE pk = ? RETURNING ALL OLD *") else {
            Issue.record("no delete")
            return
        }
        #expect(delete.condition?.text == "(pk = ?0)")
        #expect(delete.returning == .allOld)
    }

    @Test func anExists() throws {
        guard case .exists(let select) = try parsed("EXISTS(SELECT * FROM Music where a='b' and Awards is  MISSING)")
        else {
            Issue.record("no exists")
            return
        }
        #expect(select.condition?.text == "((a = 'b') and (Awards is missing))")
    }

    @Test(arguments: [
        ("a = 1 OR b <> 2 AND NOT c < 3", "((a = 1) or ((b <> 2) and (not (c < 3))))"),
        ("(a = 1 OR b != 2) AND c >= 'x'", "(((a = 1) or (b <> 2)) and (c >= 'x'))"),
        ("a BETWEEN - 2 AND +5 AND b IN [- 1, ?]", "((a between -2 and 5) and (b in -1|?0))"),
        ("a NOT IN ('x', 'y')", "(not (a in 'x'|'y'))"),
        ("a IS NOT MISSING AND b IS NULL AND c IS string", "((not (a is missing)) and (b is null) and (c is string))"),
        ("NOT begins_with(\"a\", 'x')", "(not begins_with(a, 'x'))"),
        ("size(a.b[1]) > ? and SIZE (c) = 2", "((size(a.b[1]) > ?0) and (size(c) = 2))"),
        ("(n BETWEEN 0 AND 5) = true", "((n between 0 and 5) = true)"),
        ("attribute_exists(nope) IN [true, false]", "(attribute_exists(nope) in true|false)"),
        ("a = .73e1 or a = - - 7.31E+2", "((a = 7.3) or (a = 731))"),
        ("a/* c */='--' -- c", "(a = '--')"),
        ("l[-0] = m['k']", "(l[0] = m.k)"),
    ])
    func conditions(_ text: String, _ expected: String) throws {
        #expect(try condition(text) == expected)
    }
}

extension UpdateStatement.Change {
    fileprivate var text: String {
        switch self {
        case .set(let path, let value): "\(path.text)=\(value.text)"
        case .remove(let path): "-\(path.text)"
        }
    }
}
