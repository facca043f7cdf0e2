import Gateway
import Testing
import Wire

@Suite("What shares the origin of our pages")
struct SharedOriginTests {
    @Test(arguments: [
        "text/html", "TEXT/HTML; charset=utf-8", "application/xhtml+xml", "text/xml", "application/xml", "text/xsl",
        "image/svg+xml", "*/*", "unknown/unknown", "application/unknown", "foo", "", "text/html,text/plain",
        " text/html", "application/x-shockwave-flash", "multipart/x-mixed-replace",
    ])
    func documentsAndWhatBrowsersGuessAreConfined(_ type: String) {
        var headers = HeaderFields([("Content-Type", type)])
        SharedOrigin.confine(&headers)
        #expect(headers.first("content-security-policy") == "sandbox")
    }

    @Test(arguments: [
        "binary/octet-stream", "application/octet-stream", "text/plain", "text/plain; charset=utf-8", "image/png",
        "video/mp4", "application/json", "application/pdf",
    ])
    func whatNoBrowserRunsIsNot(_ type: String) {
        var headers = HeaderFields([("Content-Type", type)])
        SharedOrigin.confine(&headers)
        #expect(!headers.contains("content-security-policy"))
    }
}
