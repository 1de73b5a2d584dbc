namespace Automation.Mail.Reading;

/// <summary>
/// The words by which mail programs mark quoted history, forwarded mail and signatures, by language. A new language is a
/// new row; every list may be empty.
/// </summary>
internal static class MailWords
{
    private static readonly Language[] Languages =
    [
        new("en")
        {
            On = ["on"], Wrote = ["wrote", "writes", "said", "has written"],
            From = ["from"], Sent = ["sent", "date", "sent on", "posted at"], To = ["to", "recipient"], Cc = ["cc", "bcc"], Subject = ["subject"], More = ["sender", "reply-to", "reply to", "importance", "attachments", "organization", "newsgroups", "when", "where"],
            Original = ["original message", "original appointment", "reply message", "previous message", "reply above this line", "original email", "original text"], Forwarded = ["forwarded message", "begin forwarded message", "forwarded by", "forwarded email", "start of forwarded message"],
            SentFrom = ["sent from", "sent via", "sent with", "sent by", "sent using", "from my iphone", "from my ipad", "get outlook for", "written on my", "typed on my"],
        },
        new("de")
        {
            On = ["am", "um"], Wrote = ["schrieb", "schrieben", "hat geschrieben", "geschrieben", "schreibt"],
            From = ["von", "absender"], Sent = ["gesendet", "datum", "gesendet am", "versendet"], To = ["an", "empfänger"], Cc = ["kopie", "cc"], Subject = ["betreff"], More = ["antwort an", "wichtigkeit", "anlagen", "priorität"],
            Original = ["ursprüngliche nachricht", "originalnachricht", "original-nachricht", "ursprüngliche e-mail", "originalmail", "ursprünglicher termin"], Forwarded = ["weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "beginn der weitergeleiteten nachricht", "weitergeleitet von"],
            SentFrom = ["von meinem iphone gesendet", "von meinem ipad gesendet", "von meinem", "gesendet von", "gesendet mit", "gesendet über", "diese nachricht wurde von", "diese nachricht wurde gesendet", "outlook für", "holen sie sich outlook", "laden sie outlook"],
        },
        new("fr")
        {
            On = ["le"], Wrote = ["a écrit", "écrit", "a ecrit", "a répondu"],
            From = ["de", "expéditeur"], Sent = ["envoyé", "date", "envoyé le", "envoyé par"], To = ["à", "destinataire", "pour"], Cc = ["cc", "copie à", "cci"], Subject = ["objet", "sujet"], More = ["répondre à", "importance", "pièces jointes"],
            Original = ["message d'origine", "message original", "message initial", "rendez-vous d'origine"], Forwarded = ["message transféré", "début du message transféré", "début du message réexpédié", "message réexpédié", "transféré par"],
            SentFrom = ["envoyé depuis", "envoyé de mon", "envoyé à partir", "envoyé avec", "envoyé via", "téléchargez outlook pour", "télécharger outlook pour", "obtenez outlook pour", "obtenir outlook pour"],
        },
        new("es")
        {
            On = ["el"], Wrote = ["escribió", "escribio", "escribe", "ha escrito"],
            From = ["de", "remitente"], Sent = ["enviado", "fecha", "enviado el"], To = ["para", "a", "destinatario"], Cc = ["cc", "cco"], Subject = ["asunto"], More = ["responder a", "importancia", "datos adjuntos"],
            Original = ["mensaje original", "cita original"], Forwarded = ["mensaje reenviado", "inicio del mensaje reenviado", "forwarded message", "reenviado por"],
            SentFrom = ["enviado desde", "enviado con", "enviado de", "enviado via", "obtener outlook para", "obtenga outlook para", "descargar outlook para", "descargue outlook para", "consigue outlook para"],
        },
        new("nl")
        {
            On = ["op"], Wrote = ["schreef", "geschreven", "schrijft", "heeft geschreven"],
            From = ["van", "afzender"], Sent = ["verzonden", "datum", "verzonden op", "verstuurd"], To = ["aan"], Cc = ["cc", "kopie"], Subject = ["onderwerp"], More = ["antwoord naar", "urgentie", "bijlagen"],
            Original = ["oorspronkelijk bericht", "origineel bericht", "oorspronkelijke afspraak"], Forwarded = ["doorgestuurd bericht", "begin doorgestuurd bericht", "doorgestuurd door"],
            SentFrom = ["verzonden vanaf", "verzonden met", "verstuurd vanaf", "verstuurd met", "verzonden vanuit", "verstuurd vanuit", "outlook voor", "download outlook voor"],
        },
        new("pt")
        {
            On = ["em", "no dia", "a"], Wrote = ["escreveu", "escreve"],
            From = ["de", "remetente"], Sent = ["enviado", "enviada", "data", "enviada em", "enviado em", "enviadas"], To = ["para"], Cc = ["cc", "cco"], Subject = ["assunto"], More = ["responder para", "prioridade", "importância", "anexos"],
            Original = ["mensagem original", "mensagem de origem", "compromisso original"], Forwarded = ["mensagem encaminhada", "mensagem reencaminhada", "início da mensagem encaminhada", "início da mensagem reencaminhada", "encaminhado por"],
            SentFrom = ["enviado do meu", "enviado a partir", "enviado de", "enviada do meu", "enviado via", "enviado pelo", "obter o outlook para", "obtenha o outlook para", "baixar o outlook para", "baixe o outlook para", "transferir o outlook para"],
        },
        new("it")
        {
            On = ["il", "il giorno", "in data"], Wrote = ["ha scritto", "scrive", "scritto", "scrisse"],
            From = ["da", "mittente"], Sent = ["inviato", "data", "inviato il", "inviata"], To = ["a", "destinatario"], Cc = ["cc", "ccn", "per conoscenza"], Subject = ["oggetto"], More = ["risposta", "rispondi a", "priorità", "allegati"],
            Original = ["messaggio originale", "messaggio originario", "appuntamento originale"], Forwarded = ["messaggio inoltrato", "inizio messaggio inoltrato", "messaggio girato", "inoltrato da"],
            SentFrom = ["inviato da", "inviato dal", "inviato con", "inviato tramite", "scarica outlook per", "ottieni outlook per", "ottenere outlook per"],
        },
        new("sv") { On = ["den"], Wrote = ["skrev"], From = ["från"], Sent = ["skickat", "datum"], To = ["till"], Cc = ["kopia"], Subject = ["ämne"], Original = ["originalmeddelande", "ursprungligt meddelande"], Forwarded = ["vidarebefordrat meddelande", "vidarebefordrat brev"], SentFrom = ["skickat från", "skickades från", "hämta outlook för"] },
        new("da") { On = ["den"], Wrote = ["skrev"], From = ["fra"], Sent = ["sendt", "dato"], To = ["til"], Cc = ["kopi"], Subject = ["emne"], Original = ["oprindelig meddelelse", "original meddelelse"], Forwarded = ["videresendt meddelelse", "videresendt besked", "videresendt mail"], SentFrom = ["sendt fra", "hent outlook til"] },
        new("nb") { On = ["den", "på"], Wrote = ["skrev", "skreiv"], From = ["fra"], Sent = ["sendt", "dato"], To = ["til"], Cc = ["kopi"], Subject = ["emne"], Original = ["opprinnelig melding", "original melding"], Forwarded = ["videresendt melding"], SentFrom = ["sendt fra", "skaff deg outlook for"] },
        new("fi") { Wrote = ["kirjoitti"], From = ["lähettäjä"], Sent = ["lähetetty", "päivämäärä", "pvm"], To = ["vastaanottaja"], Cc = ["kopio"], Subject = ["aihe"], Original = ["alkuperäinen viesti"], Forwarded = ["välitetty viesti", "edelleenlähetetty viesti"], SentFrom = ["lähetetty", "hanki outlook"] },
        new("pl") { On = ["w dniu", "dnia"], Wrote = ["pisze", "napisał", "napisała", "napisał(a)", "napisali"], From = ["od", "nadawca"], Sent = ["wysłano", "data", "wysłane"], To = ["do"], Cc = ["dw", "kopia"], Subject = ["temat"], Original = ["oryginalna wiadomość", "wiadomość oryginalna"], Forwarded = ["przekazana wiadomość", "wiadomość przekazana", "treść przekazanej wiadomości", "początek przekazanej wiadomości"], SentFrom = ["wysłane z", "wysłano z", "pobierz outlook", "uzyskaj outlook"] },
        new("cs") { On = ["dne"], Wrote = ["napsal", "napsala", "napsal(a)", "píše"], From = ["od", "odesílatel"], Sent = ["odesláno", "datum"], To = ["komu"], Cc = ["kopie"], Subject = ["předmět"], Original = ["původní zpráva", "původní e-mail"], Forwarded = ["přeposlaná zpráva"], SentFrom = ["odesláno z", "získat outlook"] },
        new("sk") { On = ["dňa"], Wrote = ["napísal", "napísala", "napísal(a)"], From = ["od"], Sent = ["odoslané", "dátum"], To = ["komu"], Cc = ["kópia"], Subject = ["predmet"], Original = ["pôvodná správa"], Forwarded = ["preposlaná správa"], SentFrom = ["odoslané z"] },
        new("hu") { Wrote = ["írta", "ezt írta"], From = ["feladó", "küldő"], Sent = ["elküldve", "dátum"], To = ["címzett"], Cc = ["másolatot kap"], Subject = ["tárgy"], Original = ["eredeti üzenet"], Forwarded = ["továbbított üzenet"], SentFrom = ["elküldve", "küldve"] },
        new("ro") { On = ["pe", "în data de"], Wrote = ["a scris"], From = ["de la"], Sent = ["trimis", "data"], To = ["către"], Subject = ["subiect"], Original = ["mesaj original", "mesajul original"], Forwarded = ["mesaj redirecționat"], SentFrom = ["trimis de pe", "trimis din"] },
        new("tr") { Wrote = ["yazdı", "şunu yazdı", "şöyle yazdı"], From = ["kimden", "gönderen"], Sent = ["gönderildi", "tarih", "gönderilme"], To = ["kime", "alıcı"], Cc = ["bilgi"], Subject = ["konu"], Original = ["özgün ileti", "orijinal mesaj", "orijinal ileti"], Forwarded = ["yönlendirilen mesaj", "iletilen mesaj"], SentFrom = ["gönderildi", "iphone'umdan gönderildi"] },
        new("ru") { Wrote = ["написал", "написала", "написал(а)", "писал", "пишет", "пользователь"], From = ["от", "отправитель"], Sent = ["отправлено", "дата", "отправлен"], To = ["кому"], Cc = ["копия"], Subject = ["тема"], Original = ["исходное сообщение", "оригинальное сообщение", "исходное письмо"], Forwarded = ["пересылаемое сообщение", "пересланное сообщение", "начало переадресованного сообщения"], SentFrom = ["отправлено с", "отправлено из", "отправлено от"] },
        new("uk") { Wrote = ["написав", "написала", "пише", "пишет", "написав(ла)"], From = ["від"], Sent = ["надіслано", "дата"], To = ["кому"], Cc = ["копія"], Subject = ["тема"], Original = ["вихідне повідомлення", "оригінальне повідомлення"], Forwarded = ["переслане повідомлення"], SentFrom = ["надіслано з"] },
        new("bg") { On = ["на"], Wrote = ["написа", "писа"], From = ["от"], Sent = ["изпратено", "дата"], To = ["до"], Subject = ["относно", "тема"], Original = ["оригинално съобщение"], Forwarded = ["препратено съобщение"] },
        new("el") { On = ["στις"], Wrote = ["έγραψε"], From = ["από"], Sent = ["στάλθηκε", "ημερομηνία"], To = ["προς"], Subject = ["θέμα"], Original = ["αρχικό μήνυμα"], Forwarded = ["προωθημένο μήνυμα"], SentFrom = ["στάλθηκε από"] },
        new("he") { Wrote = ["כתב", "כתבה", "כתב/ה"], From = ["מאת"], Sent = ["נשלח", "תאריך"], To = ["אל"], Subject = ["נושא"], Original = ["הודעה מקורית"], Forwarded = ["הודעה מועברת"], SentFrom = ["נשלח מה"] },
        new("ar") { Wrote = ["كتب", "كتبت"], From = ["من"], Sent = ["تاريخ الإرسال", "التاريخ"], To = ["إلى"], Subject = ["الموضوع"], Original = ["الرسالة الأصلية"], Forwarded = ["رسالة معاد توجيهها"], SentFrom = ["أرسلت من"] },
        new("zh") { On = ["在", "于"], Wrote = ["写道", "寫道", "写到", "撰写", "写了"], From = ["发件人", "寄件者", "發件人", "寄件人"], Sent = ["发送时间", "日期", "傳送時間", "寄件日期", "发送日期", "时间"], To = ["收件人", "收件者"], Cc = ["抄送", "副本"], Subject = ["主题", "主旨", "主題"], Original = ["原始邮件", "原始郵件", "原邮件", "邮件原件"], Forwarded = ["转发的邮件", "轉寄的郵件", "转发邮件信息"], SentFrom = ["发自我的", "發自我的", "從我的", "从我的", "来自我的", "傳送自"] },
        new("ja") { Wrote = ["書きました", "のメール", "wrote"], From = ["差出人", "送信者"], Sent = ["送信日時", "日時", "日付"], To = ["宛先"], Cc = ["cc"], Subject = ["件名"], Original = ["元のメッセージ", "オリジナルメッセージ", "original message"], Forwarded = ["転送されたメッセージ", "転送メッセージ"], SentFrom = ["iphoneから送信", "ipadから送信", "から送信"] },
        new("ko") { Wrote = ["작성", "님이 작성", "썼습니다"], From = ["보낸 사람", "보낸사람"], Sent = ["보낸 날짜", "날짜", "보냄"], To = ["받는 사람", "받는사람"], Cc = ["참조"], Subject = ["제목"], Original = ["원본 메시지", "원본 메일"], Forwarded = ["전달된 메시지", "전달된 메일"], SentFrom = ["나의 iphone에서 보냄", "에서 보냄"] },
    ];

    public static IReadOnlyList<string> On { get; } = All(l => l.On);

    public static IReadOnlyList<string> Wrote { get; } = All(l => l.Wrote);

    public static IReadOnlyList<string> From { get; } = All(l => l.From);

    public static IReadOnlyList<string> Sent { get; } = All(l => l.Sent);

    public static IReadOnlyList<string> To { get; } = All(l => l.To);

    public static IReadOnlyList<string> Cc { get; } = All(l => l.Cc);

    public static IReadOnlyList<string> Subject { get; } = All(l => l.Subject);

    public static IReadOnlyList<string> More { get; } = All(l => l.More);

    public static IReadOnlyList<string> Original { get; } = All(l => l.Original);

    public static IReadOnlyList<string> Forwarded { get; } = All(l => l.Forwarded);

    public static IReadOnlyList<string> SentFrom { get; } = All(l => l.SentFrom);

    private static string[] All(Func<Language, string[]> words) => [.. Languages.SelectMany(words).Distinct(StringComparer.Ordinal)];

    /// <summary>Of one language: lower case.</summary>
    private sealed record Language(string Code)
    {
        /// <summary>What the line above quoted text begins with.</summary>
        public string[] On { get; init; } = [];

        /// <summary>What the line above quoted text says of its writer.</summary>
        public string[] Wrote { get; init; } = [];

        public string[] From { get; init; } = [];

        public string[] Sent { get; init; } = [];

        public string[] To { get; init; } = [];

        public string[] Cc { get; init; } = [];

        public string[] Subject { get; init; } = [];

        /// <summary>Other names of lines in a block of headers.</summary>
        public string[] More { get; init; } = [];

        public string[] Original { get; init; } = [];

        public string[] Forwarded { get; init; } = [];

        public string[] SentFrom { get; init; } = [];
    }
}
