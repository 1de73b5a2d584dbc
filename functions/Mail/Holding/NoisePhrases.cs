namespace Automation.Mail.Holding;

/// <summary>What machines write into subjects and first lines, by language. Lower case; a phrase stands for every text that begins with it or, where said, holds it.</summary>
internal static class NoisePhrases
{
    /// <summary>Beginnings of subjects of automatic answers, as machines write them.</summary>
    public static readonly string[] AwaySubjects =
    [
        "automatic reply", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response", "autoresponse", "automated response", "automated reply", "automatic response", "out of office", "out of the office", "out-of-office", "ooo:", "[auto-reply]", "vacation reply", "away from my mail", "away from the office", "i am out of", "i'm out of",
        "automatische antwort", "automatische rückantwort", "abwesenheitsnotiz", "abwesend", "abwesenheitsassistent", "außer haus", "nicht im büro", "abwesenheitsnachricht",
        "réponse automatique", "reponse automatique", "message d'absence", "absence du bureau", "absent du bureau", "notification d'absence",
        "respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina", "auto respuesta",
        "automatisch antwoord", "automatische reactie", "automatische beantwoording", "afwezigheidsbericht", "niet aanwezig", "niet op kantoor",
        "resposta automática", "resposta automatica", "fora do escritório", "ausente do escritório",
        "risposta automatica", "fuori sede", "fuori ufficio", "assente",
        "autosvar", "automatiskt svar", "frånvarande", "automatisk svar", "fraværsmeddelelse", "ikke til stede", "poissaolo", "automaattinen vastaus", "autom. antwort", "automatische abwesenheitsnotiz", "automatische abwesenheitsmeldung", "automatische abwesenheitsnachricht", "automatic out of office",
        "autoodpowiedź", "automatyczna odpowiedź", "odpowiedź automatyczna", "automatická odpověď", "automatická odpoveď", "automatikus válasz", "házon kívül", "otomatik yanıt", "otomatik cevap", "răspuns automat", "автоответ", "автоматический ответ", "автоматична відповідь", "автоматичен отговор", "automatinis atsakymas", "automatski odgovor", "resposta automàtica", "automātiska atbilde", "automaatvastus", "samodejni odgovor", "erantzun automatikoa", "аутоматски одговор", "sjálfvirkt svar", "balasan otomatis", "trả lời tự động", "การตอบกลับอัตโนมัติ", "αυτόματη απάντηση", "自动回复", "自动答复", "自動答覆", "自動回覆", "自動回復", "自動返信", "自動応答", "不在通知", "부재중", "자동 회신", "자동 응답", "תשובה אוטומטית", "رد تلقائي",
    ];

    /// <summary>Beginnings of subjects of automatic answers that people write too; believed beside another sign.</summary>
    public static readonly string[] AwayTopics =
    [
        "auto:", "on vacation", "on leave", "on annual leave", "on parental leave", "on maternity leave", "on paternity leave", "on sick leave", "on holiday", "annual leave", "away until", "away:", "away re:", "i am away", "out until",
        "abwesenheit", "urlaub:", "im urlaub", "in elternzeit", "in mutterschutz", "absence :", "absence:", "en congé", "en vacances", "congé maternité", "ausencia", "de vacaciones", "de baja", "afwezig", "afwezigheid", "met vakantie", "met verlof", "ausência", "em férias", "de férias", "assenza", "in ferie", "in congedo",
        "automatisch bericht", "mensaje automático", "mensagem automática", "messaggio automatico", "message automatique", "frånvaro", "fravær", "semester:", "nieobecność", "urlop", "nepřítomnost", "dovolená", "отпуск", "休暇", "休假",
    ];

    /// <summary>Beginnings of subjects of non-delivery reports.</summary>
    public static readonly string[] BounceSubjects =
    [
        "undelivered mail", "undeliverable", "undelivered", "undeliver", "mail delivery failed", "mail delivery failure", "mail delivery problem", "mail delivery error", "mail delivery system", "mail delivery subsystem", "delivery status notification", "delivery has failed", "delivery notification", "message delivery failure", "message delivery has been", "message not delivered", "message could not be delivered", "message undeliverable", "message you sent blocked", "failed to deliver", "failure delivery", "mail system error", "non-delivery", "nondeliverable", "non delivery", "non remis", "warning: could not send", "could not send message", "message rejected", "mail rejected", "email bounce", "email delivery failure", "email delivery failed", "notice: mail delivery status", "warning: delayed mail", "delayed mail (still being retried)", "delivery status notification", "there was an error sending your mail", "sorry, your message could not be delivered", "message delivery has failed", "mail delivery status", "mail system error - returned mail", "returned mail:", "bounce]", "undelivery", "permanent delivery failure", "delivery report (", "unable to deliver", "mail transport error", "smtp delivery failure", "your message could not be delivered", "mail not delivered", "message blocked", "mail could not be delivered", "dsn:", "ndn:", "error delivering mail", "banned or potentially offensive", "considered unsolicited bulk email",
        "unzustellbar", "unzustellbarkeit", "nicht zustellbar", "nicht zugestellt", "nicht zustellbare", "mail konnte nicht zugestellt", "e-mail konnte nicht zugestellt", "nachricht konnte nicht zugestellt", "nachricht nicht zugestellt", "zustellung verzögert", "verzögerte zustellung", "zustellung fehlgeschlagen", "zustellungsbericht", "zustellbericht", "fehler bei der zustellung", "fehlerhafte zustellung", "mailzustellung", "ihre nachricht konnte nicht", "übermittlungsstatus", "benachrichtigung zum übermittlungsstatus", "benachrichtigung über den zustellstatus",
        "non remis", "non délivré", "échec de remise", "échec de la remise", "échec de distribution", "avis de non-remise", "message non remis", "message non distribué", "message non délivré", "echec de la remise", "echec de remise", "échec d'envoi", "courrier non remis", "notification d'état", "retour du courrier",
        "no se puede entregar", "no entregado", "no se pudo entregar", "error de entrega", "notificación de estado", "mensaje no entregado", "correo devuelto", "fallo de entrega", "no se ha podido entregar",
        "niet bestelbaar", "onbestelbaar", "kan niet worden bezorgd", "niet bezorgd", "bezorgen mislukt", "melding over bezorgstatus", "niet-bestelbaar",
        "não entregue", "não é possível entregar", "falha na entrega", "mensagem não entregue", "notificação de status", "devolvido", "não entregável", "impossível entregar",
        "mancato recapito", "non recapitabile", "impossibile recapitare", "messaggio non recapitato", "notifica stato consegna", "recapito non riuscito", "consegna non riuscita", "mancata consegna", "avviso di mancata consegna", "errore di consegna", "mail non consegnat", "messaggio non consegnat",
        "ei voida toimittaa", "det går inte att leverera", "det gick inte att leverera", "kan ikke leveres", "kan ikke levere", "imposibil de livrat", "a kézbesítés", "δεν είναι δυνατή η παράδοση", "viestiä ei voi toimittaa", "toimittamaton", "viestin toimitus epäonnistui", "olevererbart", "levering mislykkedes", "ikke leveret", "kan ikke leveres", "kunde inte levereras", "nie można dostarczyć", "niedostarczalne", "zwrot poczty", "nedoručitelné", "nedoručiteľné", "kézbesíthetetlen", "teslim edilemedi", "iletilemedi", "недоставленное", "недоставлено", "не доставлено", "не удается доставить", "не може бути доставлене", "уведомление о состоянии доставки", "无法送达", "无法传递", "未送达", "无法投递", "系统退信", "退信", "退件", "無法傳遞", "配信不能", "メッセージを配信できません", "メール配信に失敗", "メールを配信できません", "配送失敗", "配信エラー", "メールエラー", "送信エラー", "配信できません", "未配信", "不達", "メール送信エラー", "メールが配信", "エラー通知", "배달되지 않음", "배달 실패", "반송", "発信メール", "宛先不明",
    ];

    /// <summary>Beginnings of subjects of non-delivery reports that people and shops write too; believed beside another sign.</summary>
    public static readonly string[] BounceTopics =
    [
        "delivery failed", "delivery delayed", "delivery report", "delivery problem", "delivery status", "delivery failure", "failed delivery", "message status", "message delayed", "mail error", "mail failure", "rejected:", "rejected mail", "bounce", "bounced", "permanent error", "user unknown", "unknown user", "address not found", "returned message", "returned email", "virus in mail", "failure notice", "block", "blocked message", "error sending message", "warning: message", "onnistunut", "mail returned", "returned mail",
        "permanent failure", "not delivered", "message failed", "mail not accepted", "spam detected", "returned", "reject",
    ];

    /// <summary>What stands anywhere in subjects of non-delivery reports, where words have no spaces between.</summary>
    public static readonly string[] BounceInside = ["退信", "退件", "投递失败", "邮件被退回", "전송 실패", "投遞失敗", "エラーメール", "宛先不明", "전송되지", "전송 실패", "배달되지", "반송"];

    /// <summary>Beginnings of subjects of reports that a mail is late and still on its way.</summary>
    public static readonly string[] DelaySubjects =
    [
        "delayed mail", "delivery delayed", "message delayed", "mail delivery delayed", "delivery is delayed", "delayed:", "warning: delayed mail", "warning: could not send", "delivery status notification (delay)", "message delivery is delayed", "zustellung verzögert", "verzögerte zustellung", "verzögert:", "remise retardée", "remise différée", "retardé :", "entrega retrasada", "retrasado:", "bezorging vertraagd", "vertraagd:", "entrega atrasada", "atrasado:", "consegna ritardata", "recapito ritardato", "ritardato:",
    ];

    /// <summary>How non-delivery reports introduce themselves: no person writes so.</summary>
    public static readonly string[] BounceSelves =
    [
        "this is the mail system at host", "this is an automatically generated delivery status notification", "this message was created automatically by mail delivery", "this message was created automatically by the mail", "this message was created automatically by mimecast", "message from interscan messaging", "this is a delivery status notification from", "hi. this is the", "this is the mail delivery agent", "this is the mailer-daemon", "this is the dragonfly mail agent", "this is an automated message from the mail", "this is a permanent error; i've given up",
        "dies ist eine automatisch erstellte benachrichtigung über den zustellstatus", "diese nachricht wurde automatisch von einer mail", "diese nachricht wurde automatisch vom mail", "ce message a été créé automatiquement par le", "este mensaje se ha creado automáticamente por el", "questo messaggio è stato creato automaticamente dal", "dit bericht is automatisch aangemaakt door", "esta mensagem foi criada automaticamente pelo",
    ];

    /// <summary>What non-delivery reports begin with.</summary>
    public static readonly string[] BounceOpenings =
    [
        .. BounceSelves,
        "the following addresses had permanent", "the following addresses had delivery problems", "the following address failed", "the following recipient", "the following address(es)", "could not be delivered", "couldn't be delivered", "cannot be delivered", "can't be delivered", "not be delivered", "delivery to the following recipient", "delivery to these recipients", "delivery has failed to these recipients", "did not reach the following recipient", "your message did not reach", "your message was not delivered", "was not delivered to", "has not been delivered", "not been delivered", "unable to deliver", "we were unable to deliver", "sorry, we were unable", "we're sorry", "unfortunately, we", "we had trouble delivering", "we're writing to let you know", "i am sending you this message to inform you", "i'm afraid i wasn't able", "i was not able to deliver", "your mail sent on", "there was an error delivering", "an error occurred while trying to deliver", "an error has occurred while attempting to deliver", "mail system error", "message that you sent", "a message you sent", "the original message was received", "transcript of session follows", "permanent fatal error", "undeliverable mail", "undelivered message", "rejected your message", "message has been blocked", "was blocked by our", "recipient's mailbox", "user's mailbox is full", "mailbox is full", "account is temporarily over quota", "exceeds allowed size", "no valid recipients", "original message follows", "list of failed recipients", "------- failure reasons", "full details follow", "report relates to a message you sent", "report relates to your message", "with the following error",
        "konnte nicht zugestellt", "konnten nicht zugestellt", "nicht zugestellt werden", "fehler bei der nachrichtenzustellung", "fehler bei der zustellung", "zustellung an folgende", "die folgende nachricht konnte",
        "n'a pas pu être remis", "n'a pas pu être livré", "n'a pas été remis", "échec de la remise", "n'a pu être distribué", "n'a pas pu être distribué", "no se ha podido entregar", "no se pudo entregar", "error en la entrega", "no se entregó", "niet worden bezorgd", "kon niet worden afgeleverd", "bezorgen aan de volgende", "niet kunnen bezorgen", "não pôde ser entregue", "falha na entrega a", "não foi possível entregar", "non è stato possibile recapitare", "recapito non riuscito", "impossibile recapitare", "non è stato recapitato",
        "gick inte att leverera", "kunde inte levereras", "leverans misslyckades", "leveringen mislyktes", "levering mislykkedes", "kunne ikke leveres", "leveringen mislyktes", "toimitus seuraaville", "ei voitu toimittaa", "dostarczenie do następujących", "nie można dostarczyć", "nie została dostarczona", "doručení následujícím", "nelze doručit", "nebylo možné doručit", "не может быть доставлено", "не удалось доставить", "сбой доставки", "не доставлено", "未能向以下收件人", "无法传递到", "无法发送到", "無法傳遞", "投递失败", "邮件被退回", "전송 실패", "配信できません", "送信できません", "配信に失敗", "送信できなかった", "への配信", "teslim edilemedi",
    ];

    /// <summary>What stands in the protocol of a non-delivery report; people quote it.</summary>
    public static readonly string[] BounceProtocol =
    [
        "diagnostic-code", "final-recipient", "reporting-mta", "status: 5.", "status: 4.", "550 5.", "550-5.", "554 5.", "552 5.", "553 5.", "550 ", "554 ", "user unknown", "mailbox unavailable", "no such user", "host unknown", "unrouteable address", "blocked by our", "message refused", "rcpt to:", "returned mail", "returned message", "mail delivery", "undeliverable",
    ];

    /// <summary>What automatic answers say of somebody in their first lines; believed only beside another sign.</summary>
    public static readonly string[] AwayTexts =
    [
        "i am out of the office", "i'm out of the office", "i am out of office", "i'm out of office", "i am currently out", "i'm currently out", "i am currently away", "i will be out of", "i am away", "i am on leave", "i'm on leave", "i am currently on", "i'm currently on", "i am on vacation", "i am on annual leave", "i am on maternity leave", "i am on parental leave", "i am on holiday", "i will be back", "this is an automated", "this is an automatic", "do not reply to this", "please do not reply", "thank you for your e-mail. i am", "thank you for your email. i am", "no longer with the company", "no longer work for", "no longer works for",
        "ich bin nicht im büro", "nicht im büro sein", "nicht im büro", "i will not be in the office", "ich bin zurzeit nicht", "ich bin zur zeit nicht", "ich bin derzeit nicht", "ich bin aktuell nicht", "ich bin momentan nicht", "ich bin bis", "ich bin ab", "ich bin im urlaub", "ich bin vom", "ich bin nicht erreichbar", "ich bin wieder ab", "ich bin außer haus", "nicht im haus", "derzeit nicht im hause", "ich befinde mich im urlaub", "ich befinde mich in", "dies ist eine automatische", "diese e-mail wurde automatisch", "bitte antworten sie nicht auf diese", "nicht mehr im unternehmen",
        "je suis absent", "je suis actuellement absent", "je suis en congé", "je suis actuellement en", "je serai absent", "je serai de retour", "ceci est un message automatique", "ne pas répondre à ce",
        "estoy fuera de la oficina", "estaré fuera", "me encuentro fuera", "estoy de vacaciones", "estaré ausente", "actualmente estoy", "este es un mensaje automático", "no responda a este",
        "ik ben afwezig", "ik ben niet aanwezig", "ik ben momenteel", "ik ben met vakantie", "ik ben op vakantie", "ik ben niet op kantoor", "ik ben vanaf", "ik ben tot", "dit is een automatisch",
        "estou ausente", "estou fora do escritório", "estarei ausente", "estou de férias", "encontro-me ausente", "esta é uma mensagem automática", "não responda a est",
        "sono fuori ufficio", "sarò assente", "sono assente", "sono in ferie", "sono fuori sede", "questo è un messaggio automatico", "non rispondere a quest",
        "jag är inte på kontoret", "jag är på semester", "jeg er ikke på kontoret", "jeg er på ferie", "olen lomalla", "olen poissa", "jestem poza biurem", "jestem na urlopie", "jsem mimo kancelář", "mám dovolenou", "меня нет в офисе", "я в отпуске", "不在にして", "休暇中", "不在办公室", "正在休假",
    ];

    /// <summary>What automatic answers say beside it.</summary>
    public static readonly string[] AwayBesides =
    [
        "limited access to", "no access to", "not have access to", "respond to your", "reply to your", "upon my return", "on my return", "when i return", "once i return", "when i'm back", "when i am back", "after i return", "in my absence", "during my absence", "not monitored", "no longer monitored", "meiner abwesenheit", "mon absence", "mi ausencia", "mijn afwezigheid", "minha ausência", "mia assenza", "meine vertretung", "not be forwarded", "not forwarded",
        "dringende fälle", "nicht weitergeleitet", "nicht automatisch weitergeleitet", "nach meiner rückkehr", "wieder erreichbar", "wieder im büro", "kehre zurück", "will not return until", "please contact", "wenden sie sich", "ansprechpartner", "veuillez contacter", "póngase en contacto", "neem contact op", "entre em contacto", "contatti pure", "può contattare", "keinen zugriff auf meine",
        "en cas de besoin", "qu'à mon retour", "à mon retour", "dès mon retour", "a mi regreso", "a mi vuelta", "bij terugkomst", "bij mijn terugkeer", "niet doorgestuurd",
        "no meu regresso", "após o meu regresso", "quando regressar", "no meu retorno", "al mio rientro", "al mio ritorno", "acceso limitado", "accès limité", "accesso limitato", "acesso limitado", "beperkte toegang", "beperkt bereikbaar", "eingeschränkt", "nur sporadisch", "ponctuellement",
    ];

    /// <summary>How automatic answers begin; with the day of return they say enough.</summary>
    public static readonly string[] AwayThanks = ["thank you for your e-mail", "thank you for your email", "thank you for your message", "thank you for contacting", "thanks for your email", "thanks for your message", "thank you for getting in touch", "thanks for getting in touch", "thank you for reaching out", "thanks for reaching out", "vielen dank für ihre", "vielen dank für deine", "danke für die", "vielen dank für die", "danke für ihre", "danke für deine", "merci pour votre", "je vous remercie de votre", "gracias por su", "gracias por tu", "bedankt voor uw", "bedankt voor je", "dank voor uw", "obrigado pel", "obrigada pel", "agradeço o seu", "agradeço a sua", "agradezco su", "bedankt voor het", "dank u voor uw", "dank je voor je", "grazie per la", "la ringrazio per"];

    /// <summary>What surely says that somebody is not there now.</summary>
    public static readonly string[] AwaySure =
    [
        "out of the office", "out of office", "not in the office", "away from the office", "away from my desk", "on a business trip", "on business travel", "i'm travelling", "i am travelling", "i'm traveling", "i am traveling", "have retired", "on sabbatical", "on paternity leave", "on sick leave", "on holiday", "on annual leave", "on maternity leave", "on parental leave", "on vacation", "i am currently out", "i'm currently out", "i am currently away", "i am currently on", "i no longer work", "i am no longer with", "i'm no longer with", "i have left the company", "nicht im büro", "nicht im haus", "bin erkrankt", "derzeit erkrankt", "im urlaub", "außer haus", "in elternzeit", "im mutterschutz", "auf dienstreise", "in mutterschutz", "im ruhestand", "bin ich nicht erreichbar", "ich bin nicht erreichbar", "ich bin derzeit nicht erreichbar", "ich bin zurzeit nicht erreichbar", "abwesend", "ich bin nicht mehr im unternehmen", "ich bin nicht mehr für", "ich arbeite nicht mehr", "je suis absent", "actuellement absent", "en congé", "hors du bureau", "en déplacement", "absente", "en vacances", "suis en arrêt", "fuera de la oficina", "de vacaciones", "de viaje", "de baja", "estaré ausente", "me encuentro ausente", "estoy ausente", "ya no trabajo", "ik ben afwezig", "ik ben niet aanwezig", "met vakantie", "op vakantie", "niet op kantoor", "ik ben vrij", "met verlof", "op reis", "ik ben niet meer werkzaam", "estou ausente", "estarei ausente", "encontro-me ausente", "fora do escritório", "de férias", "em viagem", "de licença", "fuori ufficio", "fuori sede", "non sono in ufficio", "sono assente", "sarò assente", "in ferie", "in trasferta", "in maternità", "inte på kontoret", "på semester", "ikke på kontoret", "på ferie", "olen lomalla", "poza biurem", "na urlopie", "mimo kancelář", "нет в офисе", "в отпуске",
    ];

    /// <summary>That somebody is gone for good: people say it of others too, so it counts only after the thanks of a machine.</summary>
    public static readonly string[] AwayGone = ["no longer works", "no longer work for", "no longer with", "has left the company", "nicht mehr im unternehmen", "nicht mehr für", "ya no trabaja", "niet meer werkzaam", "ne travaille plus", "non lavora più", "já não trabalha"];

    /// <summary>That an address is given up: machines say it after they have said what they are.</summary>
    public static readonly string[] AwayMoved = ["address has changed", "have a new e-mail address", "have a new email address", "new email address is", "new e-mail address is", "mailbox is no longer", "address is no longer", "account is no longer", "adresse hat sich geändert", "adresse ist nicht mehr", "postfach wird nicht mehr", "neue e-mail-adresse lautet", "adresse a changé", "nouvelle adresse", "adresse n'est plus", "dirección ha cambiado", "nueva dirección de correo", "adres is gewijzigd", "nieuwe e-mailadres", "endereço mudou", "novo endereço de", "indirizzo è cambiato", "nuovo indirizzo"];

    /// <summary>What subjects hold in which the name of the absent stands first.</summary>
    public static readonly string[] AwayInside = [" is out of the office", " is out of office", " ist außer haus", " ist nicht im büro", " ist abwesend", " ist im urlaub", " est absent", " est en congé", " está fuera de la oficina", " está ausente", " is afwezig", " is niet op kantoor", " está fora do escritório", " è fuori ufficio", " è assente", " er ikke på kontoret", " är inte på kontoret"];

    /// <summary>What only answers of machines say of themselves.</summary>
    public static readonly string[] AutomaticTexts =
    [
        "this is an automated response", "this is an automated reply", "this is an automatic response", "this is an automatic reply", "this is an automated email response", "this is an automatically generated re", "this is an auto-generated re", "this is an auto reply", "this is an auto-reply", "this is an automated message", "this is an automated acknowledg", "has been automatically generated in response", "this is an automatic message", "this is an autoresponse", "automated confirmation that", "do not reply to this automat",
        "dies ist eine automatische antwort", "dies ist eine automatisch", "dies ist eine automatisierte", "diese e-mail wurde automatisch", "diese nachricht wurde automatisch", "automatisch generierte", "ceci est une réponse automatique", "ceci est un message automatique", "cet e-mail a été généré automatiquement", "ce message a été généré automatiquement", "esta es una respuesta automática", "este es un mensaje automático", "este mensaje se ha generado automáticamente", "dit is een automatisch", "deze e-mail is automatisch", "esta é uma resposta automática", "esta é uma mensagem automática", "esta mensagem foi gerada automaticamente", "questa è una risposta automatica", "questo è un messaggio automatico", "questa e-mail è stata generata automaticamente",
    ];

    /// <summary>Beginnings of subjects of receipts.</summary>
    public static readonly string[] ReceiptSubjects =
    [
        "read:", "not read:", "deleted:", "read receipt", "return receipt", "gelesen:", "nicht gelesen:", "ungelesen gelöscht:", "gelöscht:", "lesebestätigung", "lu:", "lu :", "non lu:", "non lu :", "accusé de lecture", "leído:", "no leído:", "gelezen:", "niet gelezen:", "leesbevestiging", "lida:", "lido:", "não lida:", "letto:", "non letto:", "conferma di lettura", "läst:", "læst:", "lest:", "luettu:", "przeczytano:", "přečteno:", "прочтено:", "прочитано:", "recall:", "rappel du message", "已读:", "已读：", "開封済み:", "開封済み：",
    ];

    /// <summary>What receipts say; believed beside such a subject.</summary>
    public static readonly string[] ReceiptTexts =
    [
        "would like to recall the message", "möchte die nachricht", "souhaite rappeler le message", "desea recuperar el mensaje", "zou het bericht graag willen intrekken", "gostaria de cancelar a mensagem", "desidera richiamare il messaggio", "was read on", "was deleted without being read", "was displayed on", "has been read", "this is a receipt for", "this is a return receipt", "wurde gelesen", "ohne gelesen zu werden", "ungelesen gelöscht", "a été lu", "a été supprimé sans", "se leyó", "fue leído", "ha sido leído", "werd gelezen", "foi lida", "foi lido", "è stato letto", "è stata letta", "lästes", "blev læst", "ble lest", "luettiin", "zostało przeczyt", "byla přečtena", "было прочитано", "已阅读", "开封", "開封",
    ];

    /// <summary>Beginnings of subjects of complaints that providers pass on.</summary>
    public static readonly string[] FeedbackSubjects = ["complaint about message from", "report domain:", "email feedback report for ip", "email abuse report", "abuse report for ip"];

    /// <summary>Local parts that only machines use.</summary>
    public static readonly string[] Daemons = ["mailer-daemon", "mailerdaemon", "mail-daemon", "maildaemon", "mdaemon", "mailer_daemon", "mailer.daemon", "mail_delivery_subsystem", "double-bounce", "bounce", "bounces", "bounced", "mmdf", "smtp-daemon", "autoresponder", "autoreply", "auto-reply", "mailerdeamon", "mailer-deamon", "mta-ndr", "mailer-daemon-noreply"];

    /// <summary>Local parts that machines use, and people now and then.</summary>
    public static readonly string[] Robots = ["postmaster", "root", "daemon", "no-reply", "noreply", "no_reply", "no.reply", "donotreply", "do-not-reply", "do_not_reply", "nobody", "system", "notification", "notifications", "mailadmin", "mail-admin", "mailmaster", "admin", "administrator", "mail", "delivery", "complaints", "abuse", "feedback", "post_master", "sysadmin", "mailmarshal", "imss", "barracuda", "spamfirewall", "nicht-antworten", "nepasrepondre", "ne-pas-repondre", "noresponder", "no-responder"];

    /// <summary>Names before the address that only machines use.</summary>
    public static readonly string[] DaemonNames = ["mail delivery", "mailer-daemon", "mail administrator", "mail system", "microsoft outlook", "system administrator", "internet mail delivery", "mail router", "delivery subsystem", "postmaster", "mail deliver", "interscan", "mailmarshal", "courier mail server", "mailer daemon", "symantec messaging", "email security", "spam firewall", "barracuda spam"];
}
