import Testing
import Wire

@Suite("Encoded words of headers")
struct EncodedWordTests {
    @Test(arguments: [
        ("abc", "abc"), ("=?UTF-8?B?YWJj?=", "abc"), ("=?utf-8?q?actually-ascii?=", "actually-ascii"),
        ("=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=", "\u{C4}M\u{C4}Z\u{D5}\u{D1} S3"),
        ("=?ISO-8859-1?Q?=E9?=", "\u{E9}"), ("a =?UTF-8?Q?b?= =?UTF-8?Q?c?=  d", "a bc  d"),
        ("=?UTF-8?B?YWJj", "=?UTF-8?B?YWJj"), ("=?UTF-8?X?YWJj?=", "=?UTF-8?X?YWJj?="),
        ("=?KOI8-R?B?YWJj?=", "=?KOI8-R?B?YWJj?="), ("=?UTF-8?Q?=Z1?=", "=?UTF-8?Q?=Z1?="),
        ("=?UTF-8?Q?=4?=", "=?UTF-8?Q?=4?="), ("x=?UTF-8?B?YWJj?=", "x=?UTF-8?B?YWJj?="),
        ("=?UTF-8?B?YW Jj?=", "=?UTF-8?B?YW Jj?="), ("=?UTF-8?B?YWI?=", "ab"), ("=?UTF-8?B?Y*W-I?=", "ab"),
        ("=?UTF-8?B?/2H/?=", "\u{FFFD}a\u{FFFD}"), ("=?UTF-8?B?AAECAw==?=", "\u{0}\u{1}\u{2}\u{3}"), ("=?", "=?"),
    ])
    func areRead(_ word: String, _ text: String) {
        #expect(EncodedWord.decode(word) == text)
    }

    @Test(arguments: [
        "abc", "\u{D55C}\u{AE00} abc", "=?UTF-8?B?YWJj?=", "a =?UTF-8?Q?b?= c", "line\r\nend", "tab\t", " both ",
        String(repeating: "\u{D55C}", count: 60), String(repeating: "abc \u{E9}", count: 60), "",
    ])
    func carryAnyText(_ text: String) {
        let carried = EncodedWord.carry(text)
        #expect(carried.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) || $0 == "\t" })
        #expect(EncodedWord.decode(carried) == text)
    }

    @Test func longTextIsManyWords() {
        let word = EncodedWord.encode(String(repeating: "\u{D55C}", count: 40))
        #expect(word.split(separator: " ").count > 1)
        #expect(word.split(separator: " ").allSatisfy { $0.utf8.count <= 75 && $0.hasPrefix("=?UTF-8?B?") })
    }
}
