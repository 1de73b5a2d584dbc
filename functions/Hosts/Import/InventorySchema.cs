namespace Automation.Hosts.Import;

/// <summary>The fields of one kind of record, in the order in which the documentation shows them.</summary>
internal sealed class InventorySchema
{
    public const int MaxName = 253;
    public const string NameField = "name";

    private readonly Dictionary<string, InventoryField> fields;

    private InventorySchema(string plural, Func<string?, InventoryName?> nameOf, params InventoryField[] known)
    {
        (Plural, NameOf) = (plural, nameOf);
        fields = known.ToDictionary(f => Squeeze(f.Name), StringComparer.Ordinal);
        FieldNames = string.Join(", ", known.Select(f => f.Name).Prepend(NameField));
    }

    public static InventorySchema Hosts { get; } = new(
        "hosts", InventoryName.OfHost,
        InventoryField.HostNames("aliases", 50, isOtherName: true),
        InventoryField.Addresses("ips", 50),
        InventoryField.ResourceId("azureResourceId"),
        InventoryField.Text("environment"),
        InventoryField.Text("location"),
        InventoryField.Text("os"),
        InventoryField.Choice<Criticality>("criticality"),
        InventoryField.Text("owner"),
        InventoryField.Text("onCall"),
        InventoryField.ServiceNames("services", 100, isOtherName: false),
        InventoryField.HostNames("dependsOn", 50, isOtherName: false));

    public static InventorySchema Services { get; } = new(
        "services", InventoryName.OfService,
        InventoryField.ServiceNames("aliases", 50, isOtherName: true),
        InventoryField.Text("owner"),
        InventoryField.Choice<Criticality>("criticality"),
        InventoryField.ServiceNames("dependsOn", 50, isOtherName: false),
        InventoryField.WebAddress("runbook"),
        InventoryField.Span("changeWindow"));

    /// <summary>hosts or services: also the member of a JSON object that holds the list.</summary>
    public string Plural { get; }

    public Func<string?, InventoryName?> NameOf { get; }

    /// <summary>For messages.</summary>
    public string FieldNames { get; }

    /// <summary>Case, spaces, underscores and hyphens of a field's name are passed over; null for a name that is no field's.</summary>
    public InventoryField? Find(string name) => fields.GetValueOrDefault(Squeeze(name));

    public static bool IsName(string name) => Squeeze(name) == NameField;

    private static string Squeeze(string name) => string.Concat(name.Where(c => c is not (' ' or '_' or '-'))).ToLowerInvariant();
}
