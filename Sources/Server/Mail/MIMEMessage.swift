import CivilTime
import FoundationEssentials
import ServiceKit

/// A mail as RFC 5322 and MIME write it: HTML in UTF-8, as Cognito's are, with a subject in any language.
struct MIMEMessage {
    let message: OutgoingMessage
    let id: String

    /// - Parameters:
    ///   - id: unique; the part of Message-ID before the host.
    init(_ message: OutgoingMessage, id: String) {
        self.message = message
        self.id = id
    }

    /// The address in `Name <address>`, or the whole.
    static func address(in text: String) -> String {
        guard let open = text.lastIndex(of: "<"), let close = text.lastIndex(of: ">"), open < close else { return text }
        return String(text[text.index(after: open)..<close])
    }

    func bytes() -> [UInt8] {
        let host = Self.address(in: message.from).split(separator: "@").last.map(String.init) ?? "localhost"
        let head = [
            "From: " + Self.mailbox(message.from), "To: " + Self.clean(message.to),
            "Subject: " + Self.words(message.subject), "Date: " + Self.date(message.time),
            "Message-ID: <\(id)@\(Self.clean(host))>", "MIME-Version: 1.0",
            "Content-Type: text/html; charset=UTF-8", "Content-Transfer-Encoding: base64",
        ]
        return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + Self.lines(message.body)).utf8)
    }

    /// RFC 5322's date; ours are in UTC.
    private static func date(_ time: Date) -> String { time.httpDate.replacing("GMT", with: "+0000") }

    /// No header is continued by what somebody wrote.
    private static func clean(_ text: String) -> String { String(text.map { $0.isNewline ? " " : $0 }) }

    private static func mailbox(_ text: String) -> String {
        let address = address(in: text)
        guard address != text, let open = text.lastIndex(of: "<") else { return clean(text) }
        let name = text[..<open].trimmingPrefix { $0 == " " || $0 == "\"" }
        let bare = String(name).split(separator: "\"").joined().trimmed
        return words(bare) + " <\(clean(address))>"
    }

    /// RFC 2047: words of other letters than ASCII's in base64, none longer than 75 characters.
    static func words(_ text: String) -> String {
        let text = clean(text)
        guard !text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) || text.contains("=?") else { return text }
        var words: [String] = []
        var part = ""
        for character in text {
            if (part + String(character)).utf8.count > 42 {
                words.append(word(part))
                part = ""
            }
            part.append(character)
        }
        if !part.isEmpty { words.append(word(part)) }
        return words.joined(separator: "\r\n ")
    }

    private static func word(_ text: String) -> String { "=?UTF-8?B?\(Data(text.utf8).base64EncodedString())?=" }

    /// Base64 in lines of 76 characters.
    private static func lines(_ body: String) -> String {
        Data(body.utf8).base64EncodedString(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
            + "\r\n"
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        while text.first == " " { text.removeFirst() }
        return String(text)
    }
}
