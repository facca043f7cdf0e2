import Design

/// What the start page says.
struct StartContent {
    let settings: StartSettings
    let words: StartWords

    var html: HTML {
        """
        <div class="stack start">
        <div><h1>\(words.welcome)</h1><p class="quiet">\(words.lead)</p></div>
        <ul class="grid doors">\(doors)</ul>
        <section class="card padded stack"><h2>\(words.connect)</h2>
        <p>\(words.connectLead)</p>
        <pre class="code" tabindex="0">export AWS_ENDPOINT_URL=\(settings.address)
        export AWS_DEFAULT_REGION=\(settings.region)
        \(keys)
        aws sts get-caller-identity</pre></section>
        \(settings.demonstration.map(steps))
        </div>
        """
    }

    private var keys: HTML {
        settings.isDevelopment
            ? "export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test" : "\(words.keysComment)"
    }

    private var doors: [HTML] {
        let made = settings.demonstration != nil
        return [
            door("/_hanok/files", words.files, words.filesLead, isOpen: made || settings.hasFiles),
            door("/_hanok/albums", words.albums, words.albumsLead, isOpen: made || settings.hasAlbums),
            door("/_hanok/posts", words.posts, words.postsLead, isOpen: made),
            door("/_hanok/mail", words.mail, words.mailLead, isOpen: settings.isDevelopment),
            door("/_hanok/why", words.why, words.whyLead, isOpen: true),
        ]
    }

    private func door(_ address: String, _ name: String, _ lead: String, isOpen: Bool) -> HTML {
        let closed: HTML = isOpen ? .empty : "<p class=\"small\"><span class=\"badge\">\(words.notSetUp)</span></p>"
        return """
            <li class="card door"><a href="\(address)\(words.suffix)"><strong>\(name)</strong></a>
            <p class="quiet">\(lead)</p>\(closed)</li>
            """
    }

    private func steps(_ made: StartSettings.Demonstration) -> HTML {
        """
        <section class="card padded stack"><h2>\(words.fiveMinutes)</h2>
        <ol class="steps">\(words.steps.map { step -> HTML in "<li>\(step)</li>" })</ol>
        <h3>\(words.programs)</h3>
        <pre class="code" tabindex="0">SECRET=$(aws cognito-idp describe-user-pool-client --user-pool-id \(made.poolID) \\
          --client-id \(made.machineClientID) --query UserPoolClient.ClientSecret --output text)
        TOKEN=$(curl -sS -u \(made.machineClientID):$SECRET -d grant_type=client_credentials \\
          \(settings.address)/_hanok/auth/\(made.domain)/oauth2/token | python3 -c 'import json, sys; print(json.load(sys.stdin)["access_token"])')
        curl -i \(settings.address)\(made.testsPath) -H "Authorization: $TOKEN"</pre></section>
        """
    }
}
