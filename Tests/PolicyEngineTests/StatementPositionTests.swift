import PolicyEngine
import Testing

/// Where statements stand in a policy's text: lines and columns from 1, the end behind the last character.
@Suite struct StatementPositionTests {
    private func places(_ text: String) throws -> [[Int]] {
        try StatementPositions(text).ranges.map { [$0.start.line, $0.start.column, $0.end.line, $0.end.column] }
    }

    @Test func onOneLine() throws {
        #expect(try places(#"{"Statement":{"Effect":"Allow"}}"#) == [[1, 14, 1, 32]])
        #expect(try places(#"{"Statement":[{"a":1},{"b":2}]}"#) == [[1, 15, 1, 22], [1, 23, 1, 30]])
    }

    @Test func onSeveralLines() throws {
        let text = """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow"
                },
                {"Effect": "Deny"}
              ]
            }
            """
        #expect(try places(text) == [[4, 5, 6, 6], [7, 5, 7, 23]])
    }

    @Test func whateverStandsAround() throws {
        #expect(try places(#"{"Id":"{[","Statement":[],"Version":"x"}"#).isEmpty)
        #expect(try places(#"{"Version":"2012-10-17"}"#).isEmpty)
        #expect(try places("{}").isEmpty)
        #expect(try places(#"{"Id":[1,{"Statement":[2]}],"Statement":[{"Sid":"}]"}]}"#) == [[1, 42, 1, 54]])
    }

    /// Columns are counted in bytes, and a line ends at a line feed.
    @Test func beyondASCII() throws {
        #expect(try places("{\"Id\":\"한\",\r\n\"Statement\":{}}") == [[2, 13, 2, 15]])
    }

    @Test(arguments: ["", "x", "{", #"{"Statement":["#, #"{"Statement":[{]}"#]) func noJSON(_ text: String) {
        #expect(throws: (any Error).self) { try StatementPositions(text) }
    }
}
