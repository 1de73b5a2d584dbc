namespace Automation.Mail.Holding;

/// <summary>What machines write into subjects and first lines, by language. Lower case; a phrase stands for every text that begins with it or, where said, holds it.</summary>
internal static class NoisePhrases
{
    /// <summary>Beginnings of subjects of automatic answers.</summary>
    public static readonly string[] AwaySubjects =
    [
        "automatic reply", "auto reply", "auto-reply", "autoreply", "auto:", "auto response", "auto-response", "autoresponse", "automated response", "automated reply", "automatic response", "out of office", "out of the office", "out-of-office", "ooo:", "[auto-reply]", "vacation reply", "away from my mail", "away from the office", "i am out of", "i'm out of", "on vacation", "on leave", "on holiday", "annual leave",
        "automatische antwort", "automatische rückantwort", "abwesenheitsnotiz", "abwesenheit", "abwesend", "abwesenheitsassistent", "außer haus", "nicht im büro", "im urlaub", "urlaub:", "abwesenheitsnachricht",
        "réponse automatique", "reponse automatique", "message d'absence", "absence du bureau", "absent du bureau", "en congé", "notification d'absence", "absence :", "absence:",
        "respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina", "ausencia", "mensaje automático", "auto respuesta", "de vacaciones",
        "automatisch antwoord", "automatische reactie", "automatische beantwoording", "afwezigheidsbericht", "afwezigheid", "afwezig", "niet aanwezig", "niet op kantoor", "automatisch bericht",
        "resposta automática", "resposta automatica", "fora do escritório", "ausência", "ausente do escritório", "mensagem automática", "em férias",
        "risposta automatica", "fuori sede", "fuori ufficio", "assente", "assenza", "messaggio automatico", "in ferie",
        "autosvar", "automatiskt svar", "frånvaro", "frånvarande", "automatisk svar", "fraværsmeddelelse", "ikke til stede", "poissaolo", "automaattinen vastaus", "autom. antwort",
        "autoodpowiedź", "automatyczna odpowiedź", "odpowiedź automatyczna", "nieobecność", "automatická odpověď", "automatická odpoveď", "nepřítomnost", "automatikus válasz", "házon kívül", "otomatik yanıt", "otomatik cevap", "răspuns automat", "автоответ", "автоматический ответ", "автоматична відповідь", "автоматичен отговор", "αυτόματη απάντηση", "自动回复", "自動回覆", "自動回復", "自動返信", "自動応答", "不在通知", "부재중", "자동 회신", "자동 응답", "תשובה אוטומטית", "رد تلقائي",
    ];

    /// <summary>Beginnings of subjects of non-delivery reports.</summary>
    public static readonly string[] BounceSubjects =
    [
        "undelivered mail", "undeliverable", "undelivered", "undeliver", "mail delivery failed", "mail delivery failure", "mail delivery problem", "mail delivery error", "mail delivery system", "mail delivery subsystem", "delivery status notification", "delivery status", "delivery failure", "delivery failed", "delivery has failed", "delivery delayed", "delivery notification", "delivery report", "delivery problem", "message delivery failure", "message delivery has been", "message not delivered", "message could not be delivered", "message undeliverable", "message you sent blocked", "message delayed", "failed to deliver", "failed delivery", "failure notice", "failure delivery", "returned mail", "returned message", "returned email", "mail returned", "mail failure", "mail error", "mail system error", "non-delivery", "nondeliverable", "non delivery", "non remis", "warning: message", "warning: could not send", "could not send message", "rejected mail", "rejected:", "message rejected", "mail rejected", "email bounce", "bounce", "bounced", "permanent delivery failure", "permanent error", "unable to deliver", "user unknown", "unknown user", "address not found", "mail transport error", "smtp delivery failure", "your message could not be delivered", "message status", "mail not delivered", "message blocked", "blocked message", "mail could not be delivered", "dsn:", "ndn:", "error sending message", "error delivering mail", "banned or potentially offensive", "virus in mail", "considered unsolicited bulk email", "block",
        "unzustellbar", "unzustellbarkeit", "nicht zustellbar", "zustellung fehlgeschlagen", "zustellungsbericht", "zustellbericht", "fehler bei der zustellung", "fehlerhafte zustellung", "mailzustellung", "ihre nachricht konnte nicht", "übermittlungsstatus", "benachrichtigung zum übermittlungsstatus", "benachrichtigung über den zustellstatus",
        "non remis", "non délivré", "échec de remise", "échec de la remise", "échec de distribution", "avis de non-remise", "message non remis", "courrier non remis", "notification d'état", "retour du courrier",
        "no se puede entregar", "no entregado", "no se pudo entregar", "error de entrega", "notificación de estado", "mensaje no entregado", "correo devuelto", "fallo de entrega", "no se ha podido entregar",
        "niet bestelbaar", "onbestelbaar", "kan niet worden bezorgd", "niet bezorgd", "bezorgen mislukt", "melding over bezorgstatus", "niet-bestelbaar",
        "não entregue", "não é possível entregar", "falha na entrega", "mensagem não entregue", "notificação de status", "devolvido", "não entregável", "impossível entregar",
        "mancato recapito", "non recapitabile", "impossibile recapitare", "messaggio non recapitato", "notifica stato consegna", "recapito non riuscito", "consegna non riuscita", "mancata consegna",
        "onnistunut", "olevererbart", "ikke leveret", "kan ikke leveres", "kunde inte levereras", "nie można dostarczyć", "niedostarczalne", "zwrot poczty", "nedoručitelné", "nedoručiteľné", "kézbesíthetetlen", "teslim edilemedi", "iletilemedi", "недоставленное", "недоставлено", "не доставлено", "не удается доставить", "не може бути доставлене", "уведомление о состоянии доставки", "无法送达", "无法传递", "未送达", "无法投递", "系统退信", "退信", "退件", "無法傳遞", "配信不能", "配信エラー", "メールエラー", "送信エラー", "配信できません", "未配信", "不達", "メール送信エラー", "メールが配信", "エラー通知", "배달되지 않음", "배달 실패", "반송", "発信メール", "宛先不明",
    ];

    /// <summary>What non-delivery reports say in their first lines or their quoted protocol.</summary>
    public static readonly string[] BounceTexts =
    [
        "this is the mail system at host", "this is an automatically generated delivery status notification", "the following addresses had permanent", "the following address failed", "the following recipient", "could not be delivered", "couldn't be delivered", "delivery to the following recipient", "delivery has failed to these recipients", "your message did not reach", "your message was not delivered", "was not delivered to", "has not been delivered", "unable to deliver", "undeliverable", "message that you sent could not", "i'm afraid i wasn't able to deliver", "hi. this is the", "permanent fatal error", "transcript of session follows", "diagnostic-code", "final-recipient", "reporting-mta", "status: 5.", "status: 4.", "550 5.", "550-5.", "554 5.", "552 5.", "553 5.", "user unknown", "mailbox unavailable", "no such user", "host unknown", "unrouteable address", "rejected your message", "message has been blocked", "blocked by our", "konnte nicht zugestellt", "nicht zugestellt werden", "n'a pas pu être remis", "n'a pas pu être livré", "no se ha podido entregar", "no se pudo entregar", "niet worden bezorgd", "kon niet worden afgeleverd", "não pôde ser entregue", "non è stato possibile recapitare", "impossibile recapitare", "не может быть доставлено", "не удалось доставить", "配信できません", "送信できません", "無法傳遞", "无法", "returned mail", "message refused", "mail delivery",
    ];

    /// <summary>What automatic answers say in their first lines; believed only beside another sign.</summary>
    public static readonly string[] AwayTexts =
    [
        "i am out of the office", "i'm out of the office", "i am currently out", "i'm currently out", "i will be out of", "i am away", "i am on leave", "i am on vacation", "i am on annual leave", "i will be back", "this is an automated", "this is an automatic", "do not reply to this", "please do not reply", "thank you for your e-mail. i am", "thank you for your email. i am",
        "ich bin nicht im büro", "ich bin zurzeit nicht", "ich bin derzeit nicht", "ich bin bis", "ich bin im urlaub", "ich bin vom", "ich befinde mich im urlaub", "dies ist eine automatische", "diese e-mail wurde automatisch", "bitte antworten sie nicht auf diese",
        "je suis absent", "je suis actuellement absent", "je suis en congé", "ceci est un message automatique", "ne pas répondre à ce",
        "estoy fuera de la oficina", "estaré fuera", "me encuentro fuera", "este es un mensaje automático", "no responda a este",
        "ik ben afwezig", "ik ben niet aanwezig", "ik ben momenteel", "ik ben met vakantie", "dit is een automatisch",
        "estou ausente", "estou fora do escritório", "estarei ausente", "esta é uma mensagem automática", "não responda a est",
        "sono fuori ufficio", "sarò assente", "sono assente", "sono in ferie", "questo è un messaggio automatico", "non rispondere a quest",
    ];

    /// <summary>Local parts that only machines use.</summary>
    public static readonly string[] Daemons = ["mailer-daemon", "mailerdaemon", "mail-daemon", "maildaemon", "mdaemon", "mailer_daemon", "mailer.daemon", "mail_delivery_subsystem", "double-bounce", "bounce", "bounces", "bounced", "mmdf", "smtp-daemon", "autoresponder", "autoreply", "auto-reply", "mailerdeamon", "mailer-deamon"];

    /// <summary>Local parts that machines use, and people now and then.</summary>
    public static readonly string[] Robots = ["postmaster", "root", "daemon", "no-reply", "noreply", "no_reply", "no.reply", "donotreply", "do-not-reply", "do_not_reply", "nobody", "system", "notification", "notifications", "mailadmin", "mail-admin", "mailmaster", "admin", "administrator", "mail", "delivery", "complaints", "abuse", "feedback", "nicht-antworten", "nepasrepondre", "ne-pas-repondre", "noresponder", "no-responder"];

    /// <summary>Names before the address that only machines use.</summary>
    public static readonly string[] DaemonNames = ["mail delivery", "mailer-daemon", "mail administrator", "mail system", "microsoft outlook", "system administrator", "internet mail delivery", "mail router", "delivery subsystem", "postmaster", "mail deliver"];
}
