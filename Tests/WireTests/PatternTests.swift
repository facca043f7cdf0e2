import Testing
import Wire

@Suite struct PatternTests {
    @Test(arguments: [
        (#"[\w-]+_[0-9a-zA-Z]+"#, "eu-west-1_AbC9", true), (#"[\w-]+_[0-9a-zA-Z]+"#, "eu-west-1", false),
        (#"[\w+=,.@-]+"#, "a+b=c,d.e@f-g_h", true), (#"[\w+=,.@-]+"#, "a b", false),
        (#"[\w+=,.@-]+"#, "é", false), (#"[\w+=,.@-]+"#, "", false), (#"[\w+=,.@-]*"#, "", true),
        (#"[\p{L}\p{M}\p{S}\p{N}\p{P}]+"#, "한글é+1.", true), (#"[\p{L}\p{M}\p{S}\p{N}\p{P}]+"#, "a b", false),
        (#"[\S]+"#, "aé😀", true), (#"[\S]+"#, "a\tb", false), (#"^[0-9a-fA-F]+$"#, "0aF", true),
        (#"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)"#, "/", true),
        (#"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)"#, "/a/b/", true),
        (#"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)"#, "/a", false),
        (#"[\u0009\u000A\u000D\u0020-\u00FF]+"#, "a\n\u{FF}", true),
        (#"[\u0009\u000A\u000D\u0020-\u00FF]+"#, "\u{100}", false),
        (#"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?"#, "v10.x", true),
        (#"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?"#, "v0", false),
        (#"\d{12}"#, "123456789012", true), (#"\d{12}"#, "12345678901", false),
        (#"^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$"#, "a-b", true),
        (#"^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$"#, "a-", false),
        (#"^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$"#, "a", true),
        (#"^(terms-of-use|privacy-policy)$"#, "privacy-policy", true),
        (#"^(terms-of-use|privacy-policy)$"#, "privacy", false),
        (#"(un)?authenticated"#, "authenticated", true),
        (#"[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+"#, "abc", true),
        (#"[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+"#, "_bc", false),
        (#"[\x21\x23-\x5B\x5D-\x7E]+"#, "a!z", true), (#"[\x21\x23-\x5B\x5D-\x7E]+"#, "a\"z", false),
        (
            #"arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?"#,
            "arn:aws:lambda:eu-west-1:123456789012:function:f", true
        ),
    ])
    func matchesAsJavaDoes(_ pattern: String, _ text: String, _ wanted: Bool) {
        let pattern = Pattern(pattern)
        #expect(pattern.isEnforced)
        #expect(pattern.matches(text) == wanted)
    }

    @Test func hostileTextsCostLinearTime() {
        let pattern = Pattern(#"((/[A-Za-z0-9\.,\+@=_-]+)*)*(a*)*(a|a|aa)*/"#)
        let elapsed = ContinuousClock().measure {
            #expect(!pattern.matches(String(repeating: "a", count: 20_000) + "!"))
        }
        #expect(elapsed < .seconds(60))
    }

    @Test func lookAroundIsLeftToTheService() {
        let pattern = Pattern(#"^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$"#)
        #expect(!pattern.isEnforced)
        #expect(pattern.matches("anything"))
    }

    @Test func hugeRepetitionsAreNotBuilt() {
        #expect(!Pattern("((a{0,9999}){0,9999}){0,9999}").isEnforced)
    }
}
