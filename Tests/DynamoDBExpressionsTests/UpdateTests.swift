import DynamoDBExpressions
import DynamoDBModel
import Testing

@Suite("What updates make of items")
struct UpdateTests {
    private let key = item(("pk", .s("k")))

    private func update(
        _ text: String, _ values: Values = [:], names: Names = [:], of old: AttributeMap?
    ) throws -> UpdateOutcome {
        var scope = try placeholders(names, values)
        let update = try UpdateExpression(parsing: text, in: &scope)
        try scope.checkAllUsed()
        return try update.applied(to: old, key: key)
    }

    private func refused(_ text: String, _ values: Values = [:], of old: AttributeMap?) -> String? {
        do {
            _ = try update(text, values, of: old)
            return nil
        } catch let error as ExpressionError {
            return error.message
        } catch {
            return "\(error)"
        }
    }

    private func with(_ entries: (String, AttributeValue)...) -> AttributeMap {
        attributes([("pk", .s("k"))] + entries)
    }

    /// What nests deeper could be stored, but never be read again.
    @Test func nothingNestsBeyondThirtyTwoLevels() {
        func nested(_ levels: Int) -> AttributeValue { (0..<levels).reduce(.s("x")) { value, _ in .l(value) } }
        let old = with(("m", .m(("n", .m()))))
        let sentence =
            "Nesting Levels have exceeded supported limits: "
            + "Attributes in the item have nested levels beyond supported limit"
        #expect(refused("SET m.n.a = :v", ["v": nested(29)], of: old) == nil)
        #expect(refused("SET m.n.a = :v", ["v": nested(30)], of: old) == sentence)
        #expect(refused("SET m.n.a = b", of: with(("m", .m(("n", .m()))), ("b", nested(31)))) == sentence)
        #expect(refused("SET b = :v", ["v": nested(31)], of: old) == nil)
    }

    /// Refused before the values are all made, which could take a thousand times the item's memory.
    @Test func whatAnUpdateMakesOnItsWayIsBounded() {
        let tooLarge = "Item size to update has exceeded the maximum allowed size"
        let old = with(("l", .l(.s(String(repeating: "x", count: 300 << 10)))))
        #expect(refused("SET l = list_append(l, :v)", ["v": .l(.n(1))], of: old) == nil)
        let many = (0..<150).map { "a\($0) = list_append(l, l)" }.joined(separator: ", ")
        #expect(refused("SET " + many, of: old) == tooLarge)
        let copies = (0..<150).map { "a\($0) = l" }.joined(separator: ", ")
        #expect(refused("SET " + copies, of: old) == tooLarge)
    }

    @Test func setMakesAndReplaces() throws {
        #expect(try update("SET a = :v", ["v": .n(1)], of: nil).item == with(("a", .n(1))))
        #expect(
            try update("SET a = :v, b = a", ["v": .n(2)], of: with(("a", .n(1)))).item
                == with(("a", .n(2)), ("b", .n(1))))
        #expect(
            try update("SET a = b, b = a", of: with(("a", .n(1)), ("b", .n(2)))).item
                == with(("a", .n(2)), ("b", .n(1))))
        #expect(try update("REMOVE a SET b = a", of: with(("a", .s("x")))).item == with(("b", .s("x"))))
        #expect(try update("SET b = pk", of: nil).item == with(("b", .s("k"))))
        #expect(
            try update("SET #a = :v", ["v": .n(3)], names: ["a": "a.b"], of: with(("a", .m()))).item
                == with(("a", .m()), ("a.b", .n(3))))
    }

    @Test func arithmeticIsExact() throws {
        let old = with(("a", .n("0.1")), ("b", .n(5)))
        #expect(try update("SET a = a + :v", ["v": .n("0.2")], of: old).item["a"] == .n("0.3"))
        #expect(try update("SET a = :v - b", ["v": .n(2)], of: old).item["a"] == .n(-3))
        #expect(try update("SET c = b - b, d = b+a", of: old).item["c"] == .n(0))
        #expect(try update("SET c = if_not_exists(c, :z) + :v", ["z": .n(0), "v": .n(1)], of: old).item["c"] == .n(1))
        #expect(try update("SET c = if_not_exists(b, :z) + :v", ["z": .n(0), "v": .n(1)], of: old).item["c"] == .n(6))
        #expect(
            refused("SET a = a + :v", ["v": .n("1e100")], of: old)
                == "Attempting to store more than 38 significant digits in a Number")
        #expect(
            refused("ADD a :v", ["v": .n("9e125")], of: with(("a", .n("9e125"))))
                == "Number overflow. Attempting to store a number with magnitude larger than supported range")
    }

    @Test func absenceIsFilledIn() throws {
        let old = with(("a", .n(1)), ("l", .l(.n(1))))
        #expect(try update("SET a = if_not_exists(a, :v)", ["v": .n(2)], of: old).item["a"] == .n(1))
        #expect(try update("SET b = if_not_exists(c, :v)", ["v": .n(2)], of: old).item["b"] == .n(2))
        #expect(try update("SET b = if_not_exists(c, a)", of: old).item["b"] == .n(1))
        #expect(try update("SET b = if_not_exists(a, c)", of: old).item["b"] == .n(1))
        #expect(
            try update(
                "SET l = list_append(if_not_exists(l, :e), :v), k = list_append(if_not_exists(k, :e), :v)",
                ["e": .l(), "v": .l(.n(9))], of: old
            ).item
                == with(("a", .n(1)), ("l", .l(.n(1), .n(9))), ("k", .l(.n(9)))))
        #expect(try update("SET l = list_append(:v, l)", ["v": .l(.n(0))], of: old).item["l"] == .l(.n(0), .n(1)))
        #expect(try update("SET l = list_append(l, l)", of: old).item["l"] == .l(.n(1), .n(1)))
    }

    @Test(arguments: [
        "SET c = b", "SET c = list_append(b, l)", "SET c = a + b", "SET c = if_not_exists(b, d)", "SET c = l[9]",
    ])
    func whatIsReadHasToBeThere(_ text: String) {
        #expect(
            refused(text, of: with(("a", .n(1)), ("l", .l())))
                == "The provided expression refers to an attribute that does not exist in the item")
    }

    private static let wrongTypes: [(String, AttributeValue)] = [
        ("delete d :a", .ss("1")), ("delete b :a", .ns(1)), ("delete b.a :a", .ns(1)), ("delete b.a :a", .bs([1])),
        ("delete c :a", .ns(1)), ("add b :a", .ns(1)), ("add d :a", .n(1)), ("add c :a", .ns(1)),
        ("set e = pk + :a", .n(1)), ("set e = b - :a", .n(1)), ("set e = list_append(d, if_not_exists(f, :a))", .l()),
        ("set e = list_append(:a, c)", .l()),
    ]

    @Test(arguments: UpdateTests.wrongTypes)
    func operandsHaveToFit(_ text: String, _ value: AttributeValue) {
        let old = with(("b", .m(("a", .ss("1")))), ("c", .n(1)), ("d", .ns(1)))
        #expect(
            refused(text, ["a": value], of: old)
                == "An operand in the update expression has an incorrect data type")
    }

    @Test(arguments: [
        "set b.a = :a", "set b[1] = :a", "set y.a = :a", "set y[1] = :a", "set c[1] = :a", "set d.e = :a",
        "remove b.a set e = :a", "remove b[1] set e = :a", "remove y.a set e = :a", "remove y[1] set e = :a",
        "remove c[1] set e = :a", "remove d.e set e = :a", "delete b.a :a", "delete y[1] :a", "delete c[1] :a",
        "delete d.e :a", "add b.a :a", "add y.a :a", "add c[1] :a", "add d.e :a", "set c.x.y = :a", "set d[7].x = :a",
    ])
    func pathsHaveToLeadSomewhere(_ text: String) {
        let old = with(("b", .s("x")), ("c", .m(("1", .s("a")))), ("d", .l(.s("a"), .s("b"))))
        let sentence = "The document path provided in the update expression is invalid for update"
        #expect(refused(text, ["a": .ss("a")], of: old) == sentence)
        if !text.hasPrefix("remove") { #expect(refused(text, ["a": .ss("a")], of: nil) == sentence) }
    }

    @Test func takingFromWhatIsNotThereIsNoMistake() throws {
        for text in ["REMOVE x.y", "REMOVE x[0]", "REMOVE x"] {
            let outcome = try update(text, of: nil)
            #expect(outcome.item == key)
            #expect(!outcome.makesItem)
            #expect(outcome.updatedNew == nil)
        }
        #expect(try !update("DELETE x :v", ["v": .ss("a")], of: nil).makesItem)
        #expect(try update("REMOVE x SET y = :v", ["v": .n(1)], of: nil).makesItem)
        #expect(try update("ADD x :v", ["v": .n(1)], of: nil).makesItem)
        let old = with(("a", .m(("b", .n(1)))), ("l", .l(.n(1))))
        #expect(try update("REMOVE x, a.c, l[17]", of: old).item == old)
        #expect(try update("REMOVE x", of: old).makesItem)
    }

    @Test func nestedPathsChangeOnlyWhatTheyName() throws {
        let old = with(
            ("a", .m(("x", .n(3)), ("y", .n(4)), ("c", .m(("y", .n(3)))))), ("b", .m(("x", .n(1)), ("y", .n(2)))))
        let values: Values = ["v1": .n(10), "v2": .s("dog"), "v3": .n(17)]
        #expect(
            try update("SET a.b = :v1, a.c.d = :v2, b.x = :v3 REMOVE a.x, b.y", values, of: old).item
                == with(
                    ("a", .m(("y", .n(4)), ("b", .n(10)), ("c", .m(("y", .n(3)), ("d", .s("dog")))))),
                    ("b", .m(("x", .n(17))))))
        let deep = with(
            ("a", .m(("b", .n(3)), ("c", .l(.s("hi"), .m(("x", .m(("y", .l(.n(3), .n(5), .n(7))))), ("q", .n(2))))))))
        #expect(
            try update("SET a.c[1].#x.y[1] = :v", ["v": .n(9)], names: ["x": "x"], of: deep).item["a"]
                == .m(("b", .n(3)), ("c", .l(.s("hi"), .m(("x", .m(("y", .l(.n(3), .n(9), .n(7))))), ("q", .n(2)))))))
        #expect(
            try update("REMOVE a.c[1].x.y[1], a.c[1].q", of: deep).item["a"]
                == .m(("b", .n(3)), ("c", .l(.s("hi"), .m(("x", .m(("y", .l(.n(3), .n(7))))))))))
        #expect(try update("REMOVE a.b", of: with(("a", .m(("b", .n(1)))))).item["a"] == .m())
        #expect(try update("REMOVE a[0]", of: with(("a", .l(.n(1))))).item["a"] == .l())
    }

    @Test func indexesAreThoseBeforeTheUpdate() throws {
        let old = with(("a", .l(.n(2), .n(3), .n(4), .n(5), .n(6), .n(7))))
        for text in ["REMOVE a[1] SET a[3] = :v", "SET a[3] = :v REMOVE a[1]"] {
            #expect(try update(text, ["v": .n(17)], of: old).item["a"] == .l(.n(2), .n(4), .n(17), .n(6), .n(7)))
        }
        #expect(try update("REMOVE a[0], a[5], a[2], a[99]", of: old).item["a"] == .l(.n(3), .n(5), .n(6)))
        let maps = with(("a", .l(.m(("x", .n(1))), .m(("x", .n(2))))))
        #expect(
            try update("REMOVE a[0] SET a[1].x = :v", ["v": .n(9)], of: maps).item["a"] == .l(.m(("x", .n(9)))))
    }

    @Test func whatIsBehindTheEndIsAppended() throws {
        let old = with(("a", .l(.s("one"), .s("two"))))
        #expect(try update("SET a[7] = :v", ["v": .s("x")], of: old).item["a"] == .l(.s("one"), .s("two"), .s("x")))
        #expect(
            try update(
                "SET a[84] = :a, a[37] = :b, a[17] = :c, a[50] = :d REMOVE a[0]",
                ["a": .n(84), "b": .n(37), "c": .n(17), "d": .n(50)], of: old
            ).item["a"]
                == .l(.s("two"), .n(17), .n(37), .n(50), .n(84)))
        let mixed = with(
            ("b", .m(("a", .n(1)), ("b", .n(2)), ("c", .n(3)))), ("c", .l(.n(1), .n(3))))
        let outcome = try update(
            "set b.c=((c[1])+(b.a)),b.a = pk,c[1] = pk, c[4] = b.a - b.b, c[2] = b.c add c[8] :b, c[6] :a",
            ["a": .n(2), "b": .ss("a")], of: mixed)
        #expect(
            outcome.item
                == with(
                    ("b", .m(("a", .s("k")), ("b", .n(2)), ("c", .n(4)))),
                    ("c", .l(.n(1), .s("k"), .n(3), .n(-1), .n(2), .ss("a")))))
        #expect(
            outcome.updatedNew
                == item(("b", .m(("a", .s("k")), ("c", .n(4)))), ("c", .l(.s("k"), .n(3), .n(2)))))
    }

    @Test func setsGrowAndShrink() throws {
        let old = with(("s", .ss("b", "c")), ("n", .ns(1, 2, 3)), ("x", .bs([2])))
        #expect(
            try update(
                "ADD s :s, n :n, x :x, fresh :s", ["s": .ss("a", "c"), "n": .ns(3, 10), "x": .bs([1], [2, 1])], of: old
            ).item
                == with(
                    ("s", .ss("a", "b", "c")), ("n", .ns(1, 2, 3, 10)), ("x", .bs([1], [2], [2, 1])),
                    ("fresh", .ss("a", "c"))))
        #expect(
            try update("DELETE s :s, n :n, x :x", ["s": .ss("b", "z"), "n": .ns(1, 2, 3, 4), "x": .bs([1])], of: old)
                .item
                == with(("s", .ss("c")), ("x", .bs([2]))))
        #expect(try update("ADD c :v", ["v": .n(5)], of: with(("c", .n(10)))).item["c"] == .n(15))
        #expect(try update("ADD c :v", ["v": .n(-5)], of: nil).item["c"] == .n(-5))
        #expect(try update("ADD a.n :v", ["v": .n(1)], of: with(("a", .m()))).item["a"] == .m(("n", .n(1))))
        #expect(try update("DELETE a.s :v", ["v": .ss("q")], of: with(("a", .m(("s", .ss("q")))))).item["a"] == .m())
        #expect(
            try update("DELETE a[0] :v", ["v": .ss("q")], of: with(("a", .l(.ss("q"), .n(1))))).item["a"] == .l(.n(1)))
    }

    @Test func whatChangedIsTold() throws {
        let old = with(("a", .m(("b", .s("dog")), ("c", .l(.n(1), .n(2), .n(3))))), ("d", .s("cat")))
        let both = try update("SET a.c[1] = :v, a.b = :w, e = :v", ["v": .n(8), "w": .s("hi")], of: old)
        #expect(both.updatedOld == item(("a", .m(("b", .s("dog")), ("c", .l(.n(2)))))))
        #expect(both.updatedNew == item(("a", .m(("b", .s("hi")), ("c", .l(.n(8))))), ("e", .n(8))))
        let same = try update("SET d = :v", ["v": .s("cat")], of: old)
        #expect(same.updatedOld == item(("d", .s("cat"))))
        #expect(try update("SET x = :v", ["v": .n(1)], of: old).updatedOld == nil)
        #expect(try update("SET x = :v", ["v": .n(1)], of: nil).updatedOld == nil)
        #expect(try update("REMOVE d", of: old).updatedNew == nil)
        #expect(try update("REMOVE d", of: old).updatedOld == item(("d", .s("cat"))))
        #expect(try update("SET a.c[100] = :v", ["v": .n(70)], of: old).updatedNew == nil)
        #expect(try update("REMOVE a.c[1]", of: old).updatedNew == item(("a", .m(("c", .l(.n(3)))))))
        #expect(try update("REMOVE a.c[1], a.c[3]", of: old).updatedOld == item(("a", .m(("c", .l(.n(2)))))))
    }

    @Test func itemsHaveASize() {
        let half = AttributeValue.s(String(repeating: "x", count: 204_000))
        #expect(refused("SET a = :v, b = :v", ["v": half], of: nil) == nil)
        #expect(
            refused("SET a = :v, b = :v, c = :v", ["v": half], of: nil)
                == "Item size to update has exceeded the maximum allowed size")
    }
}
