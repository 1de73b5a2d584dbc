namespace Automation.Local.Graph.People;

/// <summary>The people of the organisation that the stand-in plays: the support mailbox, staff of several languages, a board member, an administrator, one who has left.</summary>
internal static class Organisation
{
    public const string Domain = "contoso.example";
    public const string TenantId = "84841066-274d-4ec0-a5c1-276be684bdd3";

    /// <summary>Alias of the mailbox that people write to for help.</summary>
    public const string Support = "support";

    public static readonly IReadOnlyList<PersonGroup> Groups =
    [
        new("5a0b7c1e-0001-4c11-9d10-6d1f5a7e0001", "All staff", "Everybody who works here", false, null),
        new("5a0b7c1e-0002-4c11-9d10-6d1f5a7e0002", "VIP", "People whose mail goes first", false, null),
        new("5a0b7c1e-0003-4c11-9d10-6d1f5a7e0003", "Finance", "Accounting and controlling", false, "All staff"),
        new("5a0b7c1e-0004-4c11-9d10-6d1f5a7e0004", "Sales", "Sales in all regions", false, "All staff"),
        new("5a0b7c1e-0005-4c11-9d10-6d1f5a7e0005", "Sales South", "Sales in Spain, Portugal and Italy", false, "Sales"),
        new("5a0b7c1e-0006-4c11-9d10-6d1f5a7e0006", "IT operations", "Servers, networks and workplaces", false, "All staff"),
        new("5a0b7c1e-0007-4c11-9d10-6d1f5a7e0007", "Privileged access", "May be given directory roles", true, null),
    ];

    public static readonly IReadOnlyList<PersonRole> Roles =
    [
        new("7e1d0001-2b4f-4a60-8a7d-0d4c8f200001", "User Administrator", "fe930be7-5e62-47db-91af-98c3a49a38b1"),
        new("7e1d0002-2b4f-4a60-8a7d-0d4c8f200002", "Global Administrator", "62e90394-69f5-4237-9190-012177145e10"),
    ];

    public static readonly IReadOnlyList<Person> People =
    [
        new("10000000-5eed-4d00-9a00-000000000001", Support, "Contoso Support", "", "IT", "Shared mailbox", null, null, "en-US", [], [], "helpdesk@contoso.example"),
        new("10000000-5eed-4d00-9a00-000000000002", "ada", "Ada", "Berger", "Board", "Chief Financial Officer", "Berlin 5.01", null, "de-DE", ["VIP", "All staff"], [], "ada.berger@contoso.example"),
        new("10000000-5eed-4d00-9a00-000000000003", "ben", "Ben", "Carter", "Finance", "Accountant", "London 2.14", "ada", "en-GB", ["Finance"], []),
        new("10000000-5eed-4d00-9a00-000000000004", "carla", "Carla", "Díaz", "Sales", "Account Manager", "Madrid 1.08", "hugo", "es-ES", ["Sales South"], []),
        new("10000000-5eed-4d00-9a00-000000000005", "didier", "Didier", "Lefèvre", "Sales", "Account Manager", "Lyon 1.02", "hugo", "fr-FR", ["Sales"], []),
        new("10000000-5eed-4d00-9a00-000000000006", "elif", "Elif", "Yılmaz", "Human Resources", "Recruiter", "Berlin 3.11", "ada", "de-DE", ["All staff"], []),
        new("10000000-5eed-4d00-9a00-000000000007", "femke", "Femke", "de Vries", "Logistics", "Shift Lead", "Rotterdam W2", "hugo", "nl-NL", ["All staff"], []),
        new("10000000-5eed-4d00-9a00-000000000008", "giulia", "Giulia", "Conti", "Sales", "Sales Assistant", "Milan 4.03", "carla", "it-IT", ["Sales South"], []),
        new("10000000-5eed-4d00-9a00-000000000009", "hugo", "Hugo", "Ferreira", "Sales", "Head of Sales", "Lisbon 6.20", "ada", "pt-PT", ["Sales", "VIP"], []),
        new("10000000-5eed-4d00-9a00-00000000000a", "ines", "Ines", "Novak", "IT", "Systems Engineer", "Berlin 0.07", "ada", null, ["IT operations", "Privileged access"], ["User Administrator"]),
        new("10000000-5eed-4d00-9a00-00000000000b", "jonas", "Jonas", "Weber", "IT", "Service Desk Analyst", "Berlin 0.05", "ines", "de-DE", ["IT operations"], []),
        new("10000000-5eed-4d00-9a00-00000000000c", "kim", "Kim", "Larsen", "Marketing", "Designer", null, "ada", "en-US", ["All staff"], [], IsEnabled: false),
    ];

    /// <param name="name">Id, sign-in name or another address, in any case.</param>
    public static Person? Find(string name) => People.FirstOrDefault(p => p.Has(name));

    /// <summary>Whose inbox an address leads to: what follows a plus before the @ is the receiver's own business, as Exchange Online has it.</summary>
    public static Person? Receiver(string address)
    {
        var (plus, at) = (address.IndexOf('+', StringComparison.Ordinal), address.LastIndexOf('@'));
        return Find(plus > 0 && plus < at ? address[..plus] + address[at..] : address);
    }

    /// <exception cref="GraphException">There is none.</exception>
    public static Person Get(string name) => Find(name) ?? throw GraphException.NoResource(name);

    public static Person? ManagerOf(Person person) => person.Manager is { } alias ? People.Single(p => p.Alias == alias) : null;

    /// <summary>Groups that the person is in, directly or through others.</summary>
    public static IReadOnlyList<PersonGroup> GroupsOf(Person person, bool throughOthers)
    {
        var found = new List<PersonGroup>();
        var open = new Queue<string>(person.Groups);
        while (open.TryDequeue(out var name))
        {
            var group = Groups.Single(g => g.Name == name);
            if (found.Contains(group)) continue;
            found.Add(group);
            if (throughOthers && group.Inside is { } outer) open.Enqueue(outer);
        }

        return found;
    }

    public static IReadOnlyList<PersonRole> RolesOf(Person person) => [.. Roles.Where(r => person.Roles.Contains(r.Name, StringComparer.Ordinal))];
}
