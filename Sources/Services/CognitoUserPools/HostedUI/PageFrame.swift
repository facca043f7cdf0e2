import CognitoUserPoolsModel
import Design
import ServiceKit
import Storage

/// What every page of a domain has around its own content.
struct PageFrame {
    let request: HostedRequest
    /// The application that people are on their way to.
    var client: UserPoolClient?
    var look = PageLook()
    var isScripted = false

    func document(title: String, _ content: HTML) -> HTML {
        let base = request.site.basePath
        let name = client?.name ?? request.site.pool.name
        let query = client.map { "?client_id=\($0.id)" } ?? ""
        let custom: HTML =
            look.hasStyle ? "\n<link rel=\"stylesheet\" href=\"\(base)/assets/custom.css\(query)\">" : ""
        let brand: HTML =
            look.imageID.map { "<img class=\"logo-customizable\" src=\"\(base)/assets/\($0)\" alt=\"\(name)\">" }
            ?? "<span class=\"brand\">\(name)</span>"
        let script: HTML = isScripted ? "\n<script src=\"\(base)/assets/passkey.js\" defer></script>" : ""
        return """
            <!DOCTYPE html>
            <html lang="\(request.text.code)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow">
            <meta name="color-scheme" content="light dark">
            <title>\(title) · \(name)</title>
            <link rel="stylesheet" href="\(base)/assets/hosted.css">\(custom)\(script)
            </head>
            <body class="background-customizable">
            <main class="card">
            <header class="banner-customizable">\(brand)</header>
            <div class="content">
            <h1>\(title)</h1>
            \(content)
            </div>
            </main>
            \(languages)
            </body>
            </html>

            """
    }

    private var languages: HTML {
        guard request.page.method == "GET" else { return .empty }
        let links = HostedText.all.map { text -> HTML in
            text.code == request.text.code
                ? "<li aria-current=\"true\">\(text.languageName)</li>"
                : """
                <li><a href="\(request.address(inLanguage: text.code))" hreflang="\(text.code)" \
                lang="\(text.code)">\(text.languageName)</a></li>
                """
        }
        return "<nav class=\"languages\" aria-label=\"Language · 언어\"><ul>\(links)</ul></nav>"
    }
}

extension CognitoUserPools {
    /// A page, with the token that its forms send back.
    func render(
        _ request: HostedRequest, _ client: UserPoolClient?, title: String, status: Int = 200,
        target: String? = nil, isScripted: Bool = false, _ content: (HTML) -> HTML
    ) async throws -> HostedReply {
        let (token, cookies) = try forgeryToken(request)
        let hidden: HTML = "<input type=\"hidden\" name=\"\(ForgeryGuard.fieldName)\" value=\"\(token)\">"
        let look = try await look(of: client, request.site)
        let frame = PageFrame(request: request, client: client, look: look, isScripted: isScripted)
        var reply = HostedReply.html(frame.document(title: title, content(hidden)), status: status)
        reply.formTarget = target
        return reply.adding(cookies)
    }
}
