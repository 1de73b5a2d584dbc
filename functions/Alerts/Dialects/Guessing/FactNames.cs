namespace Automation.Alerts.Dialects.Guessing;

/// <summary>
/// The names under which tools put a fact, each with how sure one can be of it: 100 is the very word, below 40 a hint.
/// Looked up with the name as it is, with the parent's name before it (<c>host.name</c> is <c>hostname</c>), and without
/// the words around it that only say whose fact it is (<c>alert_severity_string</c> is <c>severity</c>).
/// </summary>
internal sealed class FactNames
{
    private static readonly string[] Prefixes =
        ["alert", "alarm", "event", "incident", "problem", "issue", "notification", "notify", "trigger", "monitor", "check", "current", "new", "affected", "impacted", "target", "primary", "nagios", "icinga", "monit", "unifi", "webhook", "custom", "test", "latest", "response", "ticket", "case"];

    private static readonly string[] StateSuffixes = ["friendlyname", "displayname", "string", "text", "label", "name", "type", "value", "level"];
    private static readonly string[] HostSuffixes = ["friendlyname", "displayname", "label", "fqdn", "hostname", "name", "address", "ip"];

    /// <summary>Names that say nothing without the object around them.</summary>
    private static readonly HashSet<string> NeedParent = new(StringComparer.Ordinal) { "name", "id", "title", "displayname", "label", "url", "link", "href", "value", "ip", "address", "type", "description", "status", "state", "text", "key", "uuid", "slug", "summary", "message" };

    private const int Anywhere = 24;

    private readonly Dictionary<string, int> scores = new(StringComparer.Ordinal);
    private readonly string[] suffixes;
    private readonly bool isFoundAnywhere;

    /// <param name="isFoundAnywhere">Whether a bare <c>name</c> or <c>status</c> of any object may be this fact, if nothing better is there.</param>
    private FactNames(string[] suffixes, bool isFoundAnywhere, params ReadOnlySpan<(int Score, string Names)> rows)
    {
        (this.suffixes, this.isFoundAnywhere) = (suffixes, isFoundAnywhere);
        foreach (var (score, names) in rows)
        {
            foreach (var name in names.Split(' ')) scores.TryAdd(name, score);
        }
    }

    public static FactNames Title { get; } = new(
        [],
        true,
        (100, "title alerttitle incidenttitle problemtitle issuetitle eventtitle messagetitle"),
        (95, "subject headline summary alertsummary shortsummary summarymessage"),
        (91, "alertname alarmname problemname incidentname triggername issuename alertdisplayname violationname findingname"),
        (87, "rulename conditionname checkname monitorname monitorfriendlyname testname searchname eventname detectorname shortdescription ruledescription ruletitle eventdefinitiontitle watchname healthrulename savedsearchname secrettypedisplayname servicecheckname checkdisplayname displayeventname threatname detectname exceptionclass"),
        (82, "alert alarm problem incident condition name friendlyname"),
        (76, "shortmessage alertmessage eventmessage statemessage logmessage logmsg eventmsg alertmsg displaymessage"),
        (74, "message msg text notification rule monitor check trigger issue event humanreadable fallback jobname policyname policy test pretext"),
        (80, "signature signaturename"),
        (60, "description reason cause error errormessage alarmdescription statereason incidentreason displayname"),
        (58, "job"),
        (56, "alerttype eventtype problemtype incidenttype type category"),
        (52, "details detail body content output info longdescription longmessage comment reasons"),
        (48, "statusmessage watchid detector datasource"));

    public static FactNames State { get; } = new(
        StateSuffixes,
        true,
        (100, "status state newstate newstatus currentstate currentstatus"),
        (96, "resolutionstate"),
        (90, "condition transition health healthstatus monitorcondition alerttransition statestring statetext alertcondition"),
        (50, "phase result outcome lifecycle conclusion stage availability resolution"));

    public static FactNames Verb { get; } = new(
        [],
        false,
        (90, "notificationtype messagetype eventaction eventtype actiontype alerttype actiongroup triggerevent action"),
        (78, "event type alertaction trigger eventname reason"),
        (55, "kind operation alert"));

    public static FactNames Severity { get; } = new(
        StateSuffixes,
        false,
        (100, "severity sev lvl severitylevel severityname alertseverity stringseverity"),
        (90, "priority prio criticality urgency"),
        (84, "level alertlevel importance loglevel errorlevel risklevel threatlevel gravity"),
        (60, "risk impact impactlevel"),
        (40, "status state newstate currentstate alerttype"),
        (35, "type color colour class"));

    public static FactNames Host { get; } = new(
        HostSuffixes,
        false,
        (100, "hostname hostnames host fqdn servername machinename computername nodename devicename hostfqdn vmname instancename hostdisplayname hostnamefqdn affectedhost targethost sourcehost hostkey agenthostname agentname managedentitysource hostnameandport clientname compromisedentity hostport netbioscomputername computerdnsname"),
        (92, "server machine computer node device vm hostalias nodelabel systemname endpointname equipment appliance agent managedentity computers servers hosts devices nodes"),
        (85, "instance instanceid resourcename entityname ciname affectedci cmdbci ci configurationitem assetname targetname elementname entitydisplayname managedobject moname virtualmachine monitoredobject impactedentity entitylabel principalname thingname"),
        (80, "resource entity asset target element affectedresource affectedentity impactedentities involvedobject regarding originator entities resources targets resourceid pod podname kubepodname containername container ec2instanceid"),
        (74, "hostip ipaddress hostaddress ip nodeip deviceip sourceip srcip address serverip privateip hostips agentip ipv4"),
        (66, "domain domainname monitorurl checkurl targeturl monitoredurl testurl endpoint site website siteurl websiteurl monitortarget endpointurl hosturl monitoraddress urlmonitored serviceurl healthcheckurl testtargetsdescription"),
        (64, "requesturl"),
        (45, "source origin object location contextgroup"));

    public static FactNames Service { get; } = new(
        [],
        false,
        (100, "service servicename servicedesc servicedisplayname affectedservice servicedescription services"),
        (90, "application applicationname app appname component componentname"),
        (80, "project projectname projectslug product subsystem module website workload deployment job jobname process processname database"));

    public static FactNames Key { get; } = new(
        [],
        false,
        (100, "dedupkey deduplicationkey dedupid deduplicationid dedupkeys deduplication dedup correlationkey"),
        (97, "fingerprint incidentkey alertkey alias eventkey messagekey entityid problemkey aggregationkey groupkey"),
        (92, "incidentid problemid issueid violationid incidentuuid alertuuid outageid downtimeid incidentnumber ticketid caseid correlationid alarmid uniqueid alertuid"),
        (84, "alertid alertidentifier"),
        (72, "id uuid guid uid externalid"),
        (60, "ruleid triggerid monitorid checkid sensorid testid policyid conditionid detectorid watchid monitoruuid checkuuid definitionid searchid ruleuid monitorkey errorid"));

    public static FactNames Started { get; } = new(
        [],
        false,
        (100, "startedat startsat starttime startdate starttimestamp starteddatetime start started begin since startdatetime firststarted downsince outagestart datestart starttimeutc startunix"),
        (94, "triggeredat firedat openedat occurredat raisedat detectedat triggertime firedtime opentime failedat breachedat activatedat alertstart outagetime occurrencetime firsttriggered firstoccurrence firstseen lasttriggeredat triggereddate triggered problemstart downat triggeredtime triggeredon raisedtime timeraised reporttime reportedat"),
        (88, "createdat created createtime createddate creationtime createdon creationdate inserted createddatetime opened createdtimeutc createddatetimeutc creationtimeutc"));

    public static FactNames Signal { get; } = new(
        [],
        false,
        (90, "timestamp eventtime time datetime alerttime incidenttime alertdatetime date eventtimestamp alerttimestamp ts localtime eventdate when timestampiso utctime timegenerated unixtime epoch statechangetime statechangedat timestamputc occurred statechangedtimestamp"),
        (70, "updatedat updated lastupdated modifiedat lastseen sentat sent receivedat senttime requestdatetime checkedat lastchange lastupdate"));

    public static FactNames Ended { get; } = new(
        [],
        false,
        (100, "resolvedat closedat endedat recoveredat clearedat endsat endtime enddate endtimestamp resolvedtime closedtime recoverytime cleartime resolvetime canceldate canceledat cancelledat resolveddate resolvedon closedon ended upat dateend resolved resolutiontime endeddatetime completedat stoppedat end clearedtime"));

    public static FactNames Description { get; } = new(
        [],
        false,
        (100, "description longdescription alertdescription problemdescription"),
        (92, "message alertmessage details detail msg text body content output summary longmessage reason cause errormessage error info statereason longtext fulllog value"));

    /// <summary>0 when the name says nothing of this fact; else the score less the distance.</summary>
    public int Score(PayloadMember member)
    {
        var score = member.Parent.Length == 0 ? 0 : Math.Max(Find(member.Parent + member.Name), member.Parent.EndsWith('s') ? Find(member.Parent[..^1] + member.Name) : 0);
        if (member.IsOwn || !NeedParent.Contains(member.Name)) score = Math.Max(score, Find(member.Name));
        else if (isFoundAnywhere) score = Math.Max(score, Find(member.Name) - Anywhere);
        return score == 0 ? 0 : Math.Max(score - member.Distance, 0);
    }

    private int Find(string name)
    {
        if (scores.TryGetValue(name, out var score)) return score;
        foreach (var prefix in Prefixes)
        {
            if (name.Length <= prefix.Length || !name.StartsWith(prefix, StringComparison.Ordinal)) continue;
            if (scores.TryGetValue(name[prefix.Length..], out score)) return score - 4;
            if (prefix is "current" or "new" && Find(name[prefix.Length..]) is > 8 and var rest) return rest - 4;
        }

        foreach (var suffix in suffixes)
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal) && Find(name[..^suffix.Length]) is > 8 and var inner) return inner - 3;
        }

        return 0;
    }
}
