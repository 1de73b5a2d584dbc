using System.Security.Cryptography;
using System.Text.Json;

namespace Automation.Local.Storage;

/// <summary>Decides whether node_modules holds what package-lock.json asks for.</summary>
/// <param name="root">Folder of package-lock.json.</param>
internal sealed class PackageLock(string root)
{
    private string LockFile => Path.Combine(root, "package-lock.json");

    // npm writes this copy last, after all packages are in place.
    private string InstalledFile => Path.Combine(root, "node_modules", ".package-lock.json");

    private string StampFile => Path.Combine(root, "node_modules", ".package-lock.sha256");

    /// <exception cref="NodeToolException">There is no package-lock.json.</exception>
    public async Task<bool> IsInstalledAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(LockFile))
            throw new NodeToolException($"{LockFile} is missing: run the command from a complete clone of the repository.");
        if (!File.Exists(InstalledFile))
            return false;
        if (File.Exists(StampFile))
            return string.Equals(await File.ReadAllTextAsync(StampFile, cancellationToken), await HashAsync(cancellationToken), StringComparison.Ordinal);
        return await InstalledByHandAsync(cancellationToken);
    }

    /// <summary>Records that node_modules matches the lock file as it is now.</summary>
    public async Task StampAsync(CancellationToken cancellationToken) =>
        await File.WriteAllTextAsync(StampFile, await HashAsync(cancellationToken), cancellationToken);

    // Somebody ran npm without us: compare npm's own copy, package by package.
    private async Task<bool> InstalledByHandAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var wanted = JsonDocument.Parse(await File.ReadAllBytesAsync(LockFile, cancellationToken));
            using var installed = JsonDocument.Parse(await File.ReadAllBytesAsync(InstalledFile, cancellationToken));
            var found = installed.RootElement.GetProperty("packages");
            foreach (var package in wanted.RootElement.GetProperty("packages").EnumerateObject())
            {
                // The empty path is the root project; optional packages of other platforms are left out.
                if (package.Name.Length > 0 && !IsOptional(package.Value) &&
                    !(found.TryGetProperty(package.Name, out var other) && SamePackage(package.Value, other)))
                    return false;
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }

        await StampAsync(cancellationToken);
        return true;
    }

    private static bool IsOptional(JsonElement package) => package.TryGetProperty("optional", out var optional) && optional.ValueKind == JsonValueKind.True;

    private static bool SamePackage(JsonElement one, JsonElement other) => Same(one, other, "version") && Same(one, other, "integrity");

    private static bool Same(JsonElement one, JsonElement other, string name) => string.Equals(Text(one, name), Text(other, name), StringComparison.Ordinal);

    private static string? Text(JsonElement package, string name) => package.TryGetProperty(name, out var value) ? value.GetString() : null;

    private async Task<string> HashAsync(CancellationToken cancellationToken) =>
        Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(LockFile, cancellationToken)));
}
