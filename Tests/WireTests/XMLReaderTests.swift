import S3Model
import Testing
import Wire

@Suite struct XMLReaderTests {
    /// The document as nested text: `name(child child)` or `name"text"`.
    private func outline(_ document: String) throws -> String {
        var reader = try XMLReader(Array(document.utf8))
        try reader.beginDocument()
        var names: [String] = []
        while let name = try reader.nextChild() { names.append("\(name)=\(try reader.text())") }
        try reader.finish()
        return names.joined(separator: " ")
    }

    @Test(arguments: [
        ("<r><a>1</a><b/><c></c></r>", "a=1 b= c="),
        ("\u{FEFF}<?xml version='1.0'?><!-- x --><r> <a>1</a>\n</r> <!-- y -->", "a=1"),
        ("<x:r xmlns:x='u'><x:a z='1' x:y=\"2\">1</x:a></x:r>", "a=1"),
        ("<r><a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;</a></r>", "a=<>&\"'A😀"),
        ("<r><a>1<!-- c -->2<![CDATA[<&]]>3<?pi?></a></r>", "a=12<&3"),
        ("<r><a>x\r\ny\rz&#13;</a></r>", "a=x\ny\nz\r"),
        ("<r ><a\n>1</a ></r\t>", "a=1"), ("<r/>", ""),
    ])
    func reads(_ document: String, _ wanted: String) throws {
        #expect(try outline(document) == wanted)
    }

    @Test(arguments: [
        "", " ", "x", "<", "<r", "<r>", "<r><a></r></a>", "<r></s>", "<r/><r/>", "<r/>x", "<r>&nbsp;</r>",
        "<!DOCTYPE r><r/>", "<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><r><a>&e;</a></r>",
        "<r><!ENTITY e 'x'></r>", "<r><a>&#0;</a></r>", "<r><a>&#xD800;</a></r>", "<r><a>&#x110000;</a></r>",
        "<r><a>&#;</a></r>", "<r><a>&lt</a></r>", "<r><a b></a></r>", "<r><a b=c></a></r>",
        "<r><a b='<'></a></r>", "<r><!-- ", "<r><a><![CDATA[x", "<r><a>1<b/></a></r>", "<r>text</r>", "<></>",
        "<r><:/></r>", "<r><a>\0</a></r>",
    ])
    func refuses(_ document: String) {
        #expect(throws: SerializationError.self) { try outline(document) }
    }

    @Test func refusesInvalidUTF8() {
        #expect(throws: SerializationError.self) {
            var reader = try XMLReader(Array("<r>".utf8) + [0xFF] + Array("</r>".utf8))
            try reader.beginDocument()
            _ = try reader.text()
        }
    }

    @Test func limitsDepthAndSize() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)).utf8)
        }
        var fits = try XMLReader(nested(32))
        try fits.beginDocument()
        try fits.skip()
        try fits.finish()
        var deep = try XMLReader(nested(33))
        try deep.beginDocument()
        #expect(throws: SerializationError.self) { try deep.skip() }
        #expect(throws: SerializationError.self) { try XMLReader(nested(2), maximumSize: 13) }
    }

    @Test func skipsWhatTheModelDoesNotKnow() throws {
        let body = """
            <Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><New><x/><y>1<z>2</z></y></New>\
            <Object><Key>a&#10;b</Key><Other/></Object><Quiet>true</Quiet></Delete>
            """
        let request = WireRequest(pathLabels: ["Bucket": "b"], body: Array(body.utf8))
        var violations = Violations()
        let input = try DeleteObjectsRequest.decode(request, &violations)
        #expect(input.delete.objects.map(\.key) == ["a\nb"])
        #expect(input.delete.quiet == true)
        #expect(violations.isEmpty)
    }

    @Test(arguments: [
        ("", "MissingRequestBodyError"), ("<Delete>", "MalformedXML"), ("<Other/>", "MalformedXML"),
    ])
    func refusesOtherBodiesAsS3Does(_ body: String, _ code: String) throws {
        var violations = Violations()
        let request = WireRequest(pathLabels: ["Bucket": "b"], body: Array(body.utf8))
        let error = try #require(throws: SerializationError.self) {
            try DeleteObjectsRequest.decode(request, &violations)
        }
        #expect(ErrorReply(error, in: .restXML).code == code)
    }

    @Test func aDocumentOfTooManyElementsIsRefused() throws {
        func parts(_ count: Int) throws {
            var violations = Violations()
            let body =
                "<CompleteMultipartUpload>" + String(repeating: "<Part/>", count: count) + "</CompleteMultipartUpload>"
            let request = WireRequest(
                pathLabels: ["Bucket": "b", "Key": "k"], query: [QueryParameter("uploadId", "u")],
                body: Array(body.utf8))
            _ = try CompleteMultipartUploadRequest.decode(request, &violations)
        }
        try parts(99_999)
        #expect(throws: SerializationError.self) { try parts(100_000) }
    }

    @Test func missingElementsAreMalformedXML() throws {
        var violations = Violations()
        let request = WireRequest(pathLabels: ["Bucket": "b"], body: Array("<Delete/>".utf8))
        _ = try DeleteObjectsRequest.decode(request, &violations)
        #expect(ErrorReply(violations, in: .s3)?.code == "MalformedXML")
    }

    @Test func writerAndReaderAgreeOnEveryCharacter() throws {
        let text = String(String.UnicodeScalarView((1...0x2FFF).compactMap(Unicode.Scalar.init))) + "😀"
        var writer = XMLWriter(declaration: true)
        writer.begin("r", xmlns: "urn:x")
        writer.element("a", text)
        writer.end("r")
        var reader = try XMLReader(writer.bytes)
        try reader.beginDocument(root: "r")
        #expect(try reader.nextChild() == "a")
        #expect(try reader.text() == text)
    }
}
